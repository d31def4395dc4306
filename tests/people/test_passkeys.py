"""Passkeys in a real browser with a virtual authenticator, under our own content security policy."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from playwright.sync_api import ConsoleMessage, Page, expect
from pytest_django import Settings

from regiotafel.people.models import User
from tests.factories import UserFactory
from tests.people.test_logging_in import ask_code

pytestmark = pytest.mark.browser


@pytest.fixture
def at(page: Page, live: str, settings: Settings) -> Iterator[Page]:
    """A page of a browser that has a passkey reader, at a name: an address in numbers cannot have passkeys."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    cache.clear()
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    page.on("console", listen)
    reader = page.context.new_cdp_session(page)
    reader.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    reader.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.set_default_timeout(10_000)
    yield page
    assert complaints == []


def somebody() -> User:
    """Who logged in by code before, so the address is proven."""
    user: User = UserFactory(email="roos@example.org", name="Roos")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def log_in(page: Page, live: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": live,
            }
        ]
    )


def add_passkey(page: Page, live: str) -> list[str]:
    """Adds a passkey and gives back the recovery codes."""
    page.goto(live + reverse("mfa_add_webauthn"))
    page.get_by_label("Naam van deze passkey").fill("Mijn telefoon")
    page.get_by_role("button", name="Maak de passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bewaar deze herstelcodes")
    return page.locator("li.rt-code").all_inner_texts()


def test_a_passkey_is_added_and_logs_in_by_itself(at: Page, live: str) -> None:
    log_in(at, live, somebody())
    assert len(add_passkey(at, live)) == 10
    at.goto(live + reverse("mfa_index"))
    expect(at.locator("main")).to_contain_text("Mijn telefoon")
    at.context.clear_cookies()
    at.goto(live + reverse("account_login"))
    at.get_by_role("button", name="Log in met een passkey").click()
    expect(at.get_by_role("heading", level=1)).to_have_text("Je bent ingelogd als roos@example.org")


def test_with_a_passkey_a_code_alone_is_not_enough(at: Page, live: str) -> None:
    user = somebody()
    log_in(at, live, user)
    codes = add_passkey(at, live)
    # Somebody who reads the mail gets no further than the second step.
    thief = Client()
    response = thief.post(reverse("account_confirm_login_code"), {"code": ask_code(thief, "roos@example.org")})
    assert response["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in thief.session
    assert "Nog één stap" in thief.get(response["Location"]).content.decode()
    thief.post(reverse("mfa_authenticate"), {"code": "00000000"})
    assert "_auth_user_id" not in thief.session
    # The owner who lost the passkey gets in with a recovery code, once, and without scripts.
    cache.clear()
    for expected in (True, False):
        owner = Client()
        owner.post(reverse("account_confirm_login_code"), {"code": ask_code(owner, "roos@example.org")})
        owner.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert ("_auth_user_id" in owner.session) is expected


def test_the_second_step_takes_the_passkey(at: Page, live: str) -> None:
    user = somebody()
    log_in(at, live, user)
    add_passkey(at, live)
    at.context.clear_cookies()
    client = Client()
    client.post(reverse("account_confirm_login_code"), {"code": ask_code(client, "roos@example.org")})
    name = settings.SESSION_COOKIE_NAME
    at.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live}])
    at.goto(live + reverse("mfa_authenticate"))
    at.get_by_role("button", name="Gebruik mijn passkey").click()
    expect(at.get_by_role("heading", level=1)).to_have_text("Je bent ingelogd als roos@example.org")


def test_a_passkey_is_removed_after_showing_it_once_more(at: Page, live: str) -> None:
    user = somebody()
    log_in(at, live, user)
    add_passkey(at, live)
    log_in(at, live, user)  # a session that has not shown the passkey yet
    at.goto(live + reverse("mfa_index"))
    at.get_by_role("link", name="Weghalen Mijn telefoon").click()
    expect(at.get_by_role("heading", level=1)).to_have_text("Laat zien dat jij het bent")
    if at.get_by_role("link", name="Gebruik mijn passkey").count():
        at.get_by_role("link", name="Gebruik mijn passkey").click()
    at.get_by_role("button", name="Gebruik mijn passkey").click()
    at.get_by_role("button", name="Haal de passkey weg").click()
    expect(at.locator("body")).to_contain_text("De passkey is weg.")
    expect(at.get_by_role("heading", level=1)).to_have_text("Log sneller in met een passkey")


def test_a_browser_that_stops_says_so_on_the_page(at: Page, live: str) -> None:
    at.goto(live + reverse("account_login"))
    at.get_by_role("button", name="Log in met een passkey").click()
    expect(at.get_by_text("Het lukte niet met deze passkey.")).to_be_visible()
