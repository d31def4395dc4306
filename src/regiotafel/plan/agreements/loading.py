"""How the pages of what is agreed with providers find what their address names."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regiotafel.plan.agreements.queries import arrangement_in, extension_in, milestone_in, prerequisite_in
from regiotafel.plan.agreements.queries import whose as whose_need
from regiotafel.plan.agreements.rules import is_milestone_seen, is_seen, sees_all
from regiotafel.plan.models import Arrangement, Extension, Milestone, Prerequisite
from regiotafel.regions.access import RegionRequest, shown
from regiotafel.regions.permissions import Party


def load_arrangement(request: RegionRequest, number: int) -> Arrangement:
    today = timezone.localdate()
    found = arrangement_in(request.region, number)
    missing = _("Deze afspraak is er niet, of is nog niet te lezen.")
    return shown(found, request.standings, lambda one, standings: is_seen(one, standings, today), missing)


def load_extension(request: RegionRequest, arrangement: Arrangement, number: int) -> Extension:
    found = extension_in(arrangement, number)
    return shown(found, request.standings, lambda _one, standings: sees_all(standings), _("Deze optie is er niet."))


def load_milestone(request: RegionRequest, arrangement: Arrangement, number: int) -> Milestone:
    today = timezone.localdate()
    found = milestone_in(arrangement, number)
    missing = _("Dit moment is er niet, of is nog niet te lezen.")
    return shown(found, request.standings, lambda one, standings: is_milestone_seen(one, standings, today), missing)


def load_prerequisite(request: RegionRequest, milestone: Milestone, pk: int) -> Prerequisite:
    found = prerequisite_in(milestone, pk)
    missing = _("Dit hoeft niet meer klaar te zijn: het is weggehaald.")
    return shown(found, request.standings, lambda _one, standings: sees_all(standings), missing)


def whose(request: RegionRequest, arrangement: int, milestone: int, prerequisite: int) -> Party | None:
    """Who sees to it: who works for that municipality says that it is ready."""
    of = load_milestone(request, load_arrangement(request, arrangement), milestone)
    if not sees_all(request.standings):
        return None  # the door stays shut, whether it is there or not
    # Of nobody, or of all municipalities together: then only who writes may.
    return whose_need(load_prerequisite(request, of, prerequisite))
