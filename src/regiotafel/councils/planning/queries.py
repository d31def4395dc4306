"""The routes of a text: their steps, on which days each body can meet, and what follows from that."""

import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.dates import MONTHS_3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from regiotafel.councils.calendars.queries import OpenDays, open_days
from regiotafel.councils.models import Outcome, Route, RouteStep, StepOutcome
from regiotafel.councils.planning.rules import Planned, StepText, Stop, Together, Tried, gap_of, plan, together
from regiotafel.formats.calendar import Entry
from regiotafel.formats.outlines import Map, Place
from regiotafel.history.queries import until_next_act
from regiotafel.regions.models import Municipality, Region, RegionMunicipality
from regiotafel.regions.parties.queries import drawn as map_drawn
from regiotafel.regions.parties.queries import municipalities_of, places_of
from regiotafel.reports.gantt import Dot, Row, gantt
from regiotafel.vision.models import CouncilDecision, Decision, Document
from regiotafel.vision.queries import documents_of
from regiotafel.web.days import day as day_of
from regiotafel.web.links import whole

START = Path(__file__).with_name("start_route.toml")
# Days are looked for so far around the wanted one.
BEFORE, AFTER = timedelta(days=550), timedelta(days=400)


@cache
def start() -> Mapping[str, Any]:
    return tomllib.loads(START.read_text(encoding="utf-8"))


def start_steps() -> list[StepText]:
    return [StepText(**one) for one in start()["steps"]]


def terms_of_law() -> Mapping[str, Mapping[str, Any]]:
    """By aim: what the law says of its term. Only what was read there."""
    return {aim: term for aim, term in start()["terms"].items() if term["mark"] == "verified"}


def pattern_of(document: Document) -> Route | None:
    return Route.objects.filter(document=document, municipality__isnull=True).first()


def route_of(document: Document, municipality: Municipality) -> Route | None:
    return Route.objects.filter(document=document, municipality=municipality).first()


def steps_of(route: Route) -> list[RouteStep]:
    return list(RouteStep.objects.filter(route=route).order_by("position"))


def texts_of(steps: Sequence[RouteStep]) -> list[StepText]:
    return [StepText(one.body, one.aim, one.term_days, one.papers_days, one.planned_on) for one in steps]


def step_in(document: Document, municipality: Municipality, pk: int) -> RouteStep | None:
    rows = RouteStep.objects.filter(route__document=document, route__municipality=municipality)
    return rows.select_related("route__document__region", "route__municipality").filter(pk=pk).first()


def newest_outcome(step: RouteStep) -> StepOutcome | None:
    return StepOutcome.objects.filter(step=step).order_by("-number").first()


def routes_that_follow(document: Document) -> list[Route]:
    rows = Route.objects.filter(document=document, municipality__isnull=False, is_own=False)
    return list(rows.select_related("municipality"))


def untied_routes() -> list[Route]:
    """Of municipalities, planned before these stood on the thread."""
    rows = Route.objects.filter(municipality__isnull=False, knot=None)
    return list(rows.select_related("document__region").order_by("pk"))


def without_route(document: Document) -> list[Municipality]:
    """Municipalities that take part, and came after the plan was made."""
    rows = municipalities_of(document.region)
    there = Route.objects.filter(document=document, municipality__isnull=False).values("municipality")
    return list(rows.exclude(pk__in=there))


@dataclass(frozen=True)
class StepNow:
    """A step with what came of it. done_on: really. last_on, first_on: no later and no sooner than these days.
    n_told: how often somebody wrote down what came of it, also what was taken back."""

    step: RouteStep
    told: str = ""
    done_on: date | None = None
    outcomes: Sequence[StepOutcome] = ()
    last_on: date | None = None
    first_on: date | None = None
    n_told: int = 0

    @property
    def papers_on(self) -> date | None:
        """When its papers must be there."""
        if self.last_on is None or not self.step.papers_days:
            return None
        return self.last_on - timedelta(days=self.step.papers_days)

    @property
    def outcome(self) -> StepOutcome | None:
        return self.outcomes[0] if self.outcomes else None


def after_the_last_done(steps: Sequence[StepNow]) -> list[StepNow]:
    """A step that was passed over is not waited for."""
    last = max((n for n, one in enumerate(steps, start=1) if one.done_on), default=0)
    return list(steps[last:])


@dataclass(frozen=True)
class RouteNow:
    """The way of one municipality, as it stands. fault: why the wanted day cannot be kept, as a sentence."""

    municipality: Municipality
    route: Route
    steps: Sequence[StepNow]
    decision: CouncilDecision | None = None
    is_known: bool = False
    fault: str = ""
    ready_by: date | None = None
    is_critical: bool = False
    # So many days the next step can wait: nothing is known of it where the day cannot be kept.
    room: int | None = None
    n_days: int | None = None
    n_days_together: int | None = None
    calendar_version: int = 0

    @property
    def left(self) -> list[StepNow]:
        return after_the_last_done(self.steps)

    @property
    def next(self) -> StepNow | None:
        return next(iter(self.left), None)

    @property
    def decides_on(self) -> date | None:
        """Really, or at the latest."""
        return self.steps[-1].done_on or self.steps[-1].last_on if self.steps else None

    @property
    def first_decides_on(self) -> date | None:
        return self.steps[-1].first_on if self.steps else None


@dataclass(frozen=True)
class Planning:
    """The whole text: every municipality, and when it must be ready for all of them."""

    pattern: Route
    routes: Sequence[RouteNow]
    ready_by: date | None = None

    @property
    def critical(self) -> list[RouteNow]:
        return [one for one in self.routes if one.is_critical]

    @property
    def impossible(self) -> list[RouteNow]:
        return [one for one in self.routes if one.fault]

    @property
    def lacks_days(self) -> bool:
        """Nobody sets the pace, as long as no council that still decides said when it meets."""
        left = [one for one in self.routes if one.left]
        return bool(left) and not self.critical and not any(one.is_known for one in left)

    @property
    def n_decided(self) -> int:
        return sum(not one.left for one in self.routes)


def planning_of(document: Document, today: date, *, tried: Tried | None = None) -> Planning | None:
    """Everything about the ways of a text, however many municipalities in a dozen queries. None: there is no plan."""
    return plannings_of(document.region, [document], today, tried=tried).get(document.pk)


def plannings_of(
    region: Region, documents: Sequence[Document], today: date, *, tried: Tried | None = None
) -> dict[int, Planning]:
    """By text, of those that have a plan: however many texts and municipalities in a dozen queries."""
    all_patterns = {one.document_id: one for one in Route.objects.filter(document__region=region, municipality=None)}
    patterns = {one.pk: all_patterns[one.pk] for one in documents if one.pk in all_patterns}
    if not patterns:
        return {}
    wanted = [one.wanted_on for one in all_patterns.values() if one.wanted_on]
    places = list(places_of(region).order_by("municipality__in_order", "pk"))
    routes, (decided, n_told) = _routes(patterns), _decisions(patterns, places)
    spans = [_around(one.wanted_on or today, today) for one in patterns.values()]
    between = min(first for first, _last in spans), max(last for _first, last in spans)
    calendars = open_days(region, places, between, today)
    found = {}
    for document, pattern in patterns.items():
        rows = []
        for place in places:
            if (route := routes.get((document, place.municipality_id))) is not None:
                decision = decided.get((document, place.municipality_id))
                told = _told(route, decision, n_told[document, place.municipality_id])
                rows.append((place, route, told, decision))
        evenings = {one.municipality_id: _evening_of(one, pattern, wanted) for one in places}
        found[document] = _planned(pattern, rows, calendars, evenings, today, tried)
    return found


def _evening_of(place: RegionMunicipality, pattern: Route, wanted: Sequence[date]) -> date | None:
    """The evening that the region wrote down for this council is of one text: the one that is wanted first after it."""
    on = place.council_decides_on
    is_of_other = on is not None and any(on <= day < (pattern.wanted_on or on) for day in wanted)
    return None if is_of_other else on


def _around(wanted: date, today: date) -> tuple[date, date]:
    return min(wanted, today) - BEFORE, max(wanted, today) + AFTER


def _routes(documents: Collection[int]) -> dict[tuple[int, int], Route]:
    outcomes = StepOutcome.objects.select_related("by").order_by("-number")
    steps = RouteStep.objects.order_by("position").prefetch_related(Prefetch("outcomes", outcomes))
    rows = Route.objects.filter(document__in=documents, municipality__isnull=False).prefetch_related(
        Prefetch("steps", steps)
    )
    return {(one.document_id, one.municipality_id): one for one in rows if one.municipality_id is not None}


def _decisions(
    documents: Collection[int], places: Sequence[RegionMunicipality]
) -> tuple[dict[tuple[int, int], CouncilDecision], Counter[tuple[int, int]]]:
    """By text and municipality: about the newest version that its council decided about; and how often somebody wrote
    down what it decided. One query."""
    of = {"release__document__in": documents, "municipality__in": [one.municipality_id for one in places]}
    rows = CouncilDecision.objects.filter(**of).select_related("release").order_by("release", "number")
    newest = {(one.release_id, one.municipality_id): one for one in rows}
    given = [one for one in newest.values() if one.decision != Decision.NONE]
    n_told = Counter((one.release.document_id, one.municipality_id) for one in rows)
    return {(one.release.document_id, one.municipality_id): one for one in given}, n_told


def _told(route: Route, decided: CouncilDecision | None, n_told: int) -> list[StepNow]:
    return [_step_now(one, decided, n_told) for one in route.steps.all()]


def _step_now(step: RouteStep, decided: CouncilDecision | None, n_told: int) -> StepNow:
    if step.is_decision:
        is_final = decided is not None and decided.is_final
        done_on = decided.decided_on if decided and is_final else None
        return StepNow(step, str(decided.get_decision_display()) if decided else "", done_on, n_told=n_told)
    outcomes = list(step.outcomes.all())
    newest = outcomes[0] if outcomes and outcomes[0].outcome != Outcome.NONE else None
    is_over = newest is not None and newest.outcome not in (Outcome.HELD, Outcome.TIED)
    told, done_on = str(newest.get_outcome_display()) if newest else "", newest.on if newest and is_over else None
    return StepNow(step, told, done_on, outcomes, n_told=len(outcomes))


Rows = Sequence[tuple[RegionMunicipality, Route, list[StepNow], CouncilDecision | None]]


def _planned(
    pattern: Route,
    rows: Rows,
    calendars: Mapping[int, OpenDays],
    evenings: Mapping[int, date | None],
    today: date,
    tried: Tried | None,
) -> Planning:
    stops, starts = dict[int, list[Stop]](), dict[int, date]()
    told_by = {place.municipality_id: steps for place, _route, steps, _decided in rows}
    for key, steps in told_by.items():
        done = [one.done_on for one in steps if one.done_on]
        starts[key] = max(done) if done else (tried and tried.ready_on) or today
        left, wanted_on = after_the_last_done(steps), pattern.wanted_on or today
        stops[key] = [_stop(one, calendars[key], evenings[key]) for one in left]
        if not plan(stops[key], wanted=wanted_on, start=starts[key]).is_possible:
            stops[key] = [_stop(one, calendars[key], None) for one in left]  # a later evening may still do
        if tried and tried.municipality == key and tried.decides_on and stops[key]:
            stops[key][-1] = Stop(stops[key][-1].gap, [tried.decides_on])
    wanted = pattern.wanted_on or today
    found = together(stops, wanted=wanted, starts=starts)
    # Once a text is on its way in a municipality, it is there.
    waiting = {key: some for key, some in stops.items() if not any(one.done_on for one in told_by[key])}
    before = together(waiting, wanted=wanted, starts=starts)
    shifts = {**found.shifts, **before.shifts}
    found = Together(found.planned, before.ready_by, before.critical, shifts)
    told = [_route_now(place, route, steps, decided, found, calendars, today) for place, route, steps, decided in rows]
    ways = told if waiting else _with_least_room(told)
    return Planning(pattern, _without_pace(ways) if _is_guessed(ways) else ways, found.ready_by)


def _is_guessed(ways: Sequence[RouteNow]) -> bool:
    """All need the text at the same time, and nobody filled in when a council meets: then the pace is not that of one
    of them."""
    left = [way for way in ways if way.left]
    return not any(way.is_known for way in left) and all(way.is_critical for way in left)


def _without_pace(ways: Sequence[RouteNow]) -> list[RouteNow]:
    return [replace(way, is_critical=False) for way in ways]


def _with_least_room(ways: Sequence[RouteNow]) -> list[RouteNow]:
    """All are on their way: which of them sets the pace now."""
    room = {way.municipality.pk: way.room for way in ways if way.room is not None}
    least = min(room.values(), default=None)
    return [replace(way, is_critical=least is not None and room.get(way.municipality.pk) == least) for way in ways]


def _stop(one: StepNow, calendar: OpenDays, decides_on: date | None) -> Stop:
    """decides_on: the evening of the decision, as the region wrote it down for this municipality. Planned is no later
    where that can be, so that there are not two days; a day in the route itself comes first."""
    gap, days = gap_of(one.step.term_days, one.step.papers_days), calendar.days(one.step.body)
    if one.step.planned_on:
        return Stop(gap, [one.step.planned_on])
    if one.step.is_decision and decides_on and decides_on in days:
        return Stop(gap, [day for day in days if day <= decides_on])
    return Stop(gap, days)


def _route_now(
    place: RegionMunicipality,
    route: Route,
    steps: Sequence[StepNow],
    decided: CouncilDecision | None,
    found: Together[int],
    calendars: Mapping[int, OpenDays],
    today: date,
) -> RouteNow:
    key = place.municipality_id
    planned, shift = found.planned.get(key), found.shifts.get(key)
    rest = after_the_last_done(steps)
    is_before = len(rest) == len(steps)
    return RouteNow(
        place.municipality,
        route,
        _dated(steps, rest, planned),
        decided,
        is_known=calendars[key].is_known,
        fault=_fault(rest, planned) if planned else "",
        # Once it is on its way the text is there.
        ready_by=planned.last.ready_by if planned and is_before else None,
        is_critical=key in found.critical and is_before,
        room=_room(rest, planned, today) if planned else None,
        n_days=shift.n_days if shift else None,
        n_days_together=shift.n_days_together if shift else None,
        calendar_version=calendars[key].version,
    )


def _room(rest: Sequence[StepNow], planned: Planned, today: date) -> int | None:
    if not rest or not planned.is_possible:
        return None
    return (planned.last.days[0] - max(planned.first.days[0], today)).days


def _dated(steps: Sequence[StepNow], rest: Sequence[StepNow], planned: Planned | None) -> list[StepNow]:
    if planned is None:
        return list(steps)
    n = len(steps) - len(rest)
    last: Sequence[date | None] = planned.last.days or [None] * len(rest)
    first: Sequence[date | None] = planned.first.days or [None] * len(rest)
    dated = [
        replace(one, last_on=last_on, first_on=first_on)
        for one, last_on, first_on in zip(rest, last, first, strict=True)
    ]
    return [*steps[:n], *dated]


def _fault(rest: Sequence[StepNow], planned: Planned) -> str:
    """Which step cannot be in time, and why."""
    if planned.late is None:
        return ""
    step = rest[planned.late].step
    if planned.last.stuck is not None:
        told = _("“%(step)s” moet uiterlijk op %(on)s, en daarvoor is er geen vergadering meer.")
        return told % {"step": step, "on": day_of(planned.last.bound)}
    if planned.first.stuck is not None:
        told = _("“%(step)s” kan pas vanaf %(on)s, en daarna is er geen vergadering meer.")
        return told % {"step": step, "on": day_of(planned.first.bound)}
    told = _("“%(step)s” kan op zijn vroegst op %(first)s, en moet uiterlijk op %(last)s.")
    n = planned.late
    return told % {"step": step, "first": day_of(planned.first.days[n]), "last": day_of(planned.last.days[n])}


# --- Listed, drawn, and as a calendar


@dataclass(frozen=True)
class OnItsWay:
    """A text, and how far it is."""

    document: Document
    planning: Planning | None


def listed_texts(region: Region, today: date) -> list[OnItsWay]:
    documents = list(documents_of(region))
    found = plannings_of(region, documents, today)
    return [OnItsWay(one, found.get(one.pk)) for one in documents]


class NextStep(NamedTuple):
    """What comes next in one municipality for one text, in keys and days. decides_on: no later than this day."""

    municipality: int
    step: int
    papers_on: date | None
    last_on: date | None
    decides_on: date | None


def next_steps(region: Region, today: date) -> Sequence[NextStep]:
    """Of every text that is still on its way, in every municipality. One query, as long as nobody does anything."""
    return _next_steps(region.slug, region.pk, today)


@until_next_act(20)
def _next_steps(region: int, today: date) -> Sequence[NextStep]:
    texts = listed_texts(Region.objects.get(pk=region), today)
    ways = [way for text in texts if text.planning for way in text.planning.routes]
    return tuple(
        NextStep(way.municipality.pk, way.next.step.pk, way.next.papers_on, way.next.last_on, way.decides_on)
        for way in ways
        if way.next
    )


def decision_days(region: Region, places: Iterable[RegionMunicipality], today: date) -> dict[int, date | None]:
    """By municipality: when its council decides. As it is planned, of several texts the first day; else as the region
    wrote it down."""
    days = [(one.decides_on, one.municipality) for one in next_steps(region, today) if one.decides_on]
    planned = {municipality: on for on, municipality in sorted(days, reverse=True)}
    return {one.municipality_id: planned.get(one.municipality_id, one.council_decides_on) for one in places}


def steps_by_key(keys: Collection[int]) -> dict[int, RouteStep]:
    """With their text and municipality. One query."""
    rows = RouteStep.objects.filter(pk__in=keys).select_related("route__document", "route__municipality")
    return {one.pk: one for one in rows}


def drawn(planning: Planning, today: date) -> SafeString:
    """The steps of every municipality on one line of time."""
    rows = [
        Row(
            way.municipality.name,
            [
                Dot(on, f"{way.municipality}, {one.step}: {day_of(on)}", _kind(one))
                for one in way.steps
                if (on := one.done_on or one.last_on)
            ],
            way.is_critical or bool(way.fault),
        )
        for way in planning.routes
    ]
    names = [str(MONTHS_3[month]) for month in range(1, 13)]
    picture = gantt(rows, title=_("De stappen van elke gemeente in de tijd"), today=today, months=names)
    return mark_safe(picture)  # noqa: S308  # `gantt` escapes all words


def _kind(one: StepNow) -> str:
    return "done" if one.done_on else "last" if one.step.is_decision else "step"


def map_of_ways(document: Document, planning: Planning) -> Map | None:
    """A tile for each municipality: who sets the pace or is late stands out, then who decided, then the others."""
    return map_drawn(
        [
            Place(
                way.municipality.name,
                reverse("councils:route", args=[document.region.slug, document.slug, way.municipality.pk]),
                None,
                1 if not way.left else 0 if way.fault or way.is_critical else 2,
            )
            for way in planning.routes
        ]
    )


PLANNING_COLUMNS = ("gemeente", "stap", "uitkomst", "gedaan_op", "uiterlijk_op", "stukken_op", "vroegst_op")


def planning_rows(planning: Planning) -> Iterator[list[object]]:
    """Every step of every municipality, as a table."""
    for way in planning.routes:
        for one in way.steps:
            days = [one.done_on, one.last_on, one.papers_on, one.first_on]
            yield [way.municipality.name, str(one.step), one.told, *(day.isoformat() if day else "" for day in days)]


def calendar_entries(planning: Planning, document: Document, place: Municipality | None) -> list[Entry]:
    """Each step on its day, under a name that stays: a calendar that knows it moves it."""
    found = []
    for way in planning.routes:
        if place not in (None, way.municipality):
            continue
        args = [document.region.slug, document.slug, way.municipality.pk]
        url = whole(reverse("councils:route", args=args))
        for one in way.steps:
            on = one.done_on or one.last_on
            if on is not None:
                found.append(_entry(way, one, on, document, url, planning.pattern.version))
    return sorted(found, key=lambda entry: (entry.on, entry.uid))


def _entry(way: RouteNow, one: StepNow, on: date, document: Document, url: str, version: int) -> Entry:
    about = [document.title, one.told or _("Uiterlijk op deze dag, volgens de planning.")]
    if one.papers_on:
        about.append(_("Stukken uiterlijk op %(on)s.") % {"on": day_of(one.papers_on)})
    return Entry(
        uid=f"stap-{one.step.pk}@regiotafel",
        on=on,
        name=f"{way.municipality}: {one.step}",
        about="\n".join(about),
        url=url,
        # A later day, an outcome or another planning is news to a calendar that has the one before.
        changed=version + way.route.version + way.calendar_version + 2 * one.n_told,
        is_tentative=one.done_on is None,
    )
