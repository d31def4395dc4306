"""What one text quotes of another, and the text without it."""

import re
from collections.abc import Iterable

# So many words in a row are a quote: fewer are how everybody says it.
LEAST = 5
LEFT_OUT = "[…]"
_WORD = re.compile(r"\w+")


def without_quotes(text: str, words: str, *, but: Iterable[str] = (), least: int = LEAST) -> str:
    """`text` with every run of `least` words that also stands in `words` left out. A shorter `words` counts as a whole.

    but: what also stands in one of these stays, for it is theirs too.
    """
    quoted = _runs(words, least) - {run for other in but for run in _runs(other, least)}
    found = list(_WORD.finditer(text))
    length = min(least, len(_words(words)))
    runs = (found[start : start + length] for start in range(len(found) - length + 1))
    spans: list[tuple[int, int]] = []
    for run in runs if length else ():
        if tuple(word[0].casefold() for word in run) in quoted:
            start, end = run[0].start(), run[-1].end()
            if spans and start <= spans[-1][1]:
                spans[-1] = spans[-1][0], end
            else:
                spans.append((start, end))
    for start, end in reversed(spans):
        text = f"{text[:start]}{LEFT_OUT}{text[end:]}"
    return text


def _runs(text: str, least: int) -> set[tuple[str, ...]]:
    words = _words(text)
    length = min(least, len(words))
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)} if length else set()


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
