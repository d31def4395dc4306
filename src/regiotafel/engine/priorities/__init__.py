"""What comes first: which measures a plan has when everybody decides about an equal part of the money, and why.

    election = Election(measures, ballots, capacity, shares, only_one)    # what all rules are asked about
    outcome = equal_shares(election, utility="cost", completion="add1u")  # or greedy(election)
    outcome = by_criteria(election, scores, weights)                      # or only in order: ranked(scores, weights)
    outcome.keys, outcome.winners, outcome.cost, outcome.short            # who is in, how, and what is too much
    outcome.payments, outcome.left                                        # by place in outcome.election.ballots
    outcome.by_kind(outcome.left)                                         # the same by kind of party
    over_years(election, capacities, rule)                                # with what was left of years before
    explained(outcome).inside, .outside                                   # who paid; what it lacked, would_win_at
    document([("2027", outcome, explained(outcome))])                     # the same by name, to keep or to write

    acceptability(doubt), always_among(doubt, 5)                          # what if weights or scores were others
    scheduled(work), broken(work, begins), delayed(work, begins, key, year)    # what begins in which year

The result does not depend on the order of measures or ballots: of measures that a rule finds equal the one whose key
comes first as text ("10" before "9") wins. Money is counted in whole numbers and fractions, never rounded. How each
step works and where it comes from stands in `election`, `buying`, `rules`, `criteria`, `robustness` and `schedule`;
docs/priorities.md explains every figure.
"""

from .buying import UTILITIES
from .criteria import Ranked, ranked
from .document import document
from .election import Ballot, Election, Measure, in_order, with_cost, without
from .explanation import Explanation, Inside, Outside, explained
from .outcome import CHOSEN, COMPLETED, STATUTORY, Outcome, Won
from .robustness import Acceptability, Doubt, acceptability, always_among, confidence
from .rules import COMPLETIONS, RULES, STARTS, by_criteria, equal_shares, greedy
from .schedule import Break, Schedule, Task, Work, broken, circle, delayed, scheduled, used
from .years import over_years

__all__ = [
    "CHOSEN",
    "COMPLETED",
    "COMPLETIONS",
    "RULES",
    "STARTS",
    "STATUTORY",
    "UTILITIES",
    "Acceptability",
    "Ballot",
    "Break",
    "Doubt",
    "Election",
    "Explanation",
    "Inside",
    "Measure",
    "Outcome",
    "Outside",
    "Ranked",
    "Schedule",
    "Task",
    "Won",
    "Work",
    "acceptability",
    "always_among",
    "broken",
    "by_criteria",
    "circle",
    "confidence",
    "delayed",
    "document",
    "equal_shares",
    "explained",
    "greedy",
    "in_order",
    "over_years",
    "ranked",
    "scheduled",
    "used",
    "with_cost",
    "without",
]
