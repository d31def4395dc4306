"""Nothing about fewer than five people, also not by subtracting.

A row splits the people who answered one statement (or all people) into cells. Known to the reader: the total, and
every cell that is shown. What can be derived is the sum of all hidden cells, so that sum must be about nobody or about
at least `smallest` people. People in no cell (without a group, without a declared role) count as one more hidden cell.
"""

from __future__ import annotations

import numpy as np

from .arrays import Bools, Ints

SMALLEST_GROUP = 5  # people, about whom something may be told


def hidden(sizes: Ints, totals: Ints, smallest: int = SMALLEST_GROUP, also: Bools | None = None) -> Bools:
    """Which cells to hide [rows, cells].

    sizes: people per cell [rows, cells]; totals: people per row [rows], at least the sum of the cells;
    also: cells that are hidden for another reason [rows, cells]. A row with a total of 1 to smallest - 1 is
    hidden as a whole.
    """
    hide = (sizes > 0) & (sizes < smallest)
    if also is not None:
        hide |= also
    hide |= ((totals > 0) & (totals < smallest))[:, None]
    rows = np.arange(len(sizes))
    for _ in range(sizes.shape[1]):
        shown = np.where(hide, 0, sizes)
        rest = totals - shown.sum(axis=1)
        again = (rest > 0) & (rest < smallest) & (shown.sum(axis=1) > 0)
        if not again.any():
            break
        # The smallest cell that has people in it: hiding an empty cell would not help.
        smallest_shown = np.where(shown > 0, shown, np.iinfo(np.int64).max).argmin(axis=1)
        hide[rows[again], smallest_shown[again]] = True
    return hide
