"""Where in a text stands what somebody looks for: the words of a question, and the piece of the text around them."""

import re
from collections.abc import Sequence

from regiotafel.text.folding import fold

# So many words stand before what was found, and so many in all.
BEFORE, WORDS = 8, 28
MOST = 8
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
# What a plural or an inflection adds: who looks for wachttijden means wachttijd too. Never so much that little is left.
_ENDINGS = ("en", "e", "s")
_LEAST = 4

Piece = tuple[bool, str]


def words_to_find(question: str) -> list[str]:
    """Folded, without endings, each once; what is too long a question is cut off."""
    words = [_stem(word) for word in fold(question, accents=False).split()]
    return list(dict.fromkeys(word for word in words if word))[:MOST]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _LEAST:
            return stem
    return word


def has_all(text: str, words: Sequence[str]) -> bool:
    folded = fold(text, accents=False)
    return all(word in folded for word in words)


def piece_around(text: str, words: Sequence[str]) -> list[Piece]:
    """The part of the text around the first word that was found, in pieces: (is this what was found, the piece)."""
    spans = [match.span() for match in _WORD.finditer(text)]
    hits = [n for n, (start, end) in enumerate(spans) if _is_hit(text[start:end], words)]
    if not spans:
        return []
    first = max(hits[0] - BEFORE, 0) if hits else 0
    last = min(first + WORDS, len(spans)) - 1
    pieces: list[Piece] = [(False, "… ")] if first else []
    at = spans[first][0] if first else 0
    for n in hits:
        start, end = spans[n]
        if n <= last:
            pieces += [(False, text[at:start]), (True, text[start:end])]
            at = end
    rest = text[at:] if last == len(spans) - 1 else f"{text[at : spans[last][1]]} …"
    return [piece for piece in [*pieces, (False, rest)] if piece[1]]


def _is_hit(word: str, words: Sequence[str]) -> bool:
    folded = fold(word, accents=False)
    return any(one in folded for one in words)
