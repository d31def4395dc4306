"""What the journeys share: browsers of two widths, with and without scripts, and members who are logged in."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from regiotafel.people.models import User


@pytest.fixture(params=["1280 with scripts", "360 with scripts", "1280 without scripts", "360 without scripts"])
def context(request: pytest.FixtureRequest, browser: Browser, live: str) -> Iterator[BrowserContext]:
    """A browser that is wide or a phone, with or without JavaScript; a fault in a script fails the test."""
    width, _, scripts = request.param.partition(" ")
    context = browser.new_context(
        viewport={"width": int(width), "height": 800},
        java_script_enabled=scripts == "with scripts",
        base_url=live,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
    )
    context.set_default_timeout(10_000)
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    context.on(
        "console", lambda message: faults.append(message.text) if _is_fault(message.type, message.text) else None
    )
    yield context
    context.close()
    assert faults == []


def _is_fault(kind: str, text: str) -> bool:
    # The browser itself reports a page that answers 409 or 422; those pages are looked at by the tests.
    return kind == "error" and "Failed to load resource" not in text


@pytest.fixture
def log_in(live: str) -> Callable[[BrowserContext, User], Page]:
    """A page in this browser for somebody who has logged in."""

    def logged_in(context: BrowserContext, user: User) -> Page:
        client = Client()
        client.force_login(user)
        cookie = client.cookies["rt_sessie"]
        context.add_cookies([{"name": "rt_sessie", "value": cookie.value, "url": live}])
        return context.new_page()

    return logged_in


def fits(page: Page) -> bool:
    """Nothing sticks out: no page scrolls sideways."""
    page.wait_for_load_state()
    return bool(page.locator("html").evaluate("e => e.scrollWidth <= e.clientWidth"))
