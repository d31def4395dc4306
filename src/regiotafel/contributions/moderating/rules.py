"""What a moderator decides about."""

from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Contribution, State, Via
from regiotafel.contributions.states.rules import NOT_NOW, NotInThisState, check_move
from regiotafel.history.rules import digest


def check_waits(contribution: Contribution) -> None:
    """A moderator decides about what nobody decided about yet."""
    if contribution.state != State.WAITING:
        raise NotInThisState(NOT_NOW[State(contribution.state)])


def can_be_taken_down(contribution: Contribution) -> bool:
    """What an editor made of others has their words: those are what a moderator takes down."""
    return contribution.via != Via.MADE and contribution.state == State.OPEN


def check_can_be_taken_down(contribution: Contribution) -> None:
    if contribution.via == Via.MADE:
        raise NotInThisState(_("Dit maakte een beleidsmedewerker uit andere inbreng. Vraag het projectteam om hulp."))
    if contribution.state == State.WAITING:
        raise NotInThisState(NOT_NOW[State.WAITING])
    check_move(contribution, State.REFUSED)


def digest_of_refusal(contribution: Contribution) -> str:
    """What the history holds of the explanation; without its salt this tells nothing."""
    return digest(contribution.refusal_salt, contribution.refusal_explanation)
