"""From nothing to a region that works: by a link of the terminal, down the list, and a parent who finds it."""

import io
import re
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page, expect

from regiotafel.regions.models import Region
from tests.browser.conftest import fits

LIST = "/zuid-limburg/inrichten/"


@pytest.fixture
def link(live: str, settings: Any) -> str:
    call_command("createcachetable")
    out = io.StringIO()
    call_command("new_region", "zuid-limburg", administrator="ik@example.org", stdout=out)
    found = re.search(r"http\S+/link/\S+", out.getvalue())
    assert found
    return found[0].removeprefix(settings.ADDRESS)


def save(page: Page, task: str, filled_in: dict[str, str], button: str = "Opslaan") -> None:
    """One thing of the list, with the keyboard."""
    page.goto(LIST)
    page.get_by_role("link", name=task).press("Enter")
    for label, value in filled_in.items():
        page.get_by_label(label).fill(value)
    assert fits(page)
    page.get_by_role("button", name=button).press("Enter")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_region_is_set_up_down_its_list_and_found_by_a_parent(context: BrowserContext, link: str) -> None:
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="Log in").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inrichten: 1 van de 8 klaar")
    assert fits(page)
    contact = {"Van wie is deze site?": "de zestien gemeenten", "E-mailadres voor vragen": "regio@example.org"}
    save(page, "Van wie en contact", contact)
    expect(page.get_by_role("contentinfo")).to_contain_text("Een site van de zestien gemeenten.")
    office = {"Wie is verantwoordelijk": "het college", "Wie is de functionaris": "de FG"}
    save(page, "Verantwoordelijk voor de gegevens", {**office, "E-mailadres voor vragen": "fg@example.org"})
    save(page, "Tekst over de regio", {"Over deze regio": "Zestien gemeenten maken samen een plan."})
    save(page, "Stappen naar de visie", {"Wanneer besluit de laatste": "2060-06-15"}, "Voorstel maken")
    expect(page.get_by_text("Dit is een voorstel.")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="Stappen opslaan").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("De stappen zijn opgeslagen.")
    page.goto(LIST)
    expect(page.get_by_role("heading", level=1)).to_have_text("Inrichten: 5 van de 8 klaar")
    page.get_by_role("link", name="Gemeenten en deelregio’s").press("Enter")
    page.get_by_role("link", name="Deelregio maken").press("Enter")
    page.get_by_label("Naam van de deelregio").fill("Parkstad")
    for name in ("Heerlen", "Kerkrade"):
        page.get_by_label(name).press("Space")
    assert fits(page)
    page.get_by_role("button", name="Opslaan").press("Enter")
    expect(page.get_by_role("heading", name="Parkstad")).to_be_visible()
    assert Region.objects.get().sub_regions.get().municipalities.count() == 2
    _find(context.new_page())


def _find(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Jouw gemeente").fill("Maastricht")
    page.get_by_label("Jouw gemeente").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Maastricht hoort bij Zuid-Limburg")
    page.get_by_role("link", name="Ga naar Zuid-Limburg").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Maastricht hoort bij Zuid-Limburg")
    expect(page.get_by_role("contentinfo")).to_contain_text("regio@example.org")
    assert fits(page)
