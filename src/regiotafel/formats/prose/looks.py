"""Words with their looks, as the marks of a passage: strong, emphasis and links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from string import punctuation
from unicodedata import category

from regiotafel.text import marked
from regiotafel.text.looks import PLAIN, Lettered, Look
from regiotafel.text.marked import Break, Emphasis, Link, NoteMark, Run, Runs, Strong, Text, safe_link

# Which mark lies around which: the first that reads again as it is written.
WAYS = (("link", "strong", "emphasis"), ("link", "emphasis", "strong"))


def runs_of(pieces: Iterable[Lettered]) -> Runs:
    """Marks begin and end at words, for they are no marks beside white space; what would not be read again as it is
    written, loses them."""
    letters: list[Lettered] = []
    for look, run in pieces:
        safe = look if not look.link or safe_link(look.link) else replace(look, link="")
        # A link stands on one line.
        letters += [(replace(safe, link="") if isinstance(one, Break) else safe, one) for one in _letters(run)]
    letters = _lines(letters)
    for less in (list, _without_halves, _without_emphasis):
        if (runs := _written(less(letters))) is not None:
            return runs
    return _marked(letters, ())


def _written(letters: Sequence[Lettered]) -> Runs | None:
    """None when no way of writing it reads again."""
    for names in WAYS:
        runs = _marked(_within_words(letters, names), names)
        if all(isinstance(run, Text | Break | NoteMark) for run in runs) or _reads_again(runs):
            return runs
    return None


def _without_halves(letters: Sequence[Lettered]) -> list[Lettered]:
    """Where in a word one mark ends inside another, the emphasis goes; elsewhere it stays."""
    found: list[Lettered] = []
    for _white, group in groupby(_signs(letters), key=lambda one: _is_white(one[1])):
        word = list(group)
        found += _without_emphasis(word) if _written(word) is None else word
    return found


def _without_emphasis(letters: Sequence[Lettered]) -> list[Lettered]:
    return [(replace(look, emphasis=False), one) for look, one in letters]


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


def _within_words(letters: Sequence[Lettered], names: Sequence[str]) -> Sequence[Lettered]:
    """Marks begin and end at words: white space at their ends stands outside them, and so does another sign with a
    letter on its other side, for there CommonMark reads no mark ("**Let op:**nu")."""
    if all(look == PLAIN for look, _one in letters):
        return letters
    found = _signs(letters)
    for places in (range(len(found)), range(len(found) - 1, -1, -1)):
        step = places.step
        for place in places:
            before = found[place - step] if 0 <= place - step < len(found) else EDGE
            found[place] = (_less(found[place], before, names), found[place][1])
    return found


def _signs(letters: Sequence[Lettered]) -> list[Lettered]:
    """Each letter apart."""
    return [
        (look, Text(letter)) if letter else (look, one)
        for look, one in letters
        for letter in (one.text if isinstance(one, Text) else ("",))
    ]


EDGE: Lettered = (PLAIN, Break())


def _less(one: Lettered, beside: Lettered, names: Sequence[str]) -> Look:
    """How this letter looks beside that one: without the marks that cannot begin or end between them. Those of the
    first name lie around the others."""
    look, other = one[0], beside[0]
    if _is_white(one[1]):
        # All marks in another end where it does.
        deepest = next((n for n, name in enumerate(names) if getattr(look, name) != getattr(other, name)), len(names))
        gone = list(names[deepest:])
    elif look.link == other.link and _is_sign(one[1]) and not _ends_words(beside[1]):
        gone = [name for name in ("strong", "emphasis") if not getattr(other, name)]
    else:
        return look
    return replace(look, **{name: getattr(PLAIN, name) for name in gone})


def _is_white(one: Text | Break | NoteMark) -> bool:
    return isinstance(one, Break) or (isinstance(one, Text) and one.text.isspace())


def _is_sign(one: Text | Break | NoteMark) -> bool:
    return isinstance(one, Text) and category(one.text).startswith(("P", "S"))


def _ends_words(one: Text | Break | NoteMark) -> bool:
    """Of the signs those that every reader of CommonMark takes for one, also before its version 0.31."""
    if not isinstance(one, Text):
        return True
    return one.text.isspace() or one.text in punctuation or category(one.text).startswith("P")


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
        found += [_wrapped(names[0], value, runs)] if value else runs
    return tuple(joined(found))


def _wrapped(name: str, value: str, runs: Sequence[Run]) -> Run:
    inner = tuple(runs)
    return Link(value, inner) if name == "link" else Strong(inner) if name == "strong" else Emphasis(inner)


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
