"""What the register says: who decides about what, on a day, in each municipality."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.formats.outlines import Map, Place
from regiotafel.history.models import Entry
from regiotafel.history.rules import subject_of
from regiotafel.mandates.acts import (
    DEVIATION_ADDED,
    DEVIATION_ENDED,
    LAW_FACT_ADDED,
    LAW_FACT_REMOVED,
    SUBJECT_ADDED,
    SUBJECT_BROUGHT_BACK,
    SUBJECT_CHANGED,
    SUBJECT_RETIRED,
)
from regiotafel.mandates.models import (
    LEVEL_MEANS,
    Agreement,
    Consent,
    DecisionLevel,
    Deviation,
    LawFact,
    Mandate,
    Round,
    RoundSubject,
    Stance,
    Subject,
)
from regiotafel.mandates.queries import standing_mandates, subjects_of, subjects_with_law
from regiotafel.mandates.register.rules import (
    NAMES,
    NOT_BOUND,
    begun,
    holder_in,
    holds,
    in_force,
    is_shown,
    to_come,
)
from regiotafel.mandates.rules import LEVELS, SHOWN, is_in_conflict
from regiotafel.people.models import User
from regiotafel.regions.models import Municipality, Organisation, OrganisationKind, Region, RegionMunicipality
from regiotafel.regions.parties.queries import drawn, municipalities_of, organisations_of
from regiotafel.text.asked import Asked, Kin, Thing, Why, says_one_of
from regiotafel.text.differences import Difference, differences
from regiotafel.text.folding import fold_name
from regiotafel.vision.models import Passage, Release
from regiotafel.vision.reading.queries import releases_with
from regiotafel.web.days import day

DAY = timedelta(days=1)


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
class Unbound:
    """A municipality that is not bound by what the others agreed on, with what it decided about that."""

    municipality: Municipality
    consent: Consent | None

    @property
    def told(self) -> str:
        """Behind its name: not bound, why, and until when."""
        stance = Stance(self.consent.stance) if self.consent else Stance.NONE
        told = NOT_BOUND[stance]
        until = self.consent.until if self.consent else None
        return f"{told}, {_('tot en met')} {day(until)}" if until and stance == Stance.LATER else str(told)


@dataclass(frozen=True)
class Elsewhere:
    """A municipality in which it is another than in most: it does it in another way, or is not bound."""

    municipality: Municipality
    # Empty: nobody has said who decides there.
    level: str
    told: str


@dataclass(frozen=True)
class Settled:
    """A subject on a day: who decides, what changes later, and who does it in another way."""

    subject: Subject
    # All that began, the last one first: who is not bound by that keeps the one before.
    begun: Sequence[Mandate]
    later: Sequence[Mandate]
    deviations: Sequence[Deviation]
    # What is over, or has not begun.
    other_deviations: Sequence[Deviation] = ()
    # By mandate: which municipalities are not bound by the agreement that it comes from.
    unbound: Mapping[int, Sequence[Unbound]] = field(default_factory=dict)
    # The rules about the law that bind leave no level together.
    is_law_in_conflict: bool = False

    @property
    def now(self) -> Mandate | None:
        return self.begun[0] if self.begun else None

    @property
    def not_bound(self) -> Sequence[Unbound]:
        return self.unbound[self.now.pk] if self.now else ()

    def later_with_unbound(self) -> list[tuple[Mandate, Sequence[Unbound]]]:
        return [(one, self.unbound[one.pk]) for one in self.later]

    def deviation_of(self, municipality_id: int) -> Deviation | None:
        return next((one for one in self.deviations if one.municipality_id == municipality_id), None)

    def unbound_in(self, mandate: Mandate, municipality_id: int) -> Unbound | None:
        return next((one for one in self.unbound[mandate.pk] if one.municipality.pk == municipality_id), None)

    def mandate_in(self, municipality_id: int) -> Mandate | None:
        """What holds there: the last one that it is bound by."""
        return next((one for one in self.begun if self.unbound_in(one, municipality_id) is None), None)

    def level_in(self, municipality_id: int) -> str:
        """Where it is decided for who lives there; empty when nobody has said so."""
        own = self.deviation_of(municipality_id) or self.mandate_in(municipality_id)
        return own.level if own else ""

    @cached_property
    def elsewhere(self) -> list[Elsewhere]:
        """Where it is another than in most: who does it in another way first, then who is not bound."""
        others = [Elsewhere(one.municipality, one.level, one.get_level_display()) for one in self.deviations]
        free = [one for one in self.not_bound if self.deviation_of(one.municipality.pk) is None]
        return others + [Elsewhere(one.municipality, self.level_in(one.municipality.pk), one.told) for one in free]

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
    # Of those where it is another than in most: at another level than here, and at the same.
    others: Sequence[Elsewhere]
    alike: Sequence[Elsewhere] = ()

    @property
    def mandate(self) -> Mandate | None:
        return self.settled.mandate_in(self.place.municipality_id)

    @property
    def unbound(self) -> Unbound | None:
        """It is not bound by what the others agreed on, and that would hold here now."""
        now = None if self.deviation else self.settled.now
        return self.settled.unbound_in(now, self.place.municipality_id) if now else None

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
        return holder_in(self.mandate.holder, self.place.municipality.name) if self.mandate else ""

    @property
    def later(self) -> Sequence[Mandate]:
        """What changes here: nothing as long as it is done in another way here, or by what does not bind it."""
        own, here = self.deviation, self.place.municipality_id
        bound = [one for one in self.settled.later if self.settled.unbound_in(one, here) is None]
        if own is None:
            return bound
        return [one for one in bound if own.ends_on is not None and own.ends_on < one.from_on]

    @property
    def later_elsewhere(self) -> Sequence[Mandate]:
        return [one for one in self.settled.later if one not in self.later]


def for_resident(settled: Settled, place: RegionMunicipality) -> ForResident:
    here = settled.level_in(place.municipality_id)
    elsewhere = [one for one in settled.elsewhere if one.municipality.pk != place.municipality_id]
    others = [one for one in elsewhere if one.level != here]
    return ForResident(settled, place, others, [one for one in elsewhere if one.level == here])


def register_of(region: Region, on: date) -> list[Settled]:
    """All subjects that stand, in six queries."""
    here = list(municipalities_of(region))
    return [settled(one, on, here) for one in with_all_of_it(subjects_with_law(region))]


def settled_on(subject: Subject, on: date) -> Settled:
    [found] = with_all_of_it(Subject.objects.filter(pk=subject.pk).prefetch_related("law_facts"))
    return settled(found, on, list(municipalities_of(subject.region)))


def with_all_of_it(subjects: QuerySet[Subject]) -> QuerySet[Subject]:
    return standing_mandates(subjects).prefetch_related(
        Prefetch("deviations", Deviation.objects.select_related("municipality"))
    )


def with_withdrawn(subjects: QuerySet[Subject]) -> QuerySet[Subject]:
    """Each with its mandates that were withdrawn, as `withdrawn`."""
    rows = Mandate.objects.filter(withdrawn_at__isnull=False).order_by("from_on", "number")
    return subjects.prefetch_related(Prefetch("mandates", rows, to_attr="withdrawn"))


def settled(subject: Subject, on: date, here: Sequence[Municipality]) -> Settled:
    """Of a subject that was read `with_all_of_it`. here: the municipalities that take part."""
    stands: list[Mandate] = subject.stands  # type: ignore[attr-defined]  # by `standing_mandates`
    deviations, others = _parted(subject.deviations.all(), on)
    unbound = {one.pk: _unbound(one, here) for one in stands}
    conflict = is_in_conflict(subject.law_facts.all(), on)
    return Settled(subject, begun(stands, on), to_come(stands, on), deviations, others, unbound, conflict)


def _unbound(mandate: Mandate, here: Sequence[Municipality]) -> list[Unbound]:
    """Nobody, unless it comes from an agreement. Of what a municipality decided about that, the newest holds."""
    if mandate.agreement is None:
        return []
    newest: dict[int, Consent] = {}
    for one in sorted(mandate.agreement.consents.all(), key=lambda one: -one.number):
        newest.setdefault(one.municipality_id, one)
    decided = ((one, newest.get(one.pk)) for one in here)
    return [Unbound(one, consent) for one, consent in decided if consent is None or consent.stance != Stance.BOUND]


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


@cache
def how_people_ask() -> Mapping[str, Any]:
    """`kin`: other words for the same; `danger`: what somebody says who may be in danger."""
    found = tomllib.loads((Path(__file__).parent / "asked.toml").read_text(encoding="utf-8"))
    kin = [Kin(tuple(one["finds"]), tuple(one["asked"]), one.get("is_first", False)) for one in found["kin"]]
    return {"kin": kin, "danger": found["danger"]["words"]}


@dataclass(frozen=True)
class Found:
    """A subject that a question may be about, with the words by which it was found."""

    settled: Settled
    why: Sequence[Why]


def found_in(rows: Sequence[Settled], question: str) -> list[Found]:
    """The nearest first: by the words of the subject, by other words for the same, and by words spelled otherwise."""
    subjects = [one.subject for one in rows]
    things = Asked([Thing(one.title, one.words, one.about) for one in subjects], how_people_ask()["kin"])
    return [Found(rows[hit.at], hit.why) for hit in things.hits(question)]


def may_be_in_danger(question: str) -> bool:
    return says_one_of(question, how_people_ask()["danger"])


@dataclass(frozen=True)
class LevelKey:
    """One colour of the map of a subject: which level it is, and in how many municipalities."""

    name: str
    group: int
    places: Sequence[RegionMunicipality]


def levels_on_map(settled: Settled, places: Sequence[RegionMunicipality]) -> list[LevelKey]:
    """The level of most municipalities first, and last where nobody has said who decides. Nothing while nobody has."""
    of = {place.pk: settled.level_in(place.municipality_id) for place in places}
    n = Counter(of.values())
    order = sorted((level for level in n if level), key=lambda level: (-n[level], LEVELS.index(DecisionLevel(level))))
    if order and "" in n:
        order.append("")
    names = {level: str(DecisionLevel(level).label) if level else _("nog niet bekend") for level in order}
    return [
        LevelKey(names[level], group, [place for place in places if of[place.pk] == level])
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
    """From a day on something else holds about a subject. key: names it among those of the subject; at: when it was
    written down; level: what it is from then on, where `told` does not say so; is_off: it was to come and does not."""

    subject: Subject
    on: date
    key: str
    title: str
    told: str
    at: datetime
    level: str = ""
    is_off: bool = False

    @property
    def level_label(self) -> str:
        return str(DecisionLevel(self.level).label) if self.level else ""

    @property
    def in_words(self) -> str:
        """With its level, where no picture tells that."""
        return f"{self.told} {_('Niveau: %(level)s.') % {'level': self.level_label}}" if self.level else self.told


def changes_of(region: Region) -> list[Change]:
    """Every change, the last day first: who decides, what of that was withdrawn, who does it in another way, and until
    when somebody is not bound. Seven queries."""
    here = list(municipalities_of(region))
    found: list[Change] = []
    for subject in with_withdrawn(with_all_of_it(subjects_of(region))):
        stands: list[Mandate] = subject.stands  # type: ignore[attr-defined]  # by `standing_mandates`
        withdrawn: list[Mandate] = subject.withdrawn  # type: ignore[attr-defined]  # by `with_withdrawn`
        by_day = list({one.from_on: one for one in stands}.values())
        found += [_withdrawn(subject, one, stands) for one in withdrawn]
        for before, after in zip([None, *by_day], by_day, strict=False):
            found.append(_decided(subject, before, after, _unbound(after, here)))
        found += [one for after in by_day for one in _bound_later(subject, after, _unbound(after, here))]
        found += [one for deviation in subject.deviations.all() for one in _deviating(subject, deviation)]
    return sorted(found, key=lambda one: (one.on, -one.subject.position), reverse=True)


def _decided(subject: Subject, before: Mandate | None, after: Mandate, unbound: Sequence[Unbound]) -> Change:
    names = {"title": subject.title, "day": day(after.from_on)}
    title = (
        _("%(title)s: vanaf %(day)s beslist iemand anders") if before else _("%(title)s: wie beslist vanaf %(day)s")
    ) % names
    told = [_("%(holder)s, op grond van %(ground)s.") % {"holder": after.holder, "ground": after.ground}]
    if before:
        was = {"holder": before.holder, "level": before.get_level_display()}
        told.append(_("Eerst: %(holder)s (%(level)s).") % was)
    if unbound:
        places = ", ".join(one.municipality.name for one in unbound)
        told.append(_("Niet gebonden: %(places)s.") % {"places": places})
    return Change(subject, after.from_on, f"besluit-{after.number}", title, " ".join(told), after.at, after.level)


def _withdrawn(subject: Subject, one: Mandate, stands: Sequence[Mandate]) -> Change:
    """It was to come and does not, or it held and does no more. stands: what was not withdrawn."""
    assert one.withdrawn_at is not None  # noqa: S101  # for the type checker: it was read so
    when = timezone.localdate(one.withdrawn_at)
    is_off = when < one.from_on
    names = {"title": subject.title, "day": day(one.from_on), "holder": one.holder, "level": one.get_level_display()}
    names |= {"when": day(when), "reason": one.withdrawn_reason}
    if is_off:
        title = _("%(title)s: de verandering van %(day)s gaat niet door") % names
        told = [_("%(holder)s (%(level)s) zou dan beslissen.") % names]
    else:
        title = _("%(title)s: wie besliste vanaf %(day)s, is ingetrokken") % names
        told = [_("%(holder)s (%(level)s).") % names]
        then = in_force(stands, when)
        now = {"holder": then.holder, "level": then.get_level_display()} if then else {}
        told.append(_("Wat dan geldt: %(holder)s (%(level)s).") % now if now else _("Wie dan beslist, is niet bekend."))
    told.append(_("Ingetrokken op %(when)s: %(reason)s") % names)  # last: a reason may end without a full stop
    on, key = max(when, one.from_on), f"besluit-{one.number}-ingetrokken"
    return Change(subject, on, key, title, " ".join(told), one.withdrawn_at, is_off=is_off)


def _bound_later(subject: Subject, after: Mandate, unbound: Sequence[Unbound]) -> Iterator[Change]:
    """A municipality said until when it is not bound: what comes then is for itself to say."""
    for one in unbound:
        consent = one.consent
        if consent is None or consent.until is None or consent.stance != Stance.LATER:
            continue
        names = {"title": subject.title, "place": one.municipality, "day": day(consent.until)}
        title = _("%(title)s: %(place)s is tot en met %(day)s niet gebonden") % names
        told = _("Daarna laat %(place)s weten of het akkoord ook daar geldt.") % names
        key = f"niet-gebonden-{after.number}-{one.municipality.pk}"
        yield Change(subject, consent.until + DAY, key, title, told, consent.at)


def _deviating(subject: Subject, one: Deviation) -> Iterator[Change]:
    """It begins and it ends; of what ended before it began, that it does not come."""
    ended = timezone.localdate(one.ended_at) if one.ended_at else None
    last = one.ends_on + DAY if one.ends_on else None
    over = min((on for on in (ended, last) if on is not None), default=None)
    names = {"title": subject.title, "place": one.municipality}
    if over is not None and over <= one.from_on:
        title = _("%(title)s: %(place)s gaat het niet anders doen") % names
        told = _("Dat was wel opgeschreven. Ook daar geldt hetzelfde als in de andere gemeenten.")
        at = one.ended_at or timezone.make_aware(datetime.combine(over, time.min))
        yield Change(subject, one.from_on, f"afwijking-{one.pk}-voorbij", title, told, at, is_off=True)
        return
    title = _("%(title)s: %(place)s doet het anders") % names
    written = one.at or timezone.make_aware(datetime.combine(one.from_on, time.min))
    yield Change(subject, one.from_on, f"afwijking-{one.pk}", title, one.motive, written, one.level)
    if over is not None:
        done = _("%(title)s: %(place)s doet het niet meer anders") % names
        told = _("Daar geldt dan weer hetzelfde als in de andere gemeenten.")
        yield Change(subject, over, f"afwijking-{one.pk}-voorbij", done, told, one.ended_at or written)


# What was done to a subject, by the act, as its history is read.
DONE: Mapping[str, Promise] = {
    SUBJECT_ADDED.name: gettext_lazy("In het register gezet"),
    SUBJECT_CHANGED.name: gettext_lazy("Veranderd"),
    SUBJECT_RETIRED.name: gettext_lazy("Vervallen"),
    SUBJECT_BROUGHT_BACK.name: gettext_lazy("Teruggezet in het register"),
    LAW_FACT_ADDED.name: gettext_lazy("Regel over de wet erbij"),
    LAW_FACT_REMOVED.name: gettext_lazy("Regel over de wet weg"),
    DEVIATION_ADDED.name: gettext_lazy("Een gemeente doet het anders"),
    DEVIATION_ENDED.name: gettext_lazy("Een gemeente doet het niet meer anders"),
}
OF_LAW = (LAW_FACT_ADDED.name, LAW_FACT_REMOVED.name)


@dataclass(frozen=True)
class Step:
    """One moment in the history of what is said about a subject. told: about which law or which municipality; changes:
    by the name of a field, was beside is."""

    name: str
    at: datetime
    by: User | None
    reason: str
    told: str
    changes: Sequence[tuple[str, list[Difference]]]


def history_of(settled: Settled, *, sees_unchecked: bool = False) -> list[Step]:
    """Every time that something else was said about a subject, its law, or who does it in another way, the newest
    first. sees_unchecked: also what nobody held against the law. Two queries."""
    subject = settled.subject
    there: dict[str, LawFact | Deviation] = {subject_of(one): one for one in subject.law_facts.all()}
    there |= {subject_of(one): one for one in subject.deviations.all()}
    rows = Entry.objects.filter(subject__in=[subject_of(subject), *there], act__in=DONE)
    entries = [
        one
        for one in rows.select_related("by").order_by("-number")
        if sees_unchecked or one.act not in OF_LAW or _mark_in(one, there) in SHOWN
    ]
    numbers = _passage_numbers(entries)
    return [
        Step(
            str(DONE[one.act]),
            one.at,
            one.by,
            one.data.get("reason", ""),
            _told_in(one, there),
            list(_changes_in(one, numbers)),
        )
        for one in entries
    ]


def _mark_in(entry: Entry, there: Mapping[str, LawFact | Deviation]) -> str:
    """Empty where that was not written down yet, and the rule is gone."""
    found = there.get(entry.subject)
    return str(entry.data.get("mark", "")) or (found.mark if isinstance(found, LawFact) else "")


def _told_in(entry: Entry, there: Mapping[str, LawFact | Deviation]) -> str:
    """The law with what it says, or the municipality with its level and why. there: what stands now, by its subject in
    the history."""
    found = there.get(entry.subject)
    if entry.act in OF_LAW:
        text = entry.data.get("text", "") or (found.text if isinstance(found, LawFact) else "")
        return ": ".join(part for part in (entry.data.get("article", ""), text) if part)
    if isinstance(found, Deviation):
        told = f"{found.municipality}: {found.get_level_display()}, {_('vanaf')} {day(found.from_on)}."
        return f"{told} {found.motive}" if entry.act == DEVIATION_ADDED.name else told
    return ""


def _passage_numbers(entries: Iterable[Entry]) -> dict[int, int]:
    keys = {one.data.get(side, {}).get("passage") for one in entries for side in ("before", "after")} - {None}
    return dict(Passage.objects.filter(pk__in=keys).values_list("pk", "number"))


def _changes_in(entry: Entry, numbers: Mapping[int, int]) -> Iterator[tuple[str, list[Difference]]]:
    """In the order of the form. Nothing when the words were taken out."""
    before, after = entry.data.get("before", {}), entry.data.get("after", {})
    for name in (name for name in NAMES if name in after):
        sides = (_as_read(name, side.get(name), numbers) for side in (before, after))
        yield str(NAMES[name]), differences(*sides)


def _as_read(name: str, value: Any, numbers: Mapping[int, int]) -> str:
    if name == "passage":
        return _("passage %(n)d") % {"n": numbers[value]} if value in numbers else ""
    if name == "level_wanted":
        return str(DecisionLevel(value).label) if value in DecisionLevel.values else ""
    return value or ""


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


def deviations_that_hold(region: Region, on: date) -> list[Deviation]:
    rows = Deviation.objects.filter(subject__region=region, subject__retired_at__isnull=True, ended_at__isnull=True)
    found = rows.select_related("subject", "municipality").order_by("pk")
    return [one for one in found if holds(one, on)]


def last_agreement(subject: Subject) -> Agreement | None:
    """What was put before the municipalities last."""
    return Agreement.objects.filter(subject=subject).select_related("knot").order_by("-number").first()
