"""No page is wider than the smallest telephone, whatever words people gave, also with letters twice as large."""

from collections.abc import Callable

import pytest
from django.apps import apps
from playwright.sync_api import Browser, BrowserContext, Page

from regiotafel.columns import Line, Words
from regiotafel.consultations.models import Consultation
from regiotafel.people.models import User
from regiotafel.regions.models import Region, Role
from tests.browser.conftest import fits
from tests.browser.test_axe import (
    member_pages,
    more_happens,
    public_pages,
    read_by_all,
    region,
    somebody,
    visit,
    worked_on,
)

__all__ = ["region"]

WORD = "Jeugdbeschermingsketensamenwerkingsafspraken" + "en" * 33
ADDRESS = "https://www.voorbeeld.example.org/" + "a" * 90 + "?b=" + "c" * 40
LONG = f"{WORD} {ADDRESS} 👨‍👩‍👧" * 2


def with_the_worst_words() -> None:
    """As if everybody had typed the longest words there are, in every column that somebody fills."""
    for model in apps.get_models():
        columns = [field for field in model._meta.concrete_fields if isinstance(field, Words) and not field.choices]
        if model.__module__.startswith("regiotafel.") and columns and not model._meta.label.startswith("history."):
            for one in model._default_manager.all():
                for column in columns:
                    if said := getattr(one, column.attname):
                        setattr(one, column.attname, f"{said} {WORD if isinstance(column, Line) else LONG}")
                one.save()
    for user in User.objects.all():
        user.email = f"{'lang' * 12}.{user.email}"
        user.save()
    for one in Consultation.objects.all():
        one.introduction = one.promise = one.audience = one.decided_by = LONG
        one.save()


@pytest.mark.long
def test_nothing_is_wider_than_the_smallest_telephone(
    browser: Browser, live: str, region: Region, log_in: Callable[[BrowserContext, User], Page]
) -> None:
    loop = more_happens(region)
    with_the_worst_words()
    region.refresh_from_db()
    wide: list[str] = []
    seen_by_all = [*public_pages(region), *read_by_all(loop)]
    for paths, role in ((seen_by_all, None), ([*member_pages(region), *worked_on(loop)], Role.REGION_ADMINISTRATOR)):
        context = visit(browser, live, 320)
        page = log_in(context, somebody(region, role)) if role else context.new_page()
        for path in dict.fromkeys(paths):
            page.goto(path)
            if not fits(page):
                wide.append(f"{path}: {sticks_out(page)}")
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            if not fits(page):
                wide.append(f"{path} with letters twice as large: {sticks_out(page)}")
        context.close()
    assert not wide, "\n".join(wide)


def sticks_out(page: Page) -> str:
    """What is wider than the page and is not in something that scrolls or hides by itself."""
    return str(
        page.evaluate(
            """() => {
              const width = document.documentElement.clientWidth;
              const bounded = (e) => {
                for (let up = e.parentElement; up && up !== document.body; up = up.parentElement)
                  if (getComputedStyle(up).overflowX !== "visible") return true;
                return false;
              };
              return [...document.querySelectorAll("body *")]
                .filter((e) => e.getBoundingClientRect().right > width + 1 && !bounded(e))
                .slice(-3).map((e) => e.outerHTML.slice(0, 150)).join(" | ");
            }"""
        )
    )
