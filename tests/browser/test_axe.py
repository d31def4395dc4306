"""Every page of the example against axe's rules: both widths, both colour modes, as visitor and as administrator.

Each page is fetched once and looked at in both widths. What was looked at before is not looked at again: the contrast
of the same colours in letters as large; and on the narrow screen, where nothing came or went with the width but what
did so on a page before, what depends on neither place nor order.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from regiotafel.consultations.models import Consultation, StatementState
from regiotafel.consultations.outcome.tasks import refresh_report
from regiotafel.contributions.following import actions as following
from regiotafel.contributions.models import Contribution, Finding, State, Via
from regiotafel.contributions.sending import actions as sending
from regiotafel.contributions.states.rules import PUBLIC
from regiotafel.demo.seeding.actions import seed
from regiotafel.mandates.models import Deviation, Neighbour, Round, RoundParty
from regiotafel.people.models import User
from regiotafel.regions.models import Region, RegionMunicipality, Role
from regiotafel.thread.linking.queries import to_review
from regiotafel.vision.models import Document, Passage, Section
from regiotafel.vision.writing import actions as vision
from tests.browser.conftest import fits

LogIn = Callable[[BrowserContext, User], Page]
AXE = Axe().axe_script
TOLD: dict[str, object] = {"resultTypes": ["violations"]}  # what is found right of each page would be sent along else
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], **TOLD}
# What can differ when nothing but the colours does.
COLOURS = ["color-contrast", "link-in-text-block"]
OF_COLOURS = {"runOnly": {"type": "rule", "values": COLOURS}, **TOLD}
# What can differ with the width alone: where things stand, and what of a page is there in which order.
PLACES = ["target-size", "scrollable-region-focusable", "heading-order", "page-has-heading-one", "bypass", "region"]
PLACES += ["landmark-one-main", "skip-link", "landmark-unique"]
WIDTHS = (1280, 360)
# Of all that is in the page, in order: what it is, or nothing when it is not shown; and each colour of letters that are
# shown, with all that decides its contrast.
LOOKS = """() => {
  const behind = new Map(), kinds = [], colours = new Set();
  const below = (e) => {
    if (!e) return "";
    if (!behind.has(e)) {
      const style = getComputedStyle(e), floats = ["absolute", "fixed", "sticky"].includes(style.position);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, floats ? e.className : ""].join();
      const whole = style.opacity === "1" && !floats, covers = whole && style.backgroundColor.startsWith("rgb(");
      const clear = whole && style.backgroundColor === "rgba(0, 0, 0, 0)" && style.backgroundImage === "none";
      behind.set(e, covers ? own : clear ? below(e.parentElement) : `${own} ${below(e.parentElement)}`);
    }
    return behind.get(e);
  };
  for (const e of document.body.querySelectorAll("*")) {
    if (!e.checkVisibility({ visibilityProperty: true })) { kinds.push(""); continue; }
    const names = [...e.attributes].map((one) => one.name).sort().join();
    kinds.push([e.tagName, e.className, e.getAttribute("role"), names, e.textContent.trim() !== ""].join());
    const says = [...e.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    if (!says && !e.matches("input, select, textarea")) continue;
    const style = getComputedStyle(e), off = e.closest(":disabled, [aria-disabled=true]") !== null;
    const around = e.closest("a") && getComputedStyle(e.closest("a").parentElement);
    const letters = [style.color, style.fontSize, style.fontWeight, style.textShadow, style.textDecorationLine, off];
    colours.add([...letters, around && around.color, around && around.fontWeight, below(e)].join());
  }
  return [kinds, [...colours]];
}"""
RUN = "rules => axe.run(document, rules).then(({violations}) => violations.map(one => [one.id, one.nodes[0].html]))"


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
    inside = ["pages:region_home", "pages:region_privacy", "regions:parties", "consultations:index"]
    place = RegionMunicipality.objects.filter(region=region).first()
    pages = [reverse("regions:municipality", args=[region.slug, place.pk])] if place else []
    pages += [reverse(name) for name in outside] + [reverse(name, args=[region.slug]) for name in inside]
    consultation_pages = [
        "read",
        "ballot",
        "my_answers",
        "about_me",
        "send_in",
        "enter_code",
        "outcome",
        "outcome_statements",
        "outcome_groups",
        "outcome_whole",
    ]
    for consultation in Consultation.objects.filter(region=region):
        at = [region.slug, consultation.slug]
        pages += [reverse(f"consultations:{name}", args=at) for name in [*consultation_pages, "moderation_counts"]]
        pages.append(reverse("consultations:outcome_statement", args=[*at, 3]))
        pages.append(reverse("consultations:vote", args=[*at, 3]))
    return [*pages, *register_pages(region), "/bestaat-niet/"]


def register_pages(region: Region) -> list[str]:
    """Who decides what: asked and not, of a municipality that does it in another way, and what was agreed."""
    deviation = Deviation.objects.filter(subject__region=region, subject__slug="dyslexiezorg")[0]
    index, dyslexia = _pages("mandates", ("index", ("subject", "dyslexiezorg")), [region.slug])
    where = f"gemeente={deviation.municipality_id}"
    pages = [index, f"{index}?{where}", f"{index}?zoek=dyslexie&{where}", f"{index}?zoek=bestaatniet"]
    pages += [dyslexia, f"{dyslexia}?{where}"]
    return [*pages, *_pages("mandates", ("changes", ("agreement", "dyslexiezorg", 1)), [region.slug])]


def kept_register_pages(region: Region) -> list[str]:
    names = ("subject", "change_subject", "move", "retire", "law", "decide", "deviate", "offer")
    asked: list[str | tuple[object, ...]] = [(name, "dyslexiezorg") for name in names]
    place = Deviation.objects.filter(subject__region=region)[0].municipality_id
    asked += ["new_subject", "take_over", ("withdraw", "dyslexiezorg", 1), ("agreement", "dyslexiezorg", 1)]
    asked += [("consent", "dyslexiezorg", 1, place), *round_pages(region)]
    return _pages("mandates", asked, [region.slug])


def round_pages(region: Region) -> list[tuple[object, ...]]:
    """Of the round that runs all that can be done, and of the one that has closed what came out."""
    runs, over = Round.objects.filter(region=region).order_by("-closes_at")
    paper = RoundParty.objects.get(round=over, municipality__name__startswith="Roggerade").municipality_id
    names = ("round", "round_links", "run_round", "paper_form")
    pages: list[tuple[object, ...]] = [("rounds",), ("new_round",), *((name, runs.slug) for name in names)]
    pages += [("fill_in", runs.slug, paper), ("upload", runs.slug, paper), ("sheets", over.slug, paper)]
    beside = Neighbour.objects.get(round=over).pk
    pages += [("differences", over.slug), ("new_neighbour", over.slug), ("neighbour", over.slug, beside)]
    pages += [(name, over.slug) for name in ("offers", "new_offer", "improvement", "compare", "changed_points")]
    return [*pages, ("round_result", over.slug), ("kept_offer", over.slug, 2), ("accord", over.slug, 2)]


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
    inside += ["regions:members", "regions:settings", "regions:steps", "regions:theme", "pages:history"]
    inside += ["pages:set_up", "regions:places", "regions:contact", "regions:responsible", "regions:new_sub_region"]
    pages += [reverse(name, args=[region.slug]) for name in inside]
    for place in RegionMunicipality.objects.filter(region=region, sub_region__isnull=False)[:1]:
        pages += [reverse(f"regions:{name}", args=[region.slug, place.pk]) for name in ("place", "place_leaves")]
        pages.append(reverse("regions:sub_region", args=[region.slug, place.sub_region_id]))
    pages += [reverse("people:profile"), reverse("mfa_list_webauthn"), reverse("mfa_add_webauthn")]
    return [*pages, *kept_register_pages(region)]


@dataclass
class Looking:
    """What was looked at in the pages before."""

    faults: list[str] = field(default_factory=list)
    colours: set[tuple[int, str, str]] = field(default_factory=set)
    turned: set[tuple[str, bool]] = field(default_factory=set)
    n_runs: int = 0

    def along(self, page: Page, paths: Iterable[str]) -> None:
        for path in paths:
            page.goto(path)
            self.here(page, path)

    def here(self, page: Page, path: str) -> None:
        page.wait_for_load_state()  # a press is over when the next page begins to come in
        page.evaluate(AXE)
        wide: list[str] = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme="light")
            kinds, colours = page.evaluate(LOOKS)
            places = COLOURS if self.is_new(width, "light", colours) else []
            if width == WIDTHS[0] or self.turns(wide, kinds):
                off = {} if places else {"rules": {rule: {"enabled": False} for rule in COLOURS}}
                self.run(page, f"{path} at {width}", {**RULES, **off})
            else:
                of_places = {"runOnly": {"type": "rule", "values": [*PLACES, *places]}, **TOLD}
                self.run(page, f"{path} at {width}", of_places)
            page.emulate_media(color_scheme="dark")
            if self.is_new(width, "dark", page.evaluate(LOOKS)[1]):
                self.run(page, f"{path} at {width} in the dark", OF_COLOURS)
            if not fits(page):
                self.faults.append(f"{path} at {width} scrolls sideways")
            wide = kinds

    def is_new(self, width: int, mode: str, colours: list[str]) -> bool:
        found = {(width, mode, one) for one in colours} - self.colours
        self.colours |= found
        return bool(found)

    def turns(self, wide: list[str], narrow: list[str]) -> bool:
        """Whether something came or went with the width that did so on no page before."""
        both = zip(wide, narrow, strict=False)
        found = {(before or after, bool(after)) for before, after in both if bool(before) != bool(after)}
        found -= self.turned
        self.turned |= found
        return bool(found) or len(wide) != len(narrow)

    def run(self, page: Page, where: str, rules: dict[str, object]) -> None:
        self.n_runs += 1
        self.faults += [f"{where} {rule}: {html[:150]}" for rule, html in page.evaluate(RUN, rules)]


def visit(browser: Browser, live: str, width: int) -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
        base_url=live,
    )


def somebody(region: Region, role: Role) -> User:
    return User.objects.filter(memberships__region=region, memberships__role=role)[0]


@pytest.mark.long
def test_no_page_has_a_violation(browser: Browser, live: str, region: Region, log_in: LogIn) -> None:
    """In one region for all who look: making it takes as long as a whole round of looking."""
    context, looking = visit(browser, live, WIDTHS[0]), Looking()
    page = context.new_page()
    looking.along(page, public_pages(region))
    loop = more_happens(region)
    looking.along(page, read_by_all(loop))
    page = log_in(context, somebody(region, Role.REGION_ADMINISTRATOR))
    looking.along(page, (*member_pages(region), *worked_on(loop)))
    look_at_refused_forms(looking, page, loop)
    look_at_a_conflict(looking, page, loop)
    context.close()
    assert looking.faults == []


def test_what_a_page_brings_is_seen_though_the_rest_was_looked_at_before(browser: Browser) -> None:
    page = browser.new_context(viewport={"width": WIDTHS[0], "height": 800}).new_page()
    looking = Looking()
    style = "<style>@media (min-width: 600px) { .narrow { display: none } } html { color-scheme: light dark }</style>"
    whole = '<!doctype html><html lang="nl"><head><title>T</title>{style}</head><body><main><h1>T</h1>{more}</main>'

    def found(more: str) -> set[str]:
        looking.faults.clear()
        page.set_content(whole.format(style=style, more=more))
        looking.here(page, "page")
        return {fault.partition(":")[0] for fault in looking.faults}

    assert found("<p>Goed</p>") == found("<p>Ook goed</p>") == set()
    assert looking.n_runs == 6, "the same colours twice in two widths"
    both = {f"page at {width}{mode} color-contrast" for width in WIDTHS for mode in ("", " in the dark")}
    assert found('<p style="color: #777">Te licht</p>') == both
    assert found('<p>Goed</p><img class="narrow" src="x">') == {"page at 360 image-alt"}
    assert found('<p>Goed</p><h4 class="narrow">Te diep</h4>') == {"page at 360 heading-order"}


# --- The text, contributions and what was done


@dataclass(frozen=True)
class Loop:
    """The example region where some more has happened: a lapsed passage, a second and empty text, a fresh receipt."""

    region: Region
    text: list[str]
    code: str
    token: str

    def of_text(self, *names: str | tuple[object, ...]) -> list[str]:
        return _pages("vision", names, self.text)

    def of_voices(self, *names: str | tuple[object, ...]) -> list[str]:
        return _pages("contributions", names, [self.region.slug])

    def number(self, state: State) -> int:
        return Contribution.objects.filter(region=self.region, state=state).latest("pk").number


def _pages(app: str, names: Iterable[str | tuple[object, ...]], at: list[str]) -> list[str]:
    asked = [(name,) if isinstance(name, str) else name for name in names]
    return [reverse(f"{app}:{name}", args=[*at, *more]) for name, *more in asked]


def more_happens(region: Region) -> Loop:
    document = Document.objects.earliest("pk")
    now = timezone.now()
    vision.draft_document(by=None, at=now, region=region, title="Bijlage")
    vision.retire(by=None, at=now, passage=Passage.objects.get(document=document, number=8), reason="Dubbel")
    sent, code = sending.send_in(at=now, region=region, kind="idea", text="Zet overal een bankje.", key=uuid.uuid4())
    token = following.subscribe(at=now, contribution=sent, email="bankje@example.org", mode="direct")
    return Loop(region, [region.slug, document.slug], code, token)


def read_by_all(loop: Loop) -> list[str]:
    pages = loop.of_text("read", ("passage", 3), ("passage", 8), "releases", ("release", 1), ("differences", 2))
    empty = [loop.region.slug, "bijlage"]
    pages += [reverse("vision:index", args=empty[:1]), *_pages("vision", ("read", "releases"), empty)]
    pages += loop.of_voices("index", "send_in", "open_loops", ("margin", loop.text[1], 3))
    pages += [f"{loop.of_voices('index')[0]}?zoek=bestaatniet", f"{loop.of_voices('index')[0]}?volgorde=duurste"]
    pages += loop.of_voices(*(("read", loop.number(state)) for state in PUBLIC | {State.WITHDRAWN}))
    pages += loop.of_voices(*(("read", one.number) for one in Contribution.objects.filter(via=Via.MADE)[:2]))
    pages.append(f"{loop.of_voices('send_in')[0]}?document={loop.text[1]}&passage=3")
    pages += [reverse("receipts:enter"), reverse("receipts:receipt", args=[loop.code]) + "?nieuw"]
    pages += _pages("receipts", ("receipt", "subscribe", "withdraw", "my_data"), [loop.code])
    pages += _pages("following", ("confirm", "leave"), [loop.token])
    pages += _pages("following", ("confirm",), ["onbekend"])
    pages += _pages(
        "thread",
        ("way", "follow"),
        [loop.region.slug, Passage.objects.get(document__slug=loop.text[1], number=3).knot_id],
    )
    done = reverse("publishing:done", args=[loop.region.slug])
    note = reverse("publishing:note", args=[*loop.text, 1])
    pages += [done, f"{done}?zoek=bestaatniet&wijziging=no", note, f"{note}?groep=thema"]
    pages += [reverse("publishing:note", args=[*loop.text, 2]), reverse("publishing:note_pdf", args=[*loop.text, 1])]
    consultation = Finding.objects.filter(consultation__region=loop.region)[0].consultation
    pages.append(reverse("publishing:done_with", args=[loop.region.slug, consultation.slug]))
    return [*pages, *loop.of_voices(("of_consultation", consultation.slug))]


def worked_on(loop: Loop) -> list[str]:
    chapter = Section.objects.filter(document__slug=loop.text[1])[0].pk
    pages = loop.of_text("read", "edit", "add_section", ("add_passage", chapter))
    pages.append(reverse("publishing:new_release", args=loop.text))
    pages += loop.of_text(("change_section", chapter), ("bring_back", 8), ("passage", 3), ("passage", 8))
    pages += loop.of_text(*((name, 3) for name in ("reword", "move", "retire")))
    pages += [
        reverse("vision:new_document", args=[loop.region.slug]),
        reverse("vision:edit", args=[loop.region.slug, "bijlage"]),
    ]
    waits, answered = loop.number(State.OPEN), loop.number(State.ANSWERED)
    pages += loop.of_voices("index", "enter_for", "queue", "workbench", "findings")
    pages += loop.of_voices(*((name, waits) for name in ("read", "merge", "split", "answer")))
    pages += loop.of_voices(("read", answered), ("answer", answered), ("moderate", loop.number(State.WAITING)))
    pages += loop.of_voices(("moderate", waits), ("moderate", answered))
    pages += loop.of_voices(("answer_finding", Finding.objects.filter(consultation__region=loop.region)[0].pk))
    pages += [
        reverse("thread:reviews", args=[loop.region.slug]),
        reverse("thread:judge", args=[loop.region.slug, to_review(loop.region)[0].pk]),
        *(end.words_url for end in to_review(loop.region)[0].ends),
    ]
    return [*pages, reverse("publishing:note", args=[*loop.text, 2])]


def refused_forms(loop: Loop) -> list[tuple[str, str]]:
    """A page and the button that is pressed on it with nothing filled in."""
    waits = loop.number(State.OPEN)
    taken = Finding.objects.filter(consultation__region=loop.region)[0].pk
    return [
        (*loop.of_voices("send_in"), "Verstuur"),
        (*loop.of_voices(("answer", waits)), "Antwoord geven"),
        (*loop.of_voices(("merge", waits)), "Voeg samen"),
        (*loop.of_voices(("split", waits)), "Splits"),
        (*loop.of_voices(("answer_finding", taken)), "Aan deze passage koppelen"),
        (*loop.of_text(("retire", 3)), "Laat vervallen"),
        (reverse("publishing:new_release", args=loop.text), "Deze versie publiceren"),
        (reverse("receipts:enter"), "Laat zien"),
    ]


def look_at_refused_forms(looking: Looking, page: Page, loop: Loop) -> None:
    for path, button in refused_forms(loop):
        page.goto(path)
        page.locator("main form").evaluate_all("forms => forms.forEach(form => form.noValidate = true)")
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator("main [role=alert]").first, path).to_be_visible()
        looking.here(page, f"{path} refused")


def look_at_a_conflict(looking: Looking, page: Page, loop: Loop) -> None:
    """Two texts on one page, after somebody else saved first."""
    (path,) = loop.of_text(("reword", 3))
    page.goto(path)
    page.get_by_label("Tekst van de passage").fill("Mijn woorden.")
    page.get_by_label("Waarom?").fill("Korter")
    passage = Passage.objects.get(document__slug=loop.text[1], number=3)
    theirs = f"Hun woorden, {passage.version}."
    vision.reword(by=None, at=timezone.now(), passage=passage, version=passage.version, text=theirs, reason="Beter")
    page.get_by_role("button", name="Publiceren").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Er zijn nu twee teksten")
    looking.here(page, f"{path} conflict")
