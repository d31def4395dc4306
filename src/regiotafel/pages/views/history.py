"""The acts of members: a page for each region, and the end of the chain for everybody."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from regiotafel.brakes.rules import Brake
from regiotafel.history.models import Entry, Head
from regiotafel.history.queries import head_of, known_keys, last_inspection, lines_of, published, recall, text_of
from regiotafel.history.rules import as_pem
from regiotafel.pages.acts import GROUPS
from regiotafel.pages.forms import HeadForm
from regiotafel.pages.queries.history import Chain, acts_of, chains, tell
from regiotafel.pages.views.braking import braked
from regiotafel.publishing.heads.queries import knot_of_history
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.models import Region
from regiotafel.web.files import lines_file
from regiotafel.web.marks import open_to_all
from regiotafel.web.pages import page

PER_PAGE = 50


@door("history.read")
@require_safe
def history(request: RegionRequest) -> HttpResponse:
    groups = {group.word: group.name for group in GROUPS}
    group = asked if (asked := request.GET.get("over", "")) in groups else ""
    head = head_of(request.region.slug)
    shown = _pages(request.region, group, head).get_page(request.GET.get("pagina"))
    context = {
        "head": head,
        "inspection": last_inspection(),
        "group": group,
        "groups": list(groups.items()),
        "page": shown,
        "acts": tell(list(shown.object_list)),
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
    """Where every chain ends now, and whether one still says what somebody kept of it."""
    found = chains()
    n_entries = sum(chain.number for chain in found)
    return page(request, "pages/history_head.html", n_entries=n_entries, **_held_against(request, found))


@door("region.read")
@require_safe
def history_end(request: RegionRequest) -> HttpResponse:
    """The same for one region, with what was told of it outside."""
    found = [chain for chain in chains() if chain.slug == request.region.slug]
    knot = knot_of_history(request.region)
    told = published(request.region.slug)
    context = _held_against(request, found, request.region.slug) | {"told": told, "knot": knot}
    return page(request, "pages/history_end.html", signed_text=text_of(told) if told else "", **context)


def _held_against(request: HttpRequest, found: Sequence[Chain], region: str | None = None) -> dict[str, Any]:
    form = HeadForm(request.GET if {"nummer", "code"} & set(request.GET) else None)
    names = {chain.slug: chain.name for chain in found}
    answer = None
    if form.is_bound and form.is_valid():
        answer = recall(*form.cleaned_data["read"], region=region, name=lambda slug: names.get(slug, slug))
    return {
        "form": form,
        "answer": answer,
        "chains": found,
        "now": timezone.now(),
        "inspection": last_inspection(),
        "keys": [(key, as_pem(key)) for key in known_keys()],
    }


@open_to_all
@require_safe
@braked(Brake.CHAIN_TAKEN)
def lines_of_site(request: HttpRequest) -> HttpResponseBase:
    return lines_file(lines_of("", whole=False), "site", "geschiedenis-codes")


@door("region.read")
@require_safe
@braked(Brake.CHAIN_TAKEN)
def history_lines(request: RegionRequest) -> HttpResponseBase:
    """The chain as a file for anybody: nothing can be read in it, and everything can be computed."""
    return lines_file(lines_of(request.region.slug, whole=False), request.region.slug, "geschiedenis-codes")


@door("history.read")
@require_safe
@braked(Brake.CHAIN_TAKEN)
def history_whole(request: RegionRequest) -> HttpResponseBase:
    return lines_file(lines_of(request.region.slug, whole=True), request.region.slug, "geschiedenis")
