"""Where groups that differ elsewhere agree."""

from __future__ import annotations

import numpy as np

from regiotafel.engine.opinions.checks.unexpected import unexpected
from regiotafel.engine.opinions.splits import split


def test_groups_that_differ_on_all_but_one_statement_agree_unexpectedly_on_that_one() -> None:
    counts = np.zeros((6, 2, 3), dtype=np.int64)
    counts[:5, 0], counts[:5, 1] = (90, 10, 0), (10, 90, 0)
    counts[5] = (95, 5, 0)
    found = unexpected(split(counts, counts.sum(axis=1), 5))
    assert [(one.statement, one.answer) for one in found] == [(5, "agree")]
