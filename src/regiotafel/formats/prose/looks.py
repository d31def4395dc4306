"""Words with their looks, as the marks of a passage: strong, emphasis and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from regiotafel.text import marked
from regiotafel.text.looks import Lettered
from regiotafel.text.marked import Break, Emphasis, Link, NoteMark, Run, Runs, Strong, Text, safe_link

# Which mark lies around which: what reads again as it is written, and else fewer marks.
WAYS = (("link", "strong", "emphasis"), ("link", "emphasis", "strong"), ("link", "strong"), ("link",))


def runs_of(pieces: Iterable[Lettered]) -> Runs:
    """Marks begin and end at words, for they are no marks beside white space; what would not be read again as it is
    written, loses them."""
    letters: list[Lettered] = []
    for look, run in pieces:
        safe = look if not look.link or safe_link(look.link) else replace(look, link="")
        letters += [(safe, one) for one in _letters(run)]
    letters = _lines(letters)
    for names in WAYS:
        runs = _marked(letters, names)
        if all(isinstance(run, Text | Break | NoteMark) for run in runs) or _reads_again(runs):
            return runs
    return _marked(letters, ())


def _reads_again(runs: Runs) -> bool:
    without = tuple(_without_notes(runs))
    return marked.parsed(marked.as_text([marked.Paragraph(without)])) == (marked.Paragraph(without),)


def _without_notes(runs: Runs) -> Iterable[Run]:
    """A mark of a note is none without its note: as a word."""
    for run in joined(Text("n") if isinstance(run, NoteMark) else run for run in runs):
        yield run if isinstance(run, Text | Break | NoteMark) else again(run, tuple(_without_notes(run.runs)))


def again(run: Strong | Emphasis | Link, runs: Runs) -> Run:
    return Link(run.address, runs) if isinstance(run, Link) else type(run)(runs)


def _letters(run: Text | Break | NoteMark) -> Iterable[Text | Break | NoteMark]:
    if not isinstance(run, Text):
        yield run
        return
    for n, line in enumerate(run.text.replace("\t", " ").split("\n")):
        if n:
            yield Break()
        if line:
            yield Text(line)


def _lines(letters: list[Lettered]) -> list[Lettered]:
    """Without white space at both ends of each line, and without empty lines."""
    found: list[Lettered] = []
    for look, one in letters:
        is_first = not found or isinstance(found[-1][1], Break)
        if isinstance(one, Break):
            _end(found)
        if isinstance(one, Text) and is_first:
            found += [(look, Text(text))] if (text := one.text.lstrip()) else []
        elif not isinstance(one, Break) or (found and not isinstance(found[-1][1], Break)):
            found.append((look, one))
    _end(found)
    while found and isinstance(found[-1][1], Break):
        found.pop()
        _end(found)
    return found


def _end(found: list[Lettered]) -> None:
    """White space before the end of a line goes, also when it is in pieces."""
    while found and isinstance(one := found[-1][1], Text):
        look = found.pop()[0]
        if text := one.text.rstrip():
            found.append((look, Text(text)))
            return


def _marked(letters: Sequence[Lettered], names: Sequence[str]) -> Runs:
    """One mark in another, that of the first name around the others."""
    if not names:
        return tuple(joined(run for _look, run in letters))
    found: list[Run] = []
    for value, group in groupby(letters, key=lambda one: getattr(one[0], names[0])):
        runs = _marked(list(group), names[1:])
        found += _wrapped(names[0], value, runs) if value else runs
    return tuple(joined(found))


def _wrapped(name: str, value: str, runs: Runs) -> Iterator[Run]:
    """White space at its ends stands outside it."""
    inner = list(runs)
    before, after = "", ""
    if inner and isinstance(inner[0], Text):
        words = inner[0].text.lstrip()
        before, inner[0] = inner[0].text[: len(inner[0].text) - len(words)], Text(words)
    if inner and isinstance(inner[-1], Text):
        words = inner[-1].text.rstrip()
        after, inner[-1] = inner[-1].text[len(words) :], Text(words)
    inner = [one for one in inner if one != Text("")]
    yield Text(before)
    if inner:
        found = tuple(inner)
        yield Link(value, found) if name == "link" else Strong(found) if name == "strong" else Emphasis(found)
    yield Text(after)


def joined(runs: Iterable[Run]) -> Iterable[Run]:
    """Words that follow each other as one, without empty ones."""
    before: Run | None = None
    for run in runs:
        if run == Text(""):
            continue
        if isinstance(run, Text) and isinstance(before, Text):
            before = Text(before.text + run.text)
            continue
        if before is not None:
            yield before
        before = run
    if before is not None:
        yield before


def on_one_line(runs: Runs) -> Runs:
    return tuple(joined(Text(" ") if isinstance(run, Break) else run for run in runs))
