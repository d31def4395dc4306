"""Plays how the text of the example goes along the councils, through the real actions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from regiotafel.contributions.loops.actions import note_council
from regiotafel.councils.calendars.actions import keep_days
from regiotafel.councils.calendars.rules import Meeting
from regiotafel.councils.models import Aim, Body, Outcome, PaperKind, PaperState
from regiotafel.councils.papers.actions import add_paper, move_paper
from regiotafel.councils.planning.actions import note_outcome, plan_text
from regiotafel.councils.planning.queries import route_of, steps_of
from regiotafel.demo import content as example
from regiotafel.demo.writing.actions import Desk, Scene
from regiotafel.publishing.releasing.actions import release
from regiotafel.regions.models import Municipality, RegionMunicipality
from regiotafel.regions.parties.queries import places_of
from regiotafel.vision.models import Decision, Document, Passage
from regiotafel.vision.queries import last_release
from regiotafel.vision.writing.actions import add_passage, add_section, draft_document
from regiotafel.web.quiet_days import is_recess, public_holidays

# A council meets every four weeks, and its committee two weeks before.
WEEKS = timedelta(days=28)
N_BEFORE, N_AFTER = 8, 8


def scenes_of_councils(
    desk: Desk, plan: example.Councils, municipalities: Mapping[str, Municipality]
) -> Sequence[Scene]:
    scenes: list[Scene] = [(desk.on(plan.in_days), partial(_plan, desk, plan))]
    scenes += [(desk.on(one.in_days), partial(_note, desk, one, municipalities)) for one in plan.outcomes]
    scenes += [(desk.on(one.in_days), partial(_hand_in, desk, one, municipalities)) for one in plan.papers]
    text = plan.decided
    scenes.append((desk.on(text.in_days), partial(_write_text, desk, text)))
    for n, slug in enumerate(municipalities):
        at = desk.on(text.decided_in_days + n % 5)
        scenes.append((at, partial(_decide, desk, text, slug, municipalities[slug])))
    return scenes


def _write_text(desk: Desk, plan: example.DecidedText, at: datetime) -> None:
    done: dict[str, Any] = {"by": desk.editor, "at": at}
    document = draft_document(**done, region=desk.region, title=plan.title, about=plan.about)
    chapter = add_section(**done, document=document, title=plan.chapter)
    for text in plan.passages:
        add_passage(**done, section=chapter, text=text, reason="Dit spraken de colleges af.")
    release(**done, document=document, name=plan.release, note="Deze tekst ging naar alle gemeenteraden.")


def _decide(desk: Desk, plan: example.DecidedText, slug: str, municipality: Municipality, at: datetime) -> None:
    """What one council decided about the text, with what it handed in."""
    document = Document.objects.get(region=desk.region, title=plan.title)
    found = last_release(document)
    assert found is not None  # noqa: S101  # it was published before
    done: dict[str, Any] = {"by": desk.editor, "at": at}
    about: dict[str, Any] = {"release": found, "municipality": municipality}
    decision, text, on = Decision.ADOPTED, "", timezone.localdate(at)
    if slug == plan.amended_by:
        decision, text = Decision.AMENDED, plan.amendment
        passage = Passage.objects.get(document=document, number=plan.amended_passage)
        said: dict[str, Any] = {"title": plan.amendment_title, "text": plan.amendment, "passage": passage}
        paper = add_paper(**done, **about, kind=PaperKind.AMENDMENT, on=on, **said)
        move_paper(**done, paper=paper, version=paper.version, state=PaperState.ADOPTED, on=on)
    elif slug == plan.rejected_by:
        decision, text = Decision.REJECTED, plan.rejected_because
    elif slug == plan.promised_by:
        decision, text = Decision.ADOPTED_WITH_MORE, plan.promise
        said = {"title": plan.promise_title, "text": plan.promise, "owner": "de wethouder jeugd"}
        due_on = timezone.localdate(desk.on(plan.promised_before_in_days))
        add_paper(**done, **about, kind=PaperKind.PROMISE, on=on, due_on=due_on, **said)
    body = f"de gemeenteraad van {municipality}"
    note_council(**done, **about, decision=decision, body=body, number=0, decided_on=on, text=text)


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
    found = last_release(_document(desk))
    assert found is not None  # noqa: S101  # the example publishes before councils speak
    due_on = timezone.localdate(desk.on(plan.due_in_days)) if plan.due_in_days is not None else None
    paper = add_paper(
        by=desk.editor,
        at=at,
        release=found,
        municipality=municipalities[plan.municipality],
        kind=plan.kind,
        on=timezone.localdate(at),
        title=plan.title,
        text=plan.text,
        owner=plan.owner,
        due_on=due_on,
        passage=desk.passages[plan.passage] if plan.passage else None,
        body=plan.body,
    )
    if plan.answer:
        answered: dict[str, Any] = {"state": plan.answer, "note": plan.why, "on": timezone.localdate(at)}
        move_paper(by=desk.editor, at=at, paper=paper, version=paper.version, **answered)
