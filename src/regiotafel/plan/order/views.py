"""Which measures come first by their scores."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from regiotafel.plan.loading import load, writing_page
from regiotafel.plan.order.analysis import order_of
from regiotafel.plan.order.queries import weighed
from regiotafel.regions.access import RegionRequest, door


@door("measure.score")
@require_safe
def order(request: RegionRequest, plan: str) -> HttpResponse:
    of = load(request, plan)
    seen = weighed(of)
    return writing_page(request, "plan/order.html", plan=of, weighed=seen, order=order_of(seen))
