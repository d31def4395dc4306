"""How measures go, of which it is due to be told, and who can tell it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext

from regiotafel.plan.measures.queries import needs_in, owner_of
from regiotafel.plan.models import Effort, Measure, MeasureState, MeasureStep, Pace, Plan, PlanState, Progress, Rhythm
from regiotafel.plan.progress.rules import ASKED_OF, TOLD_OF, due_days, is_late, is_told_for
from regiotafel.plan.queries import measures_of
from regiotafel.plan.rules import OUT
from regiotafel.regions.models import Membership, Region, Role
from regiotafel.regions.permissions import Party
from regiotafel.thread.models import GONE

# What holds: it was neither hidden nor told better since.
HOLDS = Q(hidden_at=None, corrected_by=None)


def progress_of(measure: Measure, *, with_hidden: bool = False) -> list[Progress]:
    """The newest first, with what was corrected."""
    rows = Progress.objects.filter(measure=measure).select_related("by", "corrects", "corrected_by")
    found = list((rows if with_hidden else rows.filter(hidden_at=None)).order_by("-number"))
    for one in found:
        one.measure = measure
    return found


def newest_of(measure: Measure) -> Progress | None:
    """Whatever became of it: who tells something has seen this."""
    return Progress.objects.filter(measure=measure).order_by("-number").first()


def current_of(measure: Measure) -> Progress | None:
    return Progress.objects.filter(HOLDS, measure=measure).order_by("-number").first()


def progress_in(measure: Measure, number: int) -> Progress | None:
    found = Progress.objects.filter(measure=measure, number=number).first()
    if found is not None:
        found.measure = measure
    return found


def current_by_measure(measures: QuerySet[Measure]) -> dict[int, Progress]:
    """By the key of a measure. One query."""
    newest = Progress.objects.filter(HOLDS, measure=OuterRef("measure")).order_by("-number").values("pk")[:1]
    rows = Progress.objects.filter(measure__in=measures.order_by().values("pk"), pk=Subquery(newest))
    return {one.measure_id: one for one in rows}


def progress_told(region: Region) -> QuerySet[Progress]:
    """Of all plans that everybody reads, what holds."""
    rows = Progress.objects.filter(HOLDS, measure__plan__region=region).exclude(measure__plan__state=PlanState.DRAFT)
    return rows.select_related("measure__plan")


def current_at(knots: Collection[int]) -> list[tuple[Measure, Progress | None]]:
    """The measures that stand at these knots, which everybody reads, with what is told of them now. Two queries."""
    measures = Measure.objects.filter(knot__in=knots, knot__is_public=True, knot__number__gt=GONE)
    current = current_by_measure(measures)
    rows = measures.select_related("plan__region").order_by("plan", "number")
    return [(one, current.get(one.pk)) for one in rows]


@dataclass(frozen=True)
class Told:
    """A measure with what is told of it now; None: nothing yet."""

    measure: Measure
    progress: Progress | None


# In this order they are read: what needs somebody first.
ORDER = (Pace.LATE, Pace.WAITS, Pace.ON, Pace.STOPPED, Pace.DONE)


def by_pace(measures: Sequence[Measure], current: Mapping[int, Progress]) -> list[tuple[str, list[Told]]]:
    """By the name of how it goes those that go so; at the end of what nobody told anything yet."""
    told = [Told(one, current.get(one.pk)) for one in measures]
    goes = {pace: [one for one in told if one.progress and one.progress.pace == pace] for pace in ORDER}
    parts = [(str(capfirst(pace.label)), some) for pace, some in goes.items()]
    parts.append((gettext("Nog niets gemeld"), [one for one in told if one.progress is None]))
    return [part for part in parts if part[1]]


# --- What waits for what


@dataclass(frozen=True)
class Span:
    """A measure that is still to be done or under way. begins: in which year, as it is filled in; without amounts the
    year in which it can begin, None when that is not filled in either. needs: numbers of what must be done before it,
    of what still is."""

    measure: Measure
    begins: int | None
    n_years: int
    needs: Sequence[int]


def spans_of(plan: Plan) -> list[Span]:
    """Three queries, however many measures there are."""
    taken = Effort.objects.filter(measure__plan=plan, size__isnull=True).exclude(money=0, hours=0).order_by()
    rows = taken.values_list("measure").annotate(first=Min("year"), last=Max("year"))
    years = {measure: (first, last) for measure, first, last in rows}
    going = {one.number: one for one in measures_of(plan).exclude(state__in=(*OUT, MeasureState.DONE))}
    needs = needs_in(plan)
    found = []
    for number, one in going.items():
        first, last = years.get(one.pk, (one.earliest_year, one.earliest_year))
        n_years = last - first + 1 if first is not None and last is not None else 1
        found.append(Span(one, first, n_years, [on for on in needs.get(number, ()) if on in going]))
    return found


# --- When it is due


@dataclass(frozen=True)
class Due:
    """It is to be told how this measure goes. told_on: when that was done last."""

    measure: Measure
    on: date
    told_on: date | None
    is_late: bool


@dataclass(frozen=True)
class Asked:
    """Of one plan: on which day it was asked last, on which it is asked next, and what was not told yet."""

    plan: Plan
    on: date | None
    next_on: date
    due: Sequence[Due]


def rhythm_of(plan: Plan) -> Rhythm | None:
    return Rhythm.objects.filter(plan=plan).first()


def rhythms() -> QuerySet[Rhythm]:
    """Of plans of which people are asked how it goes."""
    rows = Rhythm.objects.filter(months__isnull=False, plan__state__in=(PlanState.OPEN, PlanState.RUNNING))
    return rows.select_related("plan__region").order_by("plan__first_year", "plan")


def asked_in(rhythms: QuerySet[Rhythm], now: datetime) -> list[Asked]:
    """Two queries, however many measures there are."""
    today, plans = timezone.localdate(now), list(rhythms)
    of_plans: dict[int, list[tuple[Measure, date | None, date]]] = {}
    for measure, told_on, since in _when_told([one.plan for one in plans]) if plans else ():
        of_plans.setdefault(measure.plan_id, []).append((measure, told_on, since))
    found = []
    for one in plans:
        due_on, next_on = due_days(one.first_on, one.months or 0, today)
        due = [
            Due(measure, due_on, told_on, is_late(due_on, today))
            for measure, told_on, since in of_plans.get(one.plan_id, ())
            if due_on is not None and since <= due_on and not is_told_for(due_on, told_on)
        ]
        for each in due:
            each.measure.plan = one.plan
        found.append(Asked(one.plan, due_on, next_on, due))
    return found


def _when_told(plans: Sequence[Plan]) -> list[tuple[Measure, date | None, date]]:
    """Of what is in a plan and not over: when it was told last, and since when it is in that plan."""
    told = Progress.objects.filter(measure=OuterRef("pk")).order_by().values("measure").annotate(at=Max("at"))
    step = MeasureStep.objects.filter(measure=OuterRef("pk"), state="planned").order_by("-number").values("at")[:1]
    rows = Measure.objects.filter(plan__in=plans, state__in=ASKED_OF).annotate(
        told_at=Subquery(told.values("at")), since=Subquery(step)
    )
    rows = rows.select_related("municipality", "organisation").order_by("plan", "number")
    return [
        (
            one,
            timezone.localdate(one.told_at) if one.told_at else None,
            timezone.localdate(one.since) if one.since else date.min,
        )
        for one in rows
    ]


def asked_of_plan(plan: Plan, now: datetime) -> Asked | None:
    found = asked_in(rhythms().filter(plan=plan), now)
    for one in found:
        for each in one.due:
            each.measure.plan = plan
    return found[0] if found else None


def addresses_of(region: Region, owner: Party | None) -> list[str]:
    """Who is asked: who works for the owner; of what is of all together or of nobody yet, who writes the plan."""
    rows = Membership.objects.filter(region=region, user__is_active=True)
    if isinstance(owner, Party):
        is_place = owner._meta.model_name == "municipality"
        held = {"municipality": owner, "role": Role.OFFICIAL} if is_place else {"organisation": owner}
        rows = rows.filter(**held)
    else:
        rows = rows.filter(role=Role.EDITOR)
    return list(rows.order_by("user__email").values_list("user__email", flat=True).distinct())


def by_owner(due: Sequence[Due]) -> list[tuple[Party | None, list[Due]]]:
    """Together what one owner tells; the owner of all, or none, is one too."""
    found: dict[tuple[str, int], tuple[Party | None, list[Due]]] = {}
    for one in due:
        owner = owner_of(one.measure)
        key = (owner._meta.model_name or "", owner.pk) if owner else ("", 0)
        found.setdefault(key, (owner, []))[1].append(one)
    return list(found.values())


def measures_planned(plan: Plan) -> QuerySet[Measure]:
    """Of which it can be told how they go."""
    return measures_of(plan).filter(state__in=TOLD_OF)
