"""From votes to an opinion space, groups, and what people agree on.

    votes = Votes.of(person_ids, statement_ids, values)
    report = analyse(votes, seed=0, declared={"role": roles})
    as_json(report, people=votes.people, statements=votes.statements)

The result does not depend on the order of the rows or on the names of the people. How each step works and where it
comes from stands in `space`, `groups`, `agreement` and `privacy`; docs/report-schema.md explains every figure.
"""

from .document import as_json
from .report import ENGINE_VERSION, SCHEMA, Report, analyse
from .votes import Votes

__all__ = ["ENGINE_VERSION", "SCHEMA", "Report", "Votes", "analyse", "as_json"]
