"""`regiotafel simulate`: invented votes with groups in them, as parts in Parquet."""

from __future__ import annotations

import argparse
from pathlib import Path

from regiotafel.engine import opinions
from regiotafel.formats import parquet
from regiotafel.refused import Refused
from regiotafel.reports.numbers import large

from .arguments import count, seed


def arguments(simulate: argparse.ArgumentParser) -> None:
    simulate.add_argument("folder", metavar="MAP", type=Path, help="nieuwe of lege map voor de delen")
    simulate.add_argument("--people", type=count, default=10_000, help="aantal deelnemers (10000)")
    simulate.add_argument("--statements", type=count, default=100, help="aantal stellingen (100)")
    simulate.add_argument("--votes", type=count, default=30, help="stemmen per persoon, gemiddeld (30)")
    simulate.add_argument("--groups", type=count, default=3, help="aantal groepen (3)")
    simulate.add_argument("--apart", type=float, default=1.5, help="hoe ver de groepen uit elkaar liggen (1.5)")
    simulate.add_argument("--parts", type=count, default=4, help="aantal bestanden (4)")
    simulate.add_argument("--seed", type=seed, default=0, help="startgetal voor het toeval, de seed (standaard 0)")


def run(options: argparse.Namespace) -> None:
    folder = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} bestaat al. Kies een nieuwe of een lege map.")
    planted = opinions.Planted(options.statements, options.groups, options.apart, options.votes, seed=options.seed)
    folder.mkdir(parents=True, exist_ok=True)
    n_votes = first = 0
    for part in range(options.parts):
        n_people = options.people // options.parts + (part < options.people % options.parts)
        votes, _ = opinions.simulate(planted, n_people, part)
        here = parquet.Part(votes.person, votes.statement, votes.value, first, n_people, options.statements)
        parquet.write(folder / f"part-{part:05}.parquet", here)
        first += n_people
        n_votes += len(votes.value)
    print(f"{large(n_votes)} stemmen van {large(first)} deelnemers in {folder}.")
