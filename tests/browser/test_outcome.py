"""The page of an outcome in a browser: what is folded comes when somebody opens it, and paper has everything."""

import re

import pytest
from playwright.sync_api import Page, expect

from regiotafel.consultations.models import Consultation
from tests.consultations.conftest import address
from tests.crowd import count, crowd

WITH = pytest.mark.parametrize("context", ["1280 with scripts", "360 with scripts"], indirect=True)


@pytest.fixture
def counted(live: str) -> Consultation:
    consultation = crowd(60, 30)
    count(consultation)
    return consultation


@WITH
def test_what_is_folded_comes_when_it_is_opened(page: Page, live: str, counted: Consultation) -> None:
    page.goto(live + address("outcome", counted))
    who = page.locator("details", has=page.locator("#wie"))
    who.locator("summary").first.click()
    expect(who.get_by_role("table").first).to_be_visible()
    page.get_by_role("link", name=re.compile("Cijfers van")).first.click()
    expect(page.locator("article").first.get_by_role("table")).to_be_visible()
    page.get_by_role("link", name="Laat nog 22 stellingen zien").click()
    expect(page.locator("article")).to_have_count(30)


@WITH
def test_an_address_that_names_a_folded_part_opens_it(page: Page, live: str, counted: Consultation) -> None:
    page.goto(live + address("outcome", counted) + "#wie")
    expect(page.locator("details", has=page.locator("#wie")).get_by_role("table").first).to_be_visible()


@WITH
def test_paper_has_everything(page: Page, live: str, counted: Consultation) -> None:
    page.goto(live + address("outcome", counted))
    shown = page.locator("main").inner_html()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("article")).to_have_count(30)
    assert page.locator("main details:not([open])").count() == 0
    assert page.locator("#wie").locator("xpath=ancestor::details").get_by_role("table").count() > 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("main").inner_html() == shown


@pytest.mark.parametrize("context", ["360 without scripts"], indirect=True)
def test_without_scripts_every_part_is_a_link_away(page: Page, live: str, counted: Consultation) -> None:
    page.goto(live + address("outcome", counted))
    who = page.locator("details", has=page.locator("#wie"))
    who.locator("summary").first.click()
    who.get_by_role("link", name=re.compile("op de pagina met alles")).click()
    assert page.url.endswith("/uitkomst/alles/#wie")
    expect(page.locator("article")).to_have_count(30)
