"""Every page of the example against axe's rules: both widths, both colour modes, as visitor and as administrator."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from regiotafel.consultations.models import Consultation, StatementState
from regiotafel.consultations.tasks import refresh_report
from regiotafel.demo.actions import seed
from regiotafel.people.models import User
from regiotafel.regions.models import Region, Role
from tests.browser.conftest import fits

LogIn = Callable[[BrowserContext, User], Page]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def region(live: str) -> Region:
    call_command("createcachetable")
    region = seed(at=timezone.now())
    for consultation in Consultation.objects.all():
        refresh_report.call(consultation.pk)
    return region


def public_pages(region: Region) -> list[str]:
    outside = ["pages:front", "pages:about", "pages:privacy", "pages:accessibility", "pages:method", "pages:style"]
    outside += ["pages:history_head", "regions:reference", "regions:permissions"]
    outside += ["account_login", "account_signup", "account_request_login_code"]
    inside = ["pages:region_home", "regions:parties", "consultations:index"]
    pages = [reverse(name) for name in outside] + [reverse(name, args=[region.slug]) for name in inside]
    consultation_pages = ["read", "ballot", "my_answers", "about_me", "send_in", "enter_code", "outcome"]
    for consultation in Consultation.objects.filter(region=region):
        at = [region.slug, consultation.slug]
        pages += [reverse(f"consultations:{name}", args=at) for name in [*consultation_pages, "moderation_counts"]]
        pages.append(reverse("consultations:outcome_statement", args=[*at, 3]))
        pages.append(reverse("consultations:vote", args=[*at, 3]))
    return [*pages, "/bestaat-niet/"]


def member_pages(region: Region) -> list[str]:
    running = Consultation.objects.filter(region=region).latest("closes_at")
    at = [region.slug, running.slug]
    names = ["edit", "statements", "open", "close", "moderation_queue", "moderation_log"]
    names += ["invitations", "tables", "paper_ballot", "imports"]
    pages = [reverse(f"consultations:{name}", args=at) for name in names]
    pages.append(reverse("consultations:replace_statement", args=[*at, 3]))
    waiting = running.statements.filter(state=StatementState.WAITING)[0]
    pages.append(reverse("consultations:moderate", args=[*at, waiting.number]))
    table = running.tables.get()
    pages += [
        reverse(f"consultations:{name}", args=[*at, table.pk]) for name in ("enter_ballots", "enter_ballots_file")
    ]
    inside = ["consultations:new", "pages:region_home", "regions:parties", "regions:new_organisation"]
    inside += ["regions:members", "regions:settings", "regions:steps", "regions:theme", "regions:history"]
    pages += [reverse(name, args=[region.slug]) for name in inside]
    pages += [reverse("people:profile"), reverse("mfa_list_webauthn"), reverse("mfa_add_webauthn")]
    return pages


def violations(page: Page, path: str) -> list[str]:
    page.goto(path)
    found = [
        f"{path} {violation['id']}: {violation['nodes'][0]['html'][:150]}"
        for violation in Axe().run(page, options=RULES).response["violations"]
    ]
    return found if fits(page) else [*found, f"{path} scrolls sideways"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_has_a_violation(
    browser: Browser, live: str, region: Region, log_in: LogIn, width: int, scheme: str
) -> None:
    faults: list[str] = []
    for paths, role in ((public_pages(region), None), (member_pages(region), Role.REGION_ADMINISTRATOR)):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            base_url=live,
        )
        user = User.objects.filter(memberships__region=region, memberships__role=role).first()
        page = log_in(context, user) if user else context.new_page()
        for path in paths:
            faults += violations(page, path)
        context.close()
    assert faults == []
