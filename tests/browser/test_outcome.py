"""The outcome in a browser: a first look that fits on a telephone, tabs for the rest, and paper that has everything."""

import re

import pytest
from playwright.sync_api import Page, expect

from regiotafel.consultations.models import Consultation
from tests.browser.conftest import fits
from tests.consultations.conftest import address
from tests.crowd import count, crowd

WITH = pytest.mark.parametrize("context", ["1280 with scripts", "360 with scripts"], indirect=True)


@pytest.fixture
def counted(live: str) -> Consultation:
    consultation = crowd(60, 30)
    count(consultation)
    return consultation


@WITH
def test_a_first_look_is_short_and_everything_else_one_press_away(page: Page, live: str, counted: Consultation) -> None:
    page.goto(live + address("outcome", counted))
    assert fits(page)
    assert page.locator("html").evaluate("e => e.scrollHeight") <= 6000
    the_map = page.locator("#op-de-kaart").bounding_box()
    assert the_map
    assert the_map["y"] <= 2 * 740
    expect(page.get_by_text("De gemeenten hebben nog geen conclusie overgenomen.")).to_be_visible()
    shown = page.locator("main").inner_html()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#stellingen")).to_be_visible()  # paper has everything
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("main").inner_html() == shown
    page.get_by_role("link", name="Wie deden mee?").click()
    expect(page.get_by_role("table").first).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="Alle stellingen", exact=True).click()
    page.get_by_role("link", name=re.compile("Cijfers van")).first.click()
    expect(page.locator("article").first.get_by_role("table")).to_be_visible()
    assert fits(page)


@pytest.mark.parametrize("context", ["360 without scripts"], indirect=True)
def test_without_scripts_every_part_is_a_link_away(page: Page, live: str, counted: Consultation) -> None:
    page.goto(live + address("outcome", counted))
    page.get_by_role("link", name="Lees de antwoorden").click()
    page.go_back()
    page.get_by_role("link", name="Alle stellingen", exact=True).click()
    expect(page.locator("article")).to_have_count(15)  # the others are on the next page
    expect(page.get_by_role("link", name="Volgende")).to_be_visible()
    page.get_by_role("link", name=re.compile("Cijfers van")).first.click()
    expect(page.get_by_role("table").first).to_be_visible()
