"""Feeds the worst kinds of text to every pattern of the source and to every function of ours that takes words.

`python -m tests.repo.worst SIGNS SECONDS` says what took longer than so many seconds of the processor.
"""

import importlib
import inspect
import itertools
import pkgutil
import random
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import ModuleType
from typing import Any

import django

import regiotafel
from regiotafel.refused import Refused
from regiotafel.text.alike import nearest
from tests.repo.house import ROOT, package
from tests.repo.patterns import Pattern, python_patterns

UNITS = (
    "@", "a@", ".", "a.", "a@a.", "@.", " ", "a ", "\n", "\n ", "\t", "0", "0 ", "00-", "06 ", "1.", "1,", "-", "- ",
    "\u0301", "e\u0301", "\u200d", "\u200b", "(", ")", "[", "<", "<a ", "</", "{", "*", "_", "**a", "#", "# ", "a", "A",
    "mijn ", "zoon van ", "dochter  ", "de jongen ", "en ik ", ", en ", "art. ", "tenzij ", "x@y.nl ", "=?", "😀", "é",
    "İ", "👩\u200d👧", "–", "'",
)  # fmt: skip


def worst(n_signs: int) -> Iterator[str]:
    draw = random.Random(5)
    for unit in UNITS:
        many = (unit * n_signs)[: n_signs - 1]
        yield many
        yield many + "!"
    for n_words in (3, 40, 700):
        words = ["".join(draw.choices("abcdefghij", k=draw.randint(1, 4))) for _ in range(n_words)]
        yield " ".join(draw.choices(words, k=n_signs))[:n_signs]
    yield "".join(draw.choices(UNITS, k=n_signs))[:n_signs]


def held_against(pattern: Pattern) -> Callable[[str], object]:
    compiled = re.compile(pattern.text, pattern.flags)

    def hold(text: str) -> object:
        compiled.fullmatch(text)
        return 0 if pattern.in_one_place else sum(1 for _ in compiled.finditer(text))

    return hold


def modules() -> Iterator[ModuleType]:
    """What handles words, and the rules that every app has about them."""
    for found in pkgutil.walk_packages(regiotafel.__path__, "regiotafel."):
        if found.name.startswith("regiotafel.text.") or found.name.endswith(".rules"):
            yield importlib.import_module(found.name)


def functions() -> Iterator[tuple[str, Callable[[str], object]]]:
    """All that take words and nothing else."""
    for module in modules():
        for name, function in vars(module).items():
            if not inspect.isfunction(function) or function.__module__ != module.__name__ or name.startswith("_"):
                continue
            asked = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
            if asked and all(one.annotation in (str, "str") for one in asked):
                yield f"{module.__name__}.{name}", _with(function, [one.name for one in asked])
    yield "nearest", lambda text: nearest(text, {1: text[::-1], 2: text[1:], 3: f"{text} x"}, least=50, most=3)


def _with(function: Callable[..., Any], names: list[str]) -> Callable[[str], object]:
    """The text, and beside it nearly the same, and the same from back to front."""
    by_name = {one.name for one in inspect.signature(function).parameters.values() if one.kind is one.KEYWORD_ONLY}

    def call(text: str) -> None:
        for other in (f"x {text[1:]}", " ".join(reversed(text.split(" ")))):
            given = dict(zip(names, itertools.cycle([text, other, text[::-1]]), strict=False))
            # Refusing it is an answer too.
            with suppress(ValueError, Refused):
                function(
                    *(value for name, value in given.items() if name not in by_name),
                    **{name: value for name, value in given.items() if name in by_name},
                )

    return call


def main(n_signs: int, seconds: float) -> int:
    # What never ends is ended by the machine.
    resource.setrlimit(resource.RLIMIT_CPU, (300, 300))
    patterns = [one for one in python_patterns(package(ROOT)) if isinstance(one, Pattern)]
    held = [(f"{one.where} {one.text}", held_against(one)) for one in patterns]
    slow = []
    for name, call in [*held, *functions()]:
        print(name.encode("utf-8", "backslashreplace").decode(), flush=True)  # noqa: T201  # the last line says what never ended
        for text in worst(n_signs):
            began = time.process_time()
            call(text)
            if (took := time.process_time() - began) > seconds:
                slow.append(f"{name}: {took:.1f} s on {text[:40]!r}")
    print(*slow, sep="\n")  # noqa: T201
    return 1 if slow else 0


if __name__ == "__main__":
    django.setup()
    raise SystemExit(main(int(sys.argv[1]), float(sys.argv[2])))
