"""What a question is about, among things that each have a name and the words by which people ask for them.

A word of the question finds the same word in another form, a longer word of which it is a part, another word for the
same (`Kin`), and a word that is spelled otherwise. What few things have tells more than what many have. Every find says
why.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from math import log

from rapidfuzz.distance import OSA

from regiotafel.text.folding import fold
from regiotafel.text.found import forms_of

# What a question is asked with, and what everything here is about: only where a question has no other words.
_SMALL = frozenset((
    "aan", "aanvraag", "aanvragen", "al", "alle", "als", "altijd", "ander", "andere", "ben", "bent", "bepaalt",
    "beslissen", "beslist", "betaalt", "betalen", "bij", "daar", "dan", "dat", "de", "deze", "die", "dit",
    "dochter", "doe", "doen", "door", "een", "eigen", "en", "er", "ga", "gaan", "gaat", "geef", "geeft", "geen",
    "gemeente", "gemeenten", "goed", "graag", "haar", "heb", "hebben", "heeft", "heel", "hem", "hen", "het", "hier",
    "hoe", "hoeveel", "hun", "iemand", "ik", "in", "indienen", "informatie", "is", "jaar", "je", "jeugd",
    "jeugdhulp", "jeugdzorg", "jij", "jouw", "jullie", "kan", "kind", "kinderen", "kon", "kost", "kosten", "krijg",
    "krijgen", "krijgt", "kun", "kunnen", "maak", "maar", "mag", "maken", "me", "mee", "meer", "met", "mij", "mijn",
    "moet", "moeten", "na", "naar", "niemand", "niet", "nodig", "nog", "nu", "of", "om", "onderzoek", "onze", "ook",
    "op", "ouder", "ouders", "over", "per", "regelen", "regelt", "regio", "s", "te", "tegen", "toch", "tot",
    "tussen", "uit", "van", "veel", "via", "vind", "vinden", "voel", "voor", "vraag", "vragen", "waar", "waarom",
    "waarover", "wanneer", "wat", "we", "wel", "welk", "welke", "werkt", "wie", "wij", "wil", "willen", "word",
    "worden", "wordt", "zelf", "zich", "zijn", "zit", "zo", "zoek", "zoeken", "zoon", "zou",
))  # fmt: skip
_WORD = re.compile(r"\w+")
# A question of more words is cut off.
MOST_WORDS = 24
# So much of a word must be left for its part or its spelling to tell something.
_LEAST_PART, _LEAST_REST, _LEAST_SPELLED, _LEAST_JOINED = 5, 3, 5, 8
# In this order; the first that fits is done before the next.
_SOUNDS = (
    ("ch", "g"), ("ph", "f"), ("th", "t"), ("qu", "kw"), ("x", "ks"), ("ce", "se"), ("ci", "si"), ("cy", "sy"),
    ("c", "k"), ("ij", "ei"), ("au", "ou"), ("y", "i"), ("ie", "i"), ("z", "s"), ("v", "f"), ("dt", "t"),
)  # fmt: skip


class How(StrEnum):
    """How a word of the question led to a word here, the surest first."""

    SAID = "said"
    KIN = "kin"
    SPELLED = "spelled"
    PART = "part"


_SURE: Mapping[How, float] = {How.SAID: 1, How.KIN: 0.85, How.SPELLED: 0.8, How.PART: 0.8}
_NAMED, _CALLED, _ABOUT = 1.2, 1.0, 0.5
# So much of the best score, and so many, may be meant too.
_ALSO, MOST = 0.45, 5


@dataclass(frozen=True)
class Thing:
    """What can be asked about: its name, the words of people for it (with commas between), and what is told of it."""

    name: str
    words: str = ""
    about: str = ""


@dataclass(frozen=True)
class Kin:
    """Other words for the same. `asked`: who says one of these means the things that have a word of `finds`. is_first:
    what somebody wants, which goes before what it is about: a complaint about foster care is a complaint."""

    finds: tuple[str, ...]
    asked: tuple[str, ...] = ()
    is_first: bool = False


@dataclass(frozen=True)
class Why:
    """A word of the question, and the word here that it led to."""

    asked: str
    found: str
    how: How


@dataclass(frozen=True)
class Hit:
    """One of the things, by its place in the row."""

    at: int
    score: float
    why: tuple[Why, ...]


@dataclass(frozen=True)
class _Word:
    """A word, with the forms and the sounds by which it is known again."""

    text: str
    forms: frozenset[str]
    sounds: frozenset[str]


@lru_cache(10_000)
def _word(text: str) -> _Word:
    forms = frozenset((text, *forms_of(text)))
    return _Word(text, forms, frozenset(_sound(form) for form in forms))


def _sound(word: str) -> str:
    """As it is said, more or less: klagt and klacht, dislexie and dyslexie, crissis and crisis are one."""
    for written, said in _SOUNDS:
        word = word.replace(written, said)
    if word.endswith("d"):
        word = f"{word[:-1]}t"
    return "".join(letter for letter, _ in groupby(word))


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text, accents=False))


@dataclass(frozen=True)
class _Finds:
    """What one word or phrase of the question leads to: by thing, how much that tells and why. firsts: the things that
    it puts before all others."""

    by_thing: Mapping[int, tuple[float, Why]]
    firsts: frozenset[int] = frozenset()

    def score(self, n_things: int) -> dict[int, float]:
        """What few things have tells more."""
        n = sum(min(value, 1) for value, _why in self.by_thing.values())
        tells = log(1 + n_things / max(n, 0.5)) / log(1 + n_things) if n_things else 0
        return {at: value * tells for at, (value, _why) in self.by_thing.items()}


class Asked:
    """Things that can be asked about. Made once, asked often."""

    def __init__(self, things: Sequence[Thing], kin: Iterable[Kin] = ()) -> None:
        self.n = len(things)
        # By word: in which things it stands, and how much it tells there.
        self.where: dict[str, dict[int, float]] = {}
        for at, thing in enumerate(things):
            for text, tells in ((thing.name, _NAMED), (thing.words, _CALLED), (thing.about, _ABOUT)):
                for word in (word for word in _words(text) if word not in _SMALL):
                    stands = self.where.setdefault(word, {})
                    stands[at] = max(tells, stands.get(at, 0))
        self.kin = [_Kin(one, self.where) for one in kin]
        # In one order, so that of two reasons that tell as much the same one is told.
        self.known = sorted({*self.where}.union(*(one.single for one in self.kin)))

    def hits(self, question: str) -> list[Hit]:
        """The nearest first; of two that are as near, the one that stands first."""
        words = _words(question)[:MOST_WORDS]
        of_words = [self._of_word(word) for word in self._telling(words)]
        # What more things have than are told of, tells nothing beside other words: also when those lead nowhere.
        few = [finds for finds in of_words if len(finds.by_thing) <= MOST]
        found = [*(few or of_words), *(one.of_phrases(words) for one in self.kin)]
        scores: dict[int, float] = {}
        why: dict[int, list[Why]] = {}
        for finds in found:
            for at, score in finds.score(self.n).items():
                scores[at] = scores.get(at, 0) + score
                why.setdefault(at, []).append(finds.by_thing[at][1])
        best = max(scores.values(), default=0)
        firsts = frozenset[int]().union(*(finds.firsts for finds in found))
        near = [at for at, score in scores.items() if at in firsts or score >= _ALSO * best]
        near.sort(key=lambda at: (at not in firsts, -scores[at], at))
        return [Hit(at, scores[at], tuple(dict.fromkeys(why[at]))) for at in near[:MOST]]

    def _telling(self, words: Sequence[str]) -> list[str]:
        """The words that are worth finding; what was written apart and is one word here, as that word."""
        known = {form for text in self.known for form in _word(text).forms}
        left, at = [], 0
        while at < len(words):
            joined = next(
                (
                    (n, text)
                    for n in (3, 2)
                    if len(text := "".join(words[at : at + n])) >= _LEAST_JOINED
                    and at + n <= len(words)
                    and _word(text).forms & known
                ),
                (1, words[at]),
            )
            left.append(joined[1])
            at += joined[0]
        telling = [word for word in left if word not in _SMALL]
        return list(dict.fromkeys(telling or left))

    def _of_word(self, asked: str) -> _Finds:
        found, firsts = dict[int, tuple[float, Why]](), set[int]()
        near = _near(_word(asked), self.known)
        for text, (sure, how) in sorted(near.items(), key=lambda one: one[0] != asked):
            for at, tells in self.where.get(text, {}).items():
                _keep(found, at, sure * tells, Why(asked, text, how))
        for one in self.kin:
            # Who asks for less than the whole word does not mean what that stands for.
            meant = (near[text] for text in one.single & near.keys() if near[text][1] != How.PART or text in asked)
            if sure := max((sure for sure, _how in meant), default=0.0):
                one.add(found, asked, sure)
                firsts |= one.firsts
        return _Finds(found, frozenset(firsts))


def _keep(found: dict[int, tuple[float, Why]], at: int, value: float, why: Why) -> None:
    """What tells most. That the word itself stands there is told rather than another reason."""
    there = found.get(at)
    if there is None or value > there[0]:
        is_said = there is not None and there[1].how in (How.SAID, How.SPELLED)
        found[at] = (value, there[1] if there is not None and is_said else why)


class _Kin:
    """Other words for the same, as they lead to the things here."""

    def __init__(self, kin: Kin, where: Mapping[str, Mapping[int, float]]) -> None:
        said = [" ".join(_words(one)) for one in (*kin.asked, *kin.finds)]
        self.single = {one for one in said if " " not in one}
        self.phrases = [one for one in said if " " in one]
        # By thing: how much it tells there, and by which word.
        self.leads_to: dict[int, tuple[float, str]] = {}
        finds = [_word(fold(one, accents=False)).forms for one in kin.finds]
        for text in (text for forms in finds for text in where if _word(text).forms & forms):
            for at, tells in where[text].items():
                if tells > self.leads_to.get(at, (0.0, ""))[0]:
                    self.leads_to[at] = (tells, text)
        # Only where it is the name or the word of people, for what is told of a thing has many words.
        firsts = (at for at, (tells, _text) in self.leads_to.items() if kin.is_first and tells > _ABOUT)
        self.firsts = frozenset(firsts)

    def add(self, found: dict[int, tuple[float, Why]], asked: str, sure: float) -> None:
        for at, (tells, text) in self.leads_to.items():
            _keep(found, at, sure * _SURE[How.KIN] * tells, Why(asked, text, How.KIN))

    def of_phrases(self, words: Sequence[str]) -> _Finds:
        line, found = f" {' '.join(words)} ", dict[int, tuple[float, Why]]()
        for phrase in self.phrases:
            if f" {phrase} " in line:
                self.add(found, phrase, 1)
        return _Finds(found, self.firsts if found else frozenset())


def _near(asked: _Word, known: Iterable[str]) -> dict[str, tuple[float, How]]:
    """Which of the words are meant by it. Only one that is not there at all may be a typing error."""
    found = {text: near for text in known if (near := _nearness(asked, _word(text)))}
    if any(how in (How.SAID, How.SPELLED) for _sure, how in found.values()):
        return found
    return found | {text: (_SURE[How.SPELLED] * 0.9, How.SPELLED) for text in known if _is_slip(asked, _word(text))}


def _nearness(asked: _Word, known: _Word) -> tuple[float, How] | None:
    if asked.forms & known.forms:
        return _SURE[How.SAID], How.SAID
    if asked.sounds & known.sounds:
        return _SURE[How.SPELLED], How.SPELLED
    short, long = sorted((asked, known), key=lambda word: len(word.text))
    n, m = len(short.text), len(long.text)
    if n < _LEAST_PART or m - n < _LEAST_REST:
        return None
    if any(whole.startswith(part) for part in short.sounds for whole in long.sounds):
        return _SURE[How.PART] * (1 + n / m) / 2, How.PART
    if any(whole.endswith(part) for part in short.sounds for whole in long.sounds):
        return _SURE[How.PART] * n / m, How.PART
    return None


def _is_slip(asked: _Word, known: _Word) -> bool:
    """One letter other than it should be, or two of a long word."""
    n = min(len(asked.text), len(known.text))
    if n < _LEAST_SPELLED:
        return False
    most = 1 if n < 9 else 2
    return OSA.distance(_sound(asked.text), _sound(known.text), score_cutoff=most) <= most


def says_one_of(question: str, said: Sequence[str]) -> bool:
    """Whether one of these words or phrases stands in it: as a word, as part of a longer one, or spelled otherwise."""
    words = _words(question)[:MOST_WORDS]
    line, looked_for = f" {' '.join(words)} ", [" ".join(_words(one)) for one in said]
    if any(f" {one} " in line for one in looked_for):
        return True
    single = [_word(one) for one in looked_for if " " not in one]
    return any(_is_meant(_word(word), one) for word in words if word not in _SMALL for one in single)


def _is_meant(asked: _Word, known: _Word) -> bool:
    """Surer than `_nearness`: a longer word has at least four letters more behind it, for geweldig is no geweld."""
    if asked.forms & known.forms or (len(known.text) >= _LEAST_SPELLED and asked.sounds & known.sounds):
        return True
    is_part = len(known.text) > _LEAST_PART and any(
        whole.endswith(part) or (whole.startswith(part) and len(whole) - len(part) > _LEAST_REST)
        for part in known.sounds
        for whole in asked.sounds
    )
    return is_part or (len(known.text) >= _LEAST_JOINED and _is_slip(asked, known))
