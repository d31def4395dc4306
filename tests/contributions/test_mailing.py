"""Notices, sent to a real mail server on this machine."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import regiotafel
from regiotafel import codes
from regiotafel.contributions.following.actions import subscribe
from regiotafel.contributions.linking.actions import confirm_link
from regiotafel.contributions.messages import ANSWER_IMPROVED
from regiotafel.contributions.models import Contribution
from regiotafel.contributions.moderating.actions import accept
from regiotafel.contributions.sending.actions import send_in
from regiotafel.contributions.sending.queries import receipt_code
from regiotafel.contributions.withdrawing.actions import remove
from regiotafel.regions.models import Region
from regiotafel.thread.following.actions import confirm
from regiotafel.thread.linking.actions import tell_of_moves
from regiotafel.thread.mailing.queries import due_letters
from regiotafel.thread.mailing.rules import CLAIMED_FOR, LONGEST_WAIT, back_off, week_of
from regiotafel.thread.messages import OTHER_MOVED
from regiotafel.thread.models import Mode, Notice, Subscription
from regiotafel.vision.models import Passage
from regiotafel.vision.writing.actions import add_passage, add_section, draft_document, reword
from regiotafel.web.mail import NO_SERVER
from tests.addresses import UNSENDABLE
from tests.contributions.people import send_notices, tell
from tests.factories import RegionFactory
from tests.mail_server import MailServer

pytestmark = pytest.mark.django_db
WORDS = "Mijn dochter van negen wacht al een jaar op hulp in Zandlust."


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    server = MailServer().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
    settings.ADDRESS = "https://tafel.example"
    yield server
    server.stop()


@pytest.fixture
def region() -> Region:
    return RegionFactory(slug="linde")


def sent_in(region: Region) -> Contribution:
    contribution, _code = send_in(at=timezone.now(), region=region, kind="worry", text=WORDS, key=uuid.uuid4())
    return contribution


def follower(contribution: Contribution, email: str = "ouder@example.org", mode: str = Mode.DIRECT) -> Subscription:
    """Somebody who confirmed their address; the mail that asked for it is out of the way."""
    token = subscribe(at=timezone.now(), contribution=contribution, email=email, mode=mode)
    found = confirm(at=timezone.now(), token=token)
    Notice.objects.filter(subscription=found).delete()
    return found


def due_now() -> None:
    Notice.objects.filter(sent_at__isnull=True).update(next_try_at=timezone.now() - timedelta(seconds=1))


def path_in(header: str) -> str:
    return header.strip(" <>").removeprefix("https://tafel.example")


def test_address_is_asked_to_confirm_before_anything_else(server: MailServer, region: Region) -> None:
    contribution = sent_in(region)
    token = subscribe(at=timezone.now(), contribution=contribution, email="ouder@example.org", mode=Mode.DIRECT)
    accept(by=None, at=timezone.now(), contribution=contribution)
    send_notices()
    (letter,) = server.letters
    assert letter["To"] == "ouder@example.org"
    assert reverse("following:confirm", args=[token]) in str(letter.get_body(("plain",)))
    assert Notice.objects.get().sent_at is not None


def test_notice_is_plain_text_and_html_with_number_and_link_and_no_words(server: MailServer, region: Region) -> None:
    contribution = sent_in(region)
    follower(contribution)
    accept(by=None, at=timezone.now(), contribution=contribution)
    send_notices()
    (letter,) = server.letters
    kinds = [part.get_content_type() for part in letter.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    for part in letter.iter_parts():
        text = part.get_content()
        assert f"Reactie {contribution.number}" in text
        assert f"https://tafel.example/linde/inbreng/{contribution.number}/" in text
        assert "Zandlust" not in text
        assert "<img" not in text
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_each_notice_is_sent_once(server: MailServer, region: Region) -> None:
    contribution = sent_in(region)
    for number in range(3):
        follower(contribution, f"ouder{number}@example.org")
    tell(contribution, at=timezone.now())
    assert [send_notices() for _ in range(3)] == [3, 0, 0]
    assert len(set(server.ids())) == 3
    assert sorted(server.ids()) == sorted(Notice.objects.values_list("message_id", flat=True))


def test_mail_server_that_is_away_only_delays(server: MailServer, region: Region) -> None:
    contribution = sent_in(region)
    follower(contribution)
    accept(by=None, at=timezone.now(), contribution=contribution)
    server.stop()
    waits = []
    for _ in range(4):
        due_now()
        before = timezone.now()
        assert send_notices() == 0
        waits.append(round((Notice.objects.get().next_try_at - before).total_seconds() / 60))
    assert waits == [1, 2, 4, 8]
    server.start(server.port)
    assert send_notices() == 0, "not before its time"
    due_now()
    assert send_notices() == 1


def test_waits_grow_to_six_hours_and_stay_there() -> None:
    assert [back_off(n) for n in (1, 2, 3)] == [timedelta(minutes=n) for n in (1, 2, 4)]
    assert back_off(12) == back_off(32_000) == LONGEST_WAIT


def test_address_that_the_server_refuses_now_keeps_nobody_else_waiting(server: MailServer, region: Region) -> None:
    contribution = sent_in(region)
    for name in ("vol", "ouder"):
        follower(contribution, f"{name}@example.org")
    server.refusals["vol@example.org"] = "452 4.2.2 mailbox full"
    tell(contribution, at=timezone.now())
    assert send_notices() == 1
    assert [letter["To"] for letter in server.letters] == ["ouder@example.org"]
    assert Notice.objects.get(sent_at__isnull=True).n_tries == 1
    server.refusals.clear()
    due_now()
    assert send_notices() == 1


def test_address_that_does_not_exist_is_forgotten_and_the_sender_reads_so(
    client: Client, server: MailServer, region: Region, caplog: pytest.LogCaptureFixture
) -> None:
    contributions = [sent_in(region), sent_in(region)]
    for contribution in contributions:
        follower(contribution, "weg@example.org")
        follower(contribution, "ouder@example.org")
        tell(contribution, at=timezone.now())
    server.refusals["weg@example.org"] = "550 5.1.1 nobody of that name"
    assert send_notices() == 2, "the other address gets both"
    assert not Subscription.objects.filter(email="weg@example.org").exists()
    assert not Notice.objects.filter(sent_at__isnull=True).exists()
    due_now()
    assert send_notices() == 0
    assert "weg@" not in caplog.text
    for contribution in contributions:
        receipt = reverse("receipts:receipt", args=[codes.show(receipt_code(contribution.key))])
        page = client.get(receipt).content.decode()
        assert "kent dat e-mailadres niet" in page
        assert "ouder@example.org" in page
        assert "weg@example.org" not in page
        assert "Alleen die datum bewaren we" in client.get(f"{receipt}mijn-gegevens/").content.decode()


def test_mistyped_address_is_forgotten_before_it_is_confirmed_and_a_right_one_ends_it(
    client: Client, server: MailServer, region: Region
) -> None:
    contribution = sent_in(region)
    server.refusals["oudr@example.org"] = "550 nobody of that name"
    subscribe(at=timezone.now(), contribution=contribution, email="oudr@example.org", mode=Mode.DIRECT)
    send_notices()
    receipt = reverse("receipts:receipt", args=[codes.show(receipt_code(contribution.key))])
    assert not Subscription.objects.exists()
    assert "kent dat e-mailadres niet" in client.get(receipt).content.decode()
    follower(contribution)
    assert "kent dat e-mailadres niet" not in client.get(receipt).content.decode()


def test_nothing_is_left_of_an_address_when_the_sender_takes_all_away(server: MailServer, region: Region) -> None:
    contribution = sent_in(region)
    follower(contribution)
    server.refusals["ouder@example.org"] = "550 5.1.1 nobody of that name"
    accept(by=None, at=timezone.now(), contribution=contribution)
    send_notices()
    contribution.refresh_from_db()
    assert contribution.knot.undelivered_at is not None
    remove(at=timezone.now(), contribution=contribution)
    contribution.refresh_from_db()
    assert contribution.knot.undelivered_at is None


@pytest.mark.parametrize(
    ("says", "is_for_good"),
    [
        ("550 nobody of that name", True),
        ("550 5.1.1 unknown user", True),
        ("551 user not local", True),
        ("553 5.1.3 bad syntax", True),
        ("550 5.2.1 mailbox disabled", True),
        # Of us, or for now: it can be mended.
        ("550 relay not permitted", False),
        ("550 5.7.1 you may not send here", False),
        ("554 5.7.1 blocked", False),
        ("552 5.2.2 mailbox full", False),
        ("450 4.2.0 try again", False),
        ("421 too busy", False),
    ],
)
def test_only_what_a_server_says_of_the_address_itself_is_for_good(
    server: MailServer, region: Region, says: str, is_for_good: bool
) -> None:
    contribution = sent_in(region)
    follower(contribution)
    server.refusals["ouder@example.org"] = says
    accept(by=None, at=timezone.now(), contribution=contribution)
    send_notices()
    assert server.letters == []
    assert Subscription.objects.exists() == (not is_for_good)
    contribution.refresh_from_db()
    assert (contribution.knot.undelivered_at is not None) == is_for_good


@pytest.mark.parametrize("email", UNSENDABLE)
def test_an_address_that_no_letter_can_be_made_for_stops_no_other(
    server: MailServer, region: Region, email: str
) -> None:
    contribution = sent_in(region)
    first = follower(contribution, "eerst@example.org")
    follower(contribution)
    Subscription.objects.filter(pk=first.pk).update(email=email)
    tell(contribution, at=timezone.now())
    assert send_notices() == 1
    assert [letter["To"] for letter in server.letters] == ["ouder@example.org"]
    assert [one.email for one in Subscription.objects.all()] == ["ouder@example.org"]
    contribution.knot.refresh_from_db()
    assert contribution.knot.undelivered_at is not None


def test_a_letter_with_a_fault_of_its_own_stops_no_other(
    server: MailServer, region: Region, caplog: pytest.LogCaptureFixture
) -> None:
    contribution = sent_in(region)
    for name in ("eerst", "ouder"):
        follower(contribution, f"{name}@example.org")
    tell(contribution, at=timezone.now())
    first = Notice.objects.order_by("pk")[0]
    # A head of a letter cannot hold the end of a line.
    Notice.objects.filter(pk=first.pk).update(message_id="<geheim\nwoord@regiotafel>")
    assert send_notices() == 1
    assert [letter["To"] for letter in server.letters] == ["ouder@example.org"]
    first.refresh_from_db()
    assert (first.sent_at, first.n_tries) == (None, 1)
    assert first.next_try_at > timezone.now()
    assert "BadHeaderError" in caplog.text
    assert "geheim" not in caplog.text
    assert "eerst@" not in caplog.text


def test_claim_of_a_dead_worker_ends_and_the_repeat_has_the_same_id(server: MailServer, region: Region) -> None:
    contribution = sent_in(region)
    follower(contribution)
    accept(by=None, at=timezone.now(), contribution=contribution)
    send_notices()
    # As after a kill between acceptance and mark: claimed, not marked.
    Notice.objects.update(sent_at=None, next_try_at=timezone.now() + CLAIMED_FOR)
    assert send_notices() == 0, "somebody may still have it"
    due_now()
    assert send_notices() == 1
    assert len(server.letters) == 2
    assert len(set(server.ids())) == 1
    assert len({letter["Date"] for letter in server.letters}) == 1


# --- the letter of the week


def test_digest_gathers_a_week_in_one_letter(server: MailServer, region: Region) -> None:
    contributions = [sent_in(region) for _ in range(2)]
    for contribution in contributions:
        follower(contribution, mode=Mode.DIGEST)
        tell(contribution, at=timezone.now(), once=1)
        tell(contribution, ANSWER_IMPROVED, at=timezone.now())
    assert send_notices() == 0, "not before Monday morning"
    Notice.objects.update(made_at=timezone.now() - timedelta(days=8), next_try_at=timezone.now())
    assert send_notices() == 1
    (letter,) = server.letters
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert text.count("eactie ") == 4
    assert Notice.objects.filter(sent_at__isnull=True).count() == 0


def test_repeated_digest_has_the_same_id_and_a_new_notice_waits_for_the_next(
    server: MailServer, region: Region
) -> None:
    contribution = sent_in(region)
    follower(contribution, mode=Mode.DIGEST)
    old = timezone.now() - timedelta(days=8)
    tell(contribution, at=old)
    send_notices()
    Notice.objects.update(sent_at=None)
    due_now()
    tell(contribution, ANSWER_IMPROVED, at=timezone.now())
    send_notices()
    assert len(server.letters) == 2
    assert len(set(server.ids())) == 1
    assert len({str(letter.get_body(("plain",))) for letter in server.letters}) == 1
    assert Notice.objects.get(sent_at__isnull=True).message == ANSWER_IMPROVED.code


@pytest.mark.parametrize(
    ("made", "letter"),
    [
        ("2026-11-22T12:00", "2026-11-23T07:00"),
        ("2026-11-23T06:59", "2026-11-23T07:00"),
        ("2026-11-23T07:00", "2026-11-30T07:00"),
        # Summer time ends in between: still eight o'clock in the morning.
        ("2026-10-24T12:00", "2026-10-26T07:00"),
        ("2026-10-18T12:00", "2026-10-19T06:00"),
    ],
)
def test_letter_of_the_week_goes_on_monday_at_eight(made: str, letter: str) -> None:
    assert week_of(datetime.fromisoformat(made).replace(tzinfo=UTC)) == datetime.fromisoformat(letter).replace(
        tzinfo=UTC
    )


def test_without_a_mail_server_notices_wait(region: Region, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.EMAIL_BACKEND = NO_SERVER
    contribution = sent_in(region)
    follower(contribution)
    accept(by=None, at=timezone.now(), contribution=contribution)
    assert send_notices() == 0
    assert Notice.objects.get().sent_at is None
    assert capsys.readouterr().out == ""


def test_letter_of_the_week_holds_all_of_it_however_few_letters_go_at_once(region: Region) -> None:
    old = timezone.now() - timedelta(days=8)
    for number in range(3):
        contribution = sent_in(region)
        for mode, email in ((Mode.DIGEST, "a@example.org"), (Mode.DIGEST, "b@example.org")):
            follower(contribution, email, mode)
        tell(contribution, at=old, once=number)
    assert [len(letter) for letter in due_letters(timezone.now(), 1)] == [3]
    assert [len(letter) for letter in due_letters(timezone.now(), 2)] == [3, 3]


# --- leaving


def test_one_click_leaves_without_logging_in_and_may_be_repeated(server: MailServer, region: Region) -> None:
    contribution = sent_in(region)
    follower(contribution)
    accept(by=None, at=timezone.now(), contribution=contribution)
    send_notices()
    path = path_in(server.letters[0]["List-Unsubscribe"])
    mailer = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert mailer.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert not Subscription.objects.exists()
    assert mailer.post(path.replace("/b/", "/b/x"), {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_looking_at_the_page_to_leave_leaves_nothing(client: Client, server: MailServer, region: Region) -> None:
    contribution = sent_in(region)
    follower(contribution)
    accept(by=None, at=timezone.now(), contribution=contribution)
    send_notices()
    page = client.get(path_in(server.letters[0]["List-Unsubscribe"]))
    assert page.status_code == 200
    assert Subscription.objects.exists()


def test_leaving_a_digest_leaves_all_that_it_was_about(client: Client, server: MailServer, region: Region) -> None:
    for contribution in (sent_in(region), sent_in(region)):
        follower(contribution, mode=Mode.DIGEST)
        tell(contribution, at=timezone.now() - timedelta(days=8))
    follower(contribution, "iemand.anders@example.org")
    send_notices()
    path = path_in(server.letters[0]["List-Unsubscribe"])
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert [one.email for one in Subscription.objects.all()] == ["iemand.anders@example.org"]


def test_links_in_old_mail_work_after_a_new_secret_key(
    client: Client, server: MailServer, region: Region, settings: Any
) -> None:
    contribution = sent_in(region)
    follower(contribution)
    accept(by=None, at=timezone.now(), contribution=contribution)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new one"
    send_notices()
    assert client.post(path_in(server.letters[0]["List-Unsubscribe"])).status_code == 200
    assert not Subscription.objects.exists()


# --- what moved


def linked(region: Region) -> tuple[Contribution, Passage]:
    document = draft_document(by=None, at=timezone.now(), region=region, title="Regiovisie", about="")
    section = add_section(by=None, at=timezone.now(), document=document, title="Toegang")
    passage = add_passage(by=None, at=timezone.now(), section=section, text="Hulp start in 6 weken.", reason="begin")
    contribution = sent_in(region)
    accept(by=None, at=timezone.now(), contribution=contribution)
    follower(contribution)
    confirm_link(by=None, at=timezone.now(), contribution=contribution, passage=passage)
    Notice.objects.all().delete()
    return contribution, passage


def say(passage: Passage, text: str) -> None:
    passage.refresh_from_db()
    reword(by=None, at=timezone.now(), passage=passage, version=passage.version, text=text, reason="inbreng")


def test_sender_is_told_once_when_the_text_changes(region: Region) -> None:
    _, passage = linked(region)
    say(passage, "Hulp start in 4 weken.")
    assert [tell_of_moves(at=timezone.now()) for _ in range(3)] == [1, 0, 0]
    assert Notice.objects.get().message == OTHER_MOVED.code
    say(passage, "Hulp start in 3 weken.")
    assert tell_of_moves(at=timezone.now()) == 1
    assert Notice.objects.count() == 2


def test_sender_is_not_told_of_layout(region: Region) -> None:
    _, passage = linked(region)
    say(passage, "Hulp  start\nin 6 weken.")
    assert tell_of_moves(at=timezone.now()) == 0
    assert not Notice.objects.exists()


def test_templates_of_mail_hold_no_picture_and_no_script() -> None:
    folder = Path(regiotafel.__file__).parent / "templates" / "thread" / "mail"
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8").lower()
        assert not any(word in text for word in ("<img", "<script", "src=", "style=")), path.name


def test_a_thousand_notices_wait_without_a_thousand_queries(region: Region, django_assert_max_num_queries: Any) -> None:
    contribution = sent_in(region)
    found = follower(contribution, mode=Mode.DIGEST)
    old = timezone.now() - timedelta(days=8)
    Notice.objects.bulk_create(
        Notice(subscription=found, message=ANSWER_IMPROVED.code, message_id=f"<{n}@x>", made_at=old, next_try_at=old)
        for n in range(1000)
    )
    with django_assert_max_num_queries(3):
        letters = due_letters(timezone.now(), 100)
    assert [len(letter) for letter in letters] == [1000]
