"""Names for the arrays that everything is made of."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """The different values [n], in order. (`np.unique` loads masked arrays when it is first asked for no more than
    that, and `np.median` too: that takes longer than most analyses.)"""
    found = np.sort(values)
    return found[np.concatenate((np.ones(min(len(found), 1), dtype=np.bool_), found[1:] != found[:-1]))]
