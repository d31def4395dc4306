"""From rows to a report: rows → arrays → report → plain values."""

import time
from math import nan

from regiotafel.consultations.models import DeclaredRole
from regiotafel.consultations.outcome.queries import Counted, name_of
from regiotafel.engine.opinions import Claim, Votes, analyse, people_of, report_of
from regiotafel.engine.results import opinions as results

SEED = 0


def report_on(
    counted: Counted, before: results.Report | None = None
) -> tuple[results.Report, dict[str, results.Person]]:
    """The report as `docs/report-schema.md` describes it, and its people under the names of `name_of`. before: what was
    last said of these people, while more of them come."""
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
    found = analyse(
        votes,
        seed=SEED,
        before=Claim.in_report(before) if before else None,
        declared=declared,
        benchmark={name: given.numbers for name, given in benchmark.items()},
        only={"invited": [person in invited for person in votes.people]},
        # Of what was read in from elsewhere nobody may know when it was answered.
        when=[when.get(person, nan) for person in votes.people] if when else None,
    )
    report = report_of(
        found,
        statements=votes.statements,
        texts={str(number): text for number, text in counted.statements},
        sources={name: (given.source, given.year) for name, given in benchmark.items()},
        cpu_seconds=time.process_time() - start,
    )
    return report, people_of(found, [name_of(person) for person in votes.people])
