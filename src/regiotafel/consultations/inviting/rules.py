"""Which invitations work."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import Consultation, Invitation
from regiotafel.consultations.rules import VotingClosed
from regiotafel.refused import Refused


class InvitationNotValid(Refused):
    pass


def check_invitation(invitation: Invitation | None, now: datetime) -> Invitation:
    if invitation is None:
        raise InvitationNotValid(
            _("Deze code kennen we niet. Kijk of je hem goed hebt overgenomen. Meedoen kan ook zonder code.")
        )
    if invitation.withdrawn_at is not None:
        raise InvitationNotValid(_("Deze uitnodiging is ingetrokken. Vraag een nieuwe aan wie je uitnodigde."))
    if invitation.used_at is not None:
        raise InvitationNotValid(
            _("Deze code is al gebruikt. Elke code werkt één keer. Was jij dat? Ga dan verder op hetzelfde apparaat.")
        )
    if invitation.expires_at <= now:
        raise InvitationNotValid(_("Deze code is verlopen. Vraag een nieuwe aan wie je uitnodigde."))
    return invitation


def check_can_invite(consultation: Consultation, now: datetime) -> None:
    if consultation.state(now) == "closed":
        raise VotingClosed(_("Dit gesprek is gesloten. Een uitnodiging zou niet meer werken."))
