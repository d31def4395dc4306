"""Plays the text of the example and what people send in about it, in the order of time, through the real actions."""

import itertools
import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from regiotafel.consultations.models import Statement
from regiotafel.contributions.answering import actions as answering
from regiotafel.contributions.answering.rules import Promise
from regiotafel.contributions.assigning.actions import assign
from regiotafel.contributions.findings import actions as findings
from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.merging import actions as merging
from regiotafel.contributions.models import Contribution, Finding
from regiotafel.contributions.moderating import actions as moderating
from regiotafel.contributions.phrases.actions import save_phrase
from regiotafel.contributions.sending import actions as sending
from regiotafel.contributions.states.queries import open_ones
from regiotafel.contributions.withdrawing import actions as withdrawing
from regiotafel.demo import content as example
from regiotafel.people.models import User
from regiotafel.publishing.releasing import actions as releasing
from regiotafel.regions.models import Organisation, Region
from regiotafel.tables.models import Meeting
from regiotafel.thread.linking.actions import clear_review
from regiotafel.thread.linking.queries import to_review
from regiotafel.vision.arranging import actions as arranging
from regiotafel.vision.checking.actions import judge
from regiotafel.vision.checking.rules import requirement_of
from regiotafel.vision.drafting.actions import publish, save_draft
from regiotafel.vision.models import Document, Particulars, Passage, Section, WhoActs, Wording
from regiotafel.vision.naming.actions import name_kind
from regiotafel.vision.writing import actions as vision

# A moderator and an editor take a moment after something came in; an answer is written after the words it is about.
ACCEPTED_AFTER = timedelta(hours=6)
LINKED_AFTER = timedelta(hours=24)
ANSWERED_AFTER = timedelta(hours=7)
# Somebody looked again at everything that the new words touched; a few links are left for whoever tries the example.
LOOKED_AGAIN_IN_DAYS = -13.02
LEFT_TO_LOOK_AT = 3


@dataclass
class Desk:
    """The people who write and moderate, and what is there so far by its short name."""

    # The last morning: whoever works for the region does so in office hours.
    now: datetime
    region: Region
    editor: User
    moderator: User
    organisations: Mapping[str, Organisation]
    statements: Mapping[str, Statement]
    tables: Mapping[str, Meeting]
    themes: Mapping[str, str]
    written_at: datetime
    document: Document | None = None
    sections: dict[str, Section] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    added_at: dict[str, datetime] = field(default_factory=dict)
    sources: dict[str, Contribution | Finding] = field(default_factory=dict)
    draw: random.Random = field(default_factory=lambda: random.Random(20261122))  # noqa: S311  # an example, no secret

    def on(self, in_days: float) -> datetime:
        return self.now + timedelta(days=in_days)

    def contribution(self, slug: str) -> Contribution:
        found = self.sources[slug]
        if isinstance(found, Finding):
            raise example.BadContent(f"{slug} is a finding")
        return found


Play = Callable[[datetime], object]
Scene = tuple[datetime, Play]


def write_and_answer(
    desk: Desk, text: example.Vision, voices_plan: example.Voices, besides: Sequence[Scene] = ()
) -> None:
    """besides: what else was done in that time."""
    desk.added_at = {p.slug: desk.on(p.added_in_days) for p in text.passages if p.added_in_days is not None}
    scenes = [*_scenes_of_text(desk, text), *_scenes_of_voices(desk, voices_plan), *besides]
    for moment, play in sorted(scenes, key=lambda scene: scene[0]):
        play(moment)


# --- The text


def _scenes_of_text(desk: Desk, plan: example.Vision) -> list[Scene]:
    scenes: list[Scene] = [(desk.on(plan.written_in_days), partial(_write, desk, plan))]
    for passage in plan.passages:
        if passage.added_in_days is not None:
            scenes.append((desk.on(passage.added_in_days), partial(_add, desk, passage)))
        for number, later in enumerate(passage.later, start=1):
            scenes.append((desk.on(later.in_days), partial(_reword, desk, passage.slug, number, later)))
    scenes += [(desk.on(one.in_days), partial(_cut, desk, one)) for one in plan.splits]
    scenes += [(desk.on(one.in_days), partial(_put_together, desk, one)) for one in plan.joins]
    scenes += [(desk.on(release.in_days), partial(_release, desk, release)) for release in plan.releases]
    return scenes


def _write(desk: Desk, plan: example.Vision, at: datetime) -> None:
    desk.document = vision.draft_document(by=desk.editor, at=at, region=desk.region, title=plan.title, about=plan.about)
    for chapter in plan.sections:
        theme = desk.themes[chapter.theme]
        section = vision.add_section(by=desk.editor, at=at, document=desk.document, title=chapter.title, theme=theme)
        desk.sections[chapter.slug] = section
    for passage in plan.passages:
        if passage.added_in_days is None:
            _add(desk, passage, at)


def _add(desk: Desk, plan: example.Passage, at: datetime) -> None:
    section = desk.sections[plan.section]
    made = vision.add_passage(by=desk.editor, at=at, section=section, text=plan.text, reason=plan.reason)
    desk.passages[plan.slug] = made
    if plan.who_acts:
        vision.say_who_acts(by=desk.editor, at=at, passage=made, who=WhoActs(plan.who_acts), seen="")
    if plan.kind:
        name_kind(by=desk.editor, at=at, passage=made, seen=0, what=_kind_of(desk, plan))


def _kind_of(desk: Desk, plan: example.Passage) -> Particulars:
    if plan.review_in_days is None:
        return Particulars(plan.kind)
    on = desk.on(plan.review_in_days).date()
    return Particulars(plan.kind, desk.passages[plan.exception_to].pk, plan.motive, None, on)


def _cut(desk: Desk, plan: example.CutPassage, at: datetime) -> None:
    passage = Passage.objects.get(pk=desk.passages[plan.passage].pk)
    act: dict[str, Any] = {"version": passage.version, "place": plan.place, "reason": plan.reason}
    desk.passages[plan.part] = arranging.split(by=desk.editor, at=at, passage=passage, **act)


def _put_together(desk: Desk, plan: example.JoinedPassage, at: datetime) -> None:
    passage, other = (Passage.objects.get(pk=desk.passages[slug].pk) for slug in (plan.passage, plan.other))
    read = {"version": passage.version, "other_version": other.version}
    arranging.join(by=desk.editor, at=at, passage=passage, other=other, reason=plan.reason, **read)
    _look_again(desk, at)


def _reword(desk: Desk, slug: str, version: int, later: example.LaterWording, at: datetime) -> None:
    passage = desk.passages[slug]
    led_by = [desk.sources[slug].knot for slug in later.led_by]
    words = {"text": later.text, "reason": later.reason}
    publish(by=desk.editor, at=at, passage=passage, version=version, seen=0, led_by=led_by, **words)


def _release(desk: Desk, plan: example.ReleasePlan, at: datetime) -> None:
    if desk.document is not None:
        releasing.release(by=desk.editor, at=at, document=desk.document, name=plan.name, note=plan.note)


def scenes_of_checks(desk: Desk, plans: Sequence[example.Check]) -> list[Scene]:
    return [(desk.on(plan.in_days), partial(_judge, desk, plan)) for plan in plans]


def _judge(desk: Desk, plan: example.Check, at: datetime) -> None:
    requirement = requirement_of(plan.code)
    if desk.document is None or requirement is None:
        raise example.BadContent(f"{plan.code} has no text or is not known")
    read = {desk.passages[slug].number: _meaning_of(desk.passages[slug]) for slug in plan.passages}
    judge(
        by=desk.editor,
        at=at,
        document=desk.document,
        requirement=requirement,
        number=0,
        fulfilment=plan.fulfilment,
        why=plan.why,
        passages=read,
    )


def _meaning_of(passage: Passage) -> int:
    passage.knot.refresh_from_db()
    return passage.knot.number


# --- What people send in


def _scenes_of_voices(desk: Desk, plan: example.Voices) -> list[Scene]:
    scenes: list[Scene] = [(desk.on(LOOKED_AGAIN_IN_DAYS), partial(_look_again, desk))]
    for one in plan.contributions:
        scenes += _scenes_of(desk, one)
    for merge in plan.merges:
        scenes.append((desk.on(merge.in_days), partial(_merge, desk, merge)))
        scenes += _follow(desk, "+".join(merge.of), merge.in_days, merge.links, merge.answers)
    for split in plan.splits:
        scenes.append((desk.on(split.in_days), partial(_split, desk, split)))
        for number, part in enumerate(split.parts):
            scenes += _follow(desk, f"{split.of}-{number}", split.in_days, part.links, part.answers)
    for finding in plan.findings:
        scenes.append((desk.on(finding.in_days), partial(_take_along, desk, finding.statement)))
        scenes += _follow(desk, finding.statement, finding.in_days, finding.links, finding.answers)
    return scenes


def _scenes_of(desk: Desk, plan: example.Contribution) -> list[Scene]:
    scenes: list[Scene] = [(desk.on(plan.in_days), partial(_send_in, desk, plan))]
    if plan.refusal is not None:
        scenes.append((desk.on(plan.refusal.in_days) + ANSWERED_AFTER, partial(_refuse, desk, plan.slug, plan.refusal)))
    elif plan.outcome != "waiting":
        scenes.append((desk.on(plan.in_days) + ACCEPTED_AFTER, partial(_accept, desk, plan.slug)))
    if plan.withdrawn_in_days is not None:
        scenes.append((desk.on(plan.withdrawn_in_days) + ANSWERED_AFTER, partial(_withdraw, desk, plan.slug)))
    return scenes + _follow(desk, plan.slug, plan.in_days, plan.links, plan.answers)


def _follow(
    desk: Desk, slug: str, in_days: float, links: Sequence[str], answers: Sequence[example.Answer]
) -> list[Scene]:
    """Links and answers. What came in before there was a text was held against it as soon as it was there."""
    scenes: list[Scene] = []
    for passage in links:
        there_at = max(desk.on(in_days), desk.added_at.get(passage, desk.written_at))
        scenes.append((there_at + LINKED_AFTER, partial(_link, desk, slug, passage)))
    for number, answer in enumerate(answers):
        scenes.append((desk.on(answer.in_days) + ANSWERED_AFTER, partial(_answer, desk, slug, number, answer)))
    return scenes


def _send_in(desk: Desk, plan: example.Contribution, at: datetime) -> None:
    key = uuid.UUID(int=desk.draw.getrandbits(128))
    about = desk.passages[plan.about] if plan.about else None
    if plan.via == "site":
        made, _ = sending.send_in(
            at=at, region=desk.region, kind=plan.kind, text=plan.text, key=key, about_passage=about
        )
    else:
        made, _ = sending.enter_for(
            by=desk.moderator,
            at=at,
            region=desk.region,
            kind=plan.kind,
            text=plan.text,
            key=key,
            via=plan.via,
            organisation=desk.organisations[plan.organisation] if plan.organisation else None,
            table=desk.tables[plan.table] if plan.table else None,
            about_passage=about,
        )
    desk.sources[plan.slug] = made


def _accept(desk: Desk, slug: str, at: datetime) -> None:
    moderating.accept(by=desk.moderator, at=at, contribution=desk.contribution(slug))


def _refuse(desk: Desk, slug: str, plan: example.Refusal, at: datetime) -> None:
    moderating.refuse(
        by=desk.moderator,
        at=at,
        contribution=desk.contribution(slug),
        reason=plan.reason,
        explanation=plan.explanation,
    )


def _withdraw(desk: Desk, slug: str, at: datetime) -> None:
    withdrawing.withdraw(at=at, contribution=desk.contribution(slug))


def _merge(desk: Desk, plan: example.Merge, at: datetime) -> None:
    desk.sources["+".join(plan.of)] = merging.merge(
        by=desk.editor,
        at=at,
        contributions=[desk.contribution(slug) for slug in plan.of],
        text=plan.text,
        kind=plan.kind,
    )


def _split(desk: Desk, plan: example.Split, at: datetime) -> None:
    made = merging.split(
        by=desk.editor, at=at, contribution=desk.contribution(plan.of), parts=[part.text for part in plan.parts]
    )
    desk.sources |= {f"{plan.of}-{number}": part for number, part in enumerate(made)}


def _take_along(desk: Desk, statement: str, at: datetime) -> None:
    desk.sources[statement] = findings.take_finding(by=desk.editor, at=at, statement=desk.statements[statement])


def _link(desk: Desk, slug: str, passage: str, at: datetime) -> None:
    source = desk.sources[slug]
    if isinstance(source, Finding):
        linking.confirm_link(by=desk.editor, at=at, passage=desk.passages[passage], finding=source)
    else:
        linking.confirm_link(by=desk.editor, at=at, passage=desk.passages[passage], contribution=source)


def _answer(desk: Desk, slug: str, number: int, plan: example.Answer, at: datetime) -> None:
    source = desk.sources[slug]
    passage = desk.passages[plan.passage] if plan.passage else None
    wordings = {one.number: one for one in Wording.objects.filter(passage=passage)} if passage else {}
    answering.give_answer(
        by=desk.editor,
        at=at,
        contribution=None if isinstance(source, Finding) else source,
        finding=source if isinstance(source, Finding) else None,
        heard=plan.heard,
        verdict=plan.verdict,
        why=plan.why,
        who_then=plan.who_then,
        passage=passage,
        was=wordings.get(plan.wording - 1),
        becomes=wordings.get(plan.wording),
        number=number,
        promise=_promise(desk, plan),
    )


def _promise(desk: Desk, plan: example.Answer) -> Promise:
    due_on = None if plan.due_in_days is None else timezone.localdate(desk.on(plan.due_in_days))
    return Promise(plan.owner, due_on)


# --- What lies on the desks


def lay_on_desks(desk: Desk, editors: Sequence[User], plan: example.OnDesks) -> None:
    """Phrases, who takes which answer, and new words that nobody published; the editors in turn."""
    turns = itertools.cycle(editors)
    for phrase in plan.phrases:
        save_phrase(by=next(turns), at=desk.now, region=desk.region, name=phrase.name, text=phrase.text)
    for contribution, editor in zip(open_ones(desk.region)[: plan.n_taken], turns, strict=False):
        assign(by=editor, at=desk.now, contribution=contribution, to=editor)
    for draft, editor in zip(plan.drafts, turns, strict=False):
        passage = desk.passages[draft.passage]
        passage.refresh_from_db()
        save_draft(
            by=editor,
            at=desk.on(draft.in_days),
            passage=passage,
            base=passage.version,
            seen=0,
            text=draft.text,
            reason=draft.reason,
        )


def _look_again(desk: Desk, at: datetime) -> None:
    for link in to_review(desk.region)[LEFT_TO_LOOK_AT:]:
        clear_review(by=desk.editor, at=at, link=link, seen=link.numbers)
