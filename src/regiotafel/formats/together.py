"""Files of one conversation, held against each other before anything is counted.

Each file can be sound by itself and still not belong to the others: votes with the sign turned round, columns that
changed places, statements of another conversation. What does not fit is said, with how we know; whoever brought the
files decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Self

from regiotafel.text.folding import fold
from regiotafel.text.tidy import tidy_line

from .cells import short
from .moments import EARLIEST
from .people import Role
from .polis import Comment, Conversation
from .sentence import Sentence, _, gettext_noop

# A sign turned round shows in the counts of every statement; this much of them is no accident.
CLEAR = 0.05
# Counts that differ more than this from the votes are of something else. Those of old exports are a few too high, and
# those of real conversations differ by one or two in a hundred.
OTHER = 0.15
NOTHING_LIKE = 0.9
MOST, SOME = 0.5, 0.4
# With fewer answers a value that nobody gave says nothing.
ENOUGH_ANSWERS = 30
# How many statements there may be for each person before somebody has to look, when no other file tells.
STATEMENTS_PER_PERSON = 2
# Letters that were read in a wrong way once and saved so: UTF-8 taken for Windows, letters that were lost, signs of web
# pages, UTF-7. A question mark inside a word of an address is no lost letter.
_GARBLED = re.compile(
    "Ã[\u0080-\u00bf\u0160-\u0178\u2013-\u203a\u20ac]|â€[\u0080-\u00bf\u2018-\u203a\u20ac™œ]|Â[\u00a0-\u00bf]|\ufffd"
    "|&(?:[a-zA-Z]{2,8}|#[0-9]{2,6}|#x[0-9a-fA-F]{2,5});|(?<=[a-z])\\+A[A-Za-z0-9]{2}-|(?<![=/.&?a-z])[A-Za-z]{1,20}\\?[a-z]{2,20}\\b(?!=)"
)


class Weight(IntEnum):
    """What a doubt does. NOTE: it is said. DOUBT: it is also asked, where somebody can answer. CONTRADICTION: nothing
    is counted until somebody says so. IMPOSSIBLE: never."""

    NOTE = 0
    DOUBT = 1
    CONTRADICTION = 2
    IMPOSSIBLE = 3


VOTES, STATEMENTS, ROLES = _("stemmen"), _("stellingen"), _("rollen")
TURNED = "turned"


@dataclass(frozen=True)
class Doubt:
    """file: which of them it is about. kind: TURNED is the one that can be put right here, by turning votes round."""

    kind: str
    weight: Weight
    file: Sentence
    text: Sentence


@dataclass(frozen=True)
class Together:
    """The files under the same names, and what does not fit."""

    conversation: Conversation
    comments: list[Comment]
    roles: dict[str, Role]
    doubts: list[Doubt]


def hold_together(
    conversation: Conversation, comments: Sequence[Comment] = (), roles: Mapping[str, Role] | None = None, *, now: int
) -> Together:
    """now: milliseconds since 1970; moments after it are not believed."""
    statements, people = conversation.statements, conversation.people
    of_statements = same_names([one.id for one in comments], statements)
    of_people = same_names([*(roles or {}), *(one.author for one in comments)], people)
    comments = [
        replace(one, id=of_statements[one.id], author=of_people.get(one.author, one.author)) for one in comments
    ]
    roles = {of_people[id_]: role for id_, role in (roles or {}).items()}
    doubts = [
        *_about_belonging(conversation, comments, roles),
        *_about_votes(conversation, now),
        *_about_statements(conversation.statements, Counter(conversation.statement), comments),
    ]
    return Together(conversation, comments, roles, sorted(doubts, key=lambda one: -one.weight))


def hold_counts(counts: Counts, comments: Sequence[Comment]) -> list[Doubt]:
    """As `hold_together`, of votes that were counted already: what their statements and counts tell."""
    statements = list(counts.answers)
    doubts = [
        *_about_counts(counts, comments, fit({}, counts)),
        *_about_statements(statements, counts.answers, comments),
    ]
    if comments and not {one.id for one in comments} & {*statements}:
        doubts = [_other_statements()]
    return sorted(doubts, key=lambda one: -one.weight)


def same_names(given: Iterable[str], wanted: Collection[str]) -> dict[str, str]:
    """For each given name the one that is wanted: the same; or the only one that differs no more than 007 from 7, or
    than letters that people type in their own way. A name that is like none, or like more, stays as it is."""
    names = list(dict.fromkeys(given))
    there = set(wanted)
    like, alike = _by_likeness(wanted), _by_likeness(names)
    found = {}
    for name in names:
        found[name] = name
        key = _likeness(name)
        if name not in there and len(like.get(key, ())) == 1 and len(alike[key]) == 1:
            found[name] = like[key][0]
    return found


def _by_likeness(names: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        found.setdefault(_likeness(name), []).append(name)
    return found


def _likeness(name: str) -> str:
    return name.lstrip("0") or "0" if name.isascii() and name.isdecimal() else fold(name)


def turned_round(conversation: Conversation) -> Conversation:
    """With agree and disagree in each other's place."""
    return replace(conversation, value=[-value for value in conversation.value])


def is_apart(comment: Comment) -> bool:
    """A statement that was refused elsewhere, or that tells something about who answers: neither is an opinion that
    people can share."""
    return comment.moderated == -1 or comment.is_meta


def to_count(conversation: Conversation, comments: Iterable[Comment]) -> Conversation:
    """Without what stays apart, and without people who then have no vote left."""
    apart = {one.id for one in comments if is_apart(one)}
    if not apart and {*conversation.person} == {*conversation.people}:
        return conversation
    keep = [at for at, statement in enumerate(conversation.statement) if statement not in apart]
    person = [conversation.person[at] for at in keep]
    voters = set(person)
    return replace(
        conversation,
        person=person,
        statement=[conversation.statement[at] for at in keep],
        value=[conversation.value[at] for at in keep],
        timestamp=[conversation.timestamp[at] for at in keep],
        people=tuple(one for one in conversation.people if one in voters),
        statements=tuple(one for one in conversation.statements if one not in apart),
    )


# --- Do they belong together?


def _about_belonging(
    conversation: Conversation, comments: Sequence[Comment], roles: Mapping[str, Role]
) -> Iterator[Doubt]:
    statements, people = {*conversation.statements}, {*conversation.people}
    ids = {one.id for one in comments}
    sizes = {"statements": _statements(len(statements)), "people": _people(len(people))}
    if _is_swapped(conversation, comments, roles):
        words = gettext_noop(
            "Het lijkt erop dat de kolommen comment-id en voter-id verwisseld zijn. Dit bestand heeft %(statements)s "
            "en %(people)s, en de andere bestanden passen beter als dat andersom is."
        )
        yield Doubt("swapped", Weight.CONTRADICTION, VOTES, _(words, **sizes))
        return
    if comments and not ids & statements:
        yield _other_statements()
    elif not comments and people and len(statements) > STATEMENTS_PER_PERSON * len(people):
        words = gettext_noop(
            "Dit bestand heeft %(statements)s en maar %(people)s. Kijk of de kolommen comment-id en voter-id "
            "niet verwisseld zijn. Met comments.csv erbij kunnen we dat zien."
        )
        yield Doubt("many statements", Weight.DOUBT, VOTES, _(words, **sizes))
    counts = Counts.of(conversation.statement, conversation.value)
    told = conversation.told
    by_person = fit(told, Counts.of(conversation.person, conversation.value) if told else counts)
    yield from _about_counts(counts, comments, by_person)
    yield from _about_names(conversation)
    yield from _about_roles(roles, people)


def _other_statements() -> Doubt:
    words = gettext_noop("Geen enkele stelling uit dit bestand komt voor bij de stemmen.")
    return Doubt("other statements", Weight.IMPOSSIBLE, STATEMENTS, _(words))


def _is_swapped(conversation: Conversation, comments: Sequence[Comment], roles: Mapping[str, Role]) -> bool:
    statements, people = conversation.statements, conversation.people
    ids = {one.id for one in comments}
    if comments:
        as_is, swapped = _share(statements, ids), _share(people, ids)
        if swapped >= MOST and swapped - as_is > 0.2:
            return True
        # The same numbers in both columns: then the counts tell.
        if as_is >= MOST and swapped >= MOST:
            told = {one.id: one for one in comments}
            one_way = _fit(told, Counts.of(conversation.statement, conversation.value))
            other_way = _fit(told, Counts.of(conversation.person, conversation.value))
            return one_way.is_other and other_way.best * 2 < one_way.best
        return False
    return _share(roles, statements) - _share(roles, people) > 0.2 and _share(roles, statements) >= MOST


def _share(these: Collection[str], among: Collection[str]) -> float:
    among = set(among)
    return sum(one in among for one in these) / len(these) if these else 0.0


@dataclass(frozen=True)
class Fit:
    """How far votes are from counts that were told, as they are and turned round; size: how much was told."""

    as_is: int
    turned: int
    size: int

    @property
    def best(self) -> int:
        return min(self.as_is, self.turned)

    @property
    def is_turned(self) -> bool:
        return self.as_is - self.turned > CLEAR * self.size and self.turned * 2 <= self.as_is

    @property
    def is_other(self) -> bool:
        return self.best > OTHER * self.size


@dataclass(frozen=True)
class Counts:
    """How many answers each person or statement has, and how many of them agree and disagree."""

    answers: Mapping[str, int]
    agree: Mapping[str, int]
    disagree: Mapping[str, int]

    @classmethod
    def of(cls, names: Sequence[str], values: Sequence[int]) -> Self:
        """names: for each value to whom or what it belongs."""
        answers, agree, disagree = Counter[str](), Counter[str](), Counter[str]()
        for (one, value), n in Counter(zip(names, values, strict=True)).items():
            answers[one] += n
            if value:
                (agree if value > 0 else disagree)[one] += n
        return cls(answers, agree, disagree)


def fit(told: Mapping[str, tuple[int, int]], counts: Counts) -> Fit:
    """told: how many agreed and disagreed."""
    as_is = turned = size = 0
    for one, (agree, disagree) in told.items():
        n_agree, n_disagree = counts.agree.get(one, 0), counts.disagree.get(one, 0)
        if n_agree + n_disagree:
            as_is += abs(n_agree - agree) + abs(n_disagree - disagree)
            turned += abs(n_agree - disagree) + abs(n_disagree - agree)
            size += agree + disagree
    return Fit(as_is, turned, size)


def _fit(told: Mapping[str, Comment], counts: Counts) -> Fit:
    both = {
        id_: (one.n_agree, one.n_disagree)
        for id_, one in told.items()
        if one.n_agree is not None and one.n_disagree is not None
    }
    return fit(both, counts)


def _about_counts(counts: Counts, comments: Sequence[Comment], by_person: Fit) -> Iterator[Doubt]:
    """The counts that came along with statements, and with people in a matrix, tell which way round the votes are."""
    by_statement = _fit({one.id: one for one in comments}, counts)
    if by_statement.is_turned or by_person.is_turned:
        found = by_statement if by_statement.is_turned else by_person
        words = gettext_noop(
            "De stemmen staan andersom: eens en oneens zijn verwisseld. De aantallen eens en oneens in %(where)s "
            "passen pas als je elke stem omkeert (verschil nu %(as_is)d, omgekeerd %(turned)d)."
        )
        where = _("de lijst met stellingen") if by_statement.is_turned else _("de tabel zelf")
        text = _(words, where=where, as_is=found.as_is, turned=found.turned)
        yield Doubt(TURNED, Weight.CONTRADICTION, VOTES, text)
    elif by_statement.size and (by := _shifted(counts, comments, by_statement.best)):
        words = gettext_noop(
            "De nummers van de stellingen lijken %(by)d verschoven: de aantallen eens en oneens passen pas bij de "
            "stemmen als elk nummer %(by)d %(way)s is. Dan staat bij elke stelling de tekst van een andere."
        )
        text = _(words, by=abs(by), way=_("hoger") if by > 0 else _("lager"))
        yield Doubt("shifted", Weight.CONTRADICTION, STATEMENTS, text)
    elif by_statement.size and by_statement.is_other:
        words = gettext_noop(
            "De aantallen eens en oneens bij de stellingen passen niet bij de stemmen (%(told)d geteld daar, verschil "
            "%(best)d). Horen de twee bestanden bij dezelfde ronde?"
        )
        text = _(words, told=by_statement.size, best=by_statement.best)
        weight = Weight.CONTRADICTION if by_statement.best > NOTHING_LIKE * by_statement.size else Weight.DOUBT
        yield Doubt("other counts", weight, STATEMENTS, text)
    if by_person.is_other and not by_person.is_turned:
        words = gettext_noop(
            "De aantallen eens en oneens per deelnemer (n-agree en n-disagree, %(told)d geteld) passen niet bij de "
            "stemmen "
            "in dezelfde tabel: het verschil is %(best)d. Zijn er kolommen weg of verschoven?"
        )
        yield Doubt("counts of people", Weight.DOUBT, VOTES, _(words, told=by_person.size, best=by_person.best))


def _shifted(counts: Counts, comments: Sequence[Comment], misfit: int) -> int:
    """By how much all numbers of statements are off: one list counted from 0 and the other from 1. Else 0."""
    for by in (1, -1):
        told = {str(int(one.id) + by): one for one in comments if one.id.isdecimal()}
        other = _fit(told, counts)
        if misfit > CLEAR * other.size and other.as_is * 4 <= misfit and other.as_is < CLEAR * other.size:
            return by
    return 0


def _about_names(conversation: Conversation) -> Iterator[Doubt]:
    """Names that people read as the same: who counts them as two counts somebody twice."""
    for column, names in (("voter-id", conversation.people), ("comment-id", conversation.statements)):
        double = [some for some in _by_likeness(names).values() if len(some) > 1]
        if double:
            words = gettext_noop(
                "In %(column)s staan namen die alleen in hoofdletters, accenten of nullen verschillen, zoals %(names)s "
                "(%(n)d keer). We tellen ze elk apart. Zijn het dezelfde?"
            )
            text = _(words, column=column, names=short(", ".join(double[0])), n=len(double))
            yield Doubt(f"alike {column}", Weight.DOUBT, VOTES, text)


def _about_roles(roles: Mapping[str, Role], people: Collection[str]) -> Iterator[Doubt]:
    n_others = sum(one not in people for one in roles)
    if roles and n_others == len(roles):
        words = gettext_noop("Niemand uit dit bestand komt voor bij de stemmen.")
        yield Doubt("other people", Weight.IMPOSSIBLE, ROLES, _(words))
    elif n_others:
        words = gettext_noop(
            "Van de %(all)d mensen in dit bestand komen er %(n)d niet voor bij de stemmen. Hun rol telt niet mee."
        )
        weight = Weight.DOUBT if n_others > MOST * len(roles) else Weight.NOTE
        yield Doubt("unknown people", weight, ROLES, _(words, n=n_others, all=len(roles)))


# --- What they say


def _about_votes(conversation: Conversation, now: int) -> Iterator[Doubt]:
    odd = [at for at in conversation.timestamp if at is not None and not EARLIEST <= at <= now]
    if odd:
        words = gettext_noop(
            "Bij %(n)d van de %(all)d antwoorden staat een tijd van lang geleden (1970) of uit de toekomst. Die tijden "
            "tellen als onbekend."
        )
        yield Doubt("odd moments", Weight.DOUBT, VOTES, _(words, n=len(odd), all=len(conversation.timestamp)))
    if n := conversation.n_opposed:
        words = gettext_noop(
            "%(n)d antwoorden staan er meer dan eens in: van dezelfde persoon, op hetzelfde moment of zonder tijd, en "
            "niet gelijk. We tellen het laatste in het bestand. Klopt het bestand?"
        )
        if n == 1:
            words = gettext_noop(
                "%(n)d antwoord staat er meer dan eens in: van dezelfde persoon, op hetzelfde moment of zonder tijd, "
                "en niet gelijk. We tellen het laatste in het bestand. Klopt het bestand?"
            )
        yield Doubt("opposed", Weight.DOUBT, VOTES, _(words, n=n))
    yield from _about_values(conversation)
    counts = [name for name in conversation.left_out if name.startswith("n-")]
    others = [name for name in conversation.left_out if not name.startswith("n-")]
    words = gettext_noop("Deze kolommen zijn geen stelling, en tellen niet mee: %(names)s.")
    if others:
        yield Doubt("columns", Weight.DOUBT, VOTES, _(words, names=short(", ".join(others))))
    if counts:
        yield Doubt("columns of counts", Weight.NOTE, VOTES, _(words, names=short(", ".join(counts))))
    if n_silent := len({*conversation.people} - {*conversation.person}):
        words = gettext_noop(
            "In dit bestand gaven %(n)s geen antwoord. Wie geen antwoord gaf, telt niet mee als deelnemer."
        )
        if n_silent == 1:
            words = gettext_noop(
                "In dit bestand gaf %(n)s geen antwoord. Wie geen antwoord gaf, telt niet mee als deelnemer."
            )
        yield Doubt("silent people", Weight.NOTE, VOTES, _(words, n=_people(n_silent)))


def _about_values(conversation: Conversation) -> Iterator[Doubt]:
    """Other programs count from 0 to 1: there 0 is disagree."""
    given = {*conversation.value}
    if len(conversation.value) < ENOUGH_ANSWERS or 0 not in given or len(given) != 2:
        return
    never, said = (_("oneens (-1)"), _("oneens")) if 1 in given else (_("eens (1)"), _("eens"))
    words = gettext_noop(
        "Geen enkele stem in dit bestand is %(never)s. Betekent 0 in dit bestand %(said)s? Bij ons is 0: weet niet of "
        "overgeslagen."
    )
    yield Doubt("two values", Weight.DOUBT, VOTES, _(words, never=never, said=said))


def _about_statements(
    statements: Sequence[str], answered: Mapping[str, int], comments: Sequence[Comment]
) -> Iterator[Doubt]:
    """answered: how often."""
    asked = {*statements}
    told = {one.id for one in comments if tidy_line(one.text)}
    bare = [one for one in statements if one not in told]
    if comments and bare and asked & {one.id for one in comments}:
        words = gettext_noop(
            "Van de %(all)d stellingen hebben er %(n)d geen tekst: %(names)s. Daarvan zie je alleen het nummer."
        )
        share = len(bare) / len(asked)
        weight = Weight.CONTRADICTION if share > MOST else Weight.DOUBT if share > SOME else Weight.NOTE
        text = _(words, n=len(bare), all=len(asked), names=short(", ".join(bare)))
        yield Doubt("without text", weight, STATEMENTS, text)
    if garbled := [found[0] for one in comments if (found := _GARBLED.search(one.text))]:
        words = gettext_noop(
            "In %(n)s staan vreemde tekens, zoals “%(sign)s”. Dit bestand is eerder verkeerd opgeslagen."
        )
        yield Doubt("garbled", Weight.DOUBT, STATEMENTS, _(words, n=_statements(len(garbled)), sign=garbled[0]))
    yield from _about_apart(answered, comments)


APART: tuple[tuple[str, Callable[[Comment], bool], str], ...] = (
    (
        "refused",
        lambda one: one.moderated == -1,
        gettext_noop(
            "Niet geplaatst waar deze ronde gehouden is: %(n)s. Antwoorden daarop (%(votes)d) tellen niet mee."
        ),
    ),
    (
        "about people",
        lambda one: one.moderated != -1 and one.is_meta,
        gettext_noop(
            "Iets over mensen zelf in plaats van een mening (is-meta): %(n)s. Antwoorden daarop (%(votes)d) blijven "
            "apart en tellen niet mee voor groepen en voor wat mensen delen."
        ),
    ),
)


def _about_apart(answered: Mapping[str, int], comments: Sequence[Comment]) -> Iterator[Doubt]:
    for kind, is_one, words in APART:
        if apart := [one for one in comments if is_one(one)]:
            n_votes = sum(answered.get(one.id, 0) for one in apart)
            yield Doubt(kind, Weight.NOTE, STATEMENTS, _(words, n=_statements(len(apart)), votes=n_votes))
    apart_ids = {one.id for one in comments if is_apart(one)}
    if any(answered.values()) and not {one for one, n in answered.items() if n} - apart_ids:
        words = gettext_noop(
            "Er blijft geen stelling over: alle stellingen met antwoorden waren niet geplaatst of gaan over mensen."
        )
        yield Doubt("nothing left", Weight.IMPOSSIBLE, STATEMENTS, _(words))


def _statements(n: int) -> Sentence:
    return _("1 stelling") if n == 1 else _("%(n)d stellingen", n=n)


def _people(n: int) -> Sentence:
    return _("1 persoon") if n == 1 else _("%(n)d mensen", n=n)
