"""What comes first and why, as a person would say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regiotafel.engine.results.priorities import Inside, Outside, Priorities, Year
from regiotafel.reports.language import _, ngettext
from regiotafel.reports.numbers import capital, in_a_row, in_words, large

MOST_TOLD = 3


def title(found: Priorities) -> str:
    return found.title or _("Wat komt eerst?")


def headline(found: Priorities) -> str:
    one = found.years[0]
    if one.short:
        return _("De wettelijke maatregelen kosten %(short)s meer dan er is.") % {"short": large(one.short)}
    n, of = sum(len(year.plan) for year in found.years), len(one.inside) + len(one.losers)
    if not n:
        return _("Er komt geen enkele maatregel in het plan.")
    words = ngettext(
        "%(n)s van de %(of)s maatregelen komt in het plan.", "%(n)s van de %(of)s maatregelen komen in het plan.", n
    )
    return words % {"n": capital(in_words(n)), "of": in_words(of)}


def rule_told(found: Priorities) -> str:
    """What the rule does, in a few sentences."""
    if found.rule == "greedy":
        return {
            "cost": _("De maatregel met de meeste punten komt eerst, zolang het geld reikt."),
            "cardinality": _("De maatregel met de meeste punten voor zijn geld komt eerst, zolang het geld reikt."),
        }[found.utility]
    if found.rule == "criteria":
        return _("De maatregel die het hoogst scoort op de criteria komt eerst, zolang het geld reikt.")
    told = _(
        "Iedereen beslist over een eigen deel van het geld. Een maatregel komt in het plan als de mensen die hem"
        " willen, hem samen kunnen betalen. Eerst komt de maatregel die hun het minst kost voor wat die waard is."
    )
    return f"{told} {completion_told(found)}".strip()


def completion_told(found: Priorities) -> str:
    if found.completion == "none":
        return ""
    return _(
        "Daarna krijgt iedereen steeds iets meer, tot het plan te duur zou worden. Wat dan nog past, vult het plan aan."
    )


def money_told(one: Year) -> str:
    return _("Er is %(capacity)s te verdelen. Het plan kost %(cost)s.") % {
        "capacity": large(one.capacity),
        "cost": large(one.cost),
    }


def kind_told(name: str, one: Year) -> str:
    """Which part of the money a kind of party decided about, and what it has left."""
    kind = one.kinds[name]
    words = _("%(who)s (%(n)s): had samen %(had)s, en heeft nog %(left)s.")
    return words % {
        "who": name or _("alle kiezers"),
        "n": large(kind.people),
        "had": amount(kind.endowment),
        "left": amount(kind.left),
    }


def amount(money: float) -> str:
    return large(round(money))


def called(key: str, one: Inside | Outside) -> str:
    return f"{one.name} ({key})" if one.name else key


def name_of(key: str, year: Year) -> str:
    one = year.inside.get(key) or year.losers.get(key)
    return (one.name or key) if one else key


def inside_told(key: str, year: Year) -> str:
    """Why it is in."""
    one = year.inside[key]
    if one.how == "statutory":
        return _("Moet van de wet. Dit is betaald voordat iemand koos.")
    if one.how == "completed":
        return _("Aangevuld: dit paste nog in wat er over was. Niemand heeft hiervoor betaald.")
    if one.price is None:
        return _("Gekozen: het paste nog toen deze maatregel aan de beurt was.")
    told = ngettext("Eén persoon betaalde dit.", "%(n)s mensen betaalden dit samen.", one.payers) % {
        "n": capital(in_words(one.payers))
    }
    if not one.payers:
        told = _("Dit kost niets, en iemand wil het.")
    by_kind = [
        _("%(who)s %(paid)s") % {"who": kind, "paid": amount(paid)} for kind, paid in one.paid.items() if kind and paid
    ]
    if by_kind:
        told += " " + _("Wie wat betaalde: %(rows)s.") % {"rows": in_a_row(by_kind)}
    if one.runner_up:
        told += " " + _("Anders was “%(other)s” aan de beurt.") % {"other": name_of(one.runner_up, year)}
    return told


def outside_told(key: str, year: Year) -> str:
    """Why it is not in, and what would have been enough."""
    one = year.losers[key]
    told = [_why(one, year), _short_of(one), _spent(one, year), would_win_told(one)]
    return " ".join(part for part in told if part)


def _why(one: Outside, year: Year) -> str:
    rivals = in_a_row([f"“{name_of(key, year)}”" for key in one.rivals])
    return {
        "short": _("Er is geen geld meer na de wettelijke maatregelen."),
        "nobody": _("Niemand gaf deze maatregel punten."),
        "support": _("Te weinig mensen gaven deze maatregel punten."),
        "rival": _("Dit kan niet samen met %(rivals)s.") % {"rivals": rivals},
        "money": "",
    }[one.why]


def _short_of(one: Outside) -> str:
    if one.why != "money":
        return ""
    words = ngettext(
        "Eén persoon wilde dit en had nog %(had)s over. Er was %(cost)s nodig.",
        "%(n)s mensen wilden dit en hadden samen nog %(had)s over. Er was %(cost)s nodig.",
        one.people,
    )
    return words % {"n": capital(in_words(one.people)), "had": amount(one.had), "cost": large(one.cost)}


def _spent(one: Outside, year: Year) -> str:
    first = list(one.spent.items())[:MOST_TOLD]
    if not first:
        return ""
    rows = [f"“{name_of(key, year)}” ({amount(paid)})" for key, paid in first]
    return _("Het meeste ging naar %(rows)s.") % {"rows": in_a_row(rows)}


def would_win_told(one: Outside) -> str:
    if one.would_win_at is None:
        return ""
    return _("Voor %(cost)s was deze maatregel er wel in gekomen.") % {"cost": large(one.would_win_at)}


def summary(found: Priorities) -> list[str]:
    """For a terminal."""
    return [headline(found), rule_told(found), *(line for year in found.years for line in _of_year(year))]


def _of_year(year: Year) -> Iterator[str]:
    yield ""
    yield " ".join(part for part in (f"{year.year}:" if year.year else "", money_told(year)) if part)
    yield from (f"  {kind_told(name, year)}" for name in year.kinds)
    yield from _listed(_("In het plan"), [(called(key, year.inside[key]), inside_told(key, year)) for key in year.plan])
    yield from _listed(
        _("Niet in het plan"), [(called(key, year.losers[key]), outside_told(key, year)) for key in year.losers]
    )


def _listed(head: str, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    if rows:
        yield from ("", f"{head}:", *(f"- {name}: {told}" for name, told in rows))
