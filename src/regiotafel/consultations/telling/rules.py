"""When something more is told of a consultation that runs. No database here.

What is told of one statement, or of the people who take part, is about people who are only ever added, in the order in
which they came. They come in steps: those who are told together are at least five, and those who keep waiting for the
next step are at least five too, so that also the last step, when the consultation has closed, is about five. Of both
it must be unknown what each answered: at least two answered otherwise than the others.

So two counts of one row that were told at any two moments differ by nobody, or by at least five people who did not all
answer the same.
"""

from collections.abc import Sequence
from datetime import timedelta

from regiotafel.consultations.rules import SMALLEST_GROUP

# So many must answer otherwise than most do, before people are told together.
FEWEST_OTHERS = 2
# No answer is on its way longer than this: what came before it stands in the database, in the order of its numbers.
SETTLED = timedelta(seconds=45)
# How often a step may be taken. Nobody who keeps looking sees when somebody answered.
STEP_EVERY = timedelta(hours=1)


def n_to_tell(waiting: Sequence[int | None], *, most: int, is_mixed: bool = True) -> int:
    """How many of those who wait are told now, from the first on; 0: the time has not come.

    waiting: what each of them answers now, in the order in which they came; None who took it back. Who took it back
    is passed and not counted. most: answers that may be told at once. is_mixed: of both parts it must be unknown what
    each answered.
    """
    places = [place for place, choice in enumerate(waiting) if choice is not None]
    n_told = min(most, len(places) - SMALLEST_GROUP)
    if n_told < SMALLEST_GROUP:
        return 0
    told, left = _Counts(), _Counts()
    for n, place in enumerate(places):
        (told if n < n_told else left).add(waiting[place])
    while n_told >= SMALLEST_GROUP:
        if not is_mixed or (told.n_others >= FEWEST_OTHERS and left.n_others >= FEWEST_OTHERS):
            return places[n_told - 1] + 1
        n_told -= 1
        told.take(waiting[places[n_told]])
        left.add(waiting[places[n_told]])
    return 0


class _Counts:
    """How often each answer was given."""

    def __init__(self) -> None:
        self.of = {1: 0, 0: 0, -1: 0}

    def add(self, choice: int | None) -> None:
        if choice is not None:
            self.of[choice] += 1

    def take(self, choice: int | None) -> None:
        if choice is not None:
            self.of[choice] -= 1

    @property
    def n_others(self) -> int:
        """People who did not give the answer that was given most."""
        return sum(self.of.values()) - max(self.of.values())


def may_join_at_last(n_new: int, n_told: int) -> bool:
    """Whether the count after closing has everybody of a row: not when fewer than five would come in with it."""
    return n_told == 0 or n_new >= SMALLEST_GROUP
