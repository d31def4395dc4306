"""Which statement to ask next."""

import hashlib
import struct

from regiotafel.consultations.models import Consultation, Statement, StatementState
from regiotafel.consultations.taking_part.queries import Ballot, asked_in
from regiotafel.engine.opinions.routing import chances, next_of


def ballot(consultation: Consultation, participant_id: int | None) -> Ballot:
    """The next statement for this person, by what is known of every statement now. One query."""
    rows = asked_in(consultation, participant_id)
    waiting = [place for place, row in enumerate(rows) if row[5] is None]
    statement = None
    if waiting:
        chance = chances([row[4] for row in rows], [row[3] for row in rows])
        draw = _draws(participant_id or 0, [row[1] for row in rows])
        pk, number, text, *_ = rows[next_of(chance, draw, waiting)]
        statement = Statement(pk=pk, consultation=consultation, number=number, text=text, state=StatementState.ACCEPTED)
    return Ballot(statement=statement, n_answered=len(rows) - len(waiting), n_statements=len(rows))


def _draws(participant_id: int, numbers: list[int]) -> list[float]:
    """Between 0 and 1 per statement, by its number: the same each time for this person."""
    n = max(numbers) + 1
    found = struct.unpack(f"<{n}I", hashlib.shake_128(str(participant_id).encode()).digest(4 * n))
    return [(found[number] + 1) / (2**32 + 1) for number in numbers]
