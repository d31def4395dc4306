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
# Stand in nearly every text, so nobody looks for them: only where a question has no other words.
_SMALL = frozenset((
    "aan", "alle", "als", "bij", "dan", "dat", "de", "die", "dit", "een", "en", "er", "het", "hoe", "ik", "in", "is",
    "je", "jij", "kan", "mag", "met", "mijn", "moet", "naar", "niet", "of", "om", "ook", "op", "over", "te", "van",
    "voor", "waar", "wat", "we", "wie", "wij", "zijn",
))  # fmt: skip
_OPEN = re.compile(r"(.*[^aeiou])([aeou])([^aeiouwxj])")
_CLOSED = re.compile(r"(.*)(aa|ee|oo|uu)([^aeiouwxj])")
# A word that ends in a sound has another letter when more follows: huis, huizen.
_AT_THE_END = {"v": "f", "z": "s"}
_BEFORE_E = {at_end: before_e for before_e, at_end in _AT_THE_END.items()}

# A word that is looked for, in the forms that it may have in a text: school, schole(n).
Forms = tuple[str, ...]
Piece = tuple[bool, str]


def words_to_find(question: str) -> list[Forms]:
    """Folded, without endings, each once; small words only when there are no others; too long a question is cut off."""
    words = _WORD.findall(fold(question, accents=False))
    telling = [word for word in words if word not in _SMALL] or words
    return list(dict.fromkeys(forms_of(word) for word in telling))[:MOST]


def forms_of(word: str) -> Forms:
    """The word without its ending, and as Dutch writes that in one number and in more: scholen, school; huis, huizen;
    gezinnen, gezin."""
    stem = next((short for end in _ENDINGS if (short := word.removesuffix(end)) != word and len(short) >= _LEAST), word)
    forms = [stem]
    if word.endswith("en") and stem != word:
        if stem[-1] == stem[-2]:
            forms = [stem[:-1]]
        single = forms[0][:-1] + _AT_THE_END.get(forms[0][-1], forms[0][-1])
        forms.append(single)
        if stem == forms[0] and (found := _OPEN.fullmatch(single)):
            forms.append("".join((found[1], found[2] * 2, found[3])))
    elif stem == word and len(word) >= _LEAST:
        if word[-1] in _BEFORE_E:
            forms.append(f"{word[:-1]}{_BEFORE_E[word[-1]]}e")
        if found := _CLOSED.fullmatch(word):
            forms.append(f"{found[1]}{found[2][0]}{_BEFORE_E.get(found[3], found[3])}e")
    return tuple(dict.fromkeys(forms))


def n_found(text: str, words: Sequence[Forms]) -> int:
    """How many of the words stand in the text, in whatever form."""
    folded = fold(text, accents=False)
    return sum(any(form in folded for form in word) for word in words)


def piece_around(text: str, words: Sequence[Forms]) -> list[Piece]:
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


def _is_hit(word: str, words: Sequence[Forms]) -> bool:
    return n_found(word, words) > 0
