"""Answering statements."""

from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import Consultation
from regiotafel.refused import Refused


class AnswerLost(Refused):
    pass


class CodeNeeded(Refused):
    pass


def check_may_join(consultation: Consultation) -> None:
    """Somebody new, without an invitation. Who takes part already is not asked this."""
    if consultation.needs_code:
        raise CodeNeeded(
            _(
                "Nieuwe mensen doen nu alleen mee met een code. Heb je een code? Vul die eerst in. Deed je al mee? Ga "
                "dan verder op het apparaat waarmee je begon."
            )
        )
