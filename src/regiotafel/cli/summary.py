"""What the terminal tells of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from regiotafel.reports.opinions import outcome as outcomes

MOST_IN_SUMMARY = 5

WHY_NO_GROUPS = {
    "one_group": "We zien geen aparte groepen: iedereen samen is één groep.",
    "gradual": "Er zijn geen aparte groepen: mensen verschillen geleidelijk, zonder een duidelijke grens.",
    "too_few_people": "Er zijn te weinig mensen om groepen te zoeken.",
    "too_few_votes": "Er zijn te weinig stemmen om te zeggen of er groepen zijn.",
    "unstable": "Er zijn geen vaste groepen: bij een steekproef horen steeds andere mensen bij elkaar.",
}


def summary(result: Mapping[str, Any]) -> str:
    lines = [
        f"{many(result['n_people'], 'persoon', 'mensen')}, {many(result['n_statements'], 'stelling', 'stellingen')}, "
        f"{many(result['n_votes'], 'stem', 'stemmen')}.",
    ]
    outcome = outcomes.read(result)
    if outcome.is_small:
        lines.append("Dat zijn weinig mensen. Lees dit als een begin van een gesprek, niet als de mening van iedereen.")
    lines.append("")
    inside, parts = _called(result)
    lines += _about_groups(result, parts)
    statements = {one["id"]: one for one in result["statements"]}
    for title, ids, answer in (
        (f"Hier zijn de meeste mensen{inside} het mee eens:", result["common_ground"], "n_agree"),
        (f"Hier zijn de meeste mensen{inside} het mee oneens:", result["common_disagreement"], "n_disagree"),
    ):
        if ids:
            told = [statements[one] for one in ids[:MOST_IN_SUMMARY]]
            lines += ["", _of(title, ids), *(f"- {one[answer]} van de {one['n_votes']}: {_name(one)}" for one in told)]
    if result["divides"]:
        lines += ["", _of(f"Hierover verschillen de {parts}. Zoveel zijn het eens:", result["divides"])]
        names = [group["name"] for group in result["groups"]]
        for one in result["divides"][:MOST_IN_SUMMARY]:
            cells = [cell for cell in statements[one]["by_group"] if cell.get("agree")]
            counts = ", ".join(f"{names[cell['group']]} {cell['n_agree']} van de {cell['n_people']}" for cell in cells)
            lines.append(f"- {counts}: {_name(statements[one])}")
    if result["unknown"]:
        lines += ["", f"Over {many(len(result['unknown']), 'stelling', 'stellingen')} weten we nog te weinig."]
    if outcome.missed:
        lines += ["", f"We missen vooral: {', '.join(outcome.missed)}."]
    if outcome.same_votes:
        lines += ["", f"Let op: {outcome.n_same} mensen gaven precies dezelfde rij antwoorden als een ander."]
    if result["alarms"][0]["raised"]:
        lines += ["", "Let op: hoeveel iemand stemde, hangt samen met de plek op de kaart. Lees de kaart voorzichtig."]
    return "\n".join(lines)


def _called(result: Mapping[str, Any]) -> tuple[str, str]:
    """In all of them, and what they are called: a gradual difference has sides, one group has no parts."""
    if not result["groups_found"]:
        return "", "mensen"
    return (" aan elke kant", "kanten") if result["groups_reason"] == "gradual" else (" in elke groep", "groepen")


def _about_groups(result: Mapping[str, Any], parts: str) -> list[str]:
    if not result["groups_found"]:
        return [WHY_NO_GROUPS[result["groups_reason"]]]
    sizes = ", ".join(f"{group['name']} ({group['size']} mensen)" for group in result["groups"])
    quality, n = result["groups_quality"], len(result["groups"])
    if parts == "kanten":
        return [f"Mensen verschillen geleidelijk, zonder grens. We laten {n} kanten zien: {sizes}."]
    lines = [f"We zien {n} groepen die anders antwoorden: {sizes}."]
    if quality["n_resamples"] == 0:
        lines.append("Of die groepen vast zijn is onbekend: er is niet herhaald op steekproeven.")
    if not quality["sharp"]:
        lines.append("De grens tussen de groepen kan geleidelijk zijn.")
    return lines


def many(n: int, one: str, more: str) -> str:
    number = f"{n:,}".replace(",", ".")
    return f"{number} {one if n == 1 else more}"


def _of(title: str, ids: Sequence[str]) -> str:
    """The title, with how many there are when not all of them follow."""
    return title if len(ids) <= MOST_IN_SUMMARY else f"{title[:-1]} ({MOST_IN_SUMMARY} van de {len(ids)}):"


def _name(statement: Mapping[str, Any]) -> str:
    text = " ".join(str(statement["text"] or "").split())
    short = text if len(text) <= 100 else text[:99] + "…"
    return f"{statement['id']}. {short}" if short else f"stelling {statement['id']}"
