"""From votes to an opinion space, groups, and what people agree on.

    votes = Votes.of(person_ids, statement_ids, values)
    found = analyse(votes, seed=0, declared={"role": roles})
    report_of(found, statements=votes.statements), people_of(found, votes.people)

Votes that do not fit in memory come in parts (`counting`): partition → merge → finish, then place → tally → add, then
`analysis_of`. `analyse` is the same with one part.

Who analyses the same conversation again hands on what was said of it, which is said until something else is surely so:

    analyse(votes, before=Claim.in_report(report))

The result does not depend on the order of the rows or on the names of the people. How each step works and where it
comes from stands in `space`, `mixture`, `groups`, `sorting` and `checks`; docs/report-schema.md explains every figure.
"""

from .analysis import ENGINE_VERSION, Analysis, analyse, analysis_of
from .counting import NOTHING, State, Tally, add, empty_tally, merge, partition
from .document import as_json, people_of, report_of, report_of_totals, whole
from .groups import Claim
from .model import Model, finish, place, tally, without_people
from .simulation import Planted, simulate
from .votes import Votes, in_order

__all__ = [
    "ENGINE_VERSION",
    "NOTHING",
    "Analysis",
    "Claim",
    "Model",
    "Planted",
    "State",
    "Tally",
    "Votes",
    "add",
    "analyse",
    "analysis_of",
    "as_json",
    "empty_tally",
    "finish",
    "in_order",
    "merge",
    "partition",
    "people_of",
    "place",
    "report_of",
    "report_of_totals",
    "simulate",
    "tally",
    "whole",
    "without_people",
]
