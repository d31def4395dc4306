"""Writing and reading the text in a real browser: two editors at once, a version, what differs."""

import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from regiotafel.people.models import User
from regiotafel.regions.models import Region, Role
from regiotafel.vision.models import Document, Passage
from regiotafel.vision.reading.queries import wordings_of
from regiotafel.vision.writing.actions import add_passage, add_section, draft_document, reword
from tests.browser.conftest import fits
from tests.factories import RegionFactory, UserFactory, make_member

LogIn = Callable[[BrowserContext, User], Page]
NOW = timezone.now()


@pytest.fixture
def region(live: str) -> Region:
    call_command("createcachetable")
    return RegionFactory(slug="noord", name="Regio Noord")


@pytest.fixture
def document(region: Region) -> Document:
    document = draft_document(by=None, at=NOW, region=region, title="Regiovisie", about="Waar we samen heen willen.")
    for title in ("Wachten", "Samen"):
        section = add_section(by=None, at=NOW, document=document, title=title, theme="toegang")
        for text in ("Niemand wacht langer dan 12 weken.", "Iedereen krijgt antwoord.\n\nOok als het nee is."):
            add_passage(by=None, at=NOW, section=section, text=text, reason="Uit de ronde")
    return document


def at(name: str, *args: object) -> str:
    app = "publishing" if name == "new_release" else "vision"
    return reverse(f"{app}:{name}", args=["noord", "regiovisie", *args])


def test_two_editors_make_one_text_of_two(context: BrowserContext, document: Document, log_in: LogIn) -> None:
    passage = Passage.objects.get(document=document, number=1)
    page = log_in(context, make_member(document.region, Role.EDITOR))
    page.goto(at("read"))
    page.get_by_role("link", name="Tekst bewerken").click()
    page.get_by_role("link", name="Tekst aanpassen van passage 1").click()
    page.wait_for_load_state()  # where there are scripts, the editor has the name of the field from then on
    page.get_by_label("Tekst van de passage").fill("Niemand wacht langer dan 12 weken op hulp.")
    page.get_by_label("Waarom?").fill("Duidelijker")
    other = UserFactory(name="Bram Collega")
    reword(by=other, at=NOW, passage=passage, version=1, text="Niemand wacht langer dan 6 weken.", reason="Advies")
    page.get_by_role("button", name="Publiceren").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Er zijn nu twee teksten")
    assert page.locator("del").first.inner_text().split()[-3:-2] == ["6"]
    expect(page.get_by_text("Bram Collega")).to_have_count(1)
    assert fits(page)
    page.get_by_label("Tekst van de passage").fill("Niemand wacht langer dan 6 weken op hulp.")
    page.get_by_role("button", name="Deze tekst publiceren").click()
    expect(page).to_have_url(re.compile(f"{at('edit')}.passage=1#passage-1$"))
    assert [wording.text for wording in wordings_of(passage)] == [
        "Niemand wacht langer dan 6 weken op hulp.",
        "Niemand wacht langer dan 6 weken.",
        "Niemand wacht langer dan 12 weken.",
    ]


def test_a_reader_follows_what_an_editor_released(context: BrowserContext, document: Document, log_in: LogIn) -> None:
    page = log_in(context, make_member(document.region, Role.EDITOR))
    for name, text in (("Concept", "Niemand wacht lang."), ("Ontwerp", "Niemand wacht langer dan 6 weken.")):
        page.goto(at("reword", 1))
        page.get_by_label("Tekst van de passage").fill(text)
        page.get_by_label("Waarom?").fill("Beter")
        page.get_by_role("button", name="Publiceren").click()
        page.goto(at("new_release"))
        page.get_by_label("Naam van deze versie").fill(name)
        page.get_by_role("button", name="Deze versie publiceren").click()
        expect(page.get_by_text("Deze versie verandert niet meer.")).to_have_count(1)
    context.clear_cookies()
    page.goto(at("read"))
    page.get_by_role("link", name="Bekijk de gepubliceerde versies").click()
    page.get_by_role("link", name="Lees versie 1").click()
    expect(page.get_by_text("Niemand wacht lang.")).to_have_count(1)
    page.goto(at("releases"))
    page.get_by_role("link", name="Wat veranderde er in versie 2?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Versie 2 verschilt op één plek van versie 1")
    assert fits(page)
