"""Answering statements."""

from regiotafel.consultations.rules import ConsultationFault


class AnswerLost(ConsultationFault):
    pass
