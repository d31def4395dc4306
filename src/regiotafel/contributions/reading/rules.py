"""What a contribution is called on its own page."""

from django.utils.translation import gettext as _

from regiotafel.contributions.models import Contribution, State, Via


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
