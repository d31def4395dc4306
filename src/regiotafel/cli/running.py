"""Running a command of the site, and saying in a sentence why it cannot be done."""

from __future__ import annotations

import sys

from django.core.management import CommandError, execute_from_command_line
from django.db import DatabaseError

from .dutch import speak_dutch


def run(typed: list[str]) -> int:
    speak_dutch()
    try:
        # With --traceback Django leaves it to us to say what is wrong: without the name of a class before it.
        execute_from_command_line(["regiotafel", *typed, "--traceback"])
    except CommandError as refused:
        sys.stderr.write(f"{refused}\n")
        return refused.returncode
    except DatabaseError as fault:
        sys.stderr.write(f"De database is niet te gebruiken: {fault}. Klopt de map met gegevens (REGIOTAFEL_DATA)?\n")
        return 2
    return 0
