"""Two members who change the same settings: who is second reads both and chooses."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from regiotafel.people.models import User
from regiotafel.regions.models import Region, Role
from regiotafel.regions.settings.actions import describe_region
from tests.browser.conftest import fits
from tests.factories import RegionFactory, make_member

LogIn = Callable[[BrowserContext, User], Page]
ABOUT = "In deze regio werken zes gemeenten samen aan hulp voor kinderen en jongeren. Wij maken samen een regiovisie."


@pytest.fixture
def region(live: str) -> Region:
    call_command("createcachetable")
    return RegionFactory(slug="noord", name="Regio Noord", about=ABOUT)


def test_two_members_describe_the_region(context: BrowserContext, region: Region, log_in: LogIn) -> None:
    page = log_in(context, make_member(region, Role.REGION_ADMINISTRATOR))
    page.goto(reverse("regions:settings", args=["noord"]))
    page.get_by_label("Naam van de regio").fill("Regio Noordwest")
    page.get_by_label("Over deze regio").fill(ABOUT.replace("zes", "zeven"))
    theirs = ABOUT.replace("zes gemeenten", "acht gemeenten en drie scholen")
    describe_region(by=None, at=timezone.now(), region=region, name="Regio Noordoost", about=theirs)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert")).to_contain_text("Dit is intussen veranderd.")
    expect(page.get_by_role("row", name="Naam van de regio")).to_have_count(1)
    expect(page.get_by_role("row", name="Regio Noordoost Regio Noordwest")).to_be_visible()
    expect(page.locator("ins").first).to_contain_text("zeven")
    expect(page.get_by_label("Naam van de regio")).to_have_value("Regio Noordwest")
    assert fits(page)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("De naam en de tekst zijn opgeslagen.")).to_be_visible()
    region.refresh_from_db()
    assert region.name == "Regio Noordwest"
