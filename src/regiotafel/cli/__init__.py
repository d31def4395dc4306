"""`regiotafel`: analyse a conversation without a server, or manage the site. One file a command.

Each command imports only what it needs: an analysis never waits for Django.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from . import analyse, simulate, site
from .arguments import Refused


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it worked, 2 when the input was refused."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    if typed and (typed[0] in site.COMMANDS or typed[0] == "manage"):
        return site.manage(typed[1:] if typed[0] == "manage" else [typed[0].replace("-", "_"), *typed[1:]])
    options = _parser().parse_args(typed)
    command: Callable[[argparse.Namespace], None] = options.command
    try:
        command(options)
    except Refused as problem:
        print(problem, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Who reads along has seen enough (`| head`); nothing is left to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="regiotafel", description="Samen een regiovisie jeugdhulp maken.")
    commands = parser.add_subparsers(required=True, metavar="opdracht")
    analyse.add_to(commands)
    simulate.add_to(commands)
    commands.add_parser("manage", help="elke opdracht van het beheer van de website")
    for name, purpose in site.COMMANDS.items():
        commands.add_parser(name, help=purpose)
    return parser
