"""What the sender reads at the code of a receipt."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regiotafel import codes
from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.models import Contribution, Kind
from regiotafel.contributions.moderating import actions as moderating
from regiotafel.contributions.sending import actions as sending
from regiotafel.contributions.sending.queries import by_receipt, receipt_code
from regiotafel.contributions.sending.rules import AlreadySentIn
from tests.contributions.people import TEXT, WORDS, World, answered, opened, receipt, reworded, send, url
from tests.factories import (
    NOW,
)

pytestmark = pytest.mark.django_db


def test_only_the_hash_of_a_code_is_kept_and_it_opens_however_it_was_typed(world: World) -> None:
    contribution, code = send(world.region)
    assert len(code) == 12
    assert code not in str(list(Contribution.objects.values()))
    for typed in (code, codes.show(code), f" {code.lower()} "):
        assert by_receipt(typed) == contribution
    assert by_receipt("234567892345") is None


def test_a_code_stays_good_when_the_site_gets_another_secret(world: World, settings: object) -> None:
    contribution, code = send(world.region)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"  # type: ignore[attr-defined]
    assert by_receipt(code) == contribution


def test_a_form_sent_again_after_a_new_secret_tells_the_code_that_was_made(world: World, settings: object) -> None:
    press = {"at": NOW, "region": world.region, "kind": Kind.WORRY, "text": TEXT, "key": uuid.uuid4()}
    contribution, code = sending.send_in(**press)
    old, first = settings.SECRET_KEY, "the first of all"  # type: ignore[attr-defined]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [first, old], "another"  # type: ignore[attr-defined]
    assert sending.send_in(**press) == (contribution, code)
    # The key that made it is gone: no code is told that opens nothing.
    settings.SECRET_KEY_FALLBACKS = [first]  # type: ignore[attr-defined]
    with pytest.raises(AlreadySentIn, match="kunnen we niet nog een keer laten zien"):
        sending.send_in(**press)
    assert Contribution.objects.count() == 1


def test_codes_of_different_forms_differ() -> None:
    assert len({receipt_code(uuid.uuid4()) for _ in range(500)}) == 500


def test_a_guessed_code_finds_nothing(client: Client, world: World) -> None:
    for name in ("receipt", "subscribe", "withdraw", "my_data"):
        assert client.get(receipt("2222-3333-4444", name)).status_code == 404
    page = client.post(reverse("receipts:enter"), {"code": "2222-3333-4444"})
    assert page.status_code == 422
    assert "Deze code klopt niet." in page.content.decode()


def test_a_code_mistyped_in_the_address_can_be_mended_at_once(client: Client, world: World) -> None:
    page = client.get(receipt("2222-3333-4444"))
    html = page.content.decode()
    assert (page.status_code, page["Cache-Control"]) == (404, "no-store")
    assert "Deze code klopt niet." in html
    assert 'value="2222-3333-4444"' in html
    assert f'action="{reverse("receipts:enter")}"' in html


def test_a_code_is_found_however_it_was_typed(client: Client, world: World) -> None:
    _contribution, code = send(world.region)
    page = client.post(reverse("receipts:enter"), {"code": f" {code.lower()[:5]} {code[5:]}"})
    assert page["Location"] == receipt(codes.show(code))


def test_the_receipt_tells_the_whole_way(client: Client, world: World) -> None:
    contribution, code = send(world.region)
    passage = world.passages[0]
    moderating.accept(by=world.editor, at=NOW, contribution=contribution)
    linking.confirm_link(by=world.editor, at=NOW, contribution=contribution, passage=passage)
    assert "Je inbreng wacht op antwoord" in client.get(receipt(code)).content.decode()
    becomes = reworded(world, passage, "Binnen 3 weken.")
    answered(world, contribution, verdict="yes", passage=passage, why="We maken het korter.", becomes=becomes)
    reworded(world, passage, "Binnen 2 weken.", days=9)
    html = client.get(receipt(code)).content.decode()
    assert "Je hebt antwoord" in html
    assert "We maken het korter." in html
    assert "Binnen 2 weken." in html
    later = html.partition("Wat er later veranderde")[2].partition("</ul>")[0]
    # What was answered is no news: one change came after it.
    assert later.count("<li>") == 1
    assert "<del>" in later


def test_an_answer_marks_what_changed_in_the_text(client: Client, world: World) -> None:
    passage = world.passages[0]
    was = passage.wordings.get()
    becomes = reworded(world, passage, was.text.replace("4 weken", "2 weken"))
    contribution = opened(world)
    answered(world, contribution, verdict="yes", passage=passage, was=was, becomes=becomes)
    html = client.get(url("read", contribution.number)).content.decode()
    facts = html.partition('class="rt-facts"')[2].partition("</dl>")[0]
    assert re.search(r"Dit stond er.*<del>.*4.*</del>.*Dit werd het.*<ins>.*2.*</ins>", facts, re.DOTALL)


def test_words_that_the_answer_shows_are_not_shown_again_until_they_change(client: Client, world: World) -> None:
    passage = world.passages[0]
    contribution = opened(world, passage=passage)
    linking.confirm_link(by=world.editor, at=NOW, contribution=contribution, passage=passage)
    answered(world, contribution, passage=passage, becomes=passage.wordings.get(), verdict="not_needed")
    html = client.get(url("read", contribution.number)).content.decode()
    assert html.count(WORDS[0]) == 1
    assert "De tekst is nu nog zoals in het antwoord hierboven." in html
    reworded(world, passage, "Binnen 2 weken.", days=9)
    html = client.get(url("read", contribution.number)).content.decode()
    assert "<p>Binnen 2 weken.</p>" in html
    assert "De tekst is nu nog zoals in het antwoord hierboven." not in html


def test_words_that_stood_there_from_the_beginning_did_not_become_anything(client: Client, world: World) -> None:
    passage = world.passages[0]
    contribution = opened(world)
    answered(world, contribution, passage=passage, becomes=passage.wordings.get(), verdict="not_needed")
    html = client.get(url("read", contribution.number)).content.decode()
    assert "De tekst bij dit antwoord" in html
    assert "Dit werd het" not in html


def test_a_refusal_says_why_to_the_sender_and_to_nobody_else(client: Client, world: World) -> None:
    contribution, code = send(world.region)
    moderating.refuse(
        by=world.editor, at=NOW, contribution=contribution, reason="personal_data", explanation="Laat de school weg."
    )
    html = client.get(receipt(code)).content.decode()
    assert "iemand is te herkennen" in html
    assert "Laat de school weg." in html
    assert client.get(url("read", contribution.number)).status_code == 404


def test_a_receipt_asks_the_database_ten_times_and_twelve_with_an_answer(
    client: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    contribution, code = send(world.region)
    with django_assert_max_num_queries(10):  # one to see whether somebody is guessing
        client.get(receipt(code))
    moderating.accept(by=world.editor, at=NOW, contribution=contribution)
    linking.confirm_link(by=world.editor, at=NOW, passage=world.passages[0], contribution=contribution)
    becomes = reworded(world, world.passages[0])
    answered(world, contribution, verdict="partly", passage=world.passages[0], becomes=becomes)
    with django_assert_max_num_queries(12):  # one to see what is done with it
        client.get(receipt(code))
