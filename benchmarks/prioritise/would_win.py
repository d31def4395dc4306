"""Every cost at which a measure that is out would have won: run again at that cost, and at one more.

    .venv/bin/python benchmarks/prioritise/would_win.py [FOLDER] [--completion C …] [--utility U …]

FOLDER has `.pb` files (default `../shared/data/pabulib`). Counted are costs at which the rule did not choose the
measure (*wrong*), those at one more than which it did (*wrong above*), those that are proven to be the highest, and
those that are not; with the processor time of telling why everything is in or out.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE.parent)]


def main() -> None:
    from results import write  # noqa: PLC0415

    from regiotafel.engine.priorities import COMPLETIONS, UTILITIES  # noqa: PLC0415

    asked = argparse.ArgumentParser()
    asked.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "data" / "pabulib")
    asked.add_argument("--completion", nargs="+", choices=COMPLETIONS, default=list(COMPLETIONS))
    asked.add_argument("--utility", nargs="+", choices=UTILITIES, default=list(UTILITIES))
    options = asked.parse_args()
    lines = ["| election | utility | completion | out | proven | not | none | wrong | wrong above | seconds |"]
    lines += ["|---|---|---|" + "---|" * 7]
    for file in sorted(options.folder.glob("*.pb")):
        for completion in options.completion:
            for utility in options.utility:
                lines.append(row(file, utility, completion))
                print(lines[-1], flush=True)
    write("Costs at which a measure would have won", lines)


def row(file: Path, utility: str, completion: str) -> str:
    from regiotafel.engine import priorities  # noqa: PLC0415
    from regiotafel.formats import pabulib  # noqa: PLC0415

    poll = pabulib.read(file.read_bytes())
    measures = [priorities.Measure(one.key, one.cost) for one in poll.projects]
    election = priorities.in_order(
        priorities.Election(measures, [priorities.Ballot(one.scores) for one in poll.voters], poll.budget)
    )

    def wins(key: str, cost: int) -> bool:
        again = priorities.with_cost(election, key, cost)
        found = priorities.equal_shares(again, utility=utility, completion=completion)
        return any(one.key == key and one.how == priorities.CHOSEN for one in found.winners)

    found = priorities.equal_shares(election, utility=utility, completion=completion)
    begun = time.process_time()
    outside = priorities.explained(found).outside
    seconds = time.process_time() - begun
    told = [(one, one.would_win_at) for one in outside]
    proven = sum(one.is_highest for one in outside)
    none = sum(at is None for _, at in told)
    wrong = sum(at is not None and not wins(one.key, at) for one, at in told)
    above = sum(at is not None and wins(one.key, at + 1) for one, at in told)
    name = file.stem.replace("_", " ")
    cells = f"{len(outside)} | {proven} | {len(outside) - proven} | {none} | {wrong} | {above} | {seconds:.1f}"
    return f"| {name} | {utility} | {completion} | {cells} |"


if __name__ == "__main__":
    main()
