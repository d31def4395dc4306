"""A small region in which the loop was closed once: a text, voices on it, answers, and the text after them."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from regiotafel.consultations.models import Statement
from regiotafel.contributions.answering import actions as answering
from regiotafel.contributions.merging import actions as merging
from regiotafel.contributions.models import GROUND, Contribution, Finding, Kind, Verdict, Via
from regiotafel.contributions.moderating import actions as moderating
from regiotafel.contributions.sending import actions as sending
from regiotafel.people.models import User
from regiotafel.publishing.releasing import actions as releasing
from regiotafel.regions.models import OrganisationKind, Reach, Region, Role
from regiotafel.regions.parties.actions import add_organisation
from regiotafel.thread.actions import tie
from regiotafel.vision.models import Document, Passage, Release, Wording
from regiotafel.vision.writing import actions as vision
from tests.factories import NOW, RegionFactory, make_member


@dataclass
class Loop:
    region: Region
    editor: User
    document: Document
    waiting: Passage
    school: Passage
    own: Passage
    first: Release

    def voice(self, text: str, about: Passage | None = None, *, day: float = 1, **more: Any) -> Contribution:
        """Sent in and let in, by a private person unless `organisation` says otherwise."""
        at = on(day)
        row = {"at": at, "region": self.region, "kind": Kind.REACTION if about else Kind.IDEA, "text": text}
        row |= {"key": uuid.uuid4(), "about_passage": about}
        if more:
            made, _ = sending.enter_for(by=self.editor, via=Via.MAIL, **row, **more)
        else:
            made, _ = sending.send_in(**row)
        return moderating.accept(by=self.editor, at=at, contribution=made)

    def answer(self, contribution: Contribution, verdict: Verdict = Verdict.NO, *, day: float = 3, **more: Any) -> None:
        number = contribution.knot.answers.count()
        words = {"heard": f"We hoorden: {contribution.text}", "why": "Daarom doen we dit.", **more}
        answering.give_answer(
            by=self.editor, at=on(day), contribution=contribution, verdict=verdict, number=number, **words
        )

    def reword(self, passage: Passage, text: str, *, day: float = 2) -> tuple[Wording, Wording]:
        passage.refresh_from_db()
        was = Wording.objects.get(passage=passage, number=passage.version)
        return was, vision.reword(
            by=self.editor, at=on(day), passage=passage, version=was.number, text=text, reason="Zo is het beter."
        )

    def release(self, name: str, *, day: float) -> Release:
        return releasing.release(by=self.editor, at=on(day), document=self.document, name=name)


def taken(statement: Statement) -> Finding:
    """An outcome that was taken along: 9 of 12 people agreed."""
    made = {"n_votes": 12, "n_agree": 9, "n_disagree": 1, "counted_until": on(1), "made_at": on(1)}
    consultation = statement.consultation
    knot = tie(
        kind=GROUND,
        region=consultation.region,
        it=Finding(statement=statement, consultation=consultation),
        route_args=[consultation.slug, statement.number],
    )
    return Finding.objects.create(consultation=consultation, statement=statement, knot=knot, **made)


def on(day: float) -> datetime:
    return NOW + timedelta(days=day)


def begin(slug: str = "proef", region: Region | None = None, editor: User | None = None) -> Loop:
    region = region or RegionFactory(slug=slug, name=f"Regio {slug}")
    editor = editor or make_member(region, Role.EDITOR)
    document = vision.draft_document(by=editor, at=on(0), region=region, title="Onze visie")
    wait = vision.add_section(by=editor, at=on(0), document=document, title="Wachten", theme="Wachttijden")
    near = vision.add_section(by=editor, at=on(0), document=document, title="Dichtbij", theme="Toegang")

    def passage(section: Any, text: str) -> Passage:
        return vision.add_passage(by=editor, at=on(0), section=section, text=text, reason="Het begin.")

    waiting = passage(wait, "Je wacht hooguit tien weken.")
    school = passage(near, "Hulp is er op school.")
    own = passage(near, "De regio telt mee.")
    loop = Loop(region, editor, document, waiting, school, own, None)  # type: ignore[arg-type]
    loop.first = loop.release("Eerste versie", day=0.5)
    return loop


def closed(loop: Loop | None = None) -> Loop:
    """Two voices with one answer, one out of scope, one partly; two changes, of which one nobody asked for."""
    loop = loop or begin()
    party = add_organisation(
        by=loop.editor,
        at=on(0),
        region=loop.region,
        name="Ouders Samen",
        kind=OrganisationKind.CLIENT_ORGANISATION,
        reach=Reach.REGIONAL,
    )
    one = loop.voice("Tien weken is te lang voor een kind.", loop.waiting)
    two = loop.voice("Maak er acht weken van.", loop.waiting, organisation=party)
    bus = loop.voice("Er rijdt geen bus naar school.", loop.school)
    merged = merging.merge(
        by=loop.editor, at=on(1.5), contributions=[one, two], text="Tien weken is te lang.", kind=Kind.REACTION
    )
    was, becomes = loop.reword(loop.waiting, "Je wacht hooguit acht weken.")
    loop.reword(loop.own, "De regio telt elk jaar mee.")
    loop.answer(merged, Verdict.YES, passage=loop.waiting, was=was, becomes=becomes)
    loop.answer(bus, Verdict.OUT_OF_SCOPE, who_then="De provincie.")
    return loop
