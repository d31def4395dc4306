"""Everything that writes what is measured."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from regiotafel.history.queries import next_number
from regiotafel.history.rules import check_seen, says
from regiotafel.people.models import User
from regiotafel.plan.actions import lock_measure, lock_plan, record_measure, write_over
from regiotafel.plan.acts import FIGURES_SET, INDICATOR_ADDED, INDICATOR_CHANGED
from regiotafel.plan.indicators.queries import Read, figures_of, indicators_in, is_name_taken, seen_of
from regiotafel.plan.indicators.rules import (
    FIELDS,
    Given,
    as_kept,
    check_every_stays,
    check_figure,
    check_indicator,
)
from regiotafel.plan.measures.rules import check_stands
from regiotafel.plan.models import Direction, Every, Figure, Indicator, Measure, Plan
from regiotafel.plan.rules import check_goes_on
from regiotafel.text.tidy import tidy_line


def _tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {name: tidy_line(values.get(name) or "") for name in FIELDS}
    said |= {name: values.get(name) for name in ("target", "target_year")}
    said |= {"direction": values.get("direction") or Direction.NONE, "every": values.get("every") or Every.YEAR}
    said |= {"counts_people": bool(values.get("counts_people")), "is_kept": bool(values.get("is_kept", True))}
    return said


@transaction.atomic
def add_indicator(*, by: User | None, at: datetime, measure: Measure, **values: Any) -> Indicator:
    """Something to measure; pressed twice it is one. values: what is said about it."""
    said, locked = _tidied(values), lock_measure(measure)
    rows = Indicator.objects.filter(measure=locked)
    if says(there := rows.order_by("-number").first(), said) and there is not None:
        return there
    check_goes_on(locked.plan)
    check_stands(locked)
    check_indicator(said, rows.count(), is_name_taken(locked, said["name"]))
    made = Indicator.objects.create(measure=locked, number=next_number(rows), **said)
    record_measure(by, at, INDICATOR_ADDED, locked, rows=[made], name=made.name)
    return made


def _lock(indicator: Indicator) -> Indicator:
    measure = lock_measure(indicator.measure)
    found = Indicator.objects.get(pk=indicator.pk)
    found.measure = measure
    check_goes_on(measure.plan)
    check_stands(measure)
    return found


@transaction.atomic
def change_indicator(*, by: User | None, at: datetime, indicator: Indicator, version: int, **values: Any) -> Indicator:
    """version: of what this person read. What counts people from now on keeps no number of fewer than five."""
    said, locked = _tidied(values), _lock(indicator)
    if says(locked, said):
        return locked  # the same again is no news
    check_seen(version, locked.version, locked)
    check_indicator(said, 0, is_name_taken(locked.measure, said["name"], but=locked))
    check_every_stays(locked, said["every"], Figure.objects.filter(indicator=locked).exists())
    told = write_over(locked, said)
    locked.version += 1
    locked.save(update_fields=[*said, "version"])
    kept = [_keep(locked, period, as_kept(locked, given)) for period, given in figures_of(locked).items()]
    told = {how: {name: _plain(value) for name, value in of.items()} for how, of in told.items()}
    record_measure(by, at, INDICATOR_CHANGED, locked.measure, rows=[locked, *kept], name=locked.name, **told)
    return locked


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)


@transaction.atomic
def set_figures(
    *, by: User | None, at: datetime, indicator: Indicator, version: int, figures: Mapping[str, Given | None]
) -> Indicator:
    """What it was in these periods; None: nothing was measured then. Of the others all stays. version: of what this
    person read."""
    locked = _lock(indicator)
    wanted = {period: None if one is None else as_kept(locked, _tidy(one)) for period, one in figures.items()}
    there = figures_of(locked)
    if all(there.get(period) == one for period, one in wanted.items()):
        return locked  # the same again is no news
    check_seen(version, locked.version, locked)
    for period, one in wanted.items():
        if one is not None:
            check_figure(locked, period, one)
    locked.version += 1
    locked.save(update_fields=["version"])
    gone = list(Figure.objects.filter(indicator=locked, period__in=[one for one, given in wanted.items() if not given]))
    kept = [_keep(locked, period, one) for period, one in wanted.items() if one is not None]
    record_measure(by, at, FIGURES_SET, locked.measure, rows=[locked, *kept], gone=gone, name=locked.name)
    Figure.objects.filter(pk__in=[one.pk for one in gone]).delete()
    return locked


def _tidy(given: Given) -> Given:
    return Given(given.value, tidy_line(given.note), tidy_line(given.broken))


def _keep(indicator: Indicator, period: str, given: Given) -> Figure:
    said = {"value": given.value, "note": given.note, "broken": given.broken}
    return Figure.objects.update_or_create(indicator=indicator, period=period, defaults=said)[0]


@transaction.atomic
def bring_figures(*, by: User | None, at: datetime, plan: Plan, seen: str, rows: Sequence[Read]) -> int:
    """What a file says, all of it or nothing. seen: what the preview knew. Returns how many figures that are."""
    locked = lock_plan(plan)
    check_seen(seen, seen_of(locked), locked)
    for indicator in indicators_in(locked):
        figures = {one.period: one.given for one in rows if one.indicator.pk == indicator.pk}
        indicator.measure.plan = locked
        if figures:
            set_figures(by=by, at=at, indicator=indicator, version=indicator.version, figures=figures)
    return len(rows)
