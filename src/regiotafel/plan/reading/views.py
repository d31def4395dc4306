"""What comes first and why, the list of measures, and one of them from the first voice to what happened."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from regiotafel.plan.agreements.queries import at_measure
from regiotafel.plan.indicators.queries import indicators_of, shown
from regiotafel.plan.loading import load, load_measure, plan_page
from regiotafel.plan.making.forms import MovePlanForm
from regiotafel.plan.making.queries import capacity_of
from regiotafel.plan.measures.forms import FindForm, MoveForm
from regiotafel.plan.measures.queries import beside, efforts_of, found, needed_by, needs_of, owner_of, sizes_of, sums
from regiotafel.plan.models import Plan
from regiotafel.plan.outcomes.loading import measure_told
from regiotafel.plan.outcomes.queries import told_in
from regiotafel.plan.progress.analysis import delays, in_list
from regiotafel.plan.progress.queries import current_by_measure, measures_planned, progress_of, spans_of
from regiotafel.plan.progress.rules import can_be_told
from regiotafel.plan.queries import measures_of
from regiotafel.plan.rules import CHOSEN
from regiotafel.plan.telling.forms import choice_form
from regiotafel.plan.telling.queries import chosen_among, moves_in, parts_of, story_of, told_of
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.permissions import may
from regiotafel.thread.way.queries import way_of

# So many of the newest moves stand on the page; all others are in the feed.
NEWEST = 5


@door("plan.read")
@require_safe
def plan(request: RegionRequest, plan: str) -> HttpResponse:
    """What comes first, and why."""
    of = load(request, plan)
    context = _told(request, of) | {"years": sums(of, capacity_of(of), CHOSEN), "moves": moves_in(of, NEWEST)}
    context |= {"rounds": told_in(of)}
    return plan_page(request, "plan/plan.html", move=MovePlanForm(plan=of), **context)


def _told(request: RegionRequest, of: Plan) -> dict[str, Any]:
    """All measures, and in parts those that the address asks for."""
    every = told_of(of)
    form = choice_form(request.GET, request.region, every)
    choice = form.choice()
    parts = parts_of(of, chosen_among(every, choice), timezone.localdate().year)
    n_chosen = sum(one.measure.state in CHOSEN for one in every)
    return {"plan": of, "parts": parts, "form": form, "choice": choice, "n_all": len(every), "n_chosen": n_chosen}


@door("plan.read")
@require_safe
def measures(request: RegionRequest, plan: str) -> HttpResponse:
    of = load(request, plan)
    every = list(measures_of(of))
    form = FindForm(request.GET, measures=every)
    asked = form.asked()
    context: dict[str, Any] = {"plan": of, "form": form, "asked": asked, "n_all": len(every)}
    context |= {"delays": in_list(delays(of, spans_of(of), current_by_measure(measures_planned(of))))}
    return plan_page(request, "plan/measures.html", measures=list(found(of, asked)), **context)


@door("plan.read")
@require_safe
def measure(request: RegionRequest, plan: str, measure: int) -> HttpResponse:
    of = load(request, plan)
    one = load_measure(request, of, measure)
    way = way_of(one.knot, with_suggested=may("thread.judge", request.standings))
    context: dict[str, Any] = {"plan": of, "measure": one, "efforts": efforts_of(one), "sizes": sizes_of(one)}
    context |= {"needs": needs_of(one), "needed_by": needed_by(one), "beside": beside(one), "way": way}
    context |= {"progress": progress_of(one, with_hidden=may("progress.hide", request.standings))}
    context |= {"indicators": [shown(each) for each in indicators_of(one)], "can_be_told": can_be_told(one)}
    late = delays(of, spans_of(of), current_by_measure(measures_planned(of)))
    context |= {"delays": [each for each in late if one in (each.late, each.other)]}
    context |= {"chosen": measure_told(one), "may_tell": may("progress.tell", request.standings, of=owner_of(one))}
    context |= {"agreed": at_measure(one, request.region, request.standings, timezone.localdate())}
    return plan_page(request, "plan/measure.html", story=story_of(one, way), move=MoveForm(measure=one), **context)
