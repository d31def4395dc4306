"""What begins in which year, so that everything fits: the door to `engine.priorities` for years."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from regiotafel.engine.common.solver import Patience
from regiotafel.engine.priorities import Break, Schedule, Task, Work, broken, scheduled, used
from regiotafel.plan.models import Measure, Plan
from regiotafel.plan.rules import Amount
from regiotafel.plan.tags import euros, hours
from regiotafel.plan.years.queries import Timed

# So long is searched while somebody waits for the page.
SECONDS = 1.0
PERCENT = 100


@dataclass(frozen=True)
class Slot:
    """A measure from its first year to its last; why: what would be wrong, of a measure that is not in."""

    measure: Measure
    first: int | None
    last: int | None
    takes: Amount
    filled_in: int | None
    why: Sequence[str]

    @property
    def is_moved(self) -> bool:
        """It would begin in another year than was filled in."""
        return self.first is not None and self.filled_in is not None and self.first != self.filled_in


@dataclass(frozen=True)
class YearTaken:
    year: int
    takes: Amount
    there_is: Amount | None


@dataclass(frozen=True)
class Years:
    """parts: what begins in the first year, in the next, and later; out: what does not fit. wrong: what does not go as
    it is filled in now. gap: how much better it could perhaps still be, in percent; 0 when nothing is better."""

    now: Sequence[Slot]
    next: Sequence[Slot]
    later: Sequence[Slot]
    out: Sequence[Slot]
    wrong: Sequence[Slot]
    sums: Sequence[YearTaken]
    gap: int


def laid_out(plan: Plan, rows: Sequence[Timed], there: Sequence[Amount | None], values: Mapping[int, float]) -> Years:
    """values: what each measure is worth, by its number; one that is not named is worth nothing."""
    work = _work(plan, rows, there, values)
    found = scheduled(work, Patience(time.monotonic() + SECONDS, time.monotonic))
    named = {_key(row.measure.number): row for row in rows}
    slots = [_slot(row, found, named) for row in rows]
    in_time = sorted((one for one in slots if one.first is not None), key=lambda one: (one.first, one.measure.number))
    first = plan.first_year
    takes = used(work, found.begins)
    return Years(
        now=[one for one in in_time if one.first == first],
        next=[one for one in in_time if one.first == first + 1],
        later=[one for one in in_time if one.first is not None and one.first > first + 1],
        out=[one for one in slots if one.first is None],
        wrong=_wrong(work, rows, named),
        sums=[
            YearTaken(year, Amount(takes["money"][at], takes["hours"][at]), there[at])
            for at, year in enumerate(plan.years)
        ],
        gap=round(PERCENT * found.gap),
    )


def _key(number: int) -> str:
    return f"{number:06}"


def _work(plan: Plan, rows: Sequence[Timed], there: Sequence[Amount | None], values: Mapping[int, float]) -> Work:
    groups: dict[int, set[str]] = {}
    for row in rows:
        if row.measure.one_of_id is not None:
            groups.setdefault(row.measure.one_of_id, set()).add(_key(row.measure.number))
    return Work(
        tasks=[
            Task(
                _key(row.measure.number),
                {"money": [one.money for one in row.amounts], "hours": [one.hours for one in row.amounts]},
                values.get(row.measure.number, 0.0),
                row.measure.earliest_year,
                row.measure.latest_year,
                frozenset(map(_key, row.needs)),
                row.measure.is_statutory,
            )
            for row in rows
        ],
        years=list(plan.years),
        capacity={
            "money": [one.money if one else None for one in there],
            "hours": [one.hours if one else None for one in there],
        },
        only_one=[frozenset(some) for some in groups.values() if len(some) > 1],
    )


def _slot(row: Timed, found: Schedule, named: Mapping[str, Timed]) -> Slot:
    key = _key(row.measure.number)
    first = found.begins.get(key)
    return Slot(
        measure=row.measure,
        first=first,
        last=None if first is None else first + len(row.amounts) - 1,
        takes=Amount(sum(one.money for one in row.amounts), sum(one.hours for one in row.amounts)),
        filled_in=row.begins,
        why=_why_out(found.out.get(key, ()), named),
    )


def _why_out(breaks: Sequence[Break], named: Mapping[str, Timed]) -> list[str]:
    """What is short in a year stands in one sentence, money and hours together."""
    short: dict[int, list[str]] = {}
    for one in sorted(breaks, key=lambda one: (one.year, one.resource != "money")):
        if one.kind == "over":
            short.setdefault(one.year, []).append(_amount(one))
    told = _("In %(year)d is er %(amount)s te weinig.")
    return [
        *(_told(one, named) for one in breaks if one.kind != "over"),
        *(told % {"year": year, "amount": _(" en ").join(amounts)} for year, amounts in short.items()),
    ]


def _amount(one: Break) -> str:
    return euros(one.amount) if one.resource == "money" else hours(one.amount)


def _wrong(work: Work, rows: Sequence[Timed], named: Mapping[str, Timed]) -> list[Slot]:
    """What does not go as it is filled in; the sums of a year stand in their own table."""
    begins = {_key(row.measure.number): row.begins for row in rows if row.begins is not None}
    faults: dict[str, list[str]] = {}
    for one in broken(work, begins):
        if one.kind != "over" and (one.kind != "after" or one.year):
            faults.setdefault(one.key, []).append(_told(one, named))
    for row in rows:
        for gone in row.gone:
            told = _("Het wacht op “%(title)s”, en dat gaat niet door.") % {"title": gone.title}
            faults.setdefault(_key(row.measure.number), []).append(told)
    return [
        Slot(named[key].measure, named[key].begins, None, Amount(), None, why) for key, why in sorted(faults.items())
    ]


def _told(one: Break, named: Mapping[str, Timed]) -> str:
    other = named[one.other].measure.title if one.other else ""
    words: dict[str, Any] = {"year": one.year, "other": other}
    if one.kind == "early":
        return _("Het kan pas in %(year)d beginnen.") % words
    if one.kind == "late":
        return _("Het moet uiterlijk in %(year)d beginnen om op tijd klaar te zijn.") % words
    if one.kind == "only_one":
        return _("Het kan niet samen met “%(other)s”.") % words
    waits = _("Het wacht op “%(other)s”, en dat past er niet in.")
    return (_("Het kan pas in %(year)d beginnen: eerst moet “%(other)s” klaar zijn.") if one.year else waits) % words
