"""Typed facts that templates turn into sentences, most important first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .report import Cell, Divide, Report, Statement

MOST_PER_KIND = 10
MOST_PER_GROUP = 5


@dataclass(frozen=True)
class Distinctive:
    """An answer ("agree" or "disagree") that a group gives more often than the others together."""

    group: int
    statement: int
    answer: str
    share: float
    share_others: float
    q_value: float


@dataclass(frozen=True)
class Conclusion:
    """kind: see docs/report-schema.md; statement: position or None; numbers: the other fields of that kind."""

    kind: str
    statement: int | None
    numbers: dict[str, Any]


def conclude(report: Report) -> tuple[Conclusion, ...]:
    """Every fact that may become a sentence on the outcome page."""
    return tuple(_facts(report))


def _facts(report: Report) -> Iterator[Conclusion]:
    for j in report.common_ground[:MOST_PER_KIND]:
        yield _common(report, j, "common_ground_all_groups", "agree")
    for j in report.common_disagreement[:MOST_PER_KIND]:
        yield _common(report, j, "common_disagreement", "disagree")
    for name in report.declared:
        yield from _declared(report, name)
    for j in report.divides[:MOST_PER_KIND]:
        divide = report.statements[j].divide
        if divide is not None:
            yield _divide(report.statements[j], divide, j)
    for group in range(report.groups.n_groups):
        of_group = [one for one in report.distinctive if one.group == group]
        for one in of_group[:MOST_PER_GROUP]:
            numbers = {
                "group": one.group,
                "answer": one.answer,
                "share": one.share,
                "share_others": one.share_others,
                "q_value": one.q_value,
            }
            yield Conclusion("distinctive", one.statement, numbers)
    if report.groups.reason != "groups":
        yield Conclusion("no_groups", None, {"reason": report.groups.reason})
    if report.unknown:
        numbers = {"n_statements": len(report.unknown), "n_people": report.n_people}
        yield Conclusion("too_few", None, numbers)
    if report.alarm:
        yield Conclusion("votes_per_person_alarm", None, {"correlation": report.votes_correlation})


def _common(report: Report, j: int, kind: str, answer: str) -> Conclusion:
    one = report.statements[j]
    estimates = [getattr(cell, answer) for cell in one.by_group]
    lowest = min(range(len(estimates)), key=lambda group: estimates[group].low)
    numbers = {
        f"{answer}_groups": sum(estimate.low > 0.5 for estimate in estimates),
        "n_groups": len(estimates),
        "share": one.agreement if answer == "agree" else one.disagreement,
        "lowest": estimates[lowest].estimate,
        "lowest_group": lowest,
    }
    return Conclusion(kind, j, numbers)


def _declared(report: Report, name: str) -> Iterator[Conclusion]:
    """Statements with which most people agree in most of the declared parts (at least two are shown)."""
    rows = []
    for j, one in enumerate(report.statements):
        shown = [cell for cell in one.by_declared[name] if not cell.hidden and cell.agree is not None]
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
            "lowest_value": report.declared[name].values[least.part],
        }
        yield Conclusion("common_ground_declared", j, numbers)


def _estimate(cell: Cell) -> float:
    return cell.agree.estimate if cell.agree is not None else 0.0


def _divide(one: Statement, divide: Divide, j: int) -> Conclusion:
    numbers = {
        "high_group": divide.high_group,
        "high": _estimate(one.by_group[divide.high_group]),
        "low_group": divide.low_group,
        "low": _estimate(one.by_group[divide.low_group]),
        "difference": divide.difference,
    }
    return Conclusion("divide", j, numbers)
