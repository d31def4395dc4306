"""When answers from another system may be read in."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import Consultation
from regiotafel.refused import Refused


class ImportNotPossible(Refused):
    pass


def check_can_import(consultation: Consultation, now: datetime, n_own_votes: int, n_own_statements: int = 0) -> None:
    if consultation.state(now) in ("running", "planned"):
        raise ImportNotPossible(_("Dit gesprek is open. Inlezen kan alleen in een gesprek dat nog niet open is."))
    if n_own_votes:
        raise ImportNotPossible(
            _("In dit gesprek zijn al antwoorden gegeven. Maak een nieuw gesprek om het bestand in te lezen.")
        )
    if n_own_statements:
        raise ImportNotPossible(
            _("In dit gesprek staan al stellingen. Maak een nieuw gesprek om het bestand in te lezen.")
        )
