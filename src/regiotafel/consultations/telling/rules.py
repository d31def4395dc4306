"""When something more is told of a consultation that runs. No database here.

What is told of one statement, or of the people who take part, is about people who are only ever added, in the order in
which they came. They come in steps: those who are told together are at least five, and those who keep waiting for the
next step are at least five too, so that also the last step, when the consultation has closed, is about five. Of both
it must be unknown what each answered, by the same measure as in a report (`engine/common/privacy.py`).

So two counts of one row that were told at any two moments differ by nobody, or by at least five people who did not all
answer the same.
"""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from regiotafel.consultations.rules import SMALLEST_GROUP, may_come

# How often each answer was given: agree, disagree and unsure.
Counts = tuple[int, int, int]
NOBODY: Counts = (0, 0, 0)
AGREE, DISAGREE, UNSURE = _ANSWERS = (1, -1, 0)
# An answer is as good as never on its way longer than this.
SETTLED = timedelta(seconds=45)
# How often a step may be taken. Nobody who keeps looking sees when somebody answered.
STEP_EVERY = timedelta(hours=1)


def n_to_tell(waiting: Sequence[int | None], *, most: int, is_mixed: bool = True) -> int:
    """How many of those who wait are told now, from the first on; 0: the time has not come.

    waiting: what each of them answers now, in the order in which they came; None who took it back. Who took it back
    is passed and not counted. most: answers that may be told at once. is_mixed: of both parts it must be unknown what
    each answered.
    """
    if not waiting:
        return 0
    given = np.array([[choice == answer for answer in _ANSWERS] for choice in waiting])
    told = given.cumsum(axis=0)
    fits = given.any(axis=1) & (told.sum(axis=1) <= most)
    for part in (told, told[-1] - told):
        fits &= may_come(part) if is_mixed else part.sum(axis=1) >= SMALLEST_GROUP
    return int(np.flatnonzero(fits).max(initial=-1)) + 1


def may_join_at_last(*, came: Counts, told: Counts, now: Counts) -> bool:
    """Whether the count after closing has a row as it is now, or as it was told before.

    came: what who was not told before answers. Who answers otherwise than was told of them leaves one answer and comes
    to another: neither with them nor without them the difference may tell what anybody answered.
    """
    return not any(told) or all(may_come(np.array([came, np.subtract(now, told)])))


def may_people_join_at_last(*, n_told: int, n_new: int) -> bool:
    """The same of how many people take part. Who was told to take part stays so, also who took everything back."""
    return n_told == 0 or n_new >= SMALLEST_GROUP


def counts_of(choices: Sequence[int | None]) -> Counts:
    """How often each answer was given."""
    return choices.count(AGREE), choices.count(DISAGREE), choices.count(UNSURE)
