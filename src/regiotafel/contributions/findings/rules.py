"""What can be taken along."""

from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import Consultation
from regiotafel.refused import Refused


class TooFewAnswers(Refused):
    pass


class NotToldYet(Refused):
    pass


Tally = TypeVar("Tally")


def is_told_to_all(consultation: Consultation, now: datetime) -> bool:
    """What is taken along stands beside the text for everybody, also for who would first give own answers."""
    return not consultation.results_after_answers or consultation.state(now) != "running"


def check_told_to_all(consultation: Consultation, now: datetime) -> None:
    if not is_told_to_all(consultation, now):
        raise NotToldYet(
            _("Deze ronde loopt nog, en wie meedoet ziet de resultaten pas na eigen antwoorden. Wacht tot die sluit.")
        )


def check_can_take(tally: Tally | None) -> Tally:
    """What is told of the answers, when that is something."""
    if tally is None:
        raise TooFewAnswers(_("Op deze stelling gaven te weinig mensen antwoord om er iets over te zeggen."))
    return tally
