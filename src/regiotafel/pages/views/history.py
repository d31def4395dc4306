"""The acts of members: a page for each region, and the end of the chain for everybody."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from regiotafel.history.models import Entry, Head
from regiotafel.history.queries import head_of
from regiotafel.pages.acts import GROUPS
from regiotafel.pages.queries.history import acts_of, chains, tell
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.models import Region
from regiotafel.web.marks import open_to_all

PER_PAGE = 50


@door("history.read")
@require_safe
def history(request: RegionRequest) -> HttpResponse:
    groups = [(group.word, group.name) for group in GROUPS]
    asked = request.GET.get("over", "")
    group = asked if asked in {word for word, _name in groups} else ""
    head = head_of(request.region.slug)
    page = _pages(request.region, group, head).get_page(request.GET.get("pagina"))
    context = {
        "head": head,
        "group": group,
        "groups": groups,
        "page": page,
        "acts": tell(list(page.object_list)),
        "query": urlencode({"over": group}) + "&" if group else "",
    }
    return render(request, "pages/history.html", context)


def _pages(region: Region, group: str, head: Head) -> Paginator[Entry]:
    pages = Paginator(acts_of(region, group), PER_PAGE)
    if not group:
        # A chain has no gaps: the number of its end is how many acts there are.
        pages.count = head.number
    return pages


@open_to_all
@require_safe
def history_head(request: HttpRequest) -> HttpResponse:
    found = chains()
    context = {"chains": found, "n_entries": sum(chain.number for chain in found), "now": timezone.now()}
    return render(request, "pages/history_head.html", context)
