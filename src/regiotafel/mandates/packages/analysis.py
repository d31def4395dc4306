"""What a round leaves over all subjects at once: packages that every municipality can live with, and what one more
change would do. The only door to `engine.compromise`.

What municipalities handed in goes in, in the shape of the file that `regiotafel compromise` reads, and plain values
come out.
"""

from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from regiotafel.engine import compromise
from regiotafel.engine.results import compromise as results
from regiotafel.engine.results.compromise import Compromise, Member, Package
from regiotafel.formats.positions import LONGEST_NAME, MOST_WORDS, Position, Positions, written
from regiotafel.mandates.models import Comparison, Condition, DecisionLevel, Mandate, Round, SearchKind, Subject
from regiotafel.mandates.models import Position as Filled
from regiotafel.mandates.packages.queries import deciding_now, people_in
from regiotafel.mandates.rounds.queries import Handed, conditions_in, handed_in, subjects_in
from regiotafel.mandates.rules import LEVELS, allowed_levels
from regiotafel.reports.numbers import in_a_row
from regiotafel.text.same_subject import phrases_in
from regiotafel.web.files import print_once

# In percent: of the votes, who has more decides without the others.
HALF = 50
# Two percentages that are told alike.
ALIKE = 0.05
NOBODY_COUNTED: Mapping[int, int] = {}


def positions_in(round: Round, today: date) -> Positions:
    """As many queries however many municipalities and subjects."""
    subjects = subjects_in(round)
    mandates = deciding_now(subjects, today)
    return positions_of(
        round.title, subjects, handed_in(round), conditions_in(round), mandates, today, people_in(round.region_id)
    )


def positions_of(
    title: str,
    subjects: Sequence[Subject],
    handed: Iterable[Handed],
    conditions: Iterable[Condition],
    mandates: Mapping[int, Mandate],
    today: date,
    people: Mapping[int, int] = NOBODY_COUNTED,
) -> Positions:
    """Of who handed in a final sheet in time and takes part; without names of people. mandates: by subject, who decides
    now; nothing holds without an agreement unless that is known of every subject; people: by municipality, as far
    as that is known."""
    asked = {one.pk: one.title for one in subjects}
    allowed = {one.pk: allowed_levels(one.law_facts.all(), today) for one in subjects}
    here = [one for one in handed if one.takes_part_now]
    return Positions(
        levels=[level.value for level in LEVELS],
        parties={one.party.municipality.name: people.get(one.party.municipality_id) for one in here},
        subjects={
            asked[pk]: None if len(levels) == len(LEVELS) else [one.value for one in levels]
            for pk, levels in allowed.items()
        },
        positions={
            one.party.municipality.name: {
                asked[said.subject_id]: _position(said, one.points_of(said), allowed[said.subject_id])
                for said in one.counted.positions.all()
                if said.subject_id in asked and (said.wants or said.never)
            }
            for one in here
            if one.counted is not None
        },
        links=[_link(one) for one in conditions if {one.if_subject_id, one.then_subject_id} <= asked.keys()],
        no_agreement={asked[pk]: mandates[pk].level for pk in asked} if asked.keys() <= mandates.keys() else None,
        title=_named(title, [one.party.municipality.name for one in here if one.counted and one.reweighed]),
        words={one.title: words for one in subjects if (words := _words(one))},
        late=[one.party.municipality.name for one in here if one.is_late and one.counted is None],
    )


def _words(subject: Subject) -> list[str]:
    """As a file may have them."""
    return [one for one in phrases_in(subject.words) if len(one) <= LONGEST_NAME][:MOST_WORDS]


def _named(title: str, reweighed: Sequence[str]) -> str:
    """A file of a round says it too when points were changed after the outcome."""
    if not reweighed:
        return title
    words = _("%(title)s (punten gewijzigd na de uitkomst: %(names)s)")
    return words % {"title": title, "names": in_a_row(reweighed)}


def _position(said: Filled, points: int, allowed: Collection[DecisionLevel]) -> Position:
    accepts = {level: share / 100 for level, share in said.accepts.items() if level != said.wants}
    if said.wants:
        return Position(said.wants, float(points), accepts, list(said.never), said.because)
    # Wants nothing in particular: all that is left is alike, and brings no points.
    left = [level.value for level in allowed if level not in said.never] or [level.value for level in LEVELS]
    return Position(left[0], 0.0, dict.fromkeys(left, 1.0), [one for one in said.never if one != left[0]], said.because)


def _link(one: Condition) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    return (
        {one.if_subject.title: _meant(one.if_comparison, one.if_level)},
        {one.then_subject.title: _meant(one.then_comparison, one.then_level)},
    )


def _meant(comparison: str, level: str) -> list[str]:
    values = [one.value for one in LEVELS]
    at = values.index(DecisionLevel(level))
    return {Comparison.AT_LEAST: values[at:], Comparison.AT_MOST: values[: at + 1]}.get(
        Comparison(comparison), [values[at]]
    )


def key_of(positions: Positions, kind: SearchKind = SearchKind.ROUND) -> str:
    """The same for the same positions, and another when what is told of them has another shape, or is asked for
    something else."""
    words = f"{results.SCHEMA} {written(positions)}"
    return sha256((words if kind == SearchKind.ROUND else f"{kind} {words}").encode()).hexdigest()


def quick_in(positions: Positions) -> Compromise:
    """What can be said at once: a package, and how far that is from the best at most."""
    return compromise.quick(compromise.problem_of(positions))


def found_at_once(positions: Positions) -> Compromise:
    """The same, counted once for the same positions."""
    key = f"packages-{key_of(positions)}"
    return results.read(print_once(key, lambda: results.as_text(quick_in(positions)).encode()))


def searched_in(
    positions: Positions,
    seconds: float,
    clock: Callable[[], float],
    is_stopped: Callable[[], bool],
    *,
    explained: bool = True,
) -> Generator[tuple[int, int, str]]:
    """All rules; explained: with what breekpunten cost and what could be given in return. How many of how many pieces
    of work are done, and what is known by then."""
    patience = compromise.Patience(clock() + seconds, clock, is_stopped)
    for stage in compromise.searched(compromise.problem_of(positions), patience, explained=explained):
        yield stage.n_done, stage.n, results.plain(stage.told)


def ways_out(found: Compromise) -> Sequence[Sequence[Member]]:
    """What could be given up, to see what is possible then: a repair where nothing is, else one breekpunt, or the two
    that help where one does not."""
    if not found.feasible:
        return found.repairs
    ways: list[Sequence[Member]] = [(Member(party=one.party, subject=one.subject),) for one in found.concessions]
    return [*ways, *([found.pair.lines] if found.pair else [])]


def as_asked(members: Iterable[Member]) -> dict[str, object]:
    """As the row of a search keeps what is given up as a trial."""
    return {"without": [{"party": one.party, "subject": one.subject, "link": one.link} for one in members]}


def given_up_in(asked: Mapping[str, Any]) -> list[Member]:
    return [Member(**one) for one in asked.get("without", ())]


def without(positions: Positions, members: Collection[Member]) -> Positions:
    """As if these breekpunten and links were not there."""
    given_up = {(one.party, one.subject) for one in members}
    return replace(
        positions,
        positions={
            party: {
                subject: replace(said, never=()) if (party, subject) in given_up else said
                for subject, said in all_said.items()
            }
            for party, all_said in positions.positions.items()
        },
        links=[one for place, one in enumerate(positions.links) if all(place != member.link for member in members)],
    )


@dataclass(frozen=True)
class Power:
    """votes: in the agreement of the region; of_votes, of_power: the share of all, in percent."""

    name: str
    votes: int
    of_votes: float
    of_power: float

    @property
    def decides_alone(self) -> bool:
        return self.of_votes > HALF

    @property
    def has_most_power(self) -> bool:
        return self.of_power > HALF


def power_in(handed: Iterable[Handed]) -> Sequence[Power]:
    """What the votes of each municipality give, when more than half is enough; nothing where all have as many."""
    parties = [one.party for one in handed if one.takes_part_now]
    votes = [one.votes for one in parties]
    if len(set(votes)) < 2:
        return []
    total = sum(votes)
    powers = compromise.banzhaf(votes, total // 2 + 1)
    return [
        Power(party.municipality.name, party.votes, 100 * party.votes / total, 100 * float(power))
        for party, power in zip(parties, powers, strict=True)
    ]


@dataclass(frozen=True)
class Change:
    """What a municipality has now and had before, in percent."""

    name: str
    before: float
    after: float

    @property
    def difference(self) -> float:
        return self.after - self.before


@dataclass(frozen=True)
class Moves:
    """One package beside another. parties: what each has with both."""

    parties: Sequence[Change]

    @property
    def gains(self) -> list[Change]:
        """Who gains most first."""
        return sorted((one for one in self.parties if one.difference > ALIKE), key=_by_most)

    @property
    def loses(self) -> list[Change]:
        """Who loses most first."""
        return sorted((one for one in self.parties if one.difference < -ALIKE), key=_by_most, reverse=True)

    @property
    def same(self) -> list[str]:
        return [one.name for one in self.parties if abs(one.difference) <= ALIKE]


def _by_most(one: Change) -> tuple[float, str]:
    return -one.difference, one.name


def lowest(shares: Mapping[Any, float]) -> float:
    return min(shares.values(), default=0.0)


def mean(shares: Mapping[Any, float]) -> float:
    return sum(shares.values()) / max(1, len(shares))


@dataclass(frozen=True)
class Tried(Moves):
    """A package that somebody made by changing levels. changed: the subjects; broken: what stands in its way;
    is_allowed: whether the law leaves it."""

    levels: Mapping[str, str]
    changed: Mapping[str, tuple[str, str]]
    lowest: float
    mean: float
    broken: Sequence[Member]
    is_allowed: bool


def tried(positions: Positions, before: Package, levels: Mapping[str, str]) -> Tried:
    """levels: of some subjects; what is not there stays as it was."""
    problem = compromise.problem_of(positions)
    package = {**before.levels, **levels}
    told = compromise.told_of(problem, package)
    return Tried(
        parties=[Change(name, before.satisfaction[name], share) for name, share in told.satisfaction.items()],
        levels=package,
        changed={name: (before.levels[name], level) for name, level in package.items() if before.levels[name] != level},
        lowest=lowest(told.satisfaction),
        mean=mean(told.satisfaction),
        broken=told.broken,
        is_allowed=told.is_allowed,
    )
