"""Which statement to ask next."""

import hashlib
import struct
from collections.abc import Sequence

from django.conf import settings

from regiotafel.consultations.models import Consultation, Statement, StatementState
from regiotafel.consultations.taking_part.queries import Ballot, asked_in
from regiotafel.engine.opinions.routing import chances, next_of


def ballot(consultation: Consultation, participant_id: int | None) -> Ballot:
    """The next statement for this person, by what was told of every statement. One query."""
    asked = asked_in(consultation, participant_id)
    waiting = [place for place, choice in enumerate(asked.choices) if choice is None]
    statement = None
    if waiting:
        draw = _draws(participant_id or 0, asked.numbers)
        place = next_of(chances(asked.n_told_agree, asked.n_told), draw, waiting)
        statement = Statement(
            pk=asked.ids[place],
            consultation=consultation,
            number=asked.numbers[place],
            text=asked.texts[place],
            state=StatementState.ACCEPTED,
        )
    return Ballot(statement=statement, n_answered=len(asked.ids) - len(waiting), n_statements=len(asked.ids))


def _draws(participant_id: int, numbers: Sequence[int]) -> list[float]:
    """Between 0 and 1 per statement, by its number: the same each time for this person, and nobody else can know them.

    Else who is asked could find their number from the order, and so how many people came before.
    """
    n = max(numbers) + 1
    found = struct.unpack(f"<{n}I", hashlib.shake_128(f"{settings.SECRET_KEY} {participant_id}".encode()).digest(4 * n))
    return [(found[number] + 1) / (2**32 + 1) for number in numbers]
