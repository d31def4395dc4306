"""How the words of a passage look, whatever mark lies around which: strong, emphasis, and where a link leads to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .marked import Break, Link, NoteMark, Runs, Strong, Text


@dataclass(frozen=True)
class Look:
    """`link`: the address that the words lead to."""

    strong: bool = False
    emphasis: bool = False
    link: str = ""


PLAIN = Look()
Lettered = tuple[Look, Text | Break | NoteMark]


def looked_at(runs: Runs, look: Look = PLAIN) -> Iterator[Lettered]:
    """Each with how it looks."""
    for run in runs:
        if isinstance(run, Text | Break | NoteMark):
            yield (PLAIN if isinstance(run, NoteMark) else look), run
        elif isinstance(run, Link):
            yield from looked_at(run.runs, replace(look, link=run.address))
        else:
            is_strong = isinstance(run, Strong)
            more = replace(look, strong=True) if is_strong else replace(look, emphasis=True)
            yield from looked_at(run.runs, more)
