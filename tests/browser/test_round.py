"""A round of municipalities from its beginning to an agreement: filled in by keyboard, by a workbook, on paper and too
late, on a telephone; only who fills in by keyboard has scripts."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from regiotafel.mandates.models import Agreement, Round, Sheet
from regiotafel.mandates.register.actions import add_subject
from regiotafel.people.models import User
from regiotafel.regions.models import Municipality, Region, Role
from regiotafel.regions.parties.actions import add_municipality, invent_municipality
from tests.browser.conftest import fits
from tests.factories import RegionFactory, make_member

LogIn = Callable[[BrowserContext, User], Page]
PHONE = {"width": 360, "height": 800}


def begin() -> tuple[Region, list[Municipality]]:
    now, region = timezone.now(), RegionFactory(slug="rondereis")
    places = [invent_municipality(name=name) for name in ("Elsmeer", "Oudestroom", "Papierdam", "Laathuizen")]
    for one in places:
        add_municipality(by=None, at=now, region=region, municipality=one)
    for title in ("Crisishulp", "Toegang", "Pleegzorg"):
        add_subject(by=None, at=now, region=region, title=title)
    return region, places


def test_a_round_from_its_beginning_to_an_agreement(browser: Browser, live: str, log_in: LogIn, tmp_path: Path) -> None:
    region, places = begin()

    def phone(role: Role, place: Municipality | None = None, *, scripts: bool = False) -> Page:
        context = browser.new_context(base_url=live, viewport=PHONE, java_script_enabled=scripts, locale="nl-NL")
        context.set_default_timeout(10_000)
        return log_in(context, make_member(region, role, municipality=place))

    editor = phone(Role.EDITOR)
    base = prepare(editor, region)
    first, second, third, fourth = (f"{base}{one.pk}/invullen/" for one in places)
    by_keyboard(phone(Role.OFFICIAL, places[0], scripts=True), first)
    by_workbook(phone(Role.OFFICIAL, places[1]), second, tmp_path)
    fill_in(editor, third, "Overtypen van papier: Papierdam")
    editor.goto(f"{base}beheer/")
    editor.get_by_role("button", name="Nu sluiten").click()
    too_late(phone(Role.OFFICIAL, places[3]), base, fourth)
    assert [(one.municipality.name, one.is_on_paper, one.is_final) for one in Sheet.objects.order_by("pk")] == [
        ("Elsmeer", False, True),
        ("Oudestroom", False, True),
        ("Papierdam", True, True),
        ("Laathuizen", False, True),
    ]
    agree(editor, base)
    told(browser.new_context(base_url=live, viewport=PHONE, java_script_enabled=False).new_page(), base)
    for context in browser.contexts:
        context.close()


def prepare(editor: Page, region: Region) -> str:
    """The editor makes a round, and opens it."""
    editor.goto(f"/{region.slug}/wie-beslist-wat/ronde/nieuw/")
    editor.locator("[name=title]").fill("Wie doet wat?")
    editor.locator("[name=visibility][value=after]").check()
    now = timezone.localtime()
    for name, moment in (("opens_at", now - timedelta(hours=1)), ("closes_at", now + timedelta(days=5))):
        editor.locator(f"[name={name}]").fill(moment.strftime("%Y-%m-%dT%H:%M"))
    assert fits(editor)
    editor.get_by_role("button", name="Opslaan en onderwerpen kiezen").click()
    assert fits(editor)
    editor.get_by_role("button", name="Opslaan en controleren").click()
    expect(editor.get_by_role("heading", name="Klopt alles?")).to_be_visible()
    editor.get_by_role("button", name="Openen").click()
    expect(editor.get_by_text("De gemeenten zien die nu.")).to_be_visible()
    assert fits(editor)
    return f"/{region.slug}/wie-beslist-wat/ronde/{Round.objects.get().slug}/"


def by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    for legend, points in (("Crisishulp", "60"), ("Toegang", "40")):
        page.get_by_role("group", name=legend).get_by_label("regionaal", exact=True).first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.type(points)
    expect(page.locator("[data-points-left]")).to_have_text("0")
    page.get_by_label("Namens wie is dit definitief?").focus()
    page.keyboard.type("het college")
    button = page.get_by_role("button", name="Definitief maken")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Definitief. Dank je wel.")).to_be_visible()
    assert fits(page)


def fill_in(page: Page, address: str, heading: str) -> None:
    """With one subject that takes all points."""
    page.goto(address)
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    group = page.get_by_role("group", name="Crisishulp")
    group.get_by_label("regionaal", exact=True).first.check()
    group.get_by_label("Punten").fill("100")
    page.get_by_label("Namens wie is dit definitief?").fill("het college")
    page.get_by_role("button", name="Definitief maken").click()


def by_workbook(page: Page, address: str, folder: Path) -> None:
    page.goto(address)
    page.get_by_role("link", name=re.compile("Liever in Excel")).click()
    assert fits(page)
    link = page.get_by_role("link", name="Downloaden als Excel (XLSX)").get_attribute("href")
    book = openpyxl.load_workbook(io.BytesIO(page.request.get(link or "").body()))
    sheet = book.active
    assert sheet is not None
    assert sheet.cell(2, 1).value == "Crisishulp"
    sheet.cell(2, 2).value, sheet.cell(2, 3).value = "regionaal", 100
    book.save(folder / "standpunt.xlsx")
    page.locator("[name=file]").set_input_files(folder / "standpunt.xlsx")
    page.get_by_role("button", name="Inlezen en controleren").click()
    expect(page.get_by_text("Er is nog niets opgeslagen.")).to_be_visible()
    assert fits(page)
    page.get_by_label("Namens wie is dit definitief?").fill("het college")
    page.get_by_role("button", name="Definitief maken").click()
    expect(page.get_by_text("Definitief. Dank je wel.")).to_be_visible()


def too_late(page: Page, base: str, address: str) -> None:
    page.goto(base)
    expect(page.get_by_text("lees je zodra jouw gemeente definitief heeft ingevuld")).to_be_visible()
    expect(page.get_by_role("link", name="Bekijk de uitkomst")).to_have_count(0)
    assert fits(page)
    fill_in(page, address, "Wat wil Laathuizen?")
    page.goto(base)
    page.get_by_role("link", name="Bekijk de uitkomst").click()
    expect(page.get_by_text("Laathuizen was te laat.")).to_be_visible()


def agree(editor: Page, base: str) -> None:
    """From what came out, by the packages, to an agreement that one municipality is bound by; and publishing."""
    editor.goto(f"{base}uitkomst/")
    assert fits(editor)
    expect(editor.get_by_role("link", name="Op tafel")).to_be_visible()
    editor.get_by_role("link", name="Bekijk met welk pakket elke gemeente kan leven").click()
    expect(editor.get_by_role("heading", level=1)).to_be_visible()
    assert fits(editor)
    editor.goto(f"{base}uitkomst/")
    editor.get_by_role("link", name=re.compile("Akkoord voorleggen.*Crisishulp")).click()
    editor.locator("[name=holder]").fill("de colleges samen")
    editor.locator("[name=text]").fill("Crisishulp regelen we samen.")
    editor.locator("[name=from_on]").fill("2099-01-01")
    editor.get_by_role("button", name="Voorleggen").click()
    expect(editor.get_by_text("Dit kwam uit de gemeenteronde")).to_be_visible()
    assert fits(editor)
    assert Agreement.objects.get().round == Round.objects.get()
    editor.get_by_role("link", name=re.compile("Besluit invullen.*Elsmeer")).click()
    editor.locator("[name=stance][value=bound]").check()
    editor.locator("[name=decided_on]").fill(timezone.localdate().isoformat())
    editor.get_by_role("button", name="Opslaan").click()
    expect(editor.get_by_role("heading", name="Eén van de 4 gemeenten is akkoord")).to_be_visible()
    editor.goto(f"{base}beheer/")
    editor.get_by_role("button", name="Uitkomst publiceren").click()


def told(page: Page, base: str) -> None:
    """Anybody reads it, and comes from there to what was put before the municipalities."""
    page.goto(f"{base}uitkomst/")
    page.get_by_role("link", name="Crisishulp", exact=True).last.click()
    expect(page.get_by_text("Elsmeer").first).to_be_visible()
    assert fits(page)
