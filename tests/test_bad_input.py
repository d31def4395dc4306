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

from regiotafel.consultations.importing.tasks import read_votes_file
from regiotafel.consultations.inviting import actions as inviting
from regiotafel.consultations.models import (
    Consultation,
    ImportState,
    Participant,
    Statement,
    Vote,
    VoteEvent,
    VoteImport,
)
from regiotafel.consultations.paper import actions as tables
from regiotafel.consultations.preparing.actions import draft
from regiotafel.consultations.statements import actions as statements
from regiotafel.contributions.following import actions as following
from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.models import Answer, Contribution
from regiotafel.contributions.withdrawing import actions as withdrawing
from regiotafel.publishing.releasing import actions as releasing
from regiotafel.regions.models import Role
from regiotafel.regions.parties import actions as parties
from regiotafel.thread.models import Link, LinkState, Subscription
from regiotafel.vision.models import CouncilDecision, Passage, Release, Section, Wording
from regiotafel.vision.writing import actions as vision
from tests.contributions.people import TEXT, WORDS, answered, make_world, opened, send
from tests.factories import NOW, ConsultationFactory, RegionFactory, StatementFactory, make_member

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
        self.base = f"/{self.region.slug}/rondes/{self.consultation.slug}/"

    def vote(self, choice: str = "1", number: int = 1, **more: str) -> Any:
        return self.visitor.post(f"{self.base}stem/{number}/", {"choice": choice, "key": str(uuid.uuid4())} | more)

    def send_in(self, text: str) -> Any:
        return self.visitor.post(f"{self.base}stelling-insturen/", {"text": text, "key": str(uuid.uuid4())})

    def read_in(self, content: bytes) -> Any:
        """Uploads a file into a new draft, lets the worker read it, and opens the page that tells how it went."""
        drafted = draft(by=None, at=timezone.now(), region=self.region, title="Ingelezen")
        base = f"/{self.region.slug}/rondes/{drafted.slug}/inlezen/"
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
    return world.editor.get(f"{world.base}bijeenkomsten/{table.pk}/")


def refusal_without_reason(world: World) -> Any:
    from regiotafel.consultations.taking_part.actions import join  # noqa: PLC0415  # one case only

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
    return world.editor.post(f"/{world.region.slug}/rondes/{drafted.slug}/openen/")


CASES: dict[str, tuple[Callable[[World], Any], int, str]] = {
    "a vote of 7": (lambda w: w.vote("7"), 422, "Kies eens, oneens of weet ik niet"),
    "a vote without a button": (lambda w: w.vote(""), 422, "Kies eens, oneens of weet ik niet"),
    "a form without a key": (lambda w: w.vote(key="x"), 422, "Laad de pagina opnieuw"),
    "a vote in a closed consultation": (closed, 409, "Deze ronde is gesloten"),
    "a statement that is not there": (lambda w: w.vote(number=99), 404, "bestaat niet"),
    "another region's address": (
        lambda w: w.visitor.get(f"/{RegionFactory().slug}/rondes/{w.consultation.slug}/"),
        404,
        "bestaat niet",
    ),
    "another consultation's table": (ballots_of_elsewhere, 404, "hoort niet bij deze ronde"),
    "a region that does not exist": (lambda w: w.visitor.get("/narnia/rondes/"), 404, "bestaat niet"),
    "a code used before": (used_code, 409, "al gebruikt"),
    "an expired code": (expired_code, 409, "verlopen"),
    "a guessed code": (
        lambda w: w.visitor.post(f"{w.base}code/", {"code": "AAAAA-AAAAA"}),
        409,
        "Deze code klopt niet",
    ),
    "an empty statement": (lambda w: w.send_in("   "), 422, "Schrijf eerst je stelling op"),
    "a statement of 500 characters": (lambda w: w.send_in("a" * 500), 422, "500 tekens"),
    "a question as statement": (lambda w: w.send_in("Waarom duurt het zo lang?"), 422, "Dit is een vraag"),
    "a statement of control characters": (lambda w: w.send_in("\x00\x01\x02"), 422, "Schrijf eerst je stelling op"),
    "a refusal without a reason": (refusal_without_reason, 422, "reden"),
    "opening an empty draft": (opening_what_is_not_ready, 409, "ontbreekt"),
    "a file of 200 MB": (too_large, 413, "te groot"),
    "a file with the wrong columns": (lambda w: w.read_in(b"naam,stem\nJan,1\n"), 422, "kolom"),
    "a file with a vote of 7": (lambda w: w.read_in(f"{HEADER}1,x,1,7,7\n".encode()), 422, "2"),
    "a file in broken encoding": (lambda w: w.read_in(HEADER.encode() + b"1,\xff\xfe,1,7,1\n"), 422, "UTF-8"),
    "an empty file": (lambda w: w.read_in(b""), 422, "leeg"),
    "a picture as file": (lambda w: w.read_in(b"\x89PNG\r\n\x1a\n\x00\x00\x00"), 422, "Dit is een plaatje"),
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


# --- The text, contributions and answers


class Loop:
    """A text of three passages, an editor, a moderator and somebody without an account, with one thing sent in."""

    def __init__(self) -> None:
        self.world = make_world()
        self.region, self.document = self.world.region, self.world.document
        self.passage = self.world.passages[0]
        self.editor, self.moderator, self.visitor = Client(), Client(), Client()
        self.editor.force_login(self.world.editor)
        self.moderator.force_login(make_member(self.region, Role.MODERATOR))
        self.text, self.voices = f"/{self.region.slug}/visie/{self.document.slug}/", f"/{self.region.slug}/inbreng/"
        self.form = {"kind": "worry", "text": TEXT, "key": str(uuid.uuid4())}
        self.stored: bool | None = None

    def press(self, client: Client, path: str, data: dict[str, Any] | None = None) -> Any:
        """The one press that this case is about."""
        before = rows()
        response = client.get(path) if data is None else client.post(path, data)
        self.stored = rows() != before
        return response

    def send(self, **more: Any) -> Any:
        return self.press(self.visitor, f"{self.voices}insturen/", self.form | more)

    def answer(self, about: Contribution, **more: Any) -> Any:
        form = {"heard": "Het duurt te lang.", "verdict": "no", "why": "Dat kan nu niet.", "number": 0}
        return self.press(self.editor, f"{self.voices}{about.number}/antwoord/", form | more)

    def merge(self, about: Contribution, more: str) -> Any:
        form = {"kind": "worry", "text": TEXT, "more": more}
        return self.press(self.editor, f"{self.voices}{about.number}/samenvoegen/", form)

    def reword(self, **more: Any) -> Any:
        form = {"text": "Gezinnen krijgen hulp binnen 3 weken.", "reason": "Sneller", "version": 1}
        return self.press(self.editor, f"{self.text}passage/1/tekst/", form | more)

    def receipt(self, page: str = "", data: dict[str, Any] | None = None) -> Any:
        _sent, code = send(self.region)
        return self.press(self.visitor, f"/o/{code}/{page}", data)


def rows() -> list[int]:
    """Everything that a person's press could add, and what it could change."""
    kept = (Contribution, Answer, Link, Subscription, Passage, Section, Wording, Release)
    return [
        *(model.objects.count() for model in kept),
        *Contribution.objects.order_by("pk").values_list("version", flat=True),
        Link.objects.filter(state=LinkState.CONFIRMED).count(),
        CouncilDecision.objects.count(),
        Subscription.objects.filter(confirmed_at__isnull=False).count(),
    ]


def answered_meanwhile(loop: Loop) -> Any:
    about = opened(loop.world)
    answered(loop.world, about)
    return loop.answer(about, why="Dat kan wel degelijk.")


def of_another_region(loop: Loop) -> Passage:
    return make_world("zuid").passages[0]


def lapsed(loop: Loop) -> Passage:
    return vision.retire(by=None, at=NOW, passage=loop.passage, reason="Dubbel")


def confirm_link(loop: Loop, passage: Passage) -> Any:
    about = opened(loop.world)
    return loop.press(loop.editor, f"{loop.voices}{about.number}/antwoord/", {"confirm": passage.pk})


def merge_with_a_withdrawn(loop: Loop) -> Any:
    one, other = opened(loop.world), opened(loop.world, f"{TEXT} Echt.")
    withdrawing.withdraw(at=NOW, contribution=other)
    return loop.merge(one, str(other.number))


def adopt_unanswered(loop: Loop) -> Any:
    release = releasing.release(by=None, at=NOW, document=loop.document, name="Ontwerp")
    opened(loop.world, passage=loop.passage)
    council = parties.invent_municipality(name="Roggerade")
    parties.add_municipality(by=None, at=NOW, region=loop.region, municipality=council)
    form = {"decision": "adopted", "decided_on": NOW.date().isoformat(), "body": "de raad", "number": 0, "confirmed": 1}
    return loop.press(loop.editor, f"{loop.text}versies/{release.number}/besluiten/{council.pk}/", form)


def release_without_changes(loop: Loop) -> Any:
    releasing.release(by=None, at=NOW, document=loop.document, name="Ontwerp")
    return loop.press(loop.editor, f"{loop.text}versies/nieuw/", {"name": "Nog een"})


def reword_meanwhile(loop: Loop) -> Any:
    vision.reword(by=None, at=NOW, passage=loop.passage, version=1, text="Binnen 6 weken hulp.", reason="Advies")
    return loop.reword()


def moderate(loop: Loop, about: Contribution, **form: str) -> Any:
    return loop.press(loop.moderator, f"{loop.voices}wachtrij/{about.number}/", form)


def confirm_too_late(loop: Loop) -> Any:
    sent, _code = send(loop.region)
    at = timezone.now() - timedelta(days=8)
    token = following.subscribe(at=at, contribution=sent, email="ouder@example.org", mode="direct")
    return loop.press(loop.visitor, f"/b/{token}/bevestigen/", {})


def unsubscribe_twice(loop: Loop) -> Any:
    sent, _code = send(loop.region)
    token = following.subscribe(at=NOW, contribution=sent, email="ouder@example.org", mode="direct")
    loop.visitor.post(f"/b/{token}/afmelden/")
    return loop.press(loop.visitor, f"/b/{token}/afmelden/", {})


def withdraw_twice(loop: Loop) -> Any:
    sent, code = send(loop.region)
    withdrawing.withdraw(at=NOW, contribution=sent)
    return loop.press(loop.visitor, f"/o/{code}/intrekken/", {})


def a_fourth_address(loop: Loop) -> Any:
    sent, code = send(loop.region)
    for number in range(3):
        following.subscribe(at=NOW, contribution=sent, email=f"{number}@example.org", mode="direct")
    return loop.press(loop.visitor, f"/o/{code}/berichten/", {"email": "vier@example.org", "mode": "direct"})


def pressed_twice(loop: Loop, **more: str) -> Any:
    form = loop.form | {"seen": loop.form["text"]}
    loop.visitor.post(f"{loop.voices}insturen/", form)
    before = rows()
    response = loop.visitor.post(f"{loop.voices}insturen/", form | more, follow=True)
    loop.stored = rows() != before
    return response


def cleared_after_another_change(loop: Loop) -> Any:
    link = linking.confirm_link(by=None, at=NOW, passage=loop.passage, contribution=opened(loop.world))
    for version, text in ((1, "Binnen 6 weken hulp."), (2, "Binnen 3 weken hulp.")):
        vision.reword(by=None, at=NOW, passage=loop.passage, version=version, text=text, reason="Advies")
    return loop.press(
        loop.editor,
        f"/{loop.region.slug}/draad/controleren/{link.pk}/",
        {"verdict": "clear", "seen_from": "2", "seen_to": "1"},
    )


def rename_meanwhile(loop: Loop) -> Any:
    chapter = loop.passage.section
    form = {"title": "Hulp in de buurt", "seen": "Zo heette het gisteren", "after": "0"}
    return loop.press(loop.editor, f"{loop.text}hoofdstuk/{chapter.pk}/", form)


LOOP_CASES: dict[str, tuple[Callable[[Loop], Any], int, str]] = {
    "an empty text": (lambda w: w.send(text="  \n "), 422, "Schrijf eerst op wat je kwijt wilt"),
    "a text of one word": (lambda w: w.send(text="Help"), 422, "Schrijf minstens één hele zin"),
    "a text of 1 MB": (lambda w: w.send(text="a" * 2**20), 422, "Je tekst heeft 1048576 tekens"),
    "a text of signs that nobody sees": (
        lambda w: w.send(text="\x00\u200b\u3164\ufeff\u202e"),
        422,
        "Schrijf eerst op wat je kwijt wilt",
    ),
    "a file instead of a text": (
        lambda w: w.send(text=SimpleUploadedFile("brief.docx", b"PK\x03\x04")),
        422,
        "Schrijf eerst op wat je kwijt wilt",
    ),
    "a kind that does not exist": (lambda w: w.send(kind="klacht"), 422, "Kies een van de vier soorten"),
    "a form without a key": (lambda w: w.send(key="x"), 422, "Laad de pagina opnieuw"),
    "the same press twice": (pressed_twice, 200, "Bewaar deze volgcode"),
    "another text with the key of the first": (
        lambda w: pressed_twice(w, text=f"{TEXT} Nu."),
        409,
        "Met dit formulier heb je al iets ingestuurd",
    ),
    "a child that can be recognised, not warned yet": (
        lambda w: w.send(text="Mijn zoon van 9 op de Lindeschool wacht al een jaar op hulp."),
        200,
        "Kijk nog één keer voor je verstuurt",
    ),
    "a receipt code guessed": (
        lambda w: w.press(w.visitor, "/o/", {"code": "ABCD-EFGH-JKMN"}),
        422,
        "Deze code klopt niet",
    ),
    "a receipt address guessed": (lambda w: w.press(w.visitor, "/o/ABCD-EFGH-JKMN/"), 404, "Deze code klopt niet"),
    "a wrong mail address": (
        lambda w: w.receipt("berichten/", {"email": "jan apestaart nl", "mode": "direct"}),
        422,
        "Dit is geen e-mailadres",
    ),
    "a fourth address": (a_fourth_address, 409, "Er zijn al 3 adressen"),
    "a confirmation that has expired": (confirm_too_late, 409, "Deze link is ouder dan een week"),
    "a confirmation that nobody gave": (
        lambda w: w.press(w.visitor, "/b/geraden/bevestigen/"),
        404,
        "Deze link werkt niet",
    ),
    "an unsubscribe link used twice": (unsubscribe_twice, 200, "Je bent afgemeld"),
    "withdrawing twice": (withdraw_twice, 409, "Deze inbreng is ingetrokken"),
    "letting in what was let in": (lambda w: moderate(w, opened(w.world), verdict="accept"), 409, "is al geplaatst"),
    "a refusal without a reason": (
        lambda w: moderate(w, send(w.region)[0], verdict="refuse"),
        422,
        "Kies een reden. De inzender moet weten waarom",
    ),
    "another region's passage": (
        lambda w: w.press(w.visitor, f"/{RegionFactory().slug}/visie/{w.document.slug}/passage/1/"),
        404,
        "Deze tekst bestaat niet in deze regio",
    ),
    "an edit in another region": (
        lambda w: w.press(w.editor, f"/zuid/visie/{of_another_region(w).document.slug}/passage/1/tekst/", {}),
        403,
        "mag",
    ),
    "a passage that is not there": (
        lambda w: w.press(w.visitor, f"{w.text}passage/99/"),
        404,
        "Deze passage bestaat niet",
    ),
    "a link to another region's passage": (
        lambda w: confirm_link(w, of_another_region(w)),
        404,
        "bestaat niet in deze regio",
    ),
    "a link to a lapsed passage": (lambda w: confirm_link(w, lapsed(w)), 409, "is vervallen"),
    "a link cleared while the text changed again": (cleared_after_another_change, 409, "intussen weer veranderd"),
    "a merge of one": (lambda w: w.merge(opened(w.world), ""), 409, "Kies minstens twee reacties"),
    "a merge with itself": (
        lambda w: w.merge(one := opened(w.world), str(one.number)),
        409,
        "Kies minstens twee reacties",
    ),
    "a merge with a withdrawn one": (merge_with_a_withdrawn, 409, "Deze inbreng is ingetrokken"),
    "a merge with a number that is not there": (
        lambda w: w.merge(opened(w.world), "99"),
        409,
        "Deze nummers kennen we niet: 99",
    ),
    "a merge with words for numbers": (lambda w: w.merge(opened(w.world), "alle"), 422, "Vul alleen nummers in"),
    "a split into one part": (
        lambda w: w.press(w.editor, f"{w.voices}{opened(w.world).number}/splitsen/", {"part_1": TEXT}),
        422,
        "Schrijf hier één punt uit de reactie",
    ),
    "two editors answering at once": (answered_meanwhile, 409, "Er is intussen een antwoord gegeven"),
    "an answer without a reason": (
        lambda w: w.answer(opened(w.world), why=" "),
        422,
        "Een antwoord zonder reden is geen antwoord",
    ),
    "an answer that changes the text nowhere": (
        lambda w: w.answer(opened(w.world), verdict="yes"),
        422,
        "Kies waar in de tekst dit terugkomt",
    ),
    "an answer out of scope that names nobody": (
        lambda w: w.answer(opened(w.world), verdict="out_of_scope"),
        422,
        "Vul in wie hierover gaat",
    ),
    "an answer that points at another region's passage": (
        lambda w: w.answer(opened(w.world), verdict="yes", passage=of_another_region(w).pk),
        422,
        "Kies een passage uit de tekst",
    ),
    "an answer before a moderator let it in": (
        lambda w: w.answer(send(w.region)[0]),
        404,
        "Deze reactie bestaat niet, of je kunt die nog niet lezen",
    ),
    "the edit of a passage with an old version": (
        reword_meanwhile,
        409,
        "Deze passage is intussen veranderd",
    ),
    "an edit without a reason": (lambda w: w.reword(reason=""), 422, "Schrijf op waarom"),
    "an edit that changes nothing": (lambda w: w.reword(text=WORDS[0]), 422, "Dit is dezelfde tekst"),
    "an edit of a lapsed passage": (lambda w: (lapsed(w), w.reword())[1], 409, "Deze passage is vervallen"),
    "a chapter that got another title meanwhile": (rename_meanwhile, 409, "Het heet nu “Hulp dichtbij”"),
    "a release without changes": (release_without_changes, 409, "Er is niets veranderd sinds de vorige versie"),
    "a release adopted with unanswered input": (
        adopt_unanswered,
        409,
        "Van voor dit besluit zijn er nog reacties zonder antwoord",
    ),
    "a page number out of range": (
        lambda w: (opened(w.world), w.press(w.visitor, f"{w.voices}?pagina=9999"))[1],
        200,
        "1 reactie",
    ),
    "an order that does not exist": (
        lambda w: (opened(w.world), w.press(w.visitor, f"{w.voices}?volgorde=duurste"))[1],
        200,
        "Een van je keuzes kennen we niet",
    ),
}


@pytest.mark.parametrize("case", LOOP_CASES)
def test_bad_input_about_the_text_gets_a_sentence_and_changes_nothing(case: str) -> None:
    act, status, expected = LOOP_CASES[case]
    loop = Loop()
    response = act(loop)
    page = words_of(response.content.decode())
    found = re.search(r"[^.>|]*" + re.escape(expected) + r"[^|]{0,160}", page)
    assert response.status_code == status
    assert found, page
    assert loop.stored is False
    print(f"{case}: {status} {found.group(0).strip()}")  # noqa: T201
