"""Packages of a round: the rules beside each other, and one level changed to see who gains and who loses."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.engine.results import compromise as results
from regiotafel.engine.results.compromise import Compromise
from regiotafel.formats.positions import Positions, written
from regiotafel.mandates.models import PackageSearch, Round
from regiotafel.mandates.outcome.analysis import outcome_of
from regiotafel.mandates.packages.actions import begin_search, search_on, stop_search
from regiotafel.mandates.packages.analysis import (
    Tried,
    found_at_once,
    key_of,
    positions_in,
    power_in,
    quick_in,
    tried,
    ways_out,
    without,
)
from regiotafel.mandates.packages.forms import PositionsFileForm
from regiotafel.mandates.packages.queries import newest_search, searches_of, sources_of_people
from regiotafel.mandates.packages.rules import NotSearching, is_broken_off, is_lost, is_running
from regiotafel.mandates.packages.tasks import prove_packages
from regiotafel.mandates.rounds.loading import load_with_result, public_round_page
from regiotafel.mandates.rounds.queries import Handed, handed_in, subjects_in
from regiotafel.mandates.rounds.rules import is_closed
from regiotafel.queues import QueueFull, put
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.models import Municipality
from regiotafel.regions.permissions import may
from regiotafel.reports.compromise import sentences, tables
from regiotafel.web.fields import number_of
from regiotafel.web.files import as_file
from regiotafel.web.pages import kept_by_reader, posted


@door("mandate.read")
@require_safe
def packages(request: RegionRequest, round: str) -> HttpResponse:
    """What all municipalities can live with, over all subjects at once; with levels in the address, what these do; and
    with the place of a way out, what is possible when that is given up."""
    shown, today = load_with_result(request, round), timezone.localdate()
    if "stand" in request.GET:
        return _state(request, shown, request.GET["stand"])
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
    told = {**_told(request, positions, results.read(search.data)), **_searching(search, seen=search.n_done)}
    return told | {"earlier": sentences.proposed(results.read(earlier.data)) if earlier else None}


def _search(round: Round, positions: Positions) -> tuple[PackageSearch, PackageSearch | None]:
    """About these positions, with what was said at once as the first answer; and the one about earlier positions. Who
    looks first begins it; who looks later and sees no sign of life asks again."""
    now, key, there = timezone.now(), key_of(positions), searches_of(round)
    found = there[0] if there and there[0].key == key and not is_broken_off(there[0]) else None
    if found is None:
        known = next((one.data for one in there if one.key == key), None) or results.plain(quick_in(positions))
        found = begin_search(at=now, round=round, key=key, data=known)
        _ask(found)
    elif is_lost(found, now):
        _ask(found)
    return found, next((one for one in there if one.key != key), None)


def _ask(search: PackageSearch) -> None:
    with suppress(QueueFull):  # who looks again later asks again
        put(prove_packages, search.pk)


def _searching(search: PackageSearch, *, seen: int) -> dict[str, Any]:
    return {"search": search, "is_busy": is_running(search), "is_new": search.n_done > seen}


def _state(request: RegionRequest, round: Round, seen: str) -> HttpResponse:
    """How far the search is, asked by the page itself."""
    search = newest_search(round)
    context = {"round": round, **(_searching(search, seen=number_of(seen) or 0) if search else {})}
    return kept_by_reader(render(request, "mandates/_searching.html", context))


@door("mandateround.write")
@require_POST
def search_packages(request: RegionRequest, round: str) -> HttpResponse:
    """Stops the search, which keeps the best so far; or goes on with it."""
    shown = load_with_result(request, round)
    try:
        messages.success(request, _press(request, newest_search(shown), request.POST.get("do", "")))
    except NotSearching as fault:
        messages.error(request, str(fault))
    return redirect("mandates:packages", request.region.slug, shown.slug)


def _press(request: RegionRequest, search: PackageSearch | None, pressed: str) -> str:
    """Does it, and says what was done."""
    if search is None:
        raise NotSearching(_("Er is nog niet gezocht."))
    if pressed == "stop":
        stop_search(by=member(request), at=timezone.now(), search=search)
        return _("Het zoeken is gestopt. Het beste dat is gevonden, staat hieronder.")
    _ask(search_on(by=member(request), at=timezone.now(), search=search))
    return _("Het zoeken gaat verder.")


def _told(request: RegionRequest, positions: Positions, found: Compromise) -> dict[str, Any]:
    # Only what the page itself offers: every other choice would be a search more.
    offered = {str(place): one for place, one in enumerate(ways_out(found), start=1)}
    way_out = request.GET.get("zonder", "")
    given_up, links = offered.get(way_out, ()), [*enumerate(positions.links, start=1)]
    if given_up:
        positions = without(positions, given_up)
        found = found_at_once(positions)  # at once: what nobody decided yet, nobody proves
    return {
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
