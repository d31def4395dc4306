"""What somebody can take upon them, and who can."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Contribution, State
from regiotafel.contributions.states.rules import NOT_NOW, NotInThisState
from regiotafel.refused import Refused
from regiotafel.regions.permissions import Standing, may


class CannotAnswer(Refused):
    pass


def check_assignable(contribution: Contribution) -> None:
    if contribution.state != State.OPEN:
        raise NotInThisState(NOT_NOW[State(contribution.state)])


def check_can_answer(standings: Collection[Standing]) -> None:
    if not may("contribution.handle", standings):
        raise CannotAnswer(_("Deze persoon kan geen reacties beantwoorden. Kies een ander."))
