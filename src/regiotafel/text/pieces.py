"""Cutting a text in two, and putting two together, so that no word is lost. What a footnote says goes with its mark."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from regiotafel.text.marked import NOTE, NOTE_MARK

# A sentence ends, and another begins on the same line or the next.
_END = re.compile(r"[.!?…][\"”’)]{0,3}\s+")
# A block that begins so is a heading, a list or a table: it is not cut inside.
_SPECIAL = re.compile(r"#|[-|>]|\* |\d{1,9}[.)] ")


class Cut(NamedTuple):
    first: str
    second: str


def cuts(text: str) -> list[Cut]:
    """Every way to make two of it: between paragraphs and between sentences."""
    blocks, notes = _parts(text)
    found = []
    for n, block in enumerate(blocks):
        before, after = blocks[:n], blocks[n + 1 :]
        for end in _ends(block):
            found.append(_cut([*before, block[:end].rstrip()], [block[end:].lstrip(), *after], notes))
        if after and not block.startswith("#"):
            found.append(_cut([*before, block], after, notes))
    return found


def joined(first: str, second: str) -> str:
    """Both, one after the other. Two notes with the same mark keep each its own words: the second gets another mark."""
    taken = set(NOTE_MARK.findall(first))
    others = {mark: mark for mark in NOTE_MARK.findall(second)}
    number = 0
    for mark in [one for one in others if one in taken]:
        while str(number) in taken or str(number) in others or not number:
            number += 1
        others[mark] = str(number)
        taken.add(str(number))
    second = NOTE_MARK.sub(lambda found: f"[^{others[found[1]]}]", second)
    (blocks, notes), (more, more_notes) = _parts(first), _parts(second)
    return _text([*blocks, *more], [*notes, *more_notes])


def _parts(text: str) -> tuple[list[str], list[str]]:
    """Its paragraphs, and what its footnotes say."""
    blocks: list[str] = []
    notes: list[str] = []
    for block in filter(None, (one.strip("\n") for one in text.split("\n\n"))):
        lines: list[str] = []
        for line in block.split("\n"):
            if NOTE.match(line):
                notes.append(line)
            elif notes and not lines and NOTE.match(block):
                notes[-1] += f"\n{line}"
            else:
                lines.append(line)
        if lines:
            blocks.append("\n".join(lines))
    return blocks, notes


def _ends(block: str) -> list[int]:
    """Where a sentence ends inside a plain paragraph, and another begins."""
    if any(_SPECIAL.match(line) for line in block.split("\n")):
        return []
    ends = [found.end() for found in _END.finditer(block)]
    return [end for end in ends if end < len(block) and not _is_inside_mark(block[:end])]


def _is_inside_mark(before: str) -> bool:
    """Stress or a link is not cut: its two signs would stand there as text."""
    strong = before.count("**")
    is_stressed = strong % 2 == 1 or (before.count("*") - 2 * strong) % 2 == 1
    return is_stressed or before.rfind("[") > before.rfind("]") or before.rfind("](") > before.rfind(")")


def _cut(first: Iterable[str], second: Iterable[str], notes: Iterable[str]) -> Cut:
    """A note goes where its mark stands: in both when it stands in both, and with the first when in neither."""
    one, other = list(first), list(second)
    marks = set(NOTE_MARK.findall("\n".join(other)))
    mine = set(NOTE_MARK.findall("\n".join(one)))
    with_first = [note for note in notes if _mark(note) in mine or _mark(note) not in marks]
    return Cut(_text(one, with_first), _text(other, [note for note in notes if _mark(note) in marks]))


def _mark(note: str) -> str:
    found = NOTE.match(note)
    return found[1] if found else ""


def _text(blocks: Iterable[str], notes: Iterable[str]) -> str:
    return "\n\n".join([*blocks, *notes])
