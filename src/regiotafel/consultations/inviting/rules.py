"""Which invitations work, and when a round is only for who has one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import Consultation, Invitation
from regiotafel.consultations.rules import SMALLEST_GROUP, VotingClosed
from regiotafel.refused import Refused


class InvitationNotValid(Refused):
    pass


class InvitationUnknown(InvitationNotValid):
    """A slip of the thumb, or a guess."""


def check_not_withdrawn(earlier: Invitation) -> None:
    """The same form may be sent once more, to see its codes again, as long as these are worth something."""
    if earlier.withdrawn_at is not None:
        raise InvitationNotValid(gettext("Deze uitnodigingen zijn al gemaakt en weer ingetrokken. Maak nieuwe."))


def check_invitation(invitation: Invitation | None, now: datetime, *, needs_code: bool = False) -> Invitation:
    """needs_code: nobody new takes part without one."""
    if invitation is None:
        if needs_code:
            raise InvitationUnknown(_("Deze code klopt niet. Controleer of je de code goed hebt overgenomen."))
        raise InvitationUnknown(
            _("Deze code klopt niet. Controleer of je de code goed hebt overgenomen. Je kunt ook zonder code meedoen.")
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
        raise VotingClosed(_("Deze ronde is gesloten. Een uitnodiging zou niet meer werken."))


def check_can_ask_codes(consultation: Consultation, now: datetime) -> None:
    if consultation.state(now) == "closed":
        raise VotingClosed(_("Deze ronde is gesloten. Er doet niemand meer mee."))


# A day with fewer new people than this is never called unusual, whatever the other days were.
FEWEST_UNUSUAL = 20
TIMES_UNUSUAL = 3


@dataclass(frozen=True)
class Pace:
    """How many people began without a code: today, in the last hour, and on a usual day of the last two weeks; and of
    each of the last days."""

    today: int
    last_hour: int
    # None: it has not run for a day yet.
    usual: int | None
    days: Sequence[tuple[date, int]]

    @property
    def is_unusual(self) -> bool:
        most = TIMES_UNUSUAL * (self.usual or 0)
        return self.today >= FEWEST_UNUSUAL and self.usual is not None and self.today >= most


def about(n: int) -> str:
    """How many people, coarsely: in fives, and never about fewer than five. Nobody is fewer than five too: else who
    looks again sees the first one come."""
    if n < SMALLEST_GROUP:
        return gettext("minder dan %(n)d") % {"n": SMALLEST_GROUP}
    return gettext("ongeveer %(n)d") % {"n": n - n % SMALLEST_GROUP}


def pace_told(pace: Pace) -> list[str]:
    """For who runs the round: what is usual, and what is not."""
    values = {"today": about(pace.today), "usual": about(pace.usual or 0)}
    first = gettext("Vandaag kwamen er %(today)s nieuwe mensen bij zonder code") % values
    told = [first + ("." if pace.usual is None else gettext(", anders %(usual)s op een dag.") % values)]
    if pace.last_hour >= FEWEST_UNUSUAL:
        told.append(gettext("In het laatste uur waren dat er %(hour)s.") % {"hour": about(pace.last_hour)})
    if pace.is_unusual:
        told.append(
            gettext(
                "Dat is veel meer dan anders. Komt het door een bijeenkomst, een school of een bericht in de krant? "
                "Dan is het goed nieuws. Weet je niet waar zij vandaan komen? Laat nieuwe mensen dan een tijd alleen "
                "nog toe met een code."
            )
        )
    return told
