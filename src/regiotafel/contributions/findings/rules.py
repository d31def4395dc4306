"""What can be taken along."""

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused


class TooFewAnswers(Refused):
    pass


def check_can_take(n_votes: int, smallest: int) -> None:
    if n_votes < smallest:
        raise TooFewAnswers(_("Op deze stelling gaven te weinig mensen antwoord om er iets over te zeggen."))
