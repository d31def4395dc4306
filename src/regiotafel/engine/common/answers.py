"""The three answers, in the one order in which everything counts them: agree, disagree, unsure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

AGREE, DISAGREE, UNSURE = range(3)
N_ANSWERS = 3
_OF_VALUE = np.array([UNSURE, AGREE, DISAGREE], dtype=np.int32)  # of the votes 0, 1 and (from behind) -1


def as_answers(value: NDArray[np.int8]) -> NDArray[np.int32]:
    """The place of each vote among the answers; value: 1 agree, 0 unsure, -1 disagree."""
    return np.asarray(_OF_VALUE[value])
