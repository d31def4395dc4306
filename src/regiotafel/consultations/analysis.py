"""The only door from consultations to the engine: rows → arrays → report → plain values."""

import time
from typing import Any

from regiotafel.consultations.models import DeclaredRole
from regiotafel.consultations.queries.reporting import Counted
from regiotafel.engine.opinions import Votes, analyse, as_json

SEED = 0


def report_on(counted: Counted) -> dict[str, Any]:
    """The report as `docs/report-schema.md` describes it. Persons are the participants' keys."""
    votes = Votes.of(
        [person for person, _, _ in counted.votes],
        [statement for _, statement, _ in counted.votes],
        [choice for _, _, choice in counted.votes],
        person_ids=[pk for pk, _, _ in counted.people],
        statement_ids=[number for number, _ in counted.statements],
    )
    labels = dict(DeclaredRole.choices)
    declared = {
        "role": [str(labels[role]) if role else None for _, role, _ in counted.people],
        "municipality": [municipality or None for _, _, municipality in counted.people],
    }
    start = time.process_time()
    report = analyse(votes, seed=SEED, declared=declared)
    return as_json(
        report,
        people=[pk for pk, _, _ in counted.people],
        statements=dict(counted.statements),
        cpu_seconds=time.process_time() - start,
    )
