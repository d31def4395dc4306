"""No text that somebody sends in keeps a thread busy: patterns are linear, and so is what we do with it."""

import os
import subprocess
import sys

import pytest

from tests.repo.house import ROOT, package
from tests.repo.patterns import Pattern, python_patterns, script_patterns, template_patterns

# A pattern that is refused and yet linear, with the proof.
PROVED = {
    r"(\\d++(?:[.,]\\d++)*+(?!\\ufe0f)": "of words: what is no number after all, another choice takes whole",
}
N_SIGNS = 2_500
# In seconds of the processor, of one call with so many signs. What grows with the square of a text takes less than a
# second still; with the cube it takes half a minute.
MOST_SECONDS = 4


def all_patterns() -> list[Pattern | str]:
    source = package(ROOT)
    return [*python_patterns(source), *script_patterns(source), *template_patterns(source / "templates")]


def test_every_pattern_is_linear() -> None:
    found = all_patterns()
    faults = [one if isinstance(one, str) else one.fault for one in found]
    assert [fault for fault in faults if fault and not any(text in fault for text in PROVED)] == []
    assert len(found) > 20


@pytest.mark.parametrize(
    "text",
    [
        r"(a+)+$", r"(a|a)*b", r"(a|aa)+$", r"\S+@\S+\.\S+", r"\s+$", r"(x+x+)+y", r"([a-z]+)*\d", r"(?:a|b|ab)*c",
        r".*.*=.*", r"\d+-\d+x", r"^(\w+\s?)*$", r"a*a*b", r"(.*)(.*)(.*)x", r"<[^>]*>[^<]*</b>x+y", r"[ \t]+\n",
        r"(\w+\d+)+x", r"a{1,100}a{1,100}a{1,100}b", r"(?=(a+))x", r"\w+\b\w+@", r"(a)\1+b", r"(?i)[A-Z]+k",
    ],
)  # fmt: skip
def test_patterns_that_somebody_can_make_slow_are_refused(text: str) -> None:
    assert Pattern("here", text).fault


@pytest.mark.parametrize(
    "text",
    [
        r"[a-z]+", r"\d+(?:[.,]\d+)*|\w+", r"<b>[^<]{0,100}</b>", r"\bx\d+\b", r"[.!?]\s+\S", r"x[a-w]*y",
        r"[^\s@]{1,64}@[^\s@.]{1,63}\.", r"^[ \t]*#", r"\n{3,}",
    ],
)  # fmt: skip
def test_patterns_that_nobody_can_make_slow_are_let_through(text: str) -> None:
    assert Pattern("here", text).fault == ""


def test_thousands_of_the_worst_signs_are_read_at_once() -> None:
    """In a process of its own, for a pattern that is slow lets nothing else end it."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.repo.worst", str(N_SIGNS), str(MOST_SECONDS)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "regiotafel.settings"},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "text.recognisable.recognisable_in" in done.stdout
