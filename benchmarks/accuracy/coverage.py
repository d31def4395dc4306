"""Does the 90 % interval hold the planted share in 90 of 100 conversations, in small groups as well?"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from results import write

from regiotafel.engine.common.shares import jeffreys

RUNS = 200_000
SIZES = (5, 8, 12, 20, 50, 200, 2_000)


def main() -> None:
    lines = [
        f"Share of {RUNS:,} simulations whose interval holds the planted share: over planted shares drawn evenly",
        "from 0 to 1, and the least favourable of the fixed shares .1, .2, … .9 (intervals of counts wobble).",
        "",
        "| people | any share | worst fixed share |",
        "|---|---|---|",
    ]
    random = np.random.default_rng(20_000)
    for n in SIZES:
        share = random.random(RUNS)
        fixed = [covered(np.full(RUNS // 10, one / 10), n, random) for one in range(1, 10)]
        lines.append(f"| {n} | {covered(share, n, random):.1%} | {min(fixed):.1%} |")
    write("Accuracy: intervals", lines)


def covered(share: np.ndarray, n: int, random: np.random.Generator) -> float:  # type: ignore[type-arg]
    hits = random.binomial(n, share)
    interval = jeffreys(hits, np.full(len(hits), n))
    return float(((interval[:, 1] <= share) & (share <= interval[:, 2])).mean())


if __name__ == "__main__":
    main()
