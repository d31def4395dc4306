"""Packages of a round: the rules beside each other, and one level changed to see who gains and who loses."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.engine.results import compromise as results
from regiotafel.engine.results.compromise import Compromise, Member
from regiotafel.formats.positions import Positions, written
from regiotafel.mandates.models import PackageSearch, Round, SearchKind
from regiotafel.mandates.outcome.analysis import outcome_of
from regiotafel.mandates.packages.actions import begin_search
from regiotafel.mandates.packages.analysis import (
    Tried,
    as_asked,
    found_at_once,
    key_of,
    positions_in,
    power_in,
    quick_in,
    tried,
    ways_out,
    without,
)
from regiotafel.mandates.packages.forms import PositionsFileForm, SearchForm
from regiotafel.mandates.packages.loading import search_state, searching
from regiotafel.mandates.packages.queries import search_named, search_with, searches_of, sources_of_people
from regiotafel.mandates.packages.rules import NotSearching
from regiotafel.mandates.packages.tasks import ask, looked_for, press, prove_packages
from regiotafel.mandates.rounds.loading import load_with_result, public_round_page
from regiotafel.mandates.rounds.queries import Handed, handed_in, subjects_in
from regiotafel.mandates.rounds.rules import is_closed
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.models import Municipality
from regiotafel.regions.permissions import may
from regiotafel.reports.compromise import sentences, tables
from regiotafel.web.files import as_file
from regiotafel.web.pages import posted


@door("mandate.read")
@require_safe
def packages(request: RegionRequest, round: str) -> HttpResponse:
    """What all municipalities can live with, over all subjects at once; with levels in the address, what these do; and
    with the place of a way out, what is possible when that is given up."""
    shown, today = load_with_result(request, round), timezone.localdate()
    if "stand" in request.GET:
        return search_state(request, shown, reverse("mandates:packages", args=[request.region.slug, shown.slug]))
    positions = positions_in(shown, today)
    context: dict[str, Any] = (
        _found_in(request, shown, positions) if any(positions.positions.values()) else {"found": None}
    )
    handed = handed_in(shown)
    context |= {"outcome": outcome_of(subjects_in(shown), handed, today), "powers": power_in(handed)}
    context |= {"own": _own(request, shown, handed)}
    return public_round_page(request, "mandates/packages.html", shown, sees_result=True, **context)


def _own(request: RegionRequest, round: Round, handed: Iterable[Handed]) -> list[Municipality]:
    """For whom somebody can make a counter-proposal."""
    places = [one.party.municipality for one in handed] if is_closed(round, timezone.now()) else []
    return [one for one in places if may("offer.speak", request.standings, of=one)]


def _found_in(request: RegionRequest, round: Round, positions: Positions) -> dict[str, Any]:
    search, earlier = _search(round, positions)
    told = _told(request, round, positions, results.read(search.data))
    return {
        **searching(search, seen=search.n_done, page=request.path),
        "earlier": sentences.proposed(results.read(earlier.data)) if earlier else None,
        **told,
    }


def _search(round: Round, positions: Positions) -> tuple[PackageSearch, PackageSearch | None]:
    """About these positions, with what was said at once as the first answer; and the one about earlier positions."""
    key, there = key_of(positions), searches_of(round)

    def begin() -> dict[str, Any]:
        known = next((one.data for one in there if one.key == key), None)
        return {"data": known or results.plain(quick_in(positions))}

    found = there[0] if there and there[0].key == key else None
    found = looked_for(prove_packages, found, round=round, key=key, begin=begin)
    return found, next((one for one in there if one.key != key), None)


@door("mandateround.write")
@require_POST
def search_packages(request: RegionRequest, round: str) -> HttpResponse:
    """Stops a search, which keeps the best so far; goes on with it; or proves what is possible when something is given
    up."""
    shown, form = load_with_result(request, round), SearchForm(request.POST)
    page, way_out = reverse("mandates:packages", args=[request.region.slug, shown.slug]), form.named("zonder")
    try:
        messages.success(request, _pressed(request, shown, form))
    except NotSearching as fault:
        messages.error(request, str(fault))
    return redirect(f"{page}?zonder={way_out}" if way_out else page)


def _pressed(request: RegionRequest, round: Round, form: SearchForm) -> str:
    if form.named("do") == "prove":
        return _prove(round, form.named("zonder"), form.named("zoekopdracht"))
    search = search_named(round, form.named("zoekopdracht"))
    return press(prove_packages, search, form.named("do"), by=member(request))


def _prove(round: Round, way_out: str, key: str) -> str:
    """What is possible without what is given up, as a task: it begins with the answer that there was at once. key: of
    what somebody saw, who pressed."""
    searches = searches_of(round)
    given_up = _offered(results.read(searches[0].data)).get(way_out, ()) if searches else ()
    lifted = without(positions_in(round, timezone.localdate()), given_up)
    if not given_up or key_of(lifted, SearchKind.LIFTED) != key:
        raise NotSearching(_("Er is intussen iets veranderd. Kies op de pagina opnieuw wat er wordt opgegeven."))
    said: dict[str, Any] = {"asked": as_asked(given_up), "data": results.plain(found_at_once(lifted))}
    begun = begin_search(at=timezone.now(), round=round, kind=SearchKind.LIFTED, key=key, **said)
    ask(prove_packages, begun)
    return _("Het zoeken is begonnen. Deze pagina laat zien hoe ver het is.")


def _offered(found: Compromise) -> dict[str, Sequence[Member]]:
    """Only what the page itself offers: every other choice would be a search more."""
    return {str(place): one for place, one in enumerate(ways_out(found), start=1)}


def _told(request: RegionRequest, round: Round, positions: Positions, found: Compromise) -> dict[str, Any]:
    way_out = SearchForm(request.GET).named("zonder")
    given_up, links = _offered(found).get(way_out, ()), [*enumerate(positions.links, start=1)]
    lifted: dict[str, Any] = {}
    if given_up:
        positions = without(positions, given_up)
        lifted["lifted_key"] = key_of(positions, SearchKind.LIFTED)
        search = search_with(round, SearchKind.LIFTED, lifted["lifted_key"])
        found = results.read(search.data) if search else found_at_once(positions)
        if search:
            page = f"{request.path}?zonder={way_out}"
            lifted |= {"is_searched": True, **searching(search, seen=search.n_done, page=page)}
    return {
        **lifted,
        **_tables(found),
        "given_up": given_up,
        "way_out": way_out,
        "offers_ways_out": not given_up,
        "sources": sources_of_people(request.region.pk),
        "tried": _tried(request, positions, found),
        "choices": _choices(request, positions, found),
        "links": links,
    }


def _tables(found: Compromise) -> dict[str, Any]:
    first = sentences.proposed(found)
    return {
        "found": found,
        "rule": found.proposal,
        "proposal": first[1] if first else None,
        "rules": tables.rules(found),
        "weighed": tables.weighed(found),
        "subjects": tables.subjects(found),
        "parties": tables.parties(found),
    }


@door("mandateround.read")
def look_at_file(request: RegionRequest) -> HttpResponse:
    """What a file with positions leaves, at once; nothing of it is kept."""
    form = PositionsFileForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid() and form.positions is not None:
        context |= _tables(found_at_once(form.positions))
        context |= {"title": form.positions.title, "links": [*enumerate(form.positions.links, start=1)]}
    return public_round_page(request, "mandates/look_at_file.html", None, **context)


@door("mandate.read")
@require_safe
def packages_file(request: RegionRequest, round: str) -> HttpResponse:
    """What `regiotafel compromise` reads, without names of people."""
    shown = load_with_result(request, round)
    answer = HttpResponse(written(positions_in(shown, timezone.localdate())), content_type="application/json")
    return as_file(answer, request.region.slug, shown.slug, _("pakketten"), ending="json")


def _asked(request: RegionRequest, positions: Positions) -> dict[str, str]:
    """The levels in the address that exist, by subject: `o1` is the first subject."""
    names = {f"o{number}": name for number, name in enumerate(positions.subjects, start=1)}
    return {
        name: level for key, name in names.items() if (level := request.GET.get(key, "")) and level in positions.levels
    }


def _tried(request: RegionRequest, positions: Positions, found: Compromise) -> Tried | None:
    first, levels = sentences.proposed(found), _asked(request, positions)
    return tried(positions, first[1], levels) if first and levels else None


def _choices(request: RegionRequest, positions: Positions, found: Compromise) -> list[tuple[str, str, list[str], str]]:
    """A field for each subject: its name in the address, what it is called, the levels that the law leaves, and the one
    that is chosen."""
    first, asked = sentences.proposed(found), _asked(request, positions)
    if first is None:
        return []
    return [
        (f"o{number}", name, list(allowed or positions.levels), asked.get(name, first[1].levels[name]))
        for number, (name, allowed) in enumerate(positions.subjects.items(), start=1)
    ]
