"""Who knows this program and runs it backwards: every table of answers that would have been told in the same words."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from regiotafel.engine.common import privacy
from regiotafel.engine.common.arrays import Ints

ANSWERS = 3


def tables(sizes: tuple[int, ...]) -> Ints:
    """All ways in which parts of these sizes can answer [tables, parts, answers]."""
    ways = [[(a, d, n - a - d) for a in range(n + 1) for d in range(n + 1 - a)] for n in sizes]
    return np.array(list(product(*ways)))


def told_in_the_same_words(all_counts: Ints, n_left: int) -> Ints:
    """Which tables are told in the same words [tables]; the last n_left parts are those of who is in no part."""
    counts, whole = all_counts[:, : all_counts.shape[1] - n_left], all_counts.sum(axis=1)
    told = privacy.told(counts, whole)
    everybody = privacy.told(whole[:, None], whole)
    said = [told.hide, told.lower, told.untold, everybody.lower, everybody.untold]
    return np.asarray(
        np.unique(np.hstack([one.reshape(len(whole), -1) for one in said]), axis=0, return_inverse=True)[1]
    )


def found_out(all_counts: Ints, same: Ints) -> list[str]:
    """Parts of which all tables that are told in the same words have the same answer of everybody, or of everybody but
    one, who knows their own answer."""
    found = []
    order = np.argsort(same, kind="stable")
    starts = np.flatnonzero(np.diff(same[order], prepend=-1))
    for part in range(all_counts.shape[1]):
        counts = all_counts[order, part]
        for own in (None, *range(ANSWERS)):
            rest = counts if own is None else counts - np.eye(ANSWERS, dtype=np.int64)[own]
            able = rest.min(axis=1) >= 0
            of_one_mind = (rest > 0).sum(axis=1) == 1
            given = np.where(able, np.where(of_one_mind, rest.argmax(axis=1), ANSWERS), -1)
            most = np.maximum.reduceat(given, starts)
            least = np.minimum.reduceat(np.where(given < 0, ANSWERS, given), starts)
            for one in np.flatnonzero((most == least) & (most < ANSWERS) & (most >= 0)):
                worlds = order[starts[one] : starts[one + 1] if one + 1 < len(starts) else None]
                found.append(f"part {part}, known {own}: {all_counts[worlds].tolist()}")
    return found


# People per part; the last n_left parts are of who is in no part.
@pytest.mark.parametrize(
    ("sizes", "n_left"), [((12,), 0), ((5, 9), 0), ((6, 8), 1), ((7, 1, 4), 1), ((5, 5, 6), 0), ((5, 6, 5), 1)]
)
def test_nobody_is_found_by_running_the_program_backwards(sizes: tuple[int, ...], n_left: int) -> None:
    every = tables(sizes)
    assert found_out(every, told_in_the_same_words(every, n_left)) == []


def test_two_less_per_answer_would_be_added_again_by_who_knows_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy, "_room", lambda alike: np.full(ANSWERS, 2))
    every = tables((5, 14))
    assert found_out(every, told_in_the_same_words(every, 0))
