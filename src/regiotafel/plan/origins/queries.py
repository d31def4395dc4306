"""What measures hang together with, and where something of the thread has one."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from regiotafel.plan.models import Measure, MeasureState, Plan, PlanState
from regiotafel.plan.origins.rules import NO_ORIGIN
from regiotafel.regions.models import Region
from regiotafel.thread.linking.queries import confirmed
from regiotafel.thread.models import GONE, Knot, Link, LinkState

MOST_FOUND = 30


def measures_at(knot: Knot, plans: Sequence[Plan]) -> list[Measure]:
    """The measures of these plans that hang on it, but for what was withdrawn. One query."""
    standing = Link.objects.filter(state=LinkState.CONFIRMED).order_by()
    at = Q(knot__in=standing.filter(from_knot=knot).values("to_knot"))
    at |= Q(knot__in=standing.filter(to_knot=knot).values("from_knot"))
    rows = Measure.objects.filter(at, plan__in=plans).exclude(state=MeasureState.WITHDRAWN)
    return list(rows.select_related("plan").order_by("plan", "number"))


def plans_to_write_in(region: Region) -> list[Plan]:
    """The newest first, without what is over."""
    return list(Plan.objects.filter(region=region).exclude(state=PlanState.DONE).order_by("-first_year", "pk"))


def links_at(measure: Measure) -> QuerySet[Link]:
    """All that hangs on it, confirmed: for who judges links."""
    at = Q(from_knot=measure.knot_id) | Q(to_knot=measure.knot_id)
    return confirmed().filter(at).order_by("pk")


def knots_named(region: Region, text: str) -> list[Knot]:
    """What everybody can read and a measure can come from, with these words in its name."""
    rows = Knot.objects.filter(region=region, is_public=True, is_live=True, number__gt=GONE)
    rows = rows.exclude(kind__in=NO_ORIGIN)
    for word in text.split():
        rows = rows.filter(title__icontains=word)
    found = list(rows.order_by("kind", "pk")[:MOST_FOUND])
    for one in found:
        one.region = region
    return found
