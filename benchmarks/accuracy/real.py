"""Real conversations: do our groups match those that Polis exported, and what does the order of the rows change?"""

from __future__ import annotations

import csv
import os
import sys
import warnings
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from reddwarf.implementations.base import run_pipeline
from results import write
from sklearn.metrics import adjusted_rand_score

from regiotafel.engine.opinions import Votes, analyse
from regiotafel.formats import polis

DEFAULT = Path(__file__).parents[3] / "shared" / "data" / "polis"
N_SHUFFLES = 5

Labels = dict[int, int]


def main() -> None:
    warnings.simplefilter("ignore")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    lines = [
        "Adjusted Rand index with the groups of the export, of people who have a group in both; never fitted to.",
        f"Shuffled: the least index of {N_SHUFFLES} other orders of the same rows with the first.",
        "",
        "| conversation | people | our answer | groups of Polis, ours, red-dwarf's | Polis and ours "
        "| Polis and red-dwarf's | shuffled, ours | shuffled, red-dwarf's |",
        "|---|---|---|---|---|---|---|---|",
    ]
    found = sorted(folder.glob("*/votes.csv"))
    lines += [row(one.parent) for one in found] or [f"| none in {folder.name} | | | | | | | |"]
    write("Accuracy: real conversations", lines)


def row(folder: Path) -> str:
    read = polis.read_votes((folder / "votes.csv").read_bytes())
    rows = np.array([[int(one) for one in column] for column in (read.person, read.statement, read.value)])
    exported = groups_of_export(folder / "participants-votes.csv")
    answer, own = ours(rows)
    peer = theirs(rows)
    orders = [np.random.default_rng(seed).permutation(rows.shape[1]) for seed in range(N_SHUFFLES)]
    again = [(ours(rows[:, order])[1], theirs(rows[:, order])) for order in orders]
    counts = " / ".join(str(len(set(labels.values()))) for labels in (exported, own, peer))
    return (
        f"| {folder.name} | {len(set(rows[0]))} | {answer} | {counts} | {index(exported, own):.2f} "
        f"| {index(exported, peer):.2f} | {min(index(own, one) for one, _ in again):.2f} "
        f"| {min(index(peer, one) for _, one in again):.2f} |"
    )


def groups_of_export(path: Path) -> Labels:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {int(one["participant"]): int(one["group-id"]) for one in rows if one["group-id"]}


def ours(rows: np.ndarray) -> tuple[str, Labels]:
    votes = Votes.of(*rows)
    found = analyse(votes)
    groups = found.groups
    answer = "sides" if groups.reason == "gradual" and groups.n_groups > 1 else groups.reason
    return answer, dict(zip(map(int, votes.people), found.people.group.tolist(), strict=True))


def theirs(rows: np.ndarray) -> Labels:
    votes = [{"participant_id": int(p), "statement_id": int(s), "vote": int(v), "modified": 0} for p, s, v in rows.T]
    found = run_pipeline(votes, random_state=0).participants_df["cluster_id"].dropna()
    return {int(person): int(group) for person, group in found.items()}


def index(one: Labels, other: Labels) -> float:
    both = sorted(one.keys() & other.keys())
    return float(adjusted_rand_score([one[i] for i in both], [other[i] for i in both]))


if __name__ == "__main__":
    main()
