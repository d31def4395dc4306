"""The loop in a real browser: sent in on a phone, linked, answered, changed later, told by mail, printed in a note."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import BrowserContext, Page, expect

from regiotafel.contributions.models import Contribution, State
from regiotafel.people.models import User
from regiotafel.publishing.note.tasks import print_note
from regiotafel.publishing.releasing import actions as releasing
from regiotafel.regions.models import Role
from regiotafel.reports.printer import can_print
from regiotafel.thread.linking.actions import tell_of_moves
from regiotafel.vision.writing import actions as vision
from tests.browser.conftest import fits
from tests.contributions.people import World, make_world, send_notices
from tests.factories import make_member
from tests.mail_server import MailServer

LogIn = Callable[[BrowserContext, User], Page]
# Where to put pictures of every step, for who wants to look at them.
PICTURES = os.environ.get("REGIOTAFEL_PICTURES", "")


@pytest.fixture
def world(live: str) -> World:
    call_command("createcachetable")
    return make_world()


@pytest.fixture
def mail(settings: Any, live: str) -> Iterator[MailServer]:
    server = MailServer().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
    settings.ADDRESS = live
    yield server
    server.stop()


def newest(mail: MailServer) -> tuple[str, str]:
    """The words of the newest letter, once all that waits is sent, and the first address in it."""
    tell_of_moves(at=timezone.now())
    send_notices()
    body = mail.letters[-1].get_body(("plain",))
    assert body is not None
    words = body.get_content()
    link = re.search(r"http://\S+", words)
    assert link is not None
    return words, link.group()


def at(name: str, *args: object) -> str:
    return reverse(f"contributions:{name}", args=["noord", *args])


def look(page: Page, name: str) -> None:
    assert fits(page), f"{name} scrolls sideways"
    if PICTURES and page.viewport_size:
        page.screenshot(path=f"{PICTURES}/{name}-{page.viewport_size['width']}.png", full_page=True)


def test_the_loop_from_sending_in_to_a_text_that_changed(
    context: BrowserContext, world: World, log_in: LogIn, mail: MailServer
) -> None:
    releasing.release(
        by=world.editor, at=timezone.now() - timedelta(days=1), document=world.document, name="Versie om te bespreken"
    )
    page = context.new_page()
    page.goto(at("index"))
    page.get_by_role("link", name="Stuur iets in").first.click()
    page.get_by_label("Een zorg: hier maak ik me druk over").check()
    page.get_by_label("Wat wil je kwijt?").fill("Mijn zoon van 9 wacht al een jaar op hulp thuis.")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("heading", name="Kijk nog één keer voor je verstuurt")).to_have_count(1)
    look(page, "1-warned")
    page.get_by_label("Wat wil je kwijt?").fill("Gezinnen wachten te lang op hulp thuis na de eerste vraag.")
    page.get_by_role("button", name="Toch versturen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bedankt! Bewaar deze volgcode")
    look(page, "2-receipt")
    code = page.locator(".rt-code").inner_text()

    # An address, confirmed by the link in the mail.
    page.get_by_role("link", name="Stuur mij bericht").click()
    page.get_by_label("Je e-mailadres").fill("fatma@example.org")
    page.get_by_role("button", name="Stuur mij een mail").click()
    expect(page.get_by_text("Kijk in je mail en klik op de link.")).to_have_count(1)
    page.goto(newest(mail)[1])
    page.get_by_role("button", name="Ja, stuur mij bericht").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je adres is bevestigd")

    staff = log_in(context, make_member(world.region, Role.REGION_ADMINISTRATOR))
    staff.goto(at("queue"))
    staff.get_by_role("button", name="Plaatsen reactie 1").click()
    staff.goto(at("workbench"))
    staff.get_by_role("link", name="Antwoord geven op reactie 1").click()
    look(staff, "3-link")
    staff.get_by_role("button", name="Koppelen aan passage 1").click()
    staff.get_by_label("Wat we hoorden").fill("Gezinnen wachten te lang.")
    staff.get_by_label("toegezegd: we gaan dit doen").check()
    staff.get_by_label("Wat we ermee doen, en waarom").fill("We maken de belofte scherper.")
    staff.get_by_label("Wie zorgt ervoor?").fill("de werkgroep wachttijden")
    staff.get_by_label("Wanneer is het uiterlijk klaar?").fill(str(timezone.localdate() + timedelta(days=30)))
    staff.get_by_label("Waar in de tekst?").select_option(str(world.passages[0].pk))
    staff.get_by_role("button", name="Antwoord geven", exact=True).click()
    expect(staff.get_by_text("Je antwoord staat er.")).to_have_count(1)
    look(staff, "4-answered")
    words, link = newest(mail)
    assert "antwoord" in words
    page.goto(link)
    expect(page.get_by_text("We maken de belofte scherper.").first).to_be_visible()
    vision.reword(
        by=world.editor,
        at=timezone.now(),
        passage=world.passages[0],
        version=1,
        text="Gezinnen krijgen hulp thuis binnen 2 weken na de eerste vraag.",
        reason="Uit de inbreng",
    )
    staff.goto(reverse("thread:reviews", args=["noord"]))
    # The words come from the app that has them: in the page itself, or without scripts behind a link.
    words = staff.locator("[hx-get*='/verschil/']")
    address = words.get_attribute("hx-get")
    expect(words.locator("ins").or_(words.get_by_role("link", name="Lees wat er was")).first).to_be_visible()
    look(staff, "5-reviews")
    staff.goto(str(address))
    expect(staff.locator("ins").first).to_be_visible()
    look(staff, "5-words")
    staff.goto(reverse("thread:reviews", args=["noord"]))
    staff.get_by_role("button", name="Hoort nog bij elkaar (reactie 1)").click()
    expect(staff.get_by_role("heading", level=1)).to_have_text("Er is niets te controleren")

    # The sender hears that the text moved, and the note that a clerk prints has the answer.
    n_letters = len(mail.letters)
    assert "Reactie 1: passage 1 van “Regiovisie” is veranderd." in newest(mail)[0]
    assert len(mail.letters) == n_letters + 1

    # What was promised is done: the answer says so now, with what stood there and what stands there.
    staff.goto(at("answer", 1))
    staff.get_by_label("ja: de tekst is hierdoor veranderd").check()
    staff.get_by_label("Wat we ermee doen, en waarom").fill("De belofte is nu scherper.")
    for label, number in (("Dit stond er", 1), ("Dit staat er nu", 2)):
        staff.get_by_label(label).select_option(f"{world.passages[0].pk}-{number}")
    staff.get_by_role("button", name="Beter antwoord geven").click()
    expect(staff.get_by_text("Je antwoord staat er.")).to_have_count(1)
    staff.goto(reverse("publishing:note", args=["noord", world.document.slug, 1]))
    expect(staff.get_by_text("De belofte is nu scherper.").first).to_be_visible()
    expect(staff.get_by_text("Inzender 1").first).to_be_visible()
    look(staff, "6-note")
    if can_print():
        print_the_note(staff)

    becomes_a_measure(staff)

    # The sender comes back with the code.
    context.clear_cookies()
    page.goto(reverse("receipts:enter"))
    page.get_by_label("De code op je ontvangstbewijs").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Laat zien").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je hebt antwoord")
    for said in ("We maken de belofte scherper.", "De belofte is nu scherper."):
        expect(page.get_by_text(said)).to_have_count(1)
    expect(page.locator("ins")).to_have_count(1)  # in the answer that says so; nothing moved since
    look(page, "7-answer")
    page.get_by_role("link", name="Wat bewaren we van jou?").click()
    look(page, "8-my-data")
    page.get_by_role("button", name="Haal mijn gegevens weg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We bewaren niets meer dat van jou is")
    assert Contribution.objects.get().state == State.WITHDRAWN


def becomes_a_measure(page: Page) -> None:
    """What was sent in becomes a measure of a plan, is filled in from a table, scored, and told to everybody."""
    year = timezone.localdate().year + 1
    page.goto(reverse("plan:new_plan", args=["noord"]))
    page.get_by_label("Hoe heet het plan?").fill("Plan om uit te voeren")
    page.get_by_label("Eerste jaar").fill(str(year))
    page.get_by_label("Laatste jaar").fill(str(year))
    page.get_by_role("button", name="Opslaan").click()
    page.goto(reverse("plan:at_knot", args=["noord", Contribution.objects.get().knot_id]))
    page.get_by_text("Hier een maatregel van maken").click()
    page.get_by_label("Hoe heet de maatregel?").fill("Hulp thuis sneller regelen")
    page.get_by_role("button", name="Maatregel maken").click()
    expect(page.get_by_text("Er is een maatregel bij.")).to_be_visible()
    look(page, "6-measure")
    page.get_by_text("Status veranderen").click()
    page.get_by_label("voorgesteld").check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("De status is opgeslagen.")).to_be_visible()
    # What stands in a table is shown before it is taken over.
    page.goto(reverse("plan:bring", args=["noord", "plan-om-uit-te-voeren"]))
    table = f"maatregel;geld_{year};uren_{year}\nEen chat openen;5000;40\n"
    page.get_by_label("Welk bestand?").set_input_files(
        {"name": "m.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    page.get_by_role("button", name="Bekijken").click()
    expect(page.get_by_text("Nieuw: 1. Wordt anders: 0.")).to_be_visible()
    look(page, "6-table")
    page.get_by_role("button", name="Inlezen").click()
    expect(page.get_by_text("Eén maatregel ingelezen.")).to_be_visible()
    # The desk knows what is not scored yet.
    page.goto(reverse("pages:desk", args=["noord"]))
    page.get_by_role("link", name="wacht op jouw scores").click()
    page.get_by_role("link", name="Hulp thuis sneller regelen").click()
    page.get_by_role("radio", name=re.compile("^4: ")).first.check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Je scores zijn opgeslagen.")).to_be_visible()
    page.goto(reverse("plan:plan", args=["noord", "plan-om-uit-te-voeren"]))
    expect(page.get_by_role("heading", name="Hieruit wordt nog gekozen")).to_be_visible()
    look(page, "6-plan")


def print_the_note(page: Page) -> None:
    page.get_by_role("link", name="Print de nota (PDF)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("De reactienota wordt gemaakt")
    for waiting in DBTaskResult.objects.filter(task_path__endswith="print_note"):
        print_note.call(*waiting.args_kwargs["args"])
    printed = page.request.get(page.url)
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body().startswith(b"%PDF-1.7")
