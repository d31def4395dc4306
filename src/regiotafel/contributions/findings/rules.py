"""What can be taken along."""

from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused


class TooFewAnswers(Refused):
    pass


Tally = TypeVar("Tally")


def check_can_take(tally: Tally | None) -> Tally:
    """What is told of the answers, when that is something."""
    if tally is None:
        raise TooFewAnswers(_("Op deze stelling gaven te weinig mensen antwoord om er iets over te zeggen."))
    return tally
