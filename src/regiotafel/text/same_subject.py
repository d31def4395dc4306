"""Which subjects of two lists may be the same, by their titles and the words that people use for them.

A guess, with its reason: that two lists speak of the same subject is for a person to say, and no words show that they
mean the same by it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from regiotafel.text.folding import fold, fold_name
from regiotafel.text.found import words_to_find
from regiotafel.text.tidy import tidy_line

# A word that more subjects of one list have tells nothing of any of them.
MOST_WITH_A_WORD = 2
# Of a longer phrase every form would be too many.
LONGEST_PHRASE = 3

Names = tuple[str, str]


@dataclass(frozen=True)
class Pair:
    """A subject as the one list and as the other calls it. shared: the words of the first that the other has too, when
    these are why; is_confirmed: a person said so."""

    here: str
    there: str
    shared: Sequence[str] = ()
    is_confirmed: bool = False

    @property
    def has_same_title(self) -> bool:
        return fold_name(self.here) == fold_name(self.there)


def phrases_in(text: str) -> list[str]:
    """What people write after each other, with commas between: each once."""
    return [*dict.fromkeys(filter(None, (tidy_line(one) for line in text.splitlines() for one in line.split(","))))]


def same_subjects(
    here: Mapping[str, Sequence[str]],
    there: Mapping[str, Sequence[str]],
    *,
    same: Iterable[Names] = (),
    different: Collection[Names] = (),
) -> list[Pair]:
    """By title, the words that people use. First what a person said is the same, then equal titles, then the pairs that
    share most words of which no other subject has more than one of its list; each subject once. Two that would fit as
    well are left to a person. In the order of `here`."""
    found = [Pair(*names, is_confirmed=True) for names in same if names[0] in here and names[1] in there]
    titles = {fold_name(name): name for name in there}
    for name in here:
        other = titles.get(fold_name(name))
        if other is not None and (name, other) not in different and not _is_taken(found, name, other):
            found.append(Pair(name, other))
    shared = _shared(here, there)
    free = {names for names in shared if names not in different and not _is_taken(found, *names)}
    while best := _best(free, shared):
        found += [Pair(*names, shared=shared[names]) for names in best]
        free = {names for names in free if not _is_taken(found, *names)}
    place = {name: at for at, name in enumerate(here)}
    return sorted(found, key=lambda pair: place[pair.here])


def _is_taken(found: Iterable[Pair], here: str, there: str) -> bool:
    return any(one.here == here or one.there == there for one in found)


def _best(free: Collection[Names], shared: Mapping[Names, Sequence[str]]) -> list[Names]:
    """Pairs that share more words than either of both shares with any other."""
    most: tuple[dict[str, list[int]], ...] = ({}, {})
    for names in free:
        for side, name in zip(most, names, strict=True):
            side.setdefault(name, []).append(len(shared[names]))

    def is_best(names: Names) -> bool:
        n = len(shared[names])
        return all(
            sorted(side[name])[-2:].count(n) == 1 and max(side[name]) == n
            for side, name in zip(most, names, strict=True)
        )

    return sorted(names for names in free if is_best(names))


def _shared(here: Mapping[str, Sequence[str]], there: Mapping[str, Sequence[str]]) -> dict[Names, list[str]]:
    """By pair, the words that few other subjects of their list have, and by which one of both goes as a whole."""
    one, other = _with_each(here), _with_each(there)
    found: dict[Names, dict[str, None]] = defaultdict(dict)
    for key, some in one.items():
        if len(some) <= MOST_WITH_A_WORD and 0 < len(other.get(key, ())) <= MOST_WITH_A_WORD:
            for (name, (word, is_whole)), (name_there, (_, is_too)) in product(some.items(), other[key].items()):
                if is_whole or is_too:
                    found[name, name_there][word] = None
    return {names: [*words] for names, words in found.items()}


def _with_each(subjects: Mapping[str, Sequence[str]]) -> dict[str, dict[str, tuple[str, bool]]]:
    """By form of a word or phrase, the subjects that have it: each with the word as it stands there, and whether the
    subject goes by it as a whole, or it is only one word of its title."""
    found: dict[str, dict[str, tuple[str, bool]]] = defaultdict(dict)
    for name, words in subjects.items():
        of_title = ((word, False) for word in fold(name).split())
        for phrase, is_whole in (*((one, True) for one in (*words, name)), *of_title):
            forms = words_to_find(phrase)
            if 0 < len(forms) <= LONGEST_PHRASE:
                for key in product(*forms):
                    found[" ".join(key)].setdefault(name, (fold(phrase).strip(" .,;:!?()"), is_whole))
    return found
