"""What differs between two texts, word by word."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Kind = Literal["same", "added", "removed"]
Difference = tuple[Kind, str]

# A number, word or sign, with the white space behind it. Only white space at the very beginning stands alone.
_TOKEN = re.compile(r"(\d+(?:[.,]\d+)*|\w+|[^\w\s]|^)(\s*)")
_SHORT = 3


def differences(before: str, after: str) -> list[Difference]:
    """Word by word. All that is same or added gives `after`; all that is same or removed gives `before`."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    # Words are held against words: white space never holds two texts together or apart.
    matcher = SequenceMatcher(a=[word for word, _space in old], b=[word for word, _space in new])
    found: list[Difference] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        gone, come = old[old_from:old_to], new[new_from:new_to]
        if tag == "equal":
            for (word, was), (_word, becomes) in zip(gone, come, strict=True):
                found.append(("same", word))
                found += [("same", was)] if was == becomes else [("removed", was), ("added", becomes)]
        else:
            found += _replaced("".join(map("".join, gone)), "".join(map("".join, come)))
    return _joined(_without_crumbs(_joined(found)))


def _replaced(gone: str, come: str) -> list[Difference]:
    """The white space behind both is no difference: a mark under it looks like a word too many."""
    space = gone[len(gone.rstrip()) :]
    if space and gone.strip() and come.strip() and come[len(come.rstrip()) :] == space:
        return [("removed", gone.rstrip()), ("added", come.rstrip()), ("same", space)]
    return [("removed", gone), ("added", come)]


def _without_crumbs(parts: list[Difference]) -> list[Difference]:
    """A loose "de" or comma between words that were replaced is part of that: the eye cannot follow it."""
    found: list[Difference] = []
    for position, (kind, text) in enumerate(parts):
        around = {*parts[max(0, position - 2) : position], *parts[position + 1 : position + 3]}
        is_between = 0 < position < len(parts) - 1
        if kind == "same" and is_between and len(text.strip()) <= _SHORT and {"removed", "added"} <= _kinds(around):
            found += [("removed", text), ("added", text)]
        else:
            found.append((kind, text))
    return found


def _kinds(parts: Iterable[Difference]) -> set[Kind]:
    return {kind for kind, _text in parts}


def _joined(parts: list[Difference]) -> list[Difference]:
    """Neighbours of one kind as one, what was removed before what came in its place."""
    found: list[Difference] = []
    for is_same, group in groupby(parts, key=lambda part: part[0] == "same"):
        run = list(group)
        kinds: tuple[Kind, ...] = ("same",) if is_same else ("removed", "added")
        for kind in kinds:
            if text := "".join(text for one, text in run if one == kind):
                found.append((kind, text))
    return found
