"""Which statement to ask next: the one whose answer says most about what is common ground, and each now and then.

Common ground is at most `most` statements with which more than half agree. A statement is worth asking when it could
still be on the other side of that border: its weight is the chance, under the posterior of its share (Beta with
Jeffreys' prior, as everywhere), that it is, times the spread of that posterior, which is what one more answer makes
smaller. It is the idea of top-two sampling for the best few (Russo 2020, Operations Research 68:1625). A fifth of all
turns goes to the seldom answered, so that every statement gets its exposure and an early accident can be put right.

Only counts are used, never who asks: what a person is asked says nothing about what the person answered.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats, Ints
from regiotafel.engine.common.posterior import below

MOST = 10
SHARE_OF_EXPOSURE = 0.2
PROMPT = 5  # answers that every statement needs before anything else counts


def weights(agree: Ints, answered: Ints, most: int = MOST) -> Floats:
    """Chance of being asked next [statements], sum one; agree, answered: counts so far [statements]."""
    return np.array(chances(agree.tolist(), answered.tolist(), most))


def chances(agree: Sequence[int], answered: Sequence[int], most: int = MOST) -> list[float]:
    """The same of plain numbers, for who asks one person: between two votes almost nothing changes, and what did not
    change is not computed again."""
    exposure = [1.0 / (n + 1.0) for n in answered]
    border = _border(agree, answered, most)
    value = [_value(hits, n, border) for hits, n in zip(agree, answered, strict=True)]
    first = [PROMPT - n if n < PROMPT else 0 for n in answered]
    # Half of the turns until they are known: a statement of today does not wait for those of last month.
    share = 0.5 if any(first) else 0.0
    by_value = (1.0 - share) * (1.0 - SHARE_OF_EXPOSURE) / (sum(value) or math.inf)
    by_exposure = (1.0 - share) * (SHARE_OF_EXPOSURE if by_value else 1.0) / (sum(exposure) or 1.0)
    by_first = share / (sum(first) or 1)
    return [
        by_first * one + by_exposure * two + by_value * three
        for one, two, three in zip(first, exposure, value, strict=True)
    ]


def _border(agree: Sequence[int], answered: Sequence[int], most: int) -> float:
    """In whole hundredths, so that it moves seldom."""
    if len(answered) <= most:
        return 0.5
    shares = sorted([(hits + 0.5) / (n + 1.0) for hits, n in zip(agree, answered, strict=True)], reverse=True)
    return max(0.5, round((shares[most - 1] + shares[most]) / 2.0, 2))


@lru_cache(maxsize=100_000)
def _value(agree: int, answered: int, border: float) -> float:
    hits, misses = agree + 0.5, answered - agree + 0.5
    share = hits / (hits + misses)
    chance = below(border, agree, answered - agree)
    return min(chance, 1.0 - chance) * math.sqrt(share * (1.0 - share) / (hits + misses + 1.0))


def next_of(chance: Sequence[float], draw: Sequence[float], places: Sequence[int]) -> int:
    """Of these places the one to ask somebody: weighted sampling without replacement (Efraimidis & Spirakis 2006,
    Information Processing Letters 97:181). draw: between 0 and 1, fixed per person, so that the same page asks the
    same."""
    turns = [-math.log(max(draw[i], 1e-300)) / max(chance[i], 1e-300) for i in places]
    return places[turns.index(min(turns))]


def turn(weight: Floats, seen: Bools, draw: Floats) -> int | None:
    """The statement to ask somebody who has seen these [statements]. None when all has been seen."""
    places = np.flatnonzero(~seen).tolist()
    return next_of(weight.tolist(), draw.tolist(), places) if places else None
