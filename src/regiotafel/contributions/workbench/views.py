"""An editor's work: what waits."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from regiotafel.contributions.loading import staff_page
from regiotafel.contributions.loops.queries import beside_public_numbers
from regiotafel.contributions.reading.queries import narrowed
from regiotafel.contributions.states.queries import open_ones
from regiotafel.contributions.workbench.forms import WorkForm
from regiotafel.contributions.workbench.queries import beside, n_open_ones, taken_by
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.vision.reading.queries import chapters_of

WORKBENCH_PAGE = 10


@door("contribution.handle")
@require_safe
def workbench(request: RegionRequest) -> HttpResponse:
    """What waits longest first, with what may belong to it. Nothing here links or merges by itself."""
    form = WorkForm(request.GET, sections=chapters_of(request.region))
    wanted = form.cleaned_data if form.is_valid() else {}
    asked = {name: value for name in form.fields if (value := wanted.get(name))}
    found = narrowed(
        taken_by(open_ones(request.region), request.region, wanted.get("wie", ""), member(request)),
        words=wanted.get("zoek", ""),
        kind=wanted.get("soort", ""),
        section=wanted.get("hoofdstuk"),
    )
    page = Paginator(found, WORKBENCH_PAGE).get_page(request.GET.get("pagina"))
    n_waiting = n_open_ones(request.region) if asked else page.paginator.count
    return staff_page(
        request,
        "contributions/workbench.html",
        explained=beside_public_numbers(request.region, n_waiting),
        form=form,
        page=page,
        n_waiting=n_waiting,
        query=urlencode(asked) + "&" if asked else "",
        is_filtered=bool(asked),
        items=beside(request.region, list(page)),
    )
