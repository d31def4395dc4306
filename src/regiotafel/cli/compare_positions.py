"""`regiotafel compare-positions`: are two groups of municipalities as different as they look, without a server."""

from __future__ import annotations

import argparse

from regiotafel.engine import compromise
from regiotafel.engine.results import differences as results
from regiotafel.formats import positions
from regiotafel.formats.faults import FileRefused
from regiotafel.refused import Refused
from regiotafel.reports.compromise import differences as told
from regiotafel.text.same_subject import same_subjects

from .outputs import add_outputs, check_outputs, loaded, pages, tell


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("here", metavar="A", help="wie wat wil in de ene groep, YAML of JSON (- is wat er binnenkomt)")
    command.add_argument("there", metavar="B", help="hetzelfde van de andere groep")
    command.add_argument("--pairs", metavar="PAIRS.yaml", help="welke onderwerpen hetzelfde zijn, en welke niet")
    add_outputs(command)


def run(options: argparse.Namespace) -> None:
    check_outputs(options.json, options.html)
    if options.here == options.there == "-":
        raise Refused("Met - kan één bestand binnenkomen. Geef van het andere de naam.")
    here, there = (_read(name) for name in (options.here, options.there))
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
        as_html=lambda: pages().render_differences(found),
        headline=f"{told.headline(found)}.",
        summary=lambda: told.summary(found),
    )


def _read(name: str) -> positions.Positions:
    """With the name of the file in front of what is wrong, for there are two."""
    try:
        return positions.read(loaded(name, positions.MOST_BYTES))
    except FileRefused as refused:
        raise Refused(f"{name}: {refused}") from None
