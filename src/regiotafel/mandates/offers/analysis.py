"""What a package on the table brings each municipality, how two packages differ, and whether something is better for
all. By key, where the engine and its file have names."""

import json
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from regiotafel.engine import compromise
from regiotafel.engine.results import compromise as results
from regiotafel.engine.results.compromise import Member
from regiotafel.formats.positions import Positions, written
from regiotafel.mandates.models import (
    Accord,
    Condition,
    DecisionLevel,
    Floor,
    Offer,
    Position,
    Round,
    SearchKind,
    Subject,
)
from regiotafel.mandates.offers.queries import Choices
from regiotafel.mandates.offers.rules import RedLine, Swap
from regiotafel.mandates.packages.analysis import (
    Change,
    Moves,
    found_at_once,
    key_of,
    lowest,
    mean,
    positions_of,
    without,
)
from regiotafel.mandates.packages.queries import deciding_now, people_in, searches_of
from regiotafel.mandates.rounds.queries import Handed, conditions_in, handed_in, subjects_in
from regiotafel.mandates.rules import allowed_levels
from regiotafel.regions.models import Municipality

# So long somebody waits for a search that is no task.
SECONDS = 5.0
Clock = Callable[[], float]
# By the key of the subject.
Levels = Mapping[int, str]


@dataclass(frozen=True)
class Ground:
    """All that packages of a round are counted from. allowed: by subject, what the law leaves."""

    subjects: Sequence[Subject]
    handed: Sequence[Handed]
    conditions: Sequence[Condition]
    positions: Positions
    allowed: Mapping[int, list[DecisionLevel]]

    @property
    def municipalities(self) -> list[Municipality]:
        """Who is asked and takes part now."""
        return [one.party.municipality for one in self.handed if one.takes_part_now]

    @property
    def counted(self) -> list[Handed]:
        return [one for one in self.handed if one.takes_part_now and one.counted is not None]

    @cached_property
    def fingerprint(self) -> str:
        """Another one as soon as something is counted otherwise."""
        return sha256(written(replace(self.positions, title="")).encode()).hexdigest()

    @cached_property
    def red_lines(self) -> dict[RedLine, Position]:
        """Of the sheets that count, each with what was said about it."""
        asked = {one.pk for one in self.subjects}
        return {
            RedLine(one.party.municipality_id, said.subject_id): said
            for one in self.counted
            for said in one.counted.positions.all()  # type: ignore[union-attr]
            if said.never and said.subject_id in asked
        }

    @property
    def choices(self) -> Choices:
        return Choices(self.subjects, self.allowed, self.municipalities, list(self.red_lines))

    @cached_property
    def problem(self) -> compromise.Problem:
        return compromise.problem_of(self.positions)

    @property
    def middle(self) -> dict[int, str]:
        """By subject, whatever breekpunten and links say."""
        found = compromise.package_of(self.problem, "median")
        assert found is not None  # noqa: S101  # there always is one
        return self.keyed(self.problem.named(found.levels))

    def named(self, levels: Levels) -> dict[str, str]:
        return {one.title: levels[one.pk] for one in self.subjects}

    def keyed(self, levels: Mapping[str, str]) -> dict[int, str]:
        return {one.pk: levels[one.title] for one in self.subjects}


def ground_in(round: Round, today: date) -> Ground:
    """As many queries however many municipalities and subjects."""
    return _ground(round, today, subjects_in(round), handed_in(round), conditions_in(round))


def ground_at_closing(round: Round, today: date, now: Ground) -> Ground:
    """The same with the points that were given then, whatever was changed after the outcome. One query."""
    handed = [replace(one, reweighed=None) for one in now.handed]
    return _ground(round, today, now.subjects, handed, now.conditions)


def _ground(
    round: Round, today: date, subjects: Sequence[Subject], handed: Sequence[Handed], conditions: Sequence[Condition]
) -> Ground:
    found = positions_of(round.title, subjects, handed, conditions, deciding_now(subjects, today), today)
    allowed = {one.pk: allowed_levels(one.law_facts.all(), today) for one in subjects}
    return Ground(subjects, handed, conditions, found, allowed)


@dataclass(frozen=True)
class Crossed:
    """A breekpunt that a package goes through."""

    municipality: Municipality
    subject: Subject
    because: str

    @property
    def line(self) -> RedLine:
        return RedLine(self.municipality.pk, self.subject.pk)


@dataclass(frozen=True)
class Counted:
    """What a package brings, by municipality in per cent of what it likes best, and what stands in its way."""

    shares: Mapping[int, float]
    crossed: Sequence[Crossed]
    broken: Sequence[Condition]
    is_allowed: bool


def count(ground: Ground, levels: Levels) -> Counted:
    """levels: of every subject."""
    told = compromise.told_of(ground.problem, ground.named(levels))
    places = {one.name: one for one in ground.municipalities}
    subjects = {one.title: one for one in ground.subjects}
    red_lines = ground.red_lines
    crossed = [
        Crossed(places[one.party], subjects[one.subject], _because(red_lines, places[one.party], subjects[one.subject]))
        for one in told.broken
        if one.party is not None and one.subject is not None
    ]
    broken = [ground.conditions[one.link] for one in told.broken if one.link is not None]
    shares = {places[name].pk: share for name, share in told.satisfaction.items()}
    return Counted(shares, crossed, broken, told.is_allowed)


def _because(red_lines: Mapping[RedLine, Position], place: Municipality, subject: Subject) -> str:
    said = red_lines.get(RedLine(place.pk, subject.pk))
    return said.because if said else ""


def levels_of(offer: Offer) -> dict[int, str]:
    return {int(subject): str(level) for subject, level in offer.levels.items()}


def shares_of(shares: Mapping[str, float]) -> dict[int, float]:
    """As a row keeps them."""
    return {int(place): float(share) for place, share in shares.items()}


def kept(by_key: Mapping[int, object]) -> dict[str, object]:
    """The same for a row. A share is kept to more digits than anybody reads."""
    return {str(key): round(one, 6) if isinstance(one, float) else one for key, one in by_key.items()}


@dataclass(frozen=True)
class Effect(Moves):
    """One package beside another: where levels differ, who gains and who loses, in per cent."""

    changed: Sequence[tuple[Subject, str, str]]
    lowest_before: float
    lowest: float
    mean_before: float
    mean: float


def effect(
    ground: Ground, levels: tuple[Levels, Levels], shares: tuple[Mapping[int, float], Mapping[int, float]]
) -> Effect:
    """Before and after. Who stands in only one of them gains and loses nothing."""
    before, after = shares
    names = {one.party.municipality_id: one.party.municipality.name for one in ground.handed}
    return Effect(
        parties=[Change(names.get(key, ""), before[key], share) for key, share in after.items() if key in before],
        changed=[
            (one, levels[0][one.pk], levels[1][one.pk])
            for one in ground.subjects
            if {one.pk} <= levels[0].keys() & levels[1].keys() and levels[0][one.pk] != levels[1][one.pk]
        ],
        lowest_before=lowest(before),
        lowest=lowest(after),
        mean_before=mean(before),
        mean=mean(after),
    )


def between(ground: Ground, one: Levels, other: Levels) -> Effect:
    """Both counted from the sheets of now."""
    return effect(ground, (one, other), (count(ground, one).shares, count(ground, other).shares))


@dataclass(frozen=True)
class Told:
    """An offer as it was counted when it was put on the table. by_hand: where somebody chose another level than stood
    in what it was made of; beside: against the one before it; below: whose floor it does not reach; is_stale: what it
    was counted from has changed since."""

    offer: Offer
    shares: Mapping[int, float]
    by_hand: Sequence[tuple[Subject, str, str]]
    beside: Effect | None
    below: Sequence[Floor]
    is_stale: bool

    @property
    def lowest(self) -> float:
        return lowest(self.shares)

    @property
    def mean(self) -> float:
        return mean(self.shares)


def told(ground: Ground, offer: Offer, floors: Mapping[int, Floor]) -> Told:
    """floors: those that who asks may read."""
    shares, levels = shares_of(offer.shares), levels_of(offer)
    beside = None
    if offer.before is not None:
        before = levels_of(offer.before), shares_of(offer.shares_before)
        beside = effect(ground, (before[0], levels), (before[1], shares))
    return Told(
        offer=offer,
        shares=shares,
        by_hand=[
            (one, offer.changed[str(one.pk)], levels[one.pk]) for one in ground.subjects if str(one.pk) in offer.changed
        ],
        beside=beside,
        below=below_floor(shares, floors),
        is_stale=offer.counted_from != ground.fingerprint,
    )


def below_floor(shares: Mapping[int, float], floors: Mapping[int, Floor]) -> list[Floor]:
    """Whose floor a package does not reach; floors: those that who asks may read."""
    return [one for key, one in floors.items() if key in shares and shares[key] < (one.percent or 0) - 1e-6]


def not_given_up(offer: Offer, counted: Counted) -> list[Crossed]:
    """The breekpunten that stand in its way, and are not exchanged in it."""
    given = {RedLine(one.municipality_id, one.subject_id) for one in offer.exchanges.all()}
    return [one for one in counted.crossed if one.line not in given]


def in_the_way(offer: Offer, counted: Counted) -> list[str]:
    """The breekpunten that nobody gives up in it, and the links that it breaks, in words."""
    lines = [
        _("het breekpunt van %(party)s over %(subject)s") % {"party": one.municipality, "subject": one.subject}
        for one in not_given_up(offer, counted)
    ]
    links = [
        _("de samenhang tussen %(one)s en %(other)s") % {"one": one.if_subject, "other": one.then_subject}
        for one in counted.broken
    ]
    return [*lines, *links]


def packages_of_rules(round: Round, ground: Ground) -> dict[str, dict[int, str]]:
    """By rule: what the search of the round knows of these sheets, and else what there is at once. Where breekpunten
    leave no package, the middle by subject is what a bargain can begin with."""
    if not any(ground.positions.positions.values()):
        return {}
    # The search of the round knows how many people live where; what is counted here is the same without that.
    people = people_in(round.region_id)
    key = key_of(replace(ground.positions, parties={one.name: people.get(one.pk) for one in ground.municipalities}))
    known = next((one.data for one in searches_of(round) if one.key == key and one.data), None)
    search = results.read(known) if known else found_at_once(ground.positions)
    found = {rule: ground.keyed(one.levels) for rule, one in search.packages.items() if one is not None}
    return found or {"median": ground.middle}


@dataclass(frozen=True)
class Improved:
    """A package with which nobody has less than with an offer and somebody has more; levels: None when there is none.
    is_proven: it is certain that nothing is better. reaches_floors: everybody comes to where they sign."""

    levels: dict[int, str] | None
    is_proven: bool
    reaches_floors: bool


# As the row of a search keeps it, before anything is known.
NOTHING_YET = {"levels": None, "is_proven": False, "reaches_floors": False}


@dataclass(frozen=True)
class ToImprove:
    """From which package a search goes up, with the breekpunten that it exchanges given up. least: where who set a
    floor signs."""

    positions: Positions
    levels: Mapping[str, str]
    least: Mapping[str, float]

    @cached_property
    def key(self) -> str:
        """The same for the same sheets, package and floors."""
        asked = json.dumps([results.SCHEMA, written(self.positions), self.levels, self.least], sort_keys=True)
        return sha256(f"{SearchKind.IMPROVEMENT} {asked}".encode()).hexdigest()


def least_of(floors: Iterable[Floor]) -> dict[str, float]:
    return {one.municipality.name: float(one.percent or 0) for one in floors}


def to_improve(ground: Ground, offer: Offer, least: Mapping[str, float]) -> ToImprove:
    given = [Member(party=one.municipality.name, subject=one.subject.title) for one in offer.exchanges.all()]
    return ToImprove(without(ground.positions, given), ground.named(levels_of(offer)), least)


def improved_in(
    asked: ToImprove, seconds: float, clock: Clock, is_stopped: Callable[[], bool] = lambda: False
) -> Generator[tuple[int, int, dict[str, object]]]:
    """How many of how many pieces of work are done, and the best by then, as the row of a search keeps it."""
    patience = compromise.Patience(clock() + seconds, clock, is_stopped)
    problem = compromise.problem_of(asked.positions)
    for n_done, n, one in compromise.better_than(problem, asked.levels, asked.least, patience):
        levels = dict(one.levels) if one.levels else None
        yield n_done, n, {"levels": levels, "is_proven": one.is_proven, "reaches_floors": one.reaches_least}


def improved(ground: Ground, data: Mapping[str, Any]) -> Improved:
    """As the row of a search keeps it."""
    levels = ground.keyed(data["levels"]) if data["levels"] else None
    return Improved(levels, data["is_proven"], data["reaches_floors"])


def improve(ground: Ground, offer: Offer, floors: Iterable[Floor], clock: Clock) -> Improved:
    """The same while somebody waits."""
    *_before, (_n_done, _n, data) = improved_in(to_improve(ground, offer, least_of(floors)), SECONDS, clock)
    return improved(ground, data)


def carried_swaps(ground: Ground, offer: Offer) -> list[Swap]:
    """What is exchanged in an offer, as far as the breekpunten are still there: for a package that is made of it."""
    return [
        Swap(one.municipality, one.subject, one.in_return, one.given_by)
        for one in offer.exchanges.all()
        if RedLine(one.municipality_id, one.subject_id) in ground.red_lines
    ]


# --- Points that were changed after the outcome


def points_beside(ground: Ground) -> list[tuple[Handed, list[tuple[Subject, int, int]]]]:
    """Of who changed them: by subject, at closing and now."""
    found = []
    for one in (one for one in ground.counted if one.reweighed):
        said = {row.subject_id: row for row in one.counted.positions.all()}  # type: ignore[union-attr]
        rows = [(row, said[row.pk].points, one.points_of(said[row.pk])) for row in ground.subjects if row.pk in said]
        found.append((one, [row for row in rows if row[1] or row[2]]))
    return found


def by_both(then: Ground, now: Ground, levels: Levels) -> Effect:
    """One package, with the points of closing and with those of now."""
    return effect(now, (levels, levels), (count(then, levels).shares, count(now, levels).shares))


# --- To take along, without names of people

HEADER = (
    *("pakket", "indiener", "datum", "herkomst", "status", "gemeente", "procent toen", "procent nu"),
    *("antwoord", "toelichting antwoord", "toelichting pakket"),
)


def status_of(offer: Offer, accord: Accord | None) -> str:
    if offer.withdrawn_at is not None:
        return _("ingetrokken: %(reason)s") % {"reason": offer.withdrawn_reason}
    return _("voorlopig akkoord") if accord is not None and accord.offer_id == offer.pk else _("op tafel")


def whose(offer: Offer) -> str:
    return offer.municipality.name if offer.municipality else _("projectteam")


def table_of(offers: Iterable[Offer], ground: Ground, accord: Accord | None) -> list[list[object]]:
    """A row for each municipality with each package, the newest package first."""
    rows: list[list[object]] = []
    for offer in offers:
        shares, now = shares_of(offer.shares), count(ground, levels_of(offer)).shares
        said = {one.municipality_id: one for one in reversed(offer.replies.all())}
        for place in ground.municipalities:
            reply = said.get(place.pk)
            told = (_rounded(shares.get(place.pk)), _rounded(now.get(place.pk)))
            replied = (reply.get_living_display(), reply.reason) if reply else ("", "")
            head = (offer.number, whose(offer), offer.at.date().isoformat(), offer.get_made_from_display())
            rows.append([*head, status_of(offer, accord), place.name, *told, *replied, offer.reason])
    return rows


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 1)


def document(
    title: str, offers: Iterable[Offer], ground: Ground, accords: Sequence[Accord], floors: Mapping[int, Floor]
) -> dict[str, object]:
    """All of it, to count again; floors: those that who asks may read."""
    names = {one.party.municipality_id: one.party.municipality.name for one in ground.handed}
    subjects = {one.pk: one.title for one in ground.subjects}
    return {
        "ronde": title,
        "punten achteraf gewijzigd": [
            {"gemeente": one.party.municipality.name, "reden": one.reweighed.reason, "namens": one.reweighed.authority}
            for one in ground.counted
            if one.reweighed
        ],
        "ondergrenzen": {one.municipality.name: one.percent for one in floors.values()},
        "voorlopig akkoord": [
            {"pakket": one.offer.number if one.offer else None, "datum": one.at.isoformat(), "reden": one.reason}
            for one in accords
        ],
        "pakketten": [_packed(one, names, subjects, accords[0] if accords else None) for one in offers],
    }


def _packed(
    offer: Offer, names: Mapping[int, str], subjects: Mapping[int, str], accord: Accord | None
) -> dict[str, object]:
    return {
        "nummer": offer.number,
        "indiener": whose(offer),
        "namens": offer.authority,
        "datum": offer.at.isoformat(),
        "status": status_of(offer, accord),
        "reden": offer.reason,
        "herkomst": offer.get_made_from_display(),
        "niveaus": {subjects.get(key, str(key)): level for key, level in levels_of(offer).items()},
        "procent": {names.get(key, str(key)): _rounded(share) for key, share in shares_of(offer.shares).items()},
        "ruil": [
            {
                "gemeente": one.municipality.name,
                "breekpunt": one.subject.title,
                "tegenprestatie": one.in_return,
                "door": one.given_by.name if one.given_by else _("de andere gemeenten samen"),
            }
            for one in offer.exchanges.all()
        ],
        "antwoorden": [
            {
                "gemeente": one.municipality.name,
                "antwoord": one.get_living_display(),
                "reden": one.reason,
                "datum": one.at.isoformat(),
            }
            for one in offer.replies.all()
        ],
    }
