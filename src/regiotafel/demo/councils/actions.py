"""Plays how the text of the example goes along the councils, through the real actions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from regiotafel.councils.calendars.actions import keep_days
from regiotafel.councils.calendars.rules import Meeting
from regiotafel.councils.models import Aim, Body, Outcome
from regiotafel.councils.papers.actions import add_paper
from regiotafel.councils.planning.actions import note_outcome, plan_text
from regiotafel.councils.planning.queries import route_of, steps_of
from regiotafel.demo import content as example
from regiotafel.demo.writing.actions import Desk, Scene
from regiotafel.regions.models import Municipality, RegionMunicipality
from regiotafel.regions.parties.queries import places_of
from regiotafel.vision.models import Document
from regiotafel.vision.queries import last_release
from regiotafel.web.quiet_days import is_recess, public_holidays

# A council meets every four weeks, and its committee two weeks before.
WEEKS = timedelta(days=28)
N_BEFORE, N_AFTER = 8, 8


def scenes_of_councils(
    desk: Desk, plan: example.Councils, municipalities: Mapping[str, Municipality]
) -> Sequence[Scene]:
    scenes: list[Scene] = [(desk.on(plan.in_days), partial(_plan, desk, plan))]
    scenes += [(desk.on(one.in_days), partial(_note, desk, one, municipalities)) for one in plan.outcomes]
    return scenes + [(desk.on(one.in_days), partial(_hand_in, desk, one, municipalities)) for one in plan.papers]


def _plan(desk: Desk, plan: example.Councils, at: datetime) -> None:
    """Every council says when it meets; then the text is planned along all of them, and the region lets it go."""
    places = [place for place in places_of(desk.region) if place.council_decides_on]
    for place in places:
        given: dict[str, Any] = {"region": desk.region, "municipality": place.municipality, "version": 0}
        keep_days(by=desk.editor, at=at, meetings=_evenings(place), **given)
    last = max(place.council_decides_on for place in places if place.council_decides_on)
    document = _document(desk)
    wanted_on = last + timedelta(days=plan.wanted_after)
    plan_text(by=desk.editor, at=at, document=document, wanted_on=wanted_on)
    for place in places:
        _outcome(desk, place.municipality, Aim.RELEASE, at, Outcome.RELEASED, "")


def _evenings(place: RegionMunicipality) -> list[Meeting]:
    decides_on: date = place.council_decides_on  # type: ignore[assignment]  # only these are asked
    councils = [decides_on + n * WEEKS for n in range(-N_BEFORE, N_AFTER)]
    found = [Meeting(on, Body.COUNCIL) for on in councils]
    found += [Meeting(on - WEEKS / 2, Body.COMMITTEE) for on in councils]
    return [one for one in found if not is_recess(one.on) and one.on not in public_holidays(one.on.year)]


def _document(desk: Desk) -> Document:
    assert desk.document is not None  # noqa: S101  # for the type checker: the text is written first
    return desk.document


def _outcome(desk: Desk, place: Municipality, aim: str, at: datetime, outcome: str, text: str) -> None:
    route = route_of(_document(desk), place)
    assert route is not None  # noqa: S101  # the plan gave one to every municipality
    step = next(one for one in steps_of(route) if one.aim == aim)
    on = timezone.localdate(at)
    note_outcome(by=desk.editor, at=at, step=step, number=0, outcome=outcome, on=on, text=text)


def _note(desk: Desk, plan: example.StepNoted, municipalities: Mapping[str, Municipality], at: datetime) -> None:
    _outcome(desk, municipalities[plan.municipality], plan.aim, at, plan.outcome, plan.text)


def _hand_in(desk: Desk, plan: example.PaperPlan, municipalities: Mapping[str, Municipality], at: datetime) -> None:
    release = last_release(_document(desk))
    assert release is not None  # noqa: S101  # the example publishes before councils speak
    due_on = timezone.localdate(desk.on(plan.due_in_days)) if plan.due_in_days is not None else None
    add_paper(
        by=desk.editor,
        at=at,
        release=release,
        municipality=municipalities[plan.municipality],
        kind=plan.kind,
        on=timezone.localdate(at),
        title=plan.title,
        text=plan.text,
        owner=plan.owner,
        due_on=due_on,
        passage=desk.passages[plan.passage] if plan.passage else None,
    )
