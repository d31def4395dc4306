"""Which statement to ask next: the one whose answer says most about what is common ground, and each now and then.

Common ground is at most `most` statements with which more than half agree. A statement is worth asking when it could
still be on the other side of that border: its weight is the chance, under the posterior of its share (Beta with
Jeffreys' prior, as everywhere), that it is, times the spread of that posterior, which is what one more answer makes
smaller. It is the idea of top-two sampling for the best few (Russo 2020, Operations Research 68:1625). A fifth of all
turns goes to the seldom answered, so that every statement gets its exposure and an early accident can be put right.

Only counts are used, never who asks: what a person is asked says nothing about what the person answered.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betainc

from .votes import Bools, Floats, Ints

MOST = 10
SHARE_OF_EXPOSURE = 0.2
PROMPT = 5  # answers that every statement needs before anything else counts


def weights(agree: Ints, answered: Ints, most: int = MOST) -> Floats:
    """Chance of being asked next [statements], sum one; agree, answered: counts so far [statements]."""
    if not len(answered):
        return np.zeros(0)
    exposure: Floats = np.asarray(1.0 / (answered + 1.0), dtype=np.float64)
    new = answered < PROMPT
    if new.any():
        # Half of the turns until they are known: a statement of today does not wait for those of last month.
        first = np.where(new, PROMPT - answered, 0).astype(np.float64)
        return np.asarray(0.5 * first / first.sum() + 0.5 * _mixed(agree, answered, exposure, most))
    return _mixed(agree, answered, exposure, most)


def _mixed(agree: Ints, answered: Ints, exposure: Floats, most: int) -> Floats:
    value = _value(agree, answered, most)
    seldom = exposure / exposure.sum()
    if value.sum() <= 0:
        return np.asarray(seldom)
    return np.asarray(SHARE_OF_EXPOSURE * seldom + (1.0 - SHARE_OF_EXPOSURE) * value / value.sum())


def _value(agree: Ints, answered: Ints, most: int) -> Floats:
    hits, misses = agree + 0.5, answered - agree + 0.5
    share = hits / (hits + misses)
    ordered = np.sort(share)[::-1]
    border = 0.5
    if len(ordered) > most:
        border = max(border, float(ordered[most - 1] + ordered[most]) / 2.0)
    below = betainc(hits, misses, border)
    wrong = np.minimum(below, 1.0 - below)
    return np.asarray(wrong * np.sqrt(share * (1.0 - share) / (hits + misses + 1.0)))


def turn(weight: Floats, seen: Bools, draw: Floats) -> int | None:
    """The statement to ask somebody: weighted sampling without replacement of what this person has not seen
    (Efraimidis & Spirakis 2006, Information Processing Letters 97:181). draw: [statements], between 0 and 1, fixed per
    person, so that the same page asks the same. None when all has been seen."""
    if seen.all():
        return None
    waiting = -np.log(np.clip(draw, 1e-300, 1.0)) / np.maximum(weight, 1e-300)
    return int(np.where(seen, np.inf, waiting).argmin())
