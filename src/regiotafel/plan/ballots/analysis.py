"""How often each measure was the most and the least important of four, and how sure that is: the door to the engine."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regiotafel.engine.common.shares import jeffreys
from regiotafel.plan.ballots.queries import FEW, Option, newest
from regiotafel.plan.ballots.rules import tallied
from regiotafel.plan.models import ChoiceRound

PERCENT = 100


@dataclass(frozen=True)
class OfFour:
    """n: how often it was shown to how many people; best, worst: in percent of that. low, high: where the share of best
    lies nine times of ten. None of these when fewer than five people saw it."""

    option: Option
    n: int
    best: int | None = None
    worst: int | None = None
    low: int | None = None
    high: int | None = None


def of_fours(round: ChoiceRound, options: Sequence[Option]) -> list[OfFour]:
    """What was the most important most often comes first, after what was the least; too few to tell come last."""
    found: dict[int, list[int]] = {}
    for said in newest(round).filter(is_blank=False).values_list("said", flat=True):
        for position, (n, best, worst) in tallied(said).items():
            sums = found.setdefault(position, [0, 0, 0, 0])
            for at, value in enumerate((n, best, worst, 1)):
                sums[at] += value
    rows = [_row(one, *found.get(one.candidate.position, (0, 0, 0, 0))) for one in options]
    return sorted(
        rows, key=lambda row: (row.best is None, (row.worst or 0) - (row.best or 0), row.option.measure.number)
    )


def _row(option: Option, n: int, best: int, worst: int, n_people: int) -> OfFour:
    if n_people < FEW:
        return OfFour(option, 0)
    _middle, low, high = jeffreys(np.array([best]), np.array([n]))[0]
    least, most = round(PERCENT * float(low)), round(PERCENT * float(high))
    return OfFour(option, n, round(PERCENT * best / n), round(PERCENT * worst / n), least, most)
