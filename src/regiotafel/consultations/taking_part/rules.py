"""Answering statements."""

from regiotafel.refused import Refused


class AnswerLost(Refused):
    pass
