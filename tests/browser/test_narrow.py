"""No page is wider than the smallest telephone, whatever words people gave, also with letters twice as large."""

from collections.abc import Callable

from django.db.models import F, Value
from django.db.models.functions import Concat
from playwright.sync_api import Browser, BrowserContext, Page

from regiotafel.consultations.models import Consultation, Point, Statement
from regiotafel.contributions.models import Answer, Contribution
from regiotafel.people.models import User
from regiotafel.regions.models import Organisation, ProcessStep, Region, Role
from regiotafel.tables.models import Meeting
from regiotafel.vision.models import Document, Release, ReleasedPassage, Section, Wording
from tests.browser.conftest import fits
from tests.browser.test_axe import Loop, loop, member_pages, public_pages, read_by_all, region, somebody, visit

__all__ = ["loop", "region"]

WORD = "Jeugdbeschermingsketensamenwerkingsafspraken" + "en" * 33
ADDRESS = "https://www.voorbeeld.example.org/" + "a" * 90 + "?b=" + "c" * 40
LONG = f"{WORD} {ADDRESS} 👨‍👩‍👧" * 2


def with_the_worst_words() -> None:
    """As if everybody had typed the longest words there are."""
    for model in (Consultation, Document, Section):
        for one in model.objects.all():
            one.title = f"{one.title} {WORD}"
            one.save()
    for model in (Region, Organisation, Meeting, ProcessStep, Release):
        for one in model.objects.all():
            one.name = f"{one.name} {WORD}"
            one.save()
    for one in Consultation.objects.all():
        one.question = one.introduction = one.promise = one.audience = one.decided_by = LONG
        one.save()
    for one in (*Statement.objects.all(), *Contribution.objects.all()):
        one.text = f"{one.text} {LONG}"
        one.save()
    for one in Answer.objects.all():
        one.heard = one.why = f"{one.why} {LONG}"
        one.save()
    for model in (Wording, Point):
        model.objects.update(text=Concat(F("text"), Value(f" {LONG}")))
    ReleasedPassage.objects.update(section_title=Concat(F("section_title"), Value(f" {WORD}")))
    for user in User.objects.all():
        user.name, user.email = f"{user.name} {WORD}", f"{'lang' * 12}.{user.email}"
        user.save()


def test_nothing_is_wider_than_the_smallest_telephone(
    browser: Browser, live: str, loop: Loop, log_in: Callable[[BrowserContext, User], Page]
) -> None:
    with_the_worst_words()
    region = Region.objects.get(pk=loop.region.pk)
    wide: list[str] = []
    seen_by_all = [*public_pages(region), *read_by_all(loop)]
    for paths, role in ((seen_by_all, None), (member_pages(region), Role.REGION_ADMINISTRATOR)):
        context = visit(browser, live, 320, "light")
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
