"""Bad input, case by case: a clear sentence, a correct status, and nothing stored.

`pytest tests/test_bad_input.py -s` prints each case with the sentence that a person reads.
"""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from regiotafel.consultations.actions import inviting, statements, tables
from regiotafel.consultations.actions.preparing import draft
from regiotafel.consultations.models import (
    Consultation,
    ImportState,
    Participant,
    Statement,
    Vote,
    VoteEvent,
    VoteImport,
)
from regiotafel.consultations.tasks import read_votes_file
from regiotafel.regions.models import Role
from tests.factories import ConsultationFactory, RegionFactory, StatementFactory, make_member

pytestmark = pytest.mark.django_db

HEADER = "timestamp,datetime,comment-id,voter-id,vote\n"


class World:
    """A running consultation with two statements, an editor, and somebody without an account."""

    def __init__(self) -> None:
        self.consultation = ConsultationFactory()
        self.region = self.consultation.region
        for number in (1, 2):
            StatementFactory(consultation=self.consultation, number=number)
        self.editor, self.visitor = Client(), Client()
        self.editor.force_login(make_member(self.region, Role.REGION_ADMINISTRATOR))
        self.base = f"/{self.region.slug}/gesprekken/{self.consultation.slug}/"

    def vote(self, choice: str = "1", number: int = 1, **more: str) -> Any:
        return self.visitor.post(f"{self.base}stem/{number}/", {"choice": choice, "key": str(uuid.uuid4())} | more)

    def send_in(self, text: str) -> Any:
        return self.visitor.post(f"{self.base}stelling-insturen/", {"text": text, "key": str(uuid.uuid4())})

    def read_in(self, content: bytes) -> Any:
        """Uploads a file into a new draft, lets the worker read it, and opens the page that tells how it went."""
        drafted = draft(by=None, at=timezone.now(), region=self.region, title="Ingelezen")
        base = f"/{self.region.slug}/gesprekken/{drafted.slug}/inlezen/"
        sent = self.editor.post(base, {"votes": SimpleUploadedFile("votes.csv", content)})
        waiting = VoteImport.objects.last()
        if waiting is None:
            return sent
        read_votes_file.call(waiting.pk)
        assert VoteImport.objects.get().state == ImportState.REFUSED
        page = self.editor.get(f"{base}{waiting.pk}/")
        page.status_code = 422 if page.status_code == 200 else page.status_code
        return page


def closed(world: World) -> Any:
    Consultation.objects.update(closes_at=timezone.now() - timedelta(hours=1))
    return world.vote()


def a_code(world: World) -> str:
    expires_at = timezone.now() + timedelta(days=1)
    return inviting.make_invitations(
        by=None, at=timezone.now(), consultation=world.consultation, number=1, expires_at=expires_at
    )[0]


def used_code(world: World) -> Any:
    code = a_code(world)
    path = f"{world.base}code/"
    Client().post(path, {"code": code})
    Participant.objects.all().delete()
    return world.visitor.post(path, {"code": code})


def expired_code(world: World) -> Any:
    code = a_code(world)
    world.consultation.invitations.update(expires_at=timezone.now() - timedelta(minutes=1))
    return world.visitor.post(f"{world.base}code/", {"code": code})


def ballots_of_elsewhere(world: World) -> Any:
    other = ConsultationFactory()
    table = tables.plan_table(
        by=None, at=timezone.now(), consultation=other, name="Elders", held_on=timezone.localdate()
    )
    return world.editor.get(f"{world.base}tafels/{table.pk}/")


def refusal_without_reason(world: World) -> Any:
    from regiotafel.consultations.actions.voting import join  # noqa: PLC0415  # one case only

    participant = join(at=timezone.now(), consultation=world.consultation, key=uuid.uuid4())
    waiting = statements.send_in(
        at=timezone.now(), consultation=world.consultation, participant=participant, text="Hulp mag best wat kosten."
    )
    return world.editor.post(f"{world.base}moderatie/wachtrij/{waiting.number}/", {"verdict": "refuse"})


def too_large(world: World) -> Any:
    return world.editor.generic(
        "POST",
        f"{world.base}inlezen/",
        b"--x\r\n",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * 1024 * 1024),
    )


def opening_what_is_not_ready(world: World) -> Any:
    drafted = draft(by=None, at=timezone.now(), region=world.region, title="Nog leeg")
    return world.editor.post(f"/{world.region.slug}/gesprekken/{drafted.slug}/openen/")


CASES: dict[str, tuple[Callable[[World], Any], int, str]] = {
    "a vote of 7": (lambda w: w.vote("7"), 422, "Kies eens, oneens of weet ik niet"),
    "a vote without a button": (lambda w: w.vote(""), 422, "Kies eens, oneens of weet ik niet"),
    "a form without a key": (lambda w: w.vote(key="x"), 422, "Laad de bladzijde opnieuw"),
    "a vote in a closed consultation": (closed, 409, "Dit gesprek is gesloten"),
    "a statement that is not there": (lambda w: w.vote(number=99), 404, "bestaat niet"),
    "another region's address": (
        lambda w: w.visitor.get(f"/{RegionFactory().slug}/gesprekken/{w.consultation.slug}/"),
        404,
        "bestaat niet",
    ),
    "another consultation's table": (ballots_of_elsewhere, 404, "hoort niet bij dit gesprek"),
    "a region that does not exist": (lambda w: w.visitor.get("/narnia/gesprekken/"), 404, "bestaat niet"),
    "a code used before": (used_code, 409, "al gebruikt"),
    "an expired code": (expired_code, 409, "verlopen"),
    "a guessed code": (
        lambda w: w.visitor.post(f"{w.base}code/", {"code": "AAAAA-AAAAA"}),
        409,
        "Deze code kennen we niet",
    ),
    "an empty statement": (lambda w: w.send_in("   "), 422, "Schrijf eerst je stelling op"),
    "a statement of 500 characters": (lambda w: w.send_in("a" * 500), 422, "500 tekens"),
    "a question as statement": (lambda w: w.send_in("Waarom duurt het zo lang?"), 422, "Dit is een vraag"),
    "a statement of control characters": (lambda w: w.send_in("\x00\x01\x02"), 422, "Jouw stelling"),
    "a refusal without a reason": (refusal_without_reason, 422, "reden"),
    "opening an empty draft": (opening_what_is_not_ready, 409, "ontbreekt"),
    "a file of 200 MB": (too_large, 413, "te groot"),
    "a file with the wrong columns": (lambda w: w.read_in(b"naam,stem\nJan,1\n"), 422, "kolom"),
    "a file with a vote of 7": (lambda w: w.read_in(f"{HEADER}1,x,1,7,7\n".encode()), 422, "2"),
    "a file in broken encoding": (lambda w: w.read_in(HEADER.encode() + b"1,\xff\xfe,1,7,1\n"), 422, "UTF-8"),
    "an empty file": (lambda w: w.read_in(b""), 422, "leeg"),
    "a picture as file": (lambda w: w.read_in(b"\x89PNG\r\n\x1a\n\x00\x00\x00"), 422, "tekst"),
    "a line with too few cells": (lambda w: w.read_in(f"{HEADER}1,x,1\n".encode()), 422, "2"),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_gets_a_sentence_and_changes_nothing(case: str, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    act, status, expected = CASES[case]
    world = World()
    n_statements = Statement.objects.count()
    response = act(world)
    page = words_of(response.content.decode())
    assert response.status_code == status
    assert expected in page
    assert not VoteEvent.objects.exists()
    assert not Vote.objects.exists()
    assert Statement.objects.count() <= n_statements + 1
    found = re.search(r"[^.>|]*" + re.escape(expected) + r"[^|]{0,160}", page)
    print(f"{case}: {status} {found.group(0).strip() if found else expected}")  # noqa: T201


def words_of(page: str) -> str:
    """What a person reads: without markup, each element apart."""
    main = page[page.find("<main") :]
    return unescape(re.sub(r"\s*\|[\s|]*", " | ", re.sub(r"<[^>]+>", "|", main)))


def test_a_script_in_a_statement_is_text_wherever_it_is_shown() -> None:
    world = World()
    text = "<script>alert('x')</script> is geen hulp"
    world.visitor.post(f"{world.base}stelling-insturen/", {"text": text, "key": str(uuid.uuid4()), "seen": text})
    for client, page in ((world.visitor, "mijn-antwoorden/"), (world.editor, "moderatie/wachtrij/")):
        shown = client.get(f"{world.base}{page}").content.decode()
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown
