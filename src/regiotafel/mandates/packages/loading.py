"""Which search a page or a button is about, and how far it is."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from regiotafel.mandates.models import PackageSearch, Round, SearchKind
from regiotafel.mandates.packages.forms import SearchForm
from regiotafel.mandates.packages.queries import FOR_PACKAGES, search_named
from regiotafel.mandates.packages.rules import is_running
from regiotafel.regions.access import RegionRequest
from regiotafel.web.fields import number_of
from regiotafel.web.pages import kept_by_reader


def searching(search: PackageSearch, *, seen: int, page: str) -> dict[str, Any]:
    """For `_searching.html`. seen: what the page shows; page: its address."""
    return {"search": search, "is_busy": is_running(search), "is_new": search.n_done > seen, "search_page": page}


def search_state(
    request: RegionRequest, round: Round, page: str, kinds: Iterable[SearchKind] = FOR_PACKAGES
) -> HttpResponse:
    """How far a search is, asked by the page itself."""
    form = SearchForm(request.GET)
    search = search_named(round, form.named("zoekopdracht"), kinds)
    if way_out := form.named("zonder"):
        page = f"{page}?zonder={way_out}"
    told = searching(search, seen=number_of(form.named("stand")) or 0, page=page) if search else {}
    return kept_by_reader(render(request, "mandates/_searching.html", {"round": round, **told}))


def pressed_about(
    request: RegionRequest, round: Round, kinds: Iterable[SearchKind]
) -> tuple[PackageSearch | None, str]:
    """The search that a button names, and what it does with that."""
    form = SearchForm(request.POST)
    return search_named(round, form.named("zoekopdracht"), kinds), form.named("do")
