"""What a round says: on which subjects everybody can live with one level, and what separates the others.

No database here: what municipalities handed in goes in, and what a page, a file or a letter tells comes out.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import fmean

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regiotafel.mandates.models import DecisionLevel, Position, RoundParty, Subject
from regiotafel.mandates.rounds.queries import Handed
from regiotafel.mandates.rounds.rules import LIVE_WITH
from regiotafel.mandates.rules import LEVELS, allowed_levels
from regiotafel.reports.numbers import capital, in_a_row, in_words

SURE = 100
# More municipalities than these are counted in a sentence, not named.
MOST_NAMED = 3
STEPS = len(LEVELS) - 1


def acceptance(position: Position, level: DecisionLevel) -> int | None:
    """In per cent, how acceptable this level is: as it was said, else the less the further from what is wanted. Who
    wants nothing in particular can live with all that is no breekpunt. None: a breekpunt."""
    if level in position.never:
        return None
    if level == position.wants:
        return SURE
    if level in position.accepts:
        return int(position.accepts[level])
    if not position.wants:
        return LIVE_WITH
    return round(SURE * (1 - abs(LEVELS.index(level) - LEVELS.index(DecisionLevel(position.wants))) / STEPS))


@dataclass(frozen=True)
class Said:
    """What one municipality says about one subject."""

    party: RoundParty
    position: Position

    def lives_with(self, level: DecisionLevel) -> bool:
        found = acceptance(self.position, level)
        return found is not None and found >= LIVE_WITH

    @property
    def cannot(self) -> str:
        """The levels that it could not live with, in words."""
        return in_a_row([str(level.label) for level in LEVELS if level in self.position.never])


@dataclass(frozen=True)
class OfLevel:
    """How municipalities look at one level for one subject."""

    level: DecisionLevel
    wanted_by: Sequence[Said]
    # Can live with it, of who said something.
    n_live_with: int
    # In per cent, of who likes it least, and of all together.
    least: int
    mean: float
    is_allowed: bool

    @property
    def percent(self) -> int:
        return round(self.mean)


@dataclass(frozen=True)
class OnSubject:
    """All that municipalities say about one subject."""

    subject: Subject
    said: Sequence[Said]
    levels: Sequence[OfLevel]
    # Who handed in a sheet and left this subject open.
    silent: Sequence[RoundParty]

    @cached_property
    def agreed(self) -> list[OfLevel]:
        """With which everybody who said something can live: first what is best for whoever likes it least, then for
        all together; alike: the nearest first."""
        fits = [one for one in self.levels if one.is_allowed and self.said and one.n_live_with == len(self.said)]
        return sorted(fits, key=lambda one: (-one.least, -one.mean, LEVELS.index(one.level)))

    @cached_property
    def wanted(self) -> list[OfLevel]:
        """The levels that somebody wants, by how many do; alike: the nearest first."""
        some = [one for one in self.levels if one.wanted_by]
        return sorted(some, key=lambda one: (-len(one.wanted_by), LEVELS.index(one.level)))

    @property
    def red_lines(self) -> list[Said]:
        """Who could not live with some level, and why."""
        return [one for one in self.said if one.position.never]

    @property
    def best(self) -> OfLevel:
        """What comes nearest to a level with which all can live: by how many can, then by how well it is liked."""
        among = [one for one in self.levels if one.is_allowed]
        return max(among, key=lambda one: (one.n_live_with, one.mean, -LEVELS.index(one.level)))

    @property
    def stands_apart(self) -> str:
        """The one sentence that says what separates the municipalities."""
        wanted = in_a_row(
            [
                ngettext("%(n)s gemeente wil %(level)s", "%(n)s gemeenten willen %(level)s", len(one.wanted_by))
                % {"n": in_words(len(one.wanted_by)), "level": one.level.label}
                for one in self.wanted
            ]
        )
        against = [one.party.municipality.name for one in self.said if not one.lives_with(self.best.level)]
        n_against = {"n": in_words(len(against))}
        names = in_a_row(against) if len(against) <= MOST_NAMED else _("%(n)s gemeenten") % n_against
        told = _("%(wanted)s. Met %(level)s kunnen de meeste leven, maar %(names)s niet.")
        if self.best.n_live_with * 2 <= len(self.said):
            told = _("%(wanted)s. Er is geen niveau waarmee de meeste kunnen leven.")
        return capital(told % {"wanted": wanted, "level": self.best.level.label, "names": names})

    @property
    def distance(self) -> int:
        """From the nearest to the furthest level that is wanted, in steps."""
        places = [LEVELS.index(one.level) for one in self.wanted]
        return max(places) - min(places) if places else 0

    @property
    def points(self) -> int:
        """How heavy it weighs: of all municipalities together."""
        return sum(one.position.points for one in self.said)

    @property
    def weight(self) -> int:
        return (self.distance or 1) * self.points


@dataclass(frozen=True)
class Outcome:
    """What came out of a round, with who is not in it."""

    agreed: Sequence[OnSubject]
    # The furthest apart and the heaviest first.
    disputed: Sequence[OnSubject]
    # Nobody said anything about it.
    open: Sequence[OnSubject]
    counted: Sequence[Handed]
    late: Sequence[Handed]
    missing: Sequence[Handed]
    # Not of the region any more: not counted, whatever they handed in.
    left: Sequence[Handed]
    # What the late ones would change.
    no_longer_agreed: Sequence[Subject]

    @property
    def n_asked(self) -> int:
        return len(self.counted) + len(self.late) + len(self.missing)

    @property
    def reweighed(self) -> list[Handed]:
        """Who spread its points anew after it read this."""
        return [one for one in self.counted if one.reweighed]

    @property
    def all(self) -> list[OnSubject]:
        return [*self.agreed, *self.disputed, *self.open]


def outcome_of(subjects: Sequence[Subject], handed: Sequence[Handed], today: date) -> Outcome:
    here = [one for one in handed if one.takes_part_now]
    counted = [one for one in here if one.counted is not None]
    late = [one for one in here if one.is_late]
    rows = [_on(subject, counted, today) for subject in subjects]
    agreed = [one for one in rows if one.agreed]
    with_late = {one.pk: _on(one, [*counted, *late], today) for one in subjects} if late else {}
    return Outcome(
        agreed=agreed,
        disputed=sorted(
            (one for one in rows if one.said and not one.agreed), key=lambda one: (-one.weight, one.subject.title)
        ),
        open=[one for one in rows if not one.said],
        counted=counted,
        late=late,
        missing=[one for one in here if one.is_missing],
        left=[one for one in handed if not one.takes_part_now],
        no_longer_agreed=[one.subject for one in agreed if late and not with_late[one.subject.pk].agreed],
    )


def _on(subject: Subject, handed: Iterable[Handed], today: date) -> OnSubject:
    said, silent = [], []
    for one in handed:
        found = _positions(one).get(subject.pk)
        if found is not None and (found.wants or found.never):
            said.append(Said(one.party, found))
        else:
            silent.append(one.party)
    allowed = allowed_levels(subject.law_facts.all(), today)
    return OnSubject(subject, said, [_of_level(level, said, allowed) for level in LEVELS], silent)


def _positions(handed: Handed) -> Mapping[int, Position]:
    sheet = handed.counted or (handed.newest if handed.is_late else None)
    return {one.subject_id: one for one in sheet.positions.all()} if sheet else {}


def _of_level(level: DecisionLevel, said: Sequence[Said], allowed: Collection[DecisionLevel]) -> OfLevel:
    known = [acceptance(one.position, level) or 0 for one in said]
    return OfLevel(
        level=level,
        wanted_by=[one for one in said if one.position.wants == level],
        n_live_with=sum(one.lives_with(level) for one in said),
        least=min(known, default=0),
        mean=fmean(known) if known else 0.0,
        is_allowed=level in allowed,
    )


HEADER = (
    *("gemeente", "telt mee", "onderwerp", "gewenst niveau", "punten", "punten achteraf gewijzigd"),
    *(f"{one.value}, procent" for one in LEVELS),
    *("breekpunten", "reden", "definitief namens"),
)


def table_of(subjects: Sequence[Subject], handed: Iterable[Handed]) -> list[list[object]]:
    """What each municipality said, a row for each subject, without names of people."""
    rows: list[list[object]] = []
    for one in handed:
        positions = _positions(one)
        told = _("ja") if one.counted and one.takes_part_now else _("te laat") if one.is_late else _("nee")
        sheet = one.counted or (one.newest if one.is_late else None)
        for subject in subjects:
            said = positions.get(subject.pk)
            shares = [acceptance(said, level) if said and said.wants else None for level in LEVELS]
            rows.append(
                [
                    *(one.party.municipality.name, told, subject.title, said.wants if said else ""),
                    said.points if said else None,
                    one.points_of(said) if said and one.reweighed else None,
                    *shares,
                    *(", ".join(said.never) if said else "", said.because if said else ""),
                    sheet.authority if sheet else "",
                ]
            )
    return rows
