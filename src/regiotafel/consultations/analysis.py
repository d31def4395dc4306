"""The only door from consultations to the engine: rows → arrays → report → plain values."""

import hashlib
import struct
import time
from typing import Any

from regiotafel.consultations.models import Consultation, DeclaredRole, Statement, StatementState
from regiotafel.consultations.queries.reporting import Counted
from regiotafel.consultations.queries.voting import Ballot, asked_in
from regiotafel.engine.opinions import Votes, analyse, as_json
from regiotafel.engine.opinions.routing import chances, next_of

SEED = 0


def report_on(counted: Counted) -> dict[str, Any]:
    """The report as `docs/report-schema.md` describes it. Persons are the participants' keys."""
    votes = Votes.of(
        [person for person, _, _ in counted.votes],
        [statement for _, statement, _ in counted.votes],
        [choice for _, _, choice in counted.votes],
        people=[pk for pk, _, _ in counted.people],
        statements=[number for number, _ in counted.statements],
    )
    labels = dict(DeclaredRole.choices)
    said = {str(pk): (str(labels[role]) if role else None, place or None) for pk, role, place in counted.people}
    declared = {
        "role": [said[person][0] for person in votes.people],
        "municipality": [said[person][1] for person in votes.people],
    }
    benchmark = {name: given for name, given in counted.benchmark.items() if given.numbers.keys() & set(declared[name])}
    invited = {str(pk) for pk in counted.invited}
    when = {str(pk): at.timestamp() for pk, at in counted.last_answer.items()}
    start = time.process_time()
    report = analyse(
        votes,
        seed=SEED,
        declared=declared,
        benchmark={name: given.numbers for name, given in benchmark.items()},
        only={"invited": [person in invited for person in votes.people]},
        when=[when[person] for person in votes.people],
    )
    return as_json(
        report,
        people=votes.people,
        statements=votes.statements,
        texts={str(number): text for number, text in counted.statements},
        sources={name: (given.source, given.year) for name, given in benchmark.items()},
        cpu_seconds=time.process_time() - start,
    )


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
