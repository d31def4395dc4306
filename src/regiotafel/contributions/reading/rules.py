"""What a contribution is called on its own page and on that of its receipt, and what stands above its answers."""

from django.utils.translation import gettext as _

from regiotafel.contributions.models import Contribution, State, Via
from regiotafel.contributions.states.rules import ENDED


def headline(contribution: Contribution, *, n_made_of: int, n_went_on_in: int, is_answered: bool) -> str:
    """Several people said it, or somebody sent it in; and whether the answer stands below.

    What was split into several pieces is answered piece by piece: its own page then gives no one answer.
    """
    if contribution.state == State.WITHDRAWN:
        return _("De inzender trok deze inbreng in")
    if contribution.via == Via.MADE and n_made_of > 1:
        if is_answered:
            return _("Dit zeiden meer mensen, en dit is het antwoord")
        return _("Dit zeiden meer mensen")
    if is_answered and n_went_on_in < 2:
        return _("Dit stuurde iemand in, en dit is het antwoord")
    return _("Dit stuurde iemand in")


def receipt_headline(contribution: Contribution, *, is_new: bool, is_for_somebody: bool, is_answered: bool) -> str:
    """For the sender: right after sending in it is about the code, later about how far it is."""
    if is_for_somebody:
        return _("De reactie is ingevoerd. Geef deze code aan de inzender")
    if is_new:
        return _("Bedankt! Bewaar deze volgcode")
    told = {
        State.WAITING: _("Een moderator leest je inbreng nog"),
        State.REFUSED: _("Je inbreng is niet geplaatst"),
        State.WITHDRAWN: _("Je inbreng is ingetrokken"),
    }
    otherwise = _("Je hebt antwoord") if is_answered else _("Je inbreng wacht op antwoord")
    return told.get(State(contribution.state), otherwise)


def answers_headline(contribution: Contribution, *, n_answers: int, n_went_on_in: int) -> str:
    """One answer is the answer, unless more pieces each get their own."""
    if n_answers > 1:
        return _("Er zijn %(n)d antwoorden") % {"n": n_answers}
    if n_answers:
        return _("Er is één antwoord") if n_went_on_in > 1 else _("Dit is het antwoord")
    if contribution.state in ENDED:
        return _("Er komt geen antwoord meer")
    return _("Er is nog geen antwoord")
