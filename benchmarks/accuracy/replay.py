"""What does a running conversation say along the way? Real votes in the order in which they came in."""

from __future__ import annotations

import argparse
import csv
import os
import sys
import warnings
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from real import DEFAULT, index, theirs
from results import write
from seeds import answer

from regiotafel.engine.opinions import Claim, Votes, analyse

FIRST = 10  # per cent of the votes: before that there is little to say


@dataclass
class Told:
    """said: the answer at each step; groups: who stood where."""

    said: list[str] = field(default_factory=list)
    groups: list[dict[int, int]] = field(default_factory=list)

    def add(self, said: str, groups: dict[int, int]) -> None:
        self.said.append(said)
        self.groups.append(groups)

    def row(self) -> str:
        """How often it changes, and who stands where from each step to the next, where both show groups."""
        changed = sum(one != other for one, other in pairwise(self.said))
        numbers = [len(set(one.values())) for one in self.groups]
        renumbered = sum(one != other for one, other in pairwise(numbers))
        alike = [
            index(one, other)
            for one, other in pairwise(self.groups)
            if len(set(one.values())) > 1 < len(set(other.values()))
        ]
        shown = f"{np.median(alike):.2f} | {np.quantile(alike, 0.05):.2f}" if alike else " | "
        return f"{changed} | {renumbered} | {shown}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--step", type=int, default=1, help="per cent of the votes")
    parser.add_argument("--only", default="", help="conversations with this in their name")
    parser.add_argument("--ours", action="store_true", help="without the peer, which takes longest")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    steps = range(FIRST, 101, asked.step)
    lines = [
        f"The votes in order of when they came in, from {FIRST} % on in steps of {asked.step} %: {len(steps)} answers.",
        "How often another answer is given than the step before, how often with another number of groups or sides, and",
        "the adjusted Rand index of who stands where with the step before. *Kept*: each analysis is handed what was",
        "said at the step before, and says so until something else stands by its error."
        + ("" if asked.ours else " The peer always shows groups."),
        "",
        "| conversation | whose | other answer | other number | who, median | who, one in twenty | last answer |",
        "|---|---|---|---|---|---|---|",
    ]
    for path in sorted(asked.folder.glob(f"*{asked.only}*/votes.csv")):
        for whose, told in along(in_order(path), steps, with_peer=not asked.ours).items():
            lines.append(f"| {path.parent.name} | {whose} | {told.row()} | {told.said[-1]} |")
            print(lines[-1], flush=True)
    write("Accuracy: votes as they come in", lines)


def along(rows: np.ndarray, steps: range, *, with_peer: bool) -> dict[str, Told]:
    """What each says at each step."""
    told = {"ours": Told(), "ours, kept": Told()} | ({"red-dwarf": Told()} if with_peer else {})
    before: Claim | None = None
    for step in steps:
        some = latest(rows[:, : rows.shape[1] * step // 100])
        votes = Votes.of(*some)
        people = list(map(int, votes.people))
        for whose, last in (("ours", None), ("ours, kept", before)):
            found = analyse(votes, before=last)
            told[whose].add(answer(found), dict(zip(people, found.people.group.tolist(), strict=True)))
        before = found.groups.claim
        if with_peer:
            shown = theirs(some)
            told["red-dwarf"].add(f"{len(set(shown.values()))} groups", shown)
    return told


def in_order(path: Path) -> np.ndarray:
    """Person, statement and vote [3, votes], the first that came in first."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows.sort(key=lambda row: int(row["timestamp"]))
    return np.array([[int(row["voter-id"]), int(row["comment-id"]), int(row["vote"])] for row in rows]).T


def latest(rows: np.ndarray) -> np.ndarray:
    """The last vote of each person on each statement."""
    kept = {(person, statement): value for person, statement, value in rows.T.tolist()}
    return np.array([[*who, value] for who, value in kept.items()]).T


if __name__ == "__main__":
    main()
