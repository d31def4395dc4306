"""Where plans and measures are."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from regiotafel.plan.models import Effort, Measure, MeasureState, Plan, PlanState
from regiotafel.plan.rules import Amount, is_seen
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing


def plans_of(region: Region) -> QuerySet[Plan]:
    return Plan.objects.filter(region=region).order_by("-first_year", "pk")


def plans_seen(region: Region, standings: Collection[Standing]) -> list[Plan]:
    """The newest first; who asks sees them in the state that they have."""
    found = [one for one in plans_of(region) if is_seen(one, standings)]
    for one in found:
        one.region = region
    return found


def plan_in(region: Region, slug: str) -> Plan | None:
    found = Plan.objects.filter(region=region, slug=slug).select_related("document").first()
    if found is not None:
        found.region = region
    return found


def measures_of(plan: Plan) -> QuerySet[Measure]:
    """Whatever became of them, but for what was withdrawn."""
    rows = Measure.objects.filter(plan=plan).exclude(state=MeasureState.WITHDRAWN)
    return rows.select_related("municipality", "organisation", "one_of").order_by("number")


def measures_in(plans: Iterable[Plan]) -> QuerySet[Measure]:
    """Of several plans, but for what was withdrawn."""
    rows = Measure.objects.filter(plan__in=list(plans)).exclude(state=MeasureState.WITHDRAWN)
    return rows.select_related("plan__region", "knot").order_by("plan", "number")


def measures_told(region: Region) -> QuerySet[Measure]:
    """Of all plans that everybody reads, but for what was withdrawn."""
    rows = Measure.objects.filter(plan__region=region).exclude(plan__state=PlanState.DRAFT)
    return rows.exclude(state=MeasureState.WITHDRAWN).select_related("plan")


def candidates(plan: Plan) -> QuerySet[Measure]:
    """What can be chosen: proposed, and not decided about yet."""
    return measures_of(plan).filter(state=MeasureState.PROPOSED)


def measure_in(plan: Plan, number: int) -> Measure | None:
    """Also when it was withdrawn: its page stays."""
    rows = Measure.objects.filter(plan=plan, number=number)
    found = rows.select_related("municipality", "organisation", "one_of", "knot").first()
    if found is not None:
        found.plan = plan
        found.knot.region = plan.region
    return found


def takes_by_size(efforts: QuerySet[Effort]) -> dict[tuple[int, int | None], dict[int, Amount]]:
    """By the keys of a measure and of its size (None: as it was proposed) what it takes in each year in which that is
    something, the first year first. One query."""
    found: dict[tuple[int, int | None], dict[int, Amount]] = {}
    for one in efforts.order_by("year"):
        if one.money or one.hours:
            found.setdefault((one.measure_id, one.size_id), {})[one.year] = Amount(one.money, one.hours)
    return found
