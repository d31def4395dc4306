"""Typed facts that become sentences, most important first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from regiotafel.engine.common.answers import AGREE, DISAGREE

from .checks.readings import Reading
from .checks.robustness import voters_to_blur, voters_to_close, voters_to_flip
from .model import Model
from .sorting import Distinctive, Divide, Sorting
from .splits import Cell, Declared

MOST_PER_KIND = 10
MOST_PER_GROUP = 5
ROUNDED = 2  # a weighted share tells no more than is shown


@dataclass(frozen=True)
class Conclusion:
    """kind: see docs/report-schema.md; statement: position or None; numbers: the other fields of that kind."""

    kind: str
    statement: int | None
    numbers: dict[str, Any]


@dataclass(frozen=True)
class Premises:
    """What conclusions are drawn from."""

    sorting: Sorting
    declared: Mapping[str, Declared]
    readings: Mapping[str, Reading]
    model: Model
    n_people: int


def conclude(found: Premises) -> Iterator[Conclusion]:
    """Every fact that may become a sentence on the outcome page."""
    for j in found.sorting.common_ground[:MOST_PER_KIND]:
        yield _common(found, j, "common_ground_all_groups", "agree")
    for j in found.sorting.common_disagreement[:MOST_PER_KIND]:
        yield _common(found, j, "common_disagreement", "disagree")
    for name in found.declared:
        yield from _declared(found, name)
    for j in found.sorting.divides[:MOST_PER_KIND]:
        divide = found.sorting.statements[j].divide
        if divide is not None:
            yield _divide(found, divide, j)
    yield from _distinctive(found)
    yield from _of_everybody(found)


def _distinctive(found: Premises) -> Iterator[Conclusion]:
    for group in range(found.model.groups.n_groups):
        of_group = [one for one in found.sorting.distinctive if one.group == group]
        for one in of_group[:MOST_PER_GROUP]:
            numbers = {
                "group": one.group,
                "answer": one.answer,
                "share": one.share,
                "share_others": one.share_others,
                "q_value": one.q_value,
                "voters_to_flip": _to_blur(found.sorting, one),
            }
            yield Conclusion("distinctive", one.statement, numbers)


def _of_everybody(found: Premises) -> Iterator[Conclusion]:
    if found.model.groups.n_groups == 1:
        yield Conclusion("no_groups", None, {"reason": found.model.groups.reason})
    if found.sorting.unknown:
        numbers = {"n_statements": len(found.sorting.unknown), "n_people": found.n_people}
        yield Conclusion("too_few", None, numbers)
    if found.model.is_alarming:
        yield Conclusion("votes_per_person_alarm", None, {"correlation": found.model.votes_correlation})


def _common(found: Premises, j: int, kind: str, answer: str) -> Conclusion:
    one = found.sorting.statements[j]
    cells = one.by_group
    estimates = [getattr(cell, answer) for cell in cells]
    lowest = min(range(len(estimates)), key=lambda group: estimates[group].low)
    numbers = {
        f"{answer}_groups": sum(estimate.low > 0.5 for estimate in estimates),
        "n_groups": len(estimates),
        "share": one.agreement if answer == "agree" else one.disagreement,
        "lowest": estimates[lowest].estimate,
        "lowest_group": lowest,
        "voters_to_flip": min(voters_to_flip(getattr(cell, f"n_{answer}"), cell.n_people) for cell in cells),
        "holds": {
            name: bool((reading.common_ground if answer == "agree" else reading.common_disagreement)[j])
            for name, reading in found.readings.items()
        },
    }
    if "weighted" in found.readings:
        share = found.readings["weighted"].everybody[j, AGREE if answer == "agree" else DISAGREE]
        numbers["weighted"] = round(float(share), ROUNDED)
    return Conclusion(kind, j, numbers)


def _declared(found: Premises, name: str) -> Iterator[Conclusion]:
    """Statements with which most people agree in most of the declared parts (at least two are shown)."""
    rows = []
    for j, one in enumerate(found.sorting.statements):
        shown = [cell for cell in one.declared(name) if not cell.hidden and cell.agree is not None]
        if len(shown) < 2:
            continue
        agreeing = [cell for cell in shown if _estimate(cell) > 0.5]
        least = min(shown, key=_estimate)
        if 2 * len(agreeing) > len(shown):
            rows.append((-len(agreeing) / len(shown), -_estimate(least), j, len(agreeing), len(shown), least))
    for *_, j, n_agreeing, n_shown, least in sorted(rows, key=lambda row: row[:3])[:MOST_PER_KIND]:
        numbers = {
            "by": name,
            "agree_groups": n_agreeing,
            "n_groups": n_shown,
            "lowest": _estimate(least),
            "lowest_value": found.declared[name].values[least.part],
            "voters_to_flip": _to_turn(found.sorting.statements[j].declared(name), n_agreeing - n_shown // 2),
        }
        yield Conclusion("common_ground_declared", j, numbers)


def _estimate(cell: Cell) -> float:
    return cell.agree.estimate if cell.agree is not None else 0.0


def _to_turn(cells: tuple[Cell, ...], n_parts: int) -> int:
    """How many people must change before so many of the agreeing parts no longer agree."""
    agreeing = [cell for cell in cells if not cell.hidden and cell.agree is not None and _estimate(cell) > 0.5]
    needed = sorted(max(math.ceil(cell.n_agree - cell.n_people / 2), 1) for cell in agreeing)
    return sum(needed[:n_parts])


def _to_blur(sorting: Sorting, one: Distinctive) -> int:
    statement = sorting.statements[one.statement]
    name = f"n_{one.answer}"
    cell, everybody = statement.by_group[one.group], statement.everybody
    hits, n = getattr(cell, name), cell.n_people
    return voters_to_blur((hits, n), (getattr(everybody, name) - hits, everybody.n_people - n), sorting.distinctive_cut)


def _divide(found: Premises, divide: Divide, j: int) -> Conclusion:
    one = found.sorting.statements[j]
    cells = one.by_group
    high, low = cells[divide.high_group], cells[divide.low_group]
    numbers = {
        "high_group": divide.high_group,
        "high": _estimate(high),
        "low_group": divide.low_group,
        "low": _estimate(low),
        "difference": divide.difference,
        "voters_to_flip": voters_to_close((high.n_agree, high.n_people), (low.n_agree, low.n_people)),
        "holds": {
            name: bool(reading.agree[j, divide.high_group] > 0.5 > reading.agree[j, divide.low_group])
            for name, reading in found.readings.items()
        },
    }
    if "weighted" in found.readings:
        ends = found.readings["weighted"].agree[j, [divide.high_group, divide.low_group]]
        numbers["weighted_high"], numbers["weighted_low"] = (round(float(one), ROUNDED) for one in ends)
    return Conclusion("divide", j, numbers)
