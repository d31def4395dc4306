"""Packages of a round: the rules beside each other, and one level changed to see who gains and who loses."""

import time
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.engine.results import compromise as results
from regiotafel.engine.results.compromise import Compromise
from regiotafel.formats.positions import Positions, written
from regiotafel.mandates.outcome.analysis import outcome_of
from regiotafel.mandates.packages.analysis import Tried, found_in, positions_in, power_in, tried, ways_out, without
from regiotafel.mandates.rounds.loading import load_with_result, public_round_page
from regiotafel.mandates.rounds.queries import handed_in, subjects_in
from regiotafel.regions.access import RegionRequest, door
from regiotafel.reports.compromise import sentences, tables
from regiotafel.web.files import as_file, print_once

# So long the first reader waits; who asks after that reads what was found.
SECONDS = 5.0


@door("mandate.read")
@require_safe
def packages(request: RegionRequest, round: str) -> HttpResponse:
    """What all municipalities can live with, over all subjects at once; with levels in the address, what these do; and
    with the place of a way out, what is possible when that is given up."""
    shown, today = load_with_result(request, round), timezone.localdate()
    positions = positions_in(shown, today)
    found = _found(positions) if any(positions.positions.values()) else None
    context: dict[str, Any] = _told(request, positions, found) if found else {"found": None}
    handed = handed_in(shown)
    context |= {"outcome": outcome_of(subjects_in(shown), handed, today), "powers": power_in(handed)}
    return public_round_page(request, "mandates/packages.html", shown, sees_result=True, **context)


def _told(request: RegionRequest, positions: Positions, found: Compromise) -> dict[str, Any]:
    # Only what the page itself offers: every other choice would be a search more.
    offered = {str(place): one for place, one in enumerate(ways_out(found), start=1)}
    way_out = request.GET.get("zonder", "")
    given_up, links = offered.get(way_out, ()), [*enumerate(positions.links, start=1)]
    if given_up:
        positions = without(positions, given_up)
        found = _found(positions)
    first = sentences.proposed(found)
    return {
        "found": found,
        "given_up": given_up,
        "way_out": way_out,
        "offers_ways_out": not given_up,
        "rule": found.proposal,
        "proposal": first[1] if first else None,
        "rules": tables.rules(found),
        "subjects": tables.subjects(found),
        "parties": tables.parties(found),
        "tried": _tried(request, positions, found),
        "choices": _choices(request, positions, found),
        "links": links,
    }


@door("mandate.read")
@require_safe
def packages_file(request: RegionRequest, round: str) -> HttpResponse:
    """What `regiotafel compromise` reads, without names of people."""
    shown = load_with_result(request, round)
    answer = HttpResponse(written(positions_in(shown, timezone.localdate())), content_type="application/json")
    return as_file(answer, request.region.slug, shown.slug, _("pakketten"), ending="json")


def _found(positions: Positions) -> Compromise:
    """Searched once for the same positions."""
    key = f"packages-{results.SCHEMA}-{sha256(written(positions).encode()).hexdigest()}"
    return results.read(print_once(key, lambda: results.as_text(found_in(positions, SECONDS, time.monotonic)).encode()))


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
