"""How a page of a round finds the round, and the municipality whose sheet it is about."""

from collections.abc import Collection
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regiotafel.mandates.loading import register_page, writing_page
from regiotafel.mandates.models import Condition, Round, RoundParty
from regiotafel.mandates.rounds.queries import condition_in, newest_sheet, not_reading, party_in, round_in
from regiotafel.mandates.rounds.rules import (
    SEEN_BY,
    is_of_team,
    is_sheet_seen,
    sees_result,
    sees_who_is_ready,
    state,
)
from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.regions.models import Municipality
from regiotafel.regions.parties.queries import municipalities_of
from regiotafel.regions.permissions import Standing, may, sees
from regiotafel.web.fields import number_of

# In the same words whatever is not there: a round, a municipality in it, or what it said.
NOT_THERE = _("Deze gemeenteronde is er niet, of je kunt die niet lezen.")


def _is_seen(round: Round, standings: Collection[Standing]) -> bool:
    return sees(SEEN_BY, state(round, timezone.now()), standings)


def load_round(request: RegionRequest, slug: str) -> Round:
    return shown(round_in(request.region, slug), request.standings, _is_seen, NOT_THERE)


def load_party(request: RegionRequest, round: Round, municipality: int) -> RoundParty:
    found = party_in(round, municipality)
    return shown(found, request.standings, behind_its_door, NOT_THERE)


def _owing(round: Round, standings: Collection[Standing]) -> Collection[int]:
    return not_reading(round, standings, timezone.now())


def _sees_sheets(round: Round, is_on_paper: bool, party: RoundParty, standings: Collection[Standing]) -> bool:
    shared: dict[str, Any] = {"owing": _owing(round, standings), "is_on_paper": is_on_paper}
    return is_sheet_seen(round, party.municipality_id, standings, timezone.now(), **shared)


def load_seen(request: RegionRequest, round: Round, municipality: int, *, is_on_paper: bool) -> RoundParty:
    """The municipality of an address about what it filled in, when who asks may read that."""
    found = party_in(round, municipality)
    seen = partial(_sees_sheets, round, is_on_paper)
    return shown(found, request.standings, seen, NOT_THERE)


def load_own(request: RegionRequest, round: Round, municipality: int) -> RoundParty:
    """Of an address about what somebody can fill in: what was saved before is only for who may read it."""
    party = load_party(request, round, municipality)
    newest = newest_sheet(round, party.municipality)
    return load_seen(request, round, municipality, is_on_paper=newest.is_on_paper) if newest else party


def load_with_result(request: RegionRequest, slug: str) -> Round:
    """A round, when who asks may read what all municipalities say together."""
    return shown(round_in(request.region, slug), request.standings, _result_is_seen, NOT_THERE)


def reads_result(request: RegionRequest, round: Round) -> bool:
    """Whether who asks can be led there."""
    return _result_is_seen(round, request.standings)


def _result_is_seen(round: Round, standings: Collection[Standing]) -> bool:
    owing = _owing(round, standings)
    return _is_seen(round, standings) and sees_result(round, standings, timezone.now(), owing=owing)


def load_condition(request: RegionRequest, round: Round, pk: str) -> Condition:
    found = condition_in(round, number_of(pk) or 0)
    return shown(found, request.standings, behind_its_door, NOT_THERE)


def whose_sheet(request: RegionRequest, round: str, municipality: int) -> Municipality:
    """Whose sheet an address is about: somebody fills in for their own municipality."""
    found = municipalities_of(request.region).filter(pk=municipality).first()
    return shown(found, request.standings, behind_its_door, NOT_THERE)


def round_page(request: RegionRequest, template: str, round: Round, **context: Any) -> HttpResponse:
    """A page around one round, for who works with it: kept by nobody."""
    now, owing = timezone.now(), _owing(round, request.standings)
    shared = {
        "round": round,
        "state": state(round, now),
        "owing": owing,
        "sees_result": sees_result(round, request.standings, now, owing=owing),
        "sees_who_is_ready": sees_who_is_ready(round, request.standings, now, owing=owing),
        "is_team": is_of_team(request.standings),
    }
    return writing_page(request, template, **{**shared, **context})


def public_round_page(request: RegionRequest, template: str, round: Round | None, **context: Any) -> HttpResponse:
    """The same for what everybody may read: visitors see it in the face of the public site."""
    now = timezone.now()
    if may("mandateround.read", request.standings):
        shared = {"state": state(round, now), "is_team": is_of_team(request.standings)} if round else {}
        return writing_page(request, template, round=round, **shared, **context)
    shared = {"state": state(round, now)} if round else {}
    return register_page(request, template, frame="base.html", round=round, **shared, **context)
