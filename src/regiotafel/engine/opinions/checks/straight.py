"""People who gave one answer to everything: straight-liners. They stay in every count.

All the same answer to at least `LONG` statements is sometimes an opinion and sometimes no reading at all (Krosnick
1991, Applied Cognitive Psychology 5:213, calls it satisficing). Which of the two nobody can tell from the answers, so
they are told apart, and the conclusions are looked at without them.
"""

from __future__ import annotations

import numpy as np

from regiotafel.engine.common.arrays import Bools
from regiotafel.engine.opinions.votes import Votes

LONG = 10  # statements


def straight_liners(votes: Votes) -> Bools:
    """Who gave one answer, agree, disagree or unsure, to all of at least `LONG` statements [people]."""
    n_votes = np.bincount(votes.person, minlength=votes.n_people)
    sums = np.zeros((votes.n_people, 3), dtype=np.int64)
    np.add.at(sums, (votes.person, votes.value + 1), 1)
    return np.asarray((n_votes >= LONG) & (sums.max(axis=1, initial=0) == n_votes))
