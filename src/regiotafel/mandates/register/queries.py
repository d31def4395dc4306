"""What the register says: who decides about what, on a day, in each municipality."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from regiotafel.formats.outlines import Map, Place
from regiotafel.mandates.models import (
    LEVEL_MEANS,
    Agreement,
    DecisionLevel,
    Deviation,
    LawFact,
    Mandate,
    Round,
    RoundSubject,
    Subject,
)
from regiotafel.mandates.queries import standing_mandates, subjects_of, subjects_with_law
from regiotafel.mandates.register.rules import holder_in, holds, in_force, is_shown, to_come
from regiotafel.mandates.rules import LEVELS
from regiotafel.regions.models import Municipality, Organisation, OrganisationKind, Region, RegionMunicipality
from regiotafel.regions.parties.queries import drawn, organisations_of
from regiotafel.text.folding import fold_name
from regiotafel.text.found import n_found, words_to_find
from regiotafel.vision.models import Release
from regiotafel.vision.reading.queries import releases_with


def is_title_taken(region: Region, title: str, but: Subject | None = None) -> bool:
    same = Subject.objects.filter(region=region, once=fold_name(title))
    return (same.exclude(pk=but.pk) if but else same).exists()


def slugs_of(region: Region) -> set[str]:
    return set(Subject.objects.filter(region=region).values_list("slug", flat=True))


def open_rounds_with(subject: Subject, at: datetime) -> list[str]:
    """The titles of rounds that ask about it, and that were opened and are not closed yet."""
    asked = RoundSubject.objects.filter(subject=subject, dropped_at__isnull=True)
    rows = Round.objects.filter(round_subjects__in=asked, opened_at__isnull=False, closes_at__gt=at)
    return list(rows.values_list("title", flat=True))


def mandates_of(subject: Subject) -> QuerySet[Mandate]:
    """All that was ever written down, the newest first."""
    return Mandate.objects.filter(subject=subject).select_related("by").order_by("-from_on", "-number")


def newest_mandate(subject: Subject) -> Mandate | None:
    return Mandate.objects.filter(subject=subject).order_by("-number").first()


@dataclass(frozen=True)
class Settled:
    """A subject on a day: who decides, what changes later, and who does it in another way."""

    subject: Subject
    now: Mandate | None
    later: Sequence[Mandate]
    deviations: Sequence[Deviation]
    # What is over, or has not begun.
    other_deviations: Sequence[Deviation] = ()

    def deviation_of(self, municipality_id: int) -> Deviation | None:
        return next((one for one in self.deviations if one.municipality_id == municipality_id), None)

    def level_in(self, municipality_id: int) -> str:
        """Where it is decided for who lives there; empty when nobody has said so."""
        own = self.deviation_of(municipality_id)
        return own.level if own else self.now.level if self.now else ""

    @property
    def law(self) -> list[LawFact]:
        """What readers are told of it."""
        return [one for one in self.subject.law_facts.all() if is_shown(one)]

    @property
    def means(self) -> str:
        return str(LEVEL_MEANS[DecisionLevel(self.now.level)]) if self.now else ""


@dataclass(frozen=True)
class ForResident:
    """The answer for who lives somewhere: who decides there, where they turn to, and who does it in another way."""

    settled: Settled
    place: RegionMunicipality
    others: Sequence[Deviation]

    @property
    def deviation(self) -> Deviation | None:
        return self.settled.deviation_of(self.place.municipality_id)

    @property
    def level(self) -> str:
        level = self.settled.level_in(self.place.municipality_id)
        return str(DecisionLevel(level).label) if level else ""

    @property
    def means(self) -> str:
        level = self.settled.level_in(self.place.municipality_id)
        return str(LEVEL_MEANS[DecisionLevel(level)]) if level else ""

    @property
    def holder(self) -> str:
        now = self.settled.now
        return holder_in(now.holder, self.place.municipality.name) if now else ""

    @property
    def later(self) -> Sequence[Mandate]:
        """What changes here: nothing, as long as it is done in another way here."""
        own = self.deviation
        if own is None:
            return self.settled.later
        return [one for one in self.settled.later if own.ends_on is not None and own.ends_on < one.from_on]

    @property
    def later_elsewhere(self) -> Sequence[Mandate]:
        return [one for one in self.settled.later if one not in self.later]

    @property
    def turn_to(self) -> str:
        return self.settled.subject.turn_to or self.place.access_point


def for_resident(settled: Settled, place: RegionMunicipality) -> ForResident:
    here = settled.level_in(place.municipality_id)
    others = [one for one in settled.deviations if one.municipality_id != place.municipality_id and one.level != here]
    return ForResident(settled, place, others)


def register_of(region: Region, on: date) -> list[Settled]:
    """All subjects that stand, in four queries."""
    return [settled(one, on) for one in with_all_of_it(subjects_with_law(region))]


def settled_on(subject: Subject, on: date) -> Settled:
    [found] = with_all_of_it(Subject.objects.filter(pk=subject.pk).prefetch_related("law_facts"))
    return settled(found, on)


def with_all_of_it(subjects: QuerySet[Subject]) -> QuerySet[Subject]:
    return standing_mandates(subjects).prefetch_related(
        Prefetch("deviations", Deviation.objects.select_related("municipality"))
    )


def settled(subject: Subject, on: date) -> Settled:
    """Of a subject that was read `with_all_of_it`."""
    stands: list[Mandate] = subject.stands  # type: ignore[attr-defined]  # by `standing_mandates`
    deviations, others = _parted(subject.deviations.all(), on)
    return Settled(subject, in_force(stands, on), to_come(stands, on), deviations, others)


def _parted(deviations: Iterable[Deviation], on: date) -> tuple[list[Deviation], list[Deviation]]:
    """Those that hold on that day, and all others."""
    parts: tuple[list[Deviation], list[Deviation]] = ([], [])
    for one in deviations:
        parts[0 if holds(one, on) else 1].append(one)
    return parts


def who_decides(region: Region, on: date) -> list[tuple[Subject, Mandate | None]]:
    """Only that, in two queries."""
    return [
        (one, in_force(one.stands, on))  # type: ignore[attr-defined]  # by `standing_mandates`
        for one in standing_mandates(subjects_of(region))
    ]


def teams_in(place: RegionMunicipality) -> list[Organisation]:
    """Where somebody who lives there goes when nothing else is said."""
    return list(
        organisations_of(place.region).filter(municipality=place.municipality_id, kind=OrganisationKind.LOCAL_TEAM)
    )


def found_in(rows: Sequence[Settled], question: str) -> list[Settled]:
    """Those in which most of the words of the question are found. A whole sentence may be asked. First come those that
    are called so or that people say so about, each in their order."""
    words = words_to_find(question)
    counted = [(n_found(one.subject.found_by, words), one) for one in rows]
    most = max((n for n, _one in counted), default=0)
    found = [one for n, one in counted if n == most] if most else []
    return sorted(found, key=lambda one: -n_found(f"{one.subject.title}\n{one.subject.words}", words))


@dataclass(frozen=True)
class LevelKey:
    """One colour of the map of a subject: which level it is, and in how many municipalities."""

    name: str
    group: int
    places: Sequence[RegionMunicipality]


def levels_on_map(settled: Settled, places: Sequence[RegionMunicipality]) -> list[LevelKey]:
    """The level of most municipalities first. Nothing while nobody has said who decides."""
    of = {place.pk: settled.level_in(place.municipality_id) for place in places}
    n = Counter(level for level in of.values() if level)
    order = sorted(n, key=lambda level: (-n[level], LEVELS.index(DecisionLevel(level))))
    return [
        LevelKey(str(DecisionLevel(level).label), group, [place for place in places if of[place.pk] == level])
        for group, level in enumerate(order)
    ]


def map_of_subject(subject: Subject, region: Region, levels: Sequence[LevelKey]) -> Map | None:
    """Each municipality in the colour of its level, leading to the answer for who lives there."""
    address = reverse("mandates:subject", args=[region.slug, subject.slug])
    group = {place.pk: level.group for level in levels for place in level.places}
    places = sorted((place for level in levels for place in level.places), key=_on_map)
    return drawn(
        [
            Place(
                place.municipality.name,
                f"{address}?gemeente={place.municipality_id}",
                place.municipality.gm_code,
                group[place.pk],
            )
            for place in places
        ]
    )


def _on_map(place: RegionMunicipality) -> tuple[str, str]:
    """Where it stands on every other map of the region."""
    return (place.sub_region.in_order if place.sub_region else "", place.municipality.in_order)


@dataclass(frozen=True)
class Change:
    """On a day somebody else decides about a subject."""

    subject: Subject
    before: Mandate | None
    after: Mandate


def changes_of(region: Region) -> list[Change]:
    """Every change that stands, the last day first. Two queries."""
    found = []
    for subject in standing_mandates(Subject.objects.filter(region=region, retired_at__isnull=True)):
        stands: list[Mandate] = subject.stands  # type: ignore[attr-defined]  # by `standing_mandates`
        by_day = list({one.from_on: one for one in stands}.values())
        found += [Change(subject, before, after) for before, after in zip([None, *by_day], by_day, strict=False)]
    return sorted(found, key=lambda one: (one.after.from_on, one.subject.position), reverse=True)


def first_release_with(subject: Subject) -> Release | None:
    """Since which version of the text its passage says so."""
    return releases_with(subject.passage).order_by("number").first() if subject.passage else None


@cache
def start_list() -> Sequence[Mapping[str, Any]]:
    """The subjects with which a region can begin, as they stand in the file."""
    found = tomllib.loads((Path(__file__).parent / "start.toml").read_text(encoding="utf-8"))
    return [{**one, "checked_on": found["checked_on"]} for one in found["subject"]]


def left_to_take_over(region: Region) -> list[Mapping[str, Any]]:
    """What of the start list is not in the register, nor has lapsed there."""
    there = set(Subject.objects.filter(region=region).values_list("once", flat=True))
    return [one for one in start_list() if fold_name(one["title"]) not in there]


def titles_to_take_over(region: Region) -> list[str]:
    return [one["title"] for one in left_to_take_over(region)]


def municipalities_at(places: Sequence[RegionMunicipality]) -> QuerySet[Municipality]:
    """To choose from."""
    return Municipality.objects.filter(pk__in=[one.municipality_id for one in places])


def deviations_of(subject: Subject, municipality: Municipality) -> list[Deviation]:
    """Those that nobody ended, of one municipality."""
    rows = Deviation.objects.filter(subject=subject, municipality=municipality, ended_at__isnull=True)
    return list(rows.select_related("municipality"))


def deviations_to_review(region: Region, on: date) -> list[Deviation]:
    """Those that hold and have a day on which they are looked at again, the first one first."""
    rows = Deviation.objects.filter(
        subject__region=region, subject__retired_at__isnull=True, ended_at__isnull=True, review_on__isnull=False
    )
    found = rows.select_related("subject", "municipality").order_by("review_on", "pk")
    return [one for one in found if holds(one, on)]


def last_agreement(subject: Subject) -> Agreement | None:
    """What was put before the municipalities last."""
    return Agreement.objects.filter(subject=subject).order_by("-number").first()
