"""`regiotafel compromise`: a package of levels that every municipality can live with, without a server."""

from __future__ import annotations

import argparse
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from regiotafel.engine import compromise
from regiotafel.engine.results import compromise as results
from regiotafel.formats import positions
from regiotafel.refused import Refused
from regiotafel.reports.compromise import sentences

from .outputs import add_outputs, check_outputs, loaded, pages, tell

DEFAULT_SECONDS = 300.0


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="wie wat wil, als YAML of JSON (- is wat er binnenkomt)")
    command.add_argument(
        "--rule",
        action="append",
        choices=compromise.RULES,
        type=lambda name: name.replace("-", "_"),
        help="alleen deze regel; mag vaker (standaard alle vijf)",
    )
    command.add_argument(
        "--seconds",
        metavar="N",
        type=_seconds,
        default=DEFAULT_SECONDS,
        help="zoek hooguit zo lang, en houd dan het beste tot nu toe; 0 is alleen het snelle antwoord (standaard 300)",
    )
    command.add_argument(
        "--explain", action="store_true", help="vertel ook wat elk breekpunt kost, en of het pakket standhoudt"
    )
    add_outputs(command)


def _seconds(text: str) -> float:
    try:
        seconds = float(text.replace(",", "."))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 1e6:
        raise argparse.ArgumentTypeError("dit is een aantal seconden vanaf 0")
    return seconds


def run(options: argparse.Namespace) -> None:
    check_outputs(options.json, options.html)
    read = positions.read(loaded(options.file, positions.MOST_BYTES))
    problem = compromise.problem_of(read)
    if options.rule == ["nash"] and problem.no_agreement is None:
        raise Refused("De regel nash heeft no_agreement nodig: wat er geldt zolang er geen afspraak is.")
    with _stopped_by_hand() as stopped:
        patience = compromise.Patience(time.monotonic() + options.seconds, time.monotonic, lambda: bool(stopped))
        rules = options.rule or compromise.RULES
        told = {"with_people": not options.rule, "explained": options.explain}
        found = compromise.found(problem, patience, rules, **told)
    tell(
        options.json,
        options.html,
        as_json=lambda: results.as_text(found),
        as_html=lambda: pages("compromise").render(found, title=read.title),
        headline=sentences.headline(found),
        summary=lambda: sentences.summary(found),
    )


@contextmanager
def _stopped_by_hand() -> Iterator[list[int]]:
    """Ctrl-C ends the search and keeps the best so far; a second time it ends the command."""
    stopped: list[int] = []

    def stop(*_: Any) -> None:
        if stopped:
            raise KeyboardInterrupt
        stopped.append(1)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)
