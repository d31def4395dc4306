"""`regiotafel compromise`: a package of levels that every municipality can live with, without a server."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from regiotafel.engine import compromise
from regiotafel.engine.results import compromise as results
from regiotafel.formats import positions, tables
from regiotafel.refused import Refused
from regiotafel.reports.compromise import sentences

from .outputs import write_files

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
    command.add_argument("--json", metavar="OUT.json", help="schrijf de uitkomst als JSON (- is het scherm)")
    command.add_argument("--html", metavar="OUT.html", help="schrijf de uitkomst als webpagina (- is het scherm)")


def _seconds(text: str) -> float:
    try:
        seconds = float(text.replace(",", "."))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 1e6:
        raise argparse.ArgumentTypeError("dit is een aantal seconden vanaf 0")
    return seconds


def run(options: argparse.Namespace) -> None:
    if options.json == "-" and options.html == "-":
        raise Refused("Met - kan één uitkomst naar het scherm. Geef voor de andere de naam van een bestand.")
    read = positions.read(_loaded(options.file))
    problem = compromise.problem_of(read)
    if options.rule == ["nash"] and problem.no_agreement is None:
        raise Refused("De regel nash heeft no_agreement nodig: wat er geldt zolang er geen afspraak is.")
    with _greeting_elsewhere(), _stopped_by_hand() as stopped:
        patience = compromise.Patience(time.monotonic() + options.seconds, time.monotonic, lambda: bool(stopped))
        rules = options.rule or compromise.RULES
        told = {"with_people": not options.rule, "explained": options.explain}
        found = compromise.found(problem, patience, rules, **told)
    _write(options, read, found)


def _loaded(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(positions.MOST_BYTES + 1)
    return tables.load(Path(name), positions.MOST_BYTES)


@contextmanager
def _greeting_elsewhere() -> Iterator[None]:
    """HiGHS says its name on the terminal when it is first used; what we print there is for who asked."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


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


def _write(options: argparse.Namespace, read: positions.Positions, found: results.Compromise) -> None:
    """Every output or none: nothing is renamed into place before everything is written."""
    texts: dict[str, str] = {}
    if options.json:
        texts[options.json] = results.as_text(found)
    if options.html:
        from regiotafel.reports.compromise.html import render

        if options.html in texts:
            raise Refused("Geef --json en --html elk een eigen naam.")
        texts[options.html] = render(found, title=read.title)
    write_files({Path(name): text for name, text in texts.items() if name != "-"})
    if written := [name for name in texts if name != "-"]:
        print(f"{sentences.headline(found)} Geschreven: {', '.join(written)}", file=sys.stderr)
    if "-" in texts:
        print(texts["-"], end="")
    elif not texts:
        print("\n".join(sentences.summary(found)))
    sys.stdout.flush()
