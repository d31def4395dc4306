"""What could begin in which year."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from regiotafel.plan.loading import load, writing_page
from regiotafel.plan.order.queries import values_of
from regiotafel.plan.years.analysis import laid_out
from regiotafel.plan.years.queries import there_is, timed
from regiotafel.regions.access import RegionRequest, door


@door("measure.score")
@require_safe
def years(request: RegionRequest, plan: str) -> HttpResponse:
    of = load(request, plan)
    found = laid_out(of, timed(of), there_is(of), values_of(of))
    return writing_page(request, "plan/years.html", plan=of, years=found)
