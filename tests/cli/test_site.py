"""What the commands of the site say when they cannot do what is asked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ([], "De database is niet te gebruiken"),
        (["--was", "3"], "--was: hierachter horen 2 waarden"),
        (["--was", "x", "y"], "Het nummer van een regel is een getal van 1 of meer, zoals 120."),
    ],
)
def test_a_command_that_cannot_do_it_says_so_in_a_sentence(tmp_path: Path, typed: list[str], said: str) -> None:
    away = ("REGIOTAFEL_DATABASE", "DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(away)}
    done = subprocess.run(
        [sys.executable, "-m", "regiotafel.cli", "verify-history", *typed],
        env={**environment, "REGIOTAFEL_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert said in done.stderr
    for foreign in ("Traceback", "CommandError", "error:"):
        assert foreign not in done.stderr
