"""Meetings and their paper ballots."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import Consultation
from regiotafel.consultations.rules import VotingClosed
from regiotafel.refused import Refused


class BallotAlreadyEntered(Refused):
    """A sheet of paper counts once."""

    def __init__(self, numbers: Sequence[str]) -> None:
        self.numbers = list(numbers)
        super().__init__(
            _("Deze formulieren zijn al ingevoerd of staan er dubbel: %(numbers)s. Er is niets opgeslagen.")
            % {"numbers": ", ".join(self.numbers)}
        )


def check_can_plan_table(consultation: Consultation, now: datetime) -> None:
    if consultation.state(now) == "closed":
        raise VotingClosed(_("Deze ronde is gesloten. Papieren formulieren tellen niet meer mee."))
