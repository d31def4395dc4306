"""While a conversation runs: how often is said that most people agree, and taken back? Real votes in their order."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from numpy.typing import NDArray
from real import DEFAULT
from replay import in_order, latest
from results import write

from regiotafel.engine.opinions import report_of_totals
from regiotafel.engine.results.opinions import Report

ANSWERS = (1, -1, 0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    asked = parser.parse_args()
    lines = [
        "The votes in order of when they came in, told of everybody together after every hundredth part of them.",
        "*Anew*: each count by itself; *kept*: what was said stays until it is less likely than three in four. Taken",
        "back: it was said of a statement that most people agree (or disagree), and then no more. Unsure: the part of",
        "all that was said whose low end was no longer above one half.",
        "",
        "| conversation | said at the end, anew | kept | taken back, anew | kept | unsure |",
        "|---|---|---|---|---|---|",
    ]
    for path in sorted(asked.folder.glob("*/votes.csv")):
        counts = moments(in_order(path))
        anew = [report_of_totals(one, n_people=0) for one in counts]
        kept: list[Report] = []
        for one in counts:
            kept.append(report_of_totals(one, n_people=0, before=kept[-1] if kept else None))
        unsure = sum(len(one.kept) for one in kept) / max(sum(len(said(one)) for one in kept), 1)
        lines.append(
            f"| {path.parent.name} | {len(said(anew[-1]))} | {len(said(kept[-1]))} | "
            f"{taken_back(anew)} | {taken_back(kept)} | {unsure:.1%} |"
        )
    write("What is said while a conversation runs", lines)


def moments(rows: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """How often each answer was given [statements, 3], after each hundredth part of the votes."""
    n_statements = int(rows[1].max()) + 1
    found = []
    for percent in range(1, 101):
        _, statements, choices = latest(rows[:, : rows.shape[1] * percent // 100])
        found.append(np.stack([np.bincount(statements[choices == one], minlength=n_statements) for one in ANSWERS], 1))
    return found


def said(report: Report) -> set[str]:
    return {*report.common_ground, *report.common_disagreement}


def taken_back(reports: Sequence[Report]) -> int:
    return sum(len(said(before) - said(after)) for before, after in pairwise(reports))


if __name__ == "__main__":
    main()
