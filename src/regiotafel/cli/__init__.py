"""`regiotafel`: analyse a conversation without a server, or manage the site. One file a command.

Each command imports only what it needs: an analysis never waits for Django.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from regiotafel.formats.tables import why
from regiotafel.refused import Refused

from . import site
from .arguments import needs_scale
from .dutch import speak_dutch

# The name that people type, which is that of its file with "-" for "_", and what it is for.
COMMANDS = {
    "analyse": "analyseer de stemmen van een ronde",
    "compare-positions": "vergelijk wat twee groepen gemeenten willen: verschilt het zo veel als het lijkt?",
    "compromise": "zoek een pakket van niveaus waar elke gemeente mee kan leven",
    "prioritise": "bepaal welke maatregelen eerst komen, en waarom de andere niet",
    "read-document": "lees een document, met de wijzigingen en opmerkingen erin",
    "simulate": "maak verzonnen stemmen met groepen erin, als delen in Parquet",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it worked, 2 when the input was refused."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    if typed and (typed[0] in site.COMMANDS or typed[0] == "manage"):
        return site.manage(typed[1:] if typed[0] == "manage" else [typed[0].replace("-", "_"), *typed[1:]])
    speak_dutch()
    _say_what_fits()
    asked = _asking_for_help(typed)
    try:
        options = _parser(asked[:1]).parse_args(asked)
        options.run(options)
    except Refused as problem:
        print(problem, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Who reads along has seen enough (`| head`); nothing is left to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as problem:
        print(f"Dit lukt niet: {why(problem)} ({problem.filename or 'onbekend bestand'}).", file=sys.stderr)
        return 2
    except MemoryError:
        print("Dit lukt niet: het geheugen is te klein voor zo veel gegevens.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Gestopt. Er is niets geschreven.", file=sys.stderr)
        return 130
    return 0


def _asking_for_help(typed: list[str]) -> list[str]:
    """`regiotafel help` and `regiotafel help analyse` too."""
    return [*typed[1:2], "--help"] if typed[:1] in (["help"], ["hulp"]) else typed


def _say_what_fits() -> None:
    """A terminal that lacks a letter gets a question mark for it, not a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _parser(asked: Sequence[str]) -> argparse.ArgumentParser:
    """Only the command that is asked for is loaded, with its arguments."""
    parser = argparse.ArgumentParser(prog="regiotafel", description="Samen een regiovisie jeugdhulp maken.")
    commands = parser.add_subparsers(required=True, metavar="opdracht")
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(name, help=purpose)
        if name in asked:
            _fill(command, name)
    commands.add_parser("manage", help="voer een beheeropdracht van Django uit")
    for name, purpose in site.COMMANDS.items():
        commands.add_parser(name, help=purpose)
    return parser


def _fill(command: argparse.ArgumentParser, name: str) -> None:
    gc.set_threshold(100_000)  # little of what a command makes is ever garbage, and looking for it costs a twentieth
    for setting in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # threads cost more than they bring here
        os.environ.setdefault(setting, "1")
    try:
        found = import_module(f"regiotafel.cli.{name.replace('-', '_')}")
    except ImportError as missing:
        raise needs_scale(missing) from None
    found.arguments(command)
    command.set_defaults(run=found.run)
