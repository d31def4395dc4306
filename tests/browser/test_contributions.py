"""The loop in a real browser: sent in on a phone, linked, answered, changed later."""

import os
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from regiotafel.contributions import queries
from regiotafel.contributions.models import Contribution, State, Subscription
from regiotafel.people.models import User
from regiotafel.regions.models import Role
from regiotafel.vision import actions as vision
from tests.browser.conftest import fits
from tests.contributions.people import World, make_world
from tests.factories import (
    make_member,
)

LogIn = Callable[[BrowserContext, User], Page]
# Where to put pictures of every step, for who wants to look at them.
PICTURES = os.environ.get("REGIOTAFEL_PICTURES", "")


@pytest.fixture
def world(live: str) -> World:
    call_command("createcachetable")
    return make_world()


def at(name: str, *args: object) -> str:
    return reverse(f"contributions:{name}", args=["noord", *args])


def look(page: Page, name: str) -> None:
    assert fits(page), f"{name} scrolls sideways"
    if PICTURES and page.viewport_size:
        page.screenshot(path=f"{PICTURES}/{name}-{page.viewport_size['width']}.png", full_page=True)


def test_the_loop_from_sending_in_to_a_text_that_changed(context: BrowserContext, world: World, log_in: LogIn) -> None:
    page = context.new_page()
    page.goto(at("index"))
    page.get_by_role("link", name="Stuur iets in").first.click()
    page.get_by_label("Een zorg: hier maak ik me druk over").check()
    page.get_by_label("Wat wil je kwijt?").fill("Mijn zoon van 9 wacht al een jaar op hulp thuis.")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("heading", name="Kijk nog één keer voor je verstuurt")).to_have_count(1)
    look(page, "1-warned")
    page.get_by_label("Wat wil je kwijt?").fill("Gezinnen wachten te lang op hulp thuis na de eerste vraag.")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank je wel! Bewaar deze code")
    look(page, "2-receipt")
    code = page.locator(".rt-code").inner_text()

    # An address, confirmed by the link in the mail.
    page.get_by_role("link", name="Stuur mij bericht").click()
    page.get_by_label("Je e-mailadres").fill("fatma@example.org")
    page.get_by_role("button", name="Stuur mij een mail").click()
    expect(page.get_by_text("Kijk in je mail.")).to_have_count(1)
    page.goto(reverse("receipts:confirm", args=[queries.token_of(Subscription.objects.get())]))
    page.get_by_role("button", name="Ja, stuur mij bericht").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je adres is bevestigd")

    staff = log_in(context, make_member(world.region, Role.REGION_ADMINISTRATOR))
    staff.goto(at("queue"))
    staff.get_by_role("button", name="Laat toe inbreng 1").click()
    staff.goto(at("workbench"))
    staff.get_by_role("link", name="Koppelen van inbreng 1").click()
    look(staff, "3-link")
    staff.get_by_role("button", name="Hoort bij elkaar (passage 1)").click()
    staff.get_by_role("link", name="Verder naar het antwoord").click()
    staff.get_by_label("Wat we hoorden").fill("Gezinnen wachten te lang.")
    staff.get_by_label("ja: dit komt in de tekst").check()
    staff.get_by_label("Wat we ermee doen, en waarom").fill("We maken de belofte scherper.")
    staff.get_by_label("Waar in de tekst?").select_option(str(world.passages[0].pk))
    staff.get_by_role("button", name="Geef dit antwoord").click()
    expect(staff.get_by_text("Je antwoord staat er.")).to_have_count(1)
    look(staff, "4-answered")
    vision.reword(
        by=world.editor,
        at=timezone.now(),
        passage=world.passages[0],
        version=1,
        text="Gezinnen krijgen hulp thuis binnen 2 weken na de eerste vraag.",
        reason="Uit de inbreng",
    )
    staff.goto(at("reviews"))
    look(staff, "5-reviews")
    staff.get_by_role("button", name="Hoort nog bij elkaar (inbreng 1)").click()
    expect(staff.get_by_role("heading", level=1)).to_have_text("Er is niets na te kijken")

    # The sender comes back with the code.
    context.clear_cookies()
    page.goto(reverse("receipts:enter"))
    page.get_by_label("De code op je bewijs").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Laat zien").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je hebt antwoord")
    expect(page.get_by_text("We maken de belofte scherper.")).to_have_count(1)
    expect(page.locator("ins")).to_have_count(1)
    look(page, "6-answer")
    page.get_by_role("link", name="Wat bewaren we van jou?").click()
    look(page, "7-my-data")
    page.get_by_role("button", name="Haal mijn gegevens weg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We bewaren niets meer dat van jou is")
    assert Contribution.objects.get().state == State.WITHDRAWN
