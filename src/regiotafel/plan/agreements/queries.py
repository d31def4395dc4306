"""What is agreed with providers, found and read: with its days, what must be ready before them, and what is late."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Max, Min, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.dates import MONTHS_3
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from regiotafel.plan.agreements.rules import (
    Period,
    begins_too_soon,
    earlier_days,
    ends_on,
    is_public,
    is_seen,
    late_by,
    notice_by,
    periods_of,
    sees_all,
)
from regiotafel.plan.measures.queries import owner_name, owner_word
from regiotafel.plan.models import (
    MEASURE,
    Arrangement,
    ArrangementParty,
    ArrangementState,
    Extension,
    ExtensionState,
    Measure,
    MeasureState,
    Milestone,
    MilestoneKind,
    MilestoneState,
    MilestoneStep,
    Plan,
    Prerequisite,
)
from regiotafel.plan.rules import CHOSEN, OUT
from regiotafel.regions.models import Municipality, Organisation, Region
from regiotafel.regions.permissions import Standing, may
from regiotafel.reports.gantt import Dot, Row, Span, gantt
from regiotafel.text.folding import fold, fold_name
from regiotafel.thread.linking.queries import confirmed
from regiotafel.web.days import day


def arrangement_titled(region: Region, title: str, but: Arrangement | None = None) -> Arrangement | None:
    same = Arrangement.objects.filter(region=region, once=fold_name(title))
    return (same.exclude(pk=but.pk) if but else same).first()


def arrangement_in(region: Region, number: int) -> Arrangement | None:
    found = _with_all(Arrangement.objects.filter(region=region, number=number)).first()
    return _of_region(found, region) if found else None


def arrangements_of(region: Region) -> list[Arrangement]:
    """With their parties, options and days. Five queries, however many there are."""
    return [_of_region(one, region) for one in _with_all(Arrangement.objects.filter(region=region))]


def arrangements_told(region: Region, today: date) -> QuerySet[Arrangement]:
    """That everybody reads."""
    return Arrangement.objects.filter(region=region, public_from__lte=today)


def not_shown_yet(today: date) -> list[Arrangement]:
    """Everybody reads them, and on the thread they do not stand for everybody yet."""
    return list(Arrangement.objects.filter(public_from__lte=today, knot__is_public=False))


def _with_all(rows: QuerySet[Arrangement]) -> QuerySet[Arrangement]:
    needs = Prerequisite.objects.select_related("knot", "municipality", "organisation")
    parties = ArrangementParty.objects.select_related("municipality", "organisation")
    milestones = Milestone.objects.prefetch_related(Prefetch("prerequisites", needs))
    return rows.select_related("knot", "municipality", "organisation").prefetch_related(
        "extensions", Prefetch("parties", parties), Prefetch("milestones", milestones)
    )


def _of_region(one: Arrangement, region: Region) -> Arrangement:
    one.region = one.knot.region = region
    for milestone in one.milestones.all():
        milestone.arrangement = one
        for need in milestone.prerequisites.all():
            need.milestone = milestone
            if need.knot:
                need.knot.region = region
    return one


def party_names(arrangement: Arrangement) -> list[str]:
    return [_("alle gemeenten") if one.is_of_region else owner_name(one) for one in arrangement.parties.all()]


def party_words(arrangement: Arrangement) -> list[str]:
    """As a form names them."""
    return [owner_word(one) for one in arrangement.parties.all()]


def extensions_of(arrangement: Arrangement) -> list[Extension]:
    return list(arrangement.extensions.all())


def parties_in(arrangements: Iterable[Arrangement]) -> list[tuple[str, str]]:
    """With whom something is agreed, as a form offers them."""
    named = {
        owner_word(one): owner_name(one) for each in arrangements for one in each.parties.all() if not one.is_of_region
    }
    return sorted(named.items(), key=lambda one: fold(one[1]))


def extension_in(arrangement: Arrangement, number: int) -> Extension | None:
    return next((one for one in arrangement.extensions.all() if one.number == number), None)


def milestone_in(arrangement: Arrangement, number: int) -> Milestone | None:
    return next((one for one in arrangement.milestones.all() if one.number == number), None)


def prerequisite_in(milestone: Milestone, pk: int) -> Prerequisite | None:
    return next((one for one in milestone.prerequisites.all() if one.pk == pk), None)


# --- Days


@dataclass(frozen=True)
class Moment:
    """Something on a day: written down, or as the time of the arrangement and its options say. is_for_all: everybody
    reads it."""

    arrangement: Arrangement
    on: date
    name: str
    uid: str
    state: str
    is_for_all: bool
    milestone: Milestone | None = None
    # What is not ready for it, in sentences.
    late: Sequence[str] = ()

    @property
    def url(self) -> str:
        return reverse("plan:arrangement", args=[self.arrangement.region.slug, self.arrangement.number])

    @property
    def is_over(self) -> bool:
        return self.state in (MilestoneState.DONE, MilestoneState.DROPPED)

    @property
    def state_name(self) -> str:
        return str(MilestoneState(self.state).label)


def moments_of(arrangement: Arrangement, today: date, ends: Mapping[int, int]) -> list[Moment]:
    """ends: by the key of a knot the last year of that measure."""
    shown = is_public(arrangement, today)
    found = []
    for one in arrangement.milestones.all():
        there = shown and one.public_from is not None and one.public_from <= today
        state = MilestoneState.DROPPED if arrangement.is_dropped else one.state
        needs = () if one.is_over or arrangement.is_dropped else needs_told(one, ends, today)
        late = [f"{capfirst(str(each.row))}. {each.why}" for each in needs if each.why]
        found.append(Moment(arrangement, one.on, str(one), f"moment-{one.pk}", state, there, one, late))
    said = {(one.milestone.kind, one.on) for one in found if one.milestone and one.state != MilestoneState.DROPPED}
    found += [one for kind, one in _by_itself(arrangement, today) if (kind, one.on) not in said]
    return sorted(found, key=lambda one: (one.on, one.uid))


def _by_itself(arrangement: Arrangement, today: date) -> list[tuple[str, Moment]]:
    """What the time that was agreed says: nobody writes down that a day is over."""
    extensions = list(arrangement.extensions.all())
    end, key, shown = ends_on(arrangement, extensions), arrangement.pk, is_public(arrangement, today)
    rows = [
        (MilestoneKind.START, arrangement.from_on, MilestoneKind.START.label, f"ingang-{key}", shown, ""),
        (MilestoneKind.END, end, MilestoneKind.END.label, f"einde-{key}", shown, ""),
        ("notice", notice_by(arrangement, extensions), _("laatste dag om op te zeggen"), f"opzeggen-{key}", False, ""),
    ]
    for one in extensions:
        name = _("besluiten: %(n)d maanden langer?") % {"n": one.months}
        rows.append((MilestoneKind.EXTENSION, one.decide_by, name, f"optie-{one.pk}", False, one.state))
    return [
        (str(kind), Moment(arrangement, on, str(name), uid, _state(arrangement, on, state, today), is_for_all))
        for kind, on, name, uid, is_for_all, state in rows
        if on is not None
    ]


def _state(arrangement: Arrangement, on: date, extension: str, today: date) -> str:
    if arrangement.is_dropped or extension == ExtensionState.DROPPED:
        return MilestoneState.DROPPED
    if extension:
        return MilestoneState.PLANNED if extension == ExtensionState.OPEN else MilestoneState.DONE
    return MilestoneState.DONE if on < today else MilestoneState.PLANNED


@dataclass(frozen=True)
class Need:
    """What must be ready before a day, who sees to it, and why it will not be; empty: it can be."""

    row: Prerequisite
    is_ready: bool
    why: str
    # Who asks may say that it is ready.
    may_say: bool = False

    @property
    def who(self) -> str:
        return owner_name(self.row) or owner_name(self.row.milestone.arrangement)


def needs_told(milestone: Milestone, ends: Mapping[int, int], today: date) -> list[Need]:
    found = []
    for one in milestone.prerequisites.all():
        last = ends.get(one.knot_id) if one.knot_id else None
        is_ready = one.is_ready or last == DONE_ALREADY
        found.append(Need(one, is_ready, late_by(milestone.on, one.by_on, is_ready, last, today)))
    return found


# In the place of the last year of a measure.
DONE_ALREADY = 0


def measure_ends(arrangements: Iterable[Arrangement]) -> dict[int, int]:
    """By the key of a knot: the last year of the measure that must be ready before something. One query."""
    knots = {
        need.knot_id
        for one in arrangements
        for milestone in one.milestones.all()
        for need in milestone.prerequisites.all()
        if need.knot and need.knot.kind == MEASURE.code
    }
    rows = Measure.objects.filter(knot__in=knots).annotate(last=Max("efforts__year", filter=Q(efforts__size=None)))
    told = {one.knot_id: DONE_ALREADY if one.state == MeasureState.DONE else one.last for one in rows} if knots else {}
    return {key: last for key, last in told.items() if last is not None}


# --- The calendar


@dataclass
class Listed:
    """An arrangement as the calendar tells it."""

    it: Arrangement
    moments: Sequence[Moment]

    @cached_property
    def parties(self) -> list[str]:
        return party_names(self.it)

    @cached_property
    def periods(self) -> list[Period]:
        return periods_of(self.it, self.it.extensions.all())

    @property
    def n_open(self) -> int:
        return sum(one.state == ExtensionState.OPEN for one in self.it.extensions.all())

    @property
    def ends_on(self) -> date | None:
        return ends_on(self.it, self.it.extensions.all())


@dataclass(frozen=True)
class During:
    """A measure and its first and last year."""

    measure: Measure
    first: int
    last: int


@dataclass
class Calendar:
    """What somebody reads of it. late: of members, what should have been by now."""

    rows: Sequence[Listed]
    late: Sequence[Moment]
    coming: Sequence[Moment]
    over: Sequence[Moment]
    measures: Sequence[During] = field(default_factory=list)

    @property
    def warned(self) -> list[Moment]:
        return [one for one in self.coming if one.late]


def seen_in(region: Region, standings: Collection[Standing], today: date) -> list[Arrangement]:
    return [one for one in arrangements_of(region) if is_seen(one, standings, today)]


def calendar_of(
    arrangements: Sequence[Arrangement], standings: Collection[Standing], today: date, party: str = ""
) -> Calendar:
    """Of what somebody sees. party: only of this one, as `parties_in` names it. One query."""
    if party:
        arrangements = [one for one in arrangements if party in {owner_word(each) for each in one.parties.all()}]
    everything = sees_all(standings)
    ends = measure_ends(arrangements) if everything else {}
    rows = []
    for one in arrangements:
        there = moments_of(one, today, ends)
        if not everything:
            there = [_for_all(each) for each in there if each.is_for_all]
        rows.append(Listed(one, there))
    every = sorted((each for row in rows for each in row.moments), key=lambda each: (each.on, each.uid))
    late = [each for each in every if each.on < today and not each.is_over]
    coming = [each for each in every if each.on >= today and not each.is_over]
    return Calendar(rows, late, coming, [each for each in every if each.is_over])


def _for_all(moment: Moment) -> Moment:
    """What must be ready before it is for who works at it."""
    return replace(moment, late=())


def measures_beside(arrangements: Sequence[Arrangement], plans: Sequence[Plan]) -> list[During]:
    """What was chosen in these plans, and what hangs together with one of these; with its years. Two queries."""
    knots = [one.knot_id for one in arrangements]
    at = Q(from_knot__in=knots) | Q(to_knot__in=knots)
    linked = {key for pair in confirmed().filter(at).values_list("from_knot", "to_knot") for key in pair}
    rows = Measure.objects.filter(Q(state__in=CHOSEN) | Q(knot__in=linked), plan__in=plans).exclude(state__in=OUT)
    whole = Q(efforts__size=None)
    years = {"first": Min("efforts__year", filter=whole), "last": Max("efforts__year", filter=whole)}
    found: Iterable[Any] = rows.select_related("plan").annotate(**years)
    told = [During(one, one.first, one.last) for one in found if one.first]
    return sorted(told, key=lambda one: (one.first, one.measure.plan_id, one.measure.number))


def drawn(calendar: Calendar, today: date) -> SafeString:
    """Agreed time, options and days on one line of time, and below them the years of the measures."""
    rows = [
        Row(
            one.it.title,
            [Dot(each.on, f"{each.name}: {day(each.on)}", _kind(each)) for each in one.moments if not _is_out(each)],
            spans=[Span(each.first, each.last, _bar_told(one, each), is_sure=each.is_certain) for each in one.periods],
        )
        for one in calendar.rows
        if not one.it.is_dropped
    ]
    rows = [one for one in rows if one.dots or one.spans]
    for one in calendar.measures if rows else ():
        first, last = date(one.first, 1, 1), date(one.last, 12, 31)
        told = f"{one.measure.title}: {one.first}–{one.last}"
        bar = Span(first, last, told, is_beside=True)
        rows.append(Row(_("maatregel %(n)d") % {"n": one.measure.number}, [], spans=[bar]))
    names = [str(MONTHS_3[month]) for month in range(1, 13)]
    picture = gantt(rows, title=_("Afspraken met aanbieders in de tijd"), today=today, months=names, name="afspraken")
    return mark_safe(picture)  # noqa: S308  # `gantt` escapes all words


def _is_out(moment: Moment) -> bool:
    return moment.state == MilestoneState.DROPPED


def _kind(moment: Moment) -> str:
    return "done" if moment.is_over else "step"


def _bar_told(one: Listed, period: Period) -> str:
    named = {"title": one.it.title, "first": day(period.first), "last": day(period.last)}
    if period.is_certain:
        return _("%(title)s: %(first)s tot en met %(last)s") % named
    return _("%(title)s, als de optie wordt gebruikt: %(first)s tot en met %(last)s") % named


# --- One of them


@dataclass(frozen=True)
class Day:
    """A milestone on the page of its arrangement: the days that it had, and what must be ready before it."""

    moment: Moment
    earlier: Sequence[MilestoneStep]
    reason: str
    needs: Sequence[Need]


def days_of(arrangement: Arrangement, standings: Collection[Standing], today: date) -> list[Day]:
    """Two queries."""
    everything = sees_all(standings)
    ends = measure_ends([arrangement]) if everything else {}
    steps: dict[int, list[MilestoneStep]] = {}
    for step in MilestoneStep.objects.filter(milestone__arrangement=arrangement).order_by("milestone", "number"):
        steps.setdefault(step.milestone_id, []).append(step)
    found = []
    for one in moments_of(arrangement, today, ends):
        if not (everything or one.is_for_all):
            continue
        if one.milestone is None:
            found.append(Day(one, [], "", []))
            continue
        taken = steps.get(one.milestone.pk, [])
        earlier = earlier_days(taken, one.milestone.public_from, all_of_them=everything)
        told = [each for each in earlier if each.on != one.on]
        needs = [_says(each, standings) for each in needs_told(one.milestone, ends, today)] if everything else []
        reason = taken[-1].reason if taken else ""
        found.append(Day(one, told, reason, needs))
    return found


def _says(need: Need, standings: Collection[Standing]) -> Need:
    return replace(need, may_say=may("prerequisite.ready", standings, of=whose(need.row)))


def whose(need: Prerequisite) -> Municipality | Organisation | None:
    """Who sees to it: else who sees to the arrangement. None: nobody, or all municipalities together."""
    of = need if owner_name(need) else need.milestone.arrangement
    return of.municipality or of.organisation


@dataclass(frozen=True)
class Waits:
    """A measure that is carried out with an arrangement. too_soon: it is planned in a year before that begins."""

    measure: Measure
    too_soon: bool


def waiting_for(arrangement: Arrangement, plans: Sequence[Plan]) -> list[Waits]:
    """Of these plans. One query."""
    links = confirmed().filter(to_knot=arrangement.knot_id, from_knot__kind=MEASURE.code).order_by()
    rows = Measure.objects.filter(plan__in=plans, knot__in=links.values("from_knot")).exclude(state__in=OUT)
    first = Min("efforts__year", filter=Q(efforts__size=None))
    found: Iterable[Any] = rows.select_related("plan", "knot").annotate(first=first).order_by("plan", "number")
    return [Waits(one, begins_too_soon(one.first, arrangement.from_on)) for one in found]


@dataclass(frozen=True)
class AtMeasure:
    """Of a measure: an arrangement that it waits for, or the days that need it."""

    it: Arrangement
    waits: bool
    needed_for: Sequence[Milestone]


def at_measure(measure: Measure, region: Region, standings: Collection[Standing], today: date) -> list[AtMeasure]:
    """Of what somebody sees. What must be ready before what is for members. One query, and six when there is any."""
    knot = measure.knot_id
    pairs = set(confirmed().filter(Q(from_knot=knot) | Q(to_knot=knot)).values_list("from_knot", "to_knot"))
    linked = {key for pair in pairs for key in pair} - {knot}
    rows = _with_all(Arrangement.objects.filter(region=region, knot__in=linked)) if linked else ()
    found = []
    for one in rows:
        _of_region(one, region)
        if not is_seen(one, standings, today):
            continue
        needed = [each for each in one.milestones.all() for need in each.prerequisites.all() if need.knot_id == knot]
        found.append(AtMeasure(one, (knot, one.knot_id) in pairs, needed if sees_all(standings) else []))
    return found


# --- For the desk


def open_moments(region: Region, today: date, until: date) -> list[Moment]:
    """What is late or comes, of what goes on. Five queries."""
    rows = [one for one in arrangements_of(region) if one.state == ArrangementState.STANDS]
    return [
        moment for one in rows for moment in moments_of(one, today, {}) if not moment.is_over and moment.on <= until
    ]


def open_needs(region: Region) -> QuerySet[Prerequisite]:
    """What is not said to be ready, with a day. One query."""
    rows = Prerequisite.objects.filter(
        milestone__arrangement__region=region,
        milestone__arrangement__state=ArrangementState.STANDS,
        milestone__state__in=(MilestoneState.PLANNED, MilestoneState.TENTATIVE),
        is_ready=False,
        by_on__isnull=False,
    ).exclude(knot__measure__state=MeasureState.DONE)
    of = (f"{where}{name}" for where in ("", "milestone__arrangement__") for name in ("municipality", "organisation"))
    return rows.select_related("knot", *of).order_by("by_on", "pk")
