"""Every page of the example against axe's rules: both widths, both colour modes, as visitor and as administrator."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

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
TOLD: dict[str, object] = {"resultTypes": ["violations"]}  # what is found right of each page would be sent along else
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], **TOLD}
# What can differ when nothing but the colours does.
OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, **TOLD}


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


def violations(page: Page, path: str) -> list[str]:
    page.goto(path)
    return violations_here(page, path)


def violations_here(page: Page, path: str) -> list[str]:
    page.wait_for_load_state()  # a press is over when the next page begins to come in
    page.emulate_media(color_scheme="light")
    found = violations_of(page, path, RULES)
    page.emulate_media(color_scheme="dark")
    found += violations_of(page, f"{path} in the dark", OF_COLOURS)
    return found if fits(page) else [*found, f"{path} scrolls sideways"]


def violations_of(page: Page, path: str, rules: dict[str, object]) -> list[str]:
    return [
        f"{path} {violation['id']}: {violation['nodes'][0]['html'][:150]}"
        for violation in Axe().run(page, options=rules).response["violations"]
    ]


def visit(browser: Browser, live: str, width: int) -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
        base_url=live,
    )


def somebody(region: Region, role: Role) -> User:
    return User.objects.filter(memberships__region=region, memberships__role=role)[0]


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_has_a_violation(browser: Browser, live: str, region: Region, log_in: LogIn, width: int) -> None:
    """In one region for all who look: making it takes as long as a whole round of looking."""
    context = visit(browser, live, width)
    page = context.new_page()
    faults = [fault for path in public_pages(region) for fault in violations(page, path)]
    loop = more_happens(region)
    faults += [fault for path in read_by_all(loop) for fault in violations(page, path)]
    page = log_in(context, somebody(region, Role.REGION_ADMINISTRATOR))
    faults += [fault for path in (*member_pages(region), *worked_on(loop)) for fault in violations(page, path)]
    faults += violations_of_refused_forms(page, loop)
    faults += violations_of_a_conflict(page, loop)
    context.close()
    assert faults == []


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


def violations_of_refused_forms(page: Page, loop: Loop) -> list[str]:
    faults = []
    for path, button in refused_forms(loop):
        page.goto(path)
        page.locator("main form").evaluate_all("forms => forms.forEach(form => form.noValidate = true)")
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator("main [role=alert]").first, path).to_be_visible()
        faults += violations_here(page, f"{path} refused")
    return faults


def violations_of_a_conflict(page: Page, loop: Loop) -> list[str]:
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
    return violations_here(page, f"{path} conflict")
