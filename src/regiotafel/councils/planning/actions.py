"""Making the routes of a text, changing them, and writing down what came of their steps."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from regiotafel.councils.actions import record_about
from regiotafel.councils.acts import (
    OUTCOME_CORRECTED,
    OUTCOME_NOTED,
    PATTERN_CHANGED,
    PATTERN_FOLLOWED,
    ROUTE_CHANGED,
    ROUTE_PLANNED,
    ROUTE_TIED,
    WANTED_SET,
)
from regiotafel.councils.messages import ROUTE_MOVED
from regiotafel.councils.models import WAY, Outcome, Route, RouteStep, StepOutcome
from regiotafel.councils.planning.queries import (
    newest_outcome,
    pattern_of,
    route_of,
    routes_that_follow,
    start_steps,
    texts_of,
    without_route,
)
from regiotafel.councils.planning.queries import steps_of as steps_in
from regiotafel.councils.planning.rules import (
    StepText,
    check_can_go,
    check_has_pattern,
    check_is_there,
    check_outcome,
    check_outcome_number,
    check_steps,
    is_correction,
)
from regiotafel.history.rules import check_seen, says
from regiotafel.people.models import User
from regiotafel.regions.models import Municipality
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.thread.actions import tie
from regiotafel.thread.following.actions import tell
from regiotafel.thread.models import Knot
from regiotafel.vision.actions import lock_document
from regiotafel.vision.models import CouncilDecision, Document

# Farther away than any position: where steps wait while they change places.
AWAY = 1000


@transaction.atomic
def plan_text(*, by: User | None, at: datetime, document: Document, wanted_on: date, version: int = 0) -> Route:
    """On which day the last council would have decided. The first time every municipality gets the steps with which a
    region begins. version: of the pattern, as this person read it; 0 when there was none."""
    locked = lock_document(document)
    pattern = pattern_of(locked)
    if pattern is not None and pattern.wanted_on == wanted_on and not without_route(locked):
        return pattern  # the same again is no news
    check_seen(version, pattern.version if pattern else 0, pattern)
    is_new = pattern is None
    if pattern is None:
        pattern = Route.objects.create(document=locked, wanted_on=wanted_on)
        _set(pattern, start_steps())
    else:
        pattern.wanted_on, pattern.version = wanted_on, pattern.version + 1
        pattern.save(update_fields=["wanted_on", "version"])
    rows = _follow(pattern)
    act = ROUTE_PLANNED if is_new else WANTED_SET
    record_about(by, at, act, pattern, locked, rows=[*steps_in(pattern), *rows], wanted_on=wanted_on)
    return pattern


@transaction.atomic
def change_pattern(
    *, by: User | None, at: datetime, document: Document, version: int, steps: Sequence[StepText]
) -> Route:
    """The steps of every municipality that has none of its own."""
    check_steps(steps)
    locked = lock_document(document)
    pattern = check_has_pattern(pattern_of(locked))
    if texts_of(steps_in(pattern)) == list(steps):
        return pattern  # the same again is no news
    check_seen(version, pattern.version, pattern)
    pattern.version += 1
    pattern.save(update_fields=["version"])
    gone = _set(pattern, steps)
    for route in routes_that_follow(locked):
        gone += _set(route, _with_days(steps, route))
    rows = [*steps_in(pattern), *_follow(pattern)]
    for route in routes_that_follow(locked):
        rows += [route, *steps_in(route)]
    record_about(by, at, PATTERN_CHANGED, pattern, locked, rows=rows, gone=gone)
    return pattern


@transaction.atomic
def change_route(*, by: User | None, at: datetime, route: Route, version: int, steps: Sequence[StepText]) -> Route:
    """One municipality chooses its own steps and days."""
    check_steps(steps)
    locked = _lock(route)
    if texts_of(steps_in(locked)) == list(steps):
        return locked  # the same again is no news
    check_seen(version, locked.version, locked)
    is_own = _plain(steps) != _plain(texts_of(steps_in(check_has_pattern(pattern_of(locked.document)))))
    locked.is_own, locked.version = is_own, locked.version + 1
    locked.save(update_fields=["is_own", "version"])
    gone = _set(locked, steps)
    place = str(locked.municipality)
    rows = steps_in(locked)
    record_about(by, at, ROUTE_CHANGED, locked, locked.document, rows=rows, gone=gone, municipality=place)
    return locked


@transaction.atomic
def follow_pattern(*, by: User | None, at: datetime, route: Route, version: int) -> Route:
    """Back to the steps of the region; days that the municipality chose for them stay."""
    locked = _lock(route)
    if not locked.is_own:
        return locked  # pressed twice
    check_seen(version, locked.version, locked)
    pattern = check_has_pattern(pattern_of(locked.document))
    gone = _set(locked, _with_days(texts_of(steps_in(pattern)), locked))
    locked.is_own, locked.version = False, locked.version + 1
    locked.save(update_fields=["is_own", "version"])
    place = str(locked.municipality)
    rows = steps_in(locked)
    record_about(by, at, PATTERN_FOLLOWED, locked, locked.document, rows=rows, gone=gone, municipality=place)
    return locked


def _lock(route: Route) -> Route:
    document = lock_document(route.document)
    found = Route.objects.select_related("municipality", "knot").get(pk=route.pk)
    found.document = document
    return found


def _plain(steps: Sequence[StepText]) -> list[StepText]:
    """Without the days: those are always a municipality's own."""
    return [StepText(one.body, one.aim, one.term_days, one.papers_days) for one in steps]


def _with_days(steps: Sequence[StepText], route: Route) -> list[StepText]:
    days = {(one.body, one.aim): one.planned_on for one in steps_in(route)}
    return [StepText(one.body, one.aim, one.term_days, one.papers_days, days.get(one.kind)) for one in _plain(steps)]


def _follow(pattern: Route) -> list[Route | RouteStep]:
    """Every municipality that has no route yet gets one like the pattern."""
    texts, made = _plain(texts_of(steps_in(pattern))), list[Route | RouteStep]()
    for municipality in without_route(pattern.document):
        knot = _tie(pattern.document, municipality)
        route = Route.objects.create(document=pattern.document, municipality=municipality, knot=knot)
        _set(route, texts)
        made += [route, *steps_in(route)]
    return made


def _tie(document: Document, municipality: Municipality) -> Knot:
    route = Route(document=document, municipality=municipality)
    return tie(kind=WAY, region=document.region, it=route, route_args=[document.slug, municipality.pk])


@transaction.atomic
def tie_route(*, at: datetime, route: Route) -> bool:
    """It was planned before the ways of municipalities stood on the thread."""
    locked = _lock(route)
    if locked.knot is not None or locked.municipality is None:
        return False
    locked.knot = _tie(locked.document, locked.municipality)
    locked.save(update_fields=["knot"])
    record_about(None, at, ROUTE_TIED, locked, locked.document, municipality=str(locked.municipality))
    return True


def _set(route: Route, steps: Sequence[StepText]) -> list[RouteStep]:
    """These steps, in this order: one that does the same as one of before stays that one, with what came of it.
    Returns what went."""
    there = steps_in(route)
    RouteStep.objects.filter(route=route).update(position=F("position") + AWAY)
    for position, text in enumerate(steps, start=1):
        same = next((one for one in there if (one.body, one.aim) == text.kind), None)
        if same is not None:
            there.remove(same)
        step = same or RouteStep(route=route, body=text.body, aim=text.aim)
        step.position, step.term_days, step.papers_days = position, text.term_days, text.papers_days
        step.planned_on = text.planned_on
        step.save()
    check_can_go([one for one in there if one.outcomes.exists()])
    RouteStep.objects.filter(pk__in=[one.pk for one in there]).delete()
    return there


@transaction.atomic
def note_outcome(
    *,
    by: User | None,
    at: datetime,
    step: RouteStep,
    number: int,
    outcome: str,
    on: date | None = None,
    vote: str = "",
    text: str = "",
    link: str = "",
    reason: str = "",
) -> StepOutcome:
    """What came of a step before the council decides. number: of what stood there, as this person read it."""
    vote, text, link, reason = tidy_line(vote), tidy(text), tidy_line(link), tidy_line(reason)
    route = _lock(step.route)
    check_is_there(RouteStep.objects.filter(pk=step.pk).exists())
    on = None if outcome == Outcome.NONE else on
    said: dict[str, Any] = {"outcome": outcome, "on": on, "vote": vote, "text": text, "link": link}
    newest = newest_outcome(step)
    is_repeated = newest is not None and newest.number - number in (0, 1)
    if newest is not None and is_repeated and says(newest, said):
        return newest  # the same again is no news
    check_outcome_number(newest, number)
    check_outcome(step, **said, reason=reason, today=timezone.localdate(at), corrects=is_correction(newest, outcome))
    made = StepOutcome.objects.create(
        step=step, number=number + 1, reason=reason if newest else "", by=by, at=at, **said
    )
    act = OUTCOME_CORRECTED if made.reason else OUTCOME_NOTED
    told: dict[str, Any] = {
        "municipality": str(route.municipality),
        "step": str(step),
        "reason": made.reason,
        "outcome": outcome,
    }
    record_about(by, at, act, made, route.document, on=on, **told)
    if route.knot is not None:
        tell(knot=route.knot, message=ROUTE_MOVED, at=at, once=f"stap {made.pk}")
    return made


def tell_of_decision(*, at: datetime, decision: CouncilDecision) -> None:
    """To whoever follows the way of a text through this municipality. What was decided is written down in `vision`."""
    route = route_of(decision.release.document, decision.municipality)
    if route is not None and route.knot is not None:
        tell(knot=route.knot, message=ROUTE_MOVED, at=at, once=f"besluit {decision.pk}")
