"""The reaction note and what was done, in a browser: at both widths, with and without scripts."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from regiotafel.people.models import User
from tests.browser.conftest import fits
from tests.publishing.loop import Loop, closed

LogIn = Callable[[BrowserContext, User], Page]


@pytest.fixture
def loop(live: str) -> Loop:
    call_command("createcachetable")
    found = closed()
    found.voice("Wanneer hoor ik iets van jullie?", found.school)
    return found


def test_from_the_home_of_a_region_to_an_answer_and_the_text(context: BrowserContext, loop: Loop) -> None:
    page = context.new_page()
    page.goto(reverse("pages:region_home", args=[loop.region.slug]))
    page.get_by_role("link", name="Lees de antwoorden").click()
    page.get_by_label("Zoek in vragen en antwoorden").fill("bus")
    page.get_by_role("button", name="Zoeken").click()
    expect(page.get_by_text("1 antwoord gevonden.")).to_be_visible()
    expect(page.get_by_text("Wie gaat hierover: De provincie.")).to_be_visible()
    page.get_by_role("link", name="Toon alles").click()
    page.get_by_role("link", name="Lees passage 1 in").click()
    expect(page.get_by_text("Je wacht hooguit acht weken.").first).to_be_visible()
    assert fits(page)


def test_an_editor_is_told_why_a_version_cannot_be_adopted_yet(
    context: BrowserContext, log_in: LogIn, loop: Loop
) -> None:
    page = log_in(context, loop.editor)
    page.goto(reverse("publishing:decisions", args=[loop.region.slug, loop.document.slug, 1]))
    expect(page.get_by_role("heading", name="Beantwoord eerst de reacties van voor het besluit")).to_be_visible()
    page.get_by_text("Welke reacties zijn dat?").click()
    expect(page.get_by_role("link", name="Reactie 5")).to_be_visible()
    assert fits(page)
