"""How codes that were made together are found, and the one that somebody holds."""

from collections.abc import Collection
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.inviting.queries import Batch, batch_in, invitation_of
from regiotafel.consultations.models import Consultation, Invitation
from regiotafel.consultations.rules import is_readable
from regiotafel.regions.access import NOBODY, RegionRequest, behind_its_door, member, shown
from regiotafel.regions.permissions import Standing
from regiotafel.regions.queries import standings_of


def load_batch(request: RegionRequest, consultation: Consultation, made_at: str) -> Batch:
    try:
        moment: datetime | None = parse_datetime(made_at)
    except ValueError:
        moment = None
    found = batch_in(consultation, moment, timezone.now()) if moment and timezone.is_aware(moment) else None
    return shown(found, request.standings, behind_its_door, _("Deze uitnodigingen bestaan niet."))


def load_invitation(request: HttpRequest, code: str) -> Invitation:
    """Whoever holds the code, used or not: what may be done with it is said by a press of a button."""
    found = invitation_of(code)
    standings = standings_of(member(request), found.consultation.region) if found else NOBODY
    return shown(
        found, standings, _is_for_something, _("Deze code klopt niet. Controleer of je de code goed hebt overgenomen.")
    )


def _is_for_something(invitation: Invitation, standings: Collection[Standing]) -> bool:
    return is_readable(invitation.consultation, standings)
