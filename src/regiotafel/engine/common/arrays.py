"""Names for the arrays that everything is made of."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Number = TypeVar("Number", bound=np.generic)


def distinct(values: NDArray[Number]) -> NDArray[Number]:
    """The different values [n], in order. (`np.unique` loads masked arrays when it is first asked for no more than
    that, and `np.median` too: that takes longer than most analyses.)"""
    found = np.sort(values)
    is_new: Bools = np.ones(len(found), dtype=np.bool_)
    is_new[1:] = found[1:] != found[:-1]
    return found[is_new]
