"""`regiotafel compare-positions`: are two groups of municipalities as different as they look, without a server."""

from __future__ import annotations

import argparse

from regiotafel.engine import compromise
from regiotafel.engine.results import differences as results
from regiotafel.formats import positions
from regiotafel.formats.faults import FileRefused
from regiotafel.refused import Refused
from regiotafel.reports.compromise import differences as told
from regiotafel.text.same_subject import phrases_in, same_subjects

from .outputs import add_outputs, check_outputs, loaded, pages, tell


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("here", metavar="A", help="wie wat wil in de ene groep, YAML of JSON (- is wat er binnenkomt)")
    command.add_argument("there", metavar="B", help="hetzelfde van de andere groep")
    command.add_argument("--pairs", metavar="PAIRS.yaml", help="welke onderwerpen hetzelfde zijn, en welke niet")
    for side, file in (("here", "A"), ("there", "B")):
        command.add_argument(
            f"--only-{side}",
            metavar="NAMEN",
            default="",
            help=f"alleen deze gemeenten van {file}, met komma’s ertussen: zo vergelijk je delen van één bestand",
        )
    add_outputs(command)


def run(options: argparse.Namespace) -> None:
    check_outputs(options.json, options.html)
    if options.here == options.there == "-":
        raise Refused("Met - kan één bestand binnenkomen. Geef van het andere de naam.")
    here, there = _read(options.here, options.only_here), _read(options.there, options.only_there)
    positions.check_levels(here, there)
    said = positions.Pairs()
    if options.pairs:
        said = positions.read_pairs(loaded(options.pairs, positions.MOST_BYTES), here, there)
    pairs = same_subjects(
        positions.words_of_subjects(here), positions.words_of_subjects(there), same=said.same, different=said.different
    )
    found = compromise.beside(here, there, pairs, told.names_of(here.title, there.title))
    tell(
        options.json,
        options.html,
        as_json=lambda: results.as_text(found),
        as_html=lambda: pages("compromise").render_differences(found),
        headline=f"{told.headline(found)}.",
        summary=lambda: told.summary(found),
    )


def _read(name: str, only: str) -> positions.Positions:
    """only: names of parties; none is all of them. With the name of the file in front of what is wrong, for there are
    two."""
    try:
        read = positions.read(loaded(name, positions.MOST_BYTES))
    except FileRefused as refused:
        raise Refused(f"{name}: {refused}") from None
    chosen = phrases_in(only)
    if unknown := [one for one in chosen if one not in read.parties]:
        raise Refused(f"{name}: deze gemeente staat niet bij parties: {', '.join(unknown)}.")
    return positions.part_of(read, chosen) if chosen else read
