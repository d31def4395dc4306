"""Which of many texts say nearly the same, by the words they share. Whether they mean the same is for a person."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from rapidfuzz import fuzz, process

Key = TypeVar("Key", bound=Hashable)


def nearest(text: str, texts: Mapping[Key, str], *, least: int, most: int, as_a_whole: bool = True) -> list[Key]:
    """The keys of at most `most` texts, nearest first, that share at least `least` (0 to 100) of their words with it.

    As a whole: every word counts, for two sentences of some length. Otherwise it is enough that the one stands in the
    other: a short remark belongs to the long passage that has its words.
    """
    scorer = fuzz.token_sort_ratio if as_a_whole else fuzz.token_set_ratio
    found = process.extract(
        text.lower(),
        {key: other.lower() for key, other in texts.items()},
        scorer=scorer,
        score_cutoff=least,
        limit=most,
    )
    return [key for _words, _score, key in found]
