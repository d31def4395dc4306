"""The small script in a real browser: no second vote slips through, with htmx and without."""

import re
import time
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Route, expect

import regiotafel

STATIC = Path(regiotafel.__file__).parent / "static" / "regiotafel"
ADDRESS = "http://regiotafel.example"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'"

pytestmark = pytest.mark.browser


class Ballots:
    """A server of ballots inside the test: answers each request after a while and remembers what was sent."""

    def __init__(self, page: Page, *, scripts: tuple[str, ...], attributes: str = "") -> None:
        self.sent: list[str] = []
        self.scripts = "".join(f'<script src="/{name}" defer></script>' for name in scripts)
        self.attributes = attributes
        page.route("**/*", self.answer)

    def form(self, number: int) -> str:
        return (
            f'<form id="biljet" method="post" action="/stem/{number}" data-once {self.attributes.format(n=number)}>'
            f"<fieldset data-busy><legend><span data-focus>Stelling {number}</span></legend>"
            '<button name="answer" value="agree">Eens</button><button name="answer" value="disagree">Oneens</button>'
            "</fieldset></form>"
        )

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if (STATIC / path[1:]).is_file():
            route.fulfill(path=STATIC / path[1:], content_type="text/javascript")
            return
        number = 1
        if route.request.method == "POST":
            number = int(path.rpartition("/")[2]) + 1
            self.sent.append(f"{number - 1} {parse_qs(route.request.post_data or '')['answer'][0]}")
            time.sleep(0.3)
        body = self.form(number)
        if "hx-request" not in route.request.headers:
            body = f"<!doctype html><html lang=nl><head><title>t</title>{self.scripts}</head><body>{body}</body></html>"
        route.fulfill(body=body, content_type="text/html", headers={"Content-Security-Policy": POLICY})


def press_twice(page: Page) -> None:
    """Two presses, the second on whatever button stands there 60 ms later."""
    page.evaluate(
        """() => { document.querySelector('[value=agree]').click();
                   setTimeout(() => document.querySelector('[value=disagree]').click(), 60); }"""
    )


@pytest.mark.parametrize(
    ("scripts", "attributes"),
    [
        (("site.js",), ""),
        (("htmx-4.0.1.min.js", "site.js"), 'hx-post="/stem/{n}" hx-target="#biljet" hx-swap="outerHTML"'),
    ],
    ids=["plain", "htmx"],
)
def test_a_fast_second_press_is_not_sent(page: Page, scripts: tuple[str, ...], attributes: str) -> None:
    ballots = Ballots(page, scripts=scripts, attributes=attributes)
    page.goto(ADDRESS)
    press_twice(page)
    page.get_by_text("Stelling 2").wait_for()
    page.wait_for_timeout(200)
    assert ballots.sent == ["1 agree"]
    assert page.locator("fieldset").is_enabled()
    page.get_by_role("button", name="Oneens").click()
    page.get_by_text("Stelling 3").wait_for()
    assert ballots.sent == ["1 agree", "2 disagree"]


def test_after_htmx_the_reader_stands_at_the_new_statement(page: Page) -> None:
    Ballots(
        page,
        scripts=("htmx-4.0.1.min.js", "site.js"),
        attributes='hx-post="/stem/{n}" hx-target="#biljet" hx-swap="outerHTML"',
    )
    page.goto(ADDRESS)
    page.get_by_role("button", name="Eens", exact=True).click()
    page.get_by_text("Stelling 2").wait_for()
    page.wait_for_function("document.activeElement.textContent === 'Stelling 2'")


def test_coming_back_finds_the_form_open(page: Page) -> None:
    Ballots(page, scripts=("site.js",))
    page.goto(ADDRESS)
    page.get_by_role("button", name="Eens", exact=True).click()
    page.get_by_text("Stelling 2").wait_for()
    page.go_back()
    page.get_by_text("Stelling 1").wait_for()
    assert page.locator("fieldset").is_enabled()


def test_the_policy_of_the_site_is_not_broken(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    Ballots(
        page,
        scripts=("htmx-4.0.1.min.js", "site.js"),
        attributes='hx-post="/stem/{n}" hx-target="#biljet" hx-swap="outerHTML"',
    )
    page.goto(ADDRESS)
    page.get_by_role("button", name="Eens", exact=True).click()
    page.get_by_text("Stelling 2").wait_for()
    assert [text for text in complaints if "favicon" not in text] == []


def test_a_page_with_errors_begins_at_them_whatever_its_address_names(page: Page) -> None:
    script = (STATIC / "site.js").read_text()
    html = '<main id="inhoud" tabindex="-1"><div id="fouten" tabindex="-1" autofocus>Fout</div></main>'
    page.route("**/*", lambda route: route.fulfill(content_type="text/html", body=f"{html}<script>{script}</script>"))
    page.goto(f"{ADDRESS}/#inhoud")
    page.wait_for_function("document.activeElement.id === 'fouten'")


def test_what_is_written_while_the_last_words_are_being_kept_is_kept_after_them(page: Page) -> None:
    html = (
        '<!doctype html><html lang=nl><head><title>t</title><script src="/autosave.js" type="module"></script></head>'
        '<body><form method="post" data-autosave><input type="hidden" name="draft" value="0">'
        '<textarea name="text"></textarea><p data-autosaved></p></form></body></html>'
    )
    held: list[Route] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if route.request.method == "POST":
            held.append(route)
        elif path == "/autosave.js":
            route.fulfill(path=STATIC / path[1:], content_type="text/javascript")
        else:
            route.fulfill(body=html, content_type="text/html")

    def a_save() -> None:
        there = len(held)
        with page.expect_request(lambda request: request.method == "POST"):
            page.clock.run_for(3000)
        for _ in range(200):  # until it came here too
            if len(held) > there:
                break
            page.evaluate("0")

    page.route("**/*", answer)
    page.clock.install()
    page.goto(f"{ADDRESS}/")
    page.locator("textarea").fill("Een.")
    a_save()
    page.locator("textarea").fill("Een, en de laatste tekst.")
    page.clock.run_for(3000)
    assert len(held) == 1  # one at a time
    held[0].fulfill(json={"draft": 1, "told": "Opgeslagen."})
    expect(page.locator("[data-autosaved]")).to_have_text("Opgeslagen.")
    a_save()
    kept = held[1].request.post_data or ""
    assert "de laatste tekst" in kept
    assert re.search(r'name="draft"\s+1\s', kept)
