"""A region with a text, and people who send something in: through the real acts."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from regiotafel.contributions.answering import actions as answering
from regiotafel.contributions.following import actions as following
from regiotafel.contributions.messages import ANSWERED
from regiotafel.contributions.models import Contribution, Kind
from regiotafel.contributions.moderating import actions as moderating
from regiotafel.contributions.sending import actions as sending
from regiotafel.keeping.messages import MESSAGES
from regiotafel.people.models import User
from regiotafel.regions.models import Region, Role
from regiotafel.thread.following import actions as thread
from regiotafel.thread.following.actions import confirm
from regiotafel.thread.mailing import actions as mailing
from regiotafel.thread.messages import ASKED
from regiotafel.thread.models import Notice
from regiotafel.thread.rules import Message
from regiotafel.vision.models import Document, Passage, Wording
from regiotafel.vision.writing import actions as vision
from tests.factories import (
    NOW,
    RegionFactory,
    make_member,
)

TEXT = "De wachtlijst voor hulp thuis duurt te lang voor gezinnen in het dorp."
CHILD = "Mijn zoon van 9 wacht al een jaar op hulp bij ons in het dorp."
WORDS = (
    "Gezinnen krijgen hulp thuis binnen 4 weken na de eerste vraag.",
    "Jongeren beslissen zelf mee over de hulp die zij krijgen.",
    "Scholen en jeugdhulp werken in één team samen in de wijk.",
)


@dataclass(frozen=True)
class World:
    region: Region
    editor: User
    document: Document
    passages: list[Passage]


def make_world(slug: str = "noord") -> World:
    region = RegionFactory(slug=slug, name=f"Regio {slug}")
    editor = make_member(region, Role.EDITOR)
    document = vision.draft_document(by=editor, at=NOW, region=region, title="Regiovisie", about="")
    section = vision.add_section(by=editor, at=NOW, document=document, title="Hulp dichtbij")
    passages = [vision.add_passage(by=editor, at=NOW, section=section, text=text, reason="begin") for text in WORDS]
    return World(region, editor, document, passages)


def send(
    region: Region, text: str = TEXT, *, at: datetime = NOW, passage: Passage | None = None
) -> tuple[Contribution, str]:
    return sending.send_in(at=at, region=region, kind=Kind.WORRY, text=text, key=uuid.uuid4(), about_passage=passage)


def opened(world: World, text: str = TEXT, *, at: datetime = NOW, passage: Passage | None = None) -> Contribution:
    contribution, _code = send(world.region, text, at=at, passage=passage)
    return moderating.accept(by=world.editor, at=at, contribution=contribution)


def answered(world: World, contribution: Contribution, *, after: timedelta = timedelta(days=3), **more: object) -> None:
    values = {"heard": "Het duurt te lang.", "verdict": "no", "why": "Dat kan nu niet.", "number": 0, **more}
    answering.give_answer(
        by=world.editor,
        at=contribution.sent_in_at + after,
        contribution=contribution,
        **values,  # type: ignore[arg-type]
    )


def reworded(world: World, passage: Passage, text: str = "Binnen 6 weken.", *, days: float = 1) -> Wording:
    passage.refresh_from_db()
    return vision.reword(
        by=world.editor,
        at=NOW + timedelta(days=days),
        passage=passage,
        version=passage.version,
        text=text,
        reason="Zo is het beter.",
    )


def follow(contribution: Contribution, email: str = "fatma@example.org") -> str:
    token = following.subscribe(at=NOW, contribution=contribution, email=email, mode="direct")
    confirm(at=NOW, token=token)
    return token


def kinds_told(email: str = "fatma@example.org") -> list[str]:
    rows = Notice.objects.filter(subscription__email=email).exclude(message=ASKED.code)
    return list(rows.order_by("pk").values_list("message", flat=True))


def tell(contribution: Contribution, message: Message = ANSWERED, *, at: datetime = NOW, once: object = "") -> int:
    return thread.tell(knot=contribution.knot, message=message, at=at, once=once)


def send_notices() -> int:
    """As the tick does."""
    return mailing.send_notices(messages=MESSAGES)


def url(name: str, *args: object) -> str:
    return reverse(f"contributions:{name}", args=["noord", *args])


def receipt(code: str, name: str = "receipt") -> str:
    return reverse(f"receipts:{name}", args=[code])


def filled(**more: object) -> dict[str, object]:
    return {"kind": "worry", "text": TEXT, "key": str(uuid.uuid4()), "seen": "", **more}


def answer_form(**more: object) -> dict[str, object]:
    values = {"heard": "Het duurt te lang.", "verdict": "no", "why": "Dat kan nu niet.", "number": 0}
    return {**values, "who_then": "", "owner": "", "due_on": "", "passage": "", "was": "", "becomes": "", **more}
