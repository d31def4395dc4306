"""What differs between two texts, word by word."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from rapidfuzz.distance import LCSseq

Kind = Literal["same", "added", "removed"]
Difference = tuple[Kind, str]

# Signs that stand between words, each by itself.
_SIGN = r"!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2010-\u2027\u2030-\u205e\u3001-\u303f"
# Of scripts without spaces between words: each letter by itself, with what varies it.
_ALONE = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# A number, sign or word, with the white space behind it. Only white space at the very beginning stands alone. What is
# no sign belongs to a word: the marks of a script and the pieces of an emoji are never split.
_TOKEN = re.compile(
    rf"(\d++(?:[.,]\d++)*+(?!\ufe0f)|[{_SIGN}]\ufe0f?\u20e3?|[{_ALONE}][\ufe00-\ufe0f\U000e0100-\U000e01ef]?"
    rf"|[^\s{_SIGN}{_ALONE}\d][^\s{_SIGN}{_ALONE}]*|[^\s{_SIGN}]+|^)(\s*)"
)
_SHORT = 3
# Up to so many pairs of words the longest pieces are sought too, which reads best and takes a time that grows with the
# third power; it is told when it marks no more. Otherwise the fewest words that differ, in a time that grows with the
# second at most.
MOST_PAIRS = 20_000
Step = tuple[str, int, int, int, int]


def differences(before: str, after: str) -> list[Difference]:
    """Word by word. All that is same or added gives `after`; all that is same or removed gives `before`."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    # Words are held against words: white space never holds two texts together or apart.
    words = [word for word, _space in old], [word for word, _space in new]
    ways = [_parts(old, new, _fewest(*words))]
    if len(old) * len(new) <= MOST_PAIRS:
        ways.insert(0, _parts(old, new, SequenceMatcher(None, *words, autojunk=False).get_opcodes()))
    return min(ways, key=_marked)


def _marked(parts: Iterable[Difference]) -> int:
    """How much a reader has to look at."""
    return sum(len(text) for kind, text in parts if kind != "same")


def _parts(old: list[tuple[str, str]], new: list[tuple[str, str]], steps: Sequence[Step]) -> list[Difference]:
    found: list[Difference] = []
    for tag, old_from, old_to, new_from, new_to in steps:
        gone, come = old[old_from:old_to], new[new_from:new_to]
        if tag == "equal":
            for (word, was), (_word, becomes) in zip(gone, come, strict=True):
                found.append(("same", word))
                found += [("same", was)] if was == becomes else [("removed", was), ("added", becomes)]
        else:
            found += _replaced("".join(map("".join, gone)), "".join(map("".join, come)))
    return _joined(_without_crumbs(_joined(found)))


def _fewest(old: list[str], new: list[str]) -> Sequence[Step]:
    """How the one becomes the other with the fewest words. What is the same at both ends costs nothing."""
    most = min(len(old), len(new))
    start = next((n for n in range(most) if old[n] != new[n]), most)
    end = next((n for n in range(most - start) if old[-1 - n] != new[-1 - n]), most - start)
    one, other = old[start : len(old) - end], new[start : len(new) - end]
    found: list[Step] = [("equal", 0, start, 0, start)]
    for is_same, run in groupby(LCSseq.opcodes(one, other), key=lambda step: step.tag == "equal"):
        first, *_, last = [*run] * 2
        ends = (first.src_start, last.src_end, first.dest_start, last.dest_end)
        old_from, old_to, new_from, new_to = (place + start for place in ends)
        found.append(("equal" if is_same else "replace", old_from, old_to, new_from, new_to))
    return [*found, ("equal", len(old) - end, len(old), len(new) - end, len(new))]


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
