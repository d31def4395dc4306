"""One text and twelve councils: proposed, decided, published, planned backwards, amended by one council and rejected by
another. Only who decides by keyboard has scripts; half of them read on a telephone."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from regiotafel.people.models import User
from regiotafel.regions.models import Municipality, Region, Role
from regiotafel.regions.parties.actions import add_municipality, invent_municipality
from regiotafel.vision.deciding.actions import note_decision
from regiotafel.vision.models import CouncilDecision, Passage, Proposal, Release, Remark
from regiotafel.vision.writing.actions import add_passage, add_section, draft_document
from tests.browser.conftest import fits
from tests.factories import OrganisationFactory, RegionFactory, UserFactory, make_member

LogIn = Callable[[BrowserContext, User], Page]
TODAY = timezone.localdate()
NAMES = (
    "Aaldorp",
    "Beekdam",
    "Ceesveen",
    "Dalzicht",
    "Elsmeer",
    "Fonteinoord",
    "Graspolder",
    "Heidestad",
    "IJzervoort",
)
NAMES += ("Jaagpad", "Kolkhuizen", "Laathuizen")
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 800}
# As it was, as the client council wants it, as the school wants it, and as the council of Aaldorp made it.
WAS, CLIENTS = "Niemand wacht langer dan twaalf weken.", "Niemand wacht langer dan zes weken."
SCHOOL, AALDORP = "Niemand wacht langer dan een schoolperiode.", "Niemand in Aaldorp wacht langer dan vier weken."


def begin() -> tuple[Region, list[Municipality]]:
    """Five chapters of twelve passages, and twelve municipalities."""
    now, region = timezone.now(), RegionFactory(slug="raadsreis", name="Regio Raadsreis")
    places = [invent_municipality(name=name) for name in NAMES]
    for one in places:
        add_municipality(by=None, at=now, region=region, municipality=one)
    document = draft_document(by=None, at=now, region=region, title="Regiovisie", about="Waar we samen heen willen.")
    for chapter in ("Wachten", "Samen", "Thuis", "School", "Geld"):
        section = add_section(by=None, at=now, document=document, title=chapter)
        for n in range(12 if chapter != "Geld" else 11):
            text = (
                WAS if (chapter, n) == ("Wachten", 0) else f"{chapter} {n + 1}: iedereen weet bij wie je terechtkunt."
            )
            add_passage(by=None, at=now, section=section, text=text, reason="Uit de rondes")
    return region, places


def at(name: str, *args: object) -> str:
    return reverse(name, args=["raadsreis", "regiovisie", *args])


def looked_at(page: Page, name: str) -> None:
    """Nothing sticks out; and kept as a picture for who wants to see it."""
    assert fits(page)
    if folder := os.environ.get("REGIOTAFEL_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def test_a_text_along_twelve_councils_of_which_one_amends_and_one_rejects(
    browser: Browser, live: str, log_in: LogIn
) -> None:
    region, places = begin()

    def somebody(role: Role, size: Any, *, scripts: bool = False, **of: Any) -> Page:
        context = browser.new_context(base_url=live, viewport=size, java_script_enabled=scripts, locale="nl-NL")
        context.set_default_timeout(10_000)
        return log_in(context, make_member(region, role, UserFactory(), **of))

    editor = somebody(Role.EDITOR, WIDE)
    write(editor, region)
    clients = OrganisationFactory(region=region, name="Cliëntenraad Raadsreis")
    member = somebody(Role.ORGANISATION_MEMBER, PHONE, organisation=clients)
    propose(member, CLIENTS, "namens Cliëntenraad Raadsreis")
    propose(somebody(Role.OFFICIAL, WIDE, municipality=places[4]), SCHOOL, "")
    judge(editor)
    remark(member)
    publish(editor)
    plan(editor)
    amend(somebody(Role.CLERK, WIDE, scripts=True, municipality=places[0]), places[0])
    reject(somebody(Role.CLERK, PHONE, municipality=places[1]), places[1])
    adopt(places[2:])
    compare(somebody(Role.COUNCILLOR, PHONE, municipality=places[2]))
    told(browser.new_context(base_url=live, viewport=PHONE, java_script_enabled=False).new_page())
    for context in browser.contexts:
        context.close()


def write(page: Page, region: Region) -> None:
    """The last of sixty passages."""
    last = Passage.objects.select_related("section").latest("pk").section
    page.goto(at("vision:add_passage", last.pk))
    page.locator("[name=text]").fill("De gemeenten betalen dit samen.")
    page.locator("[name=reason]").fill("Besproken met de wethouders")
    press(page, "Passage opslaan")
    expect(page.get_by_text("De gemeenten betalen dit samen.").first).to_be_visible()
    looked_at(page, "bewerken")
    assert Passage.objects.filter(document__region=region).count() == 60


def propose(page: Page, text: str, whose: str) -> None:
    page.goto(at("vision:passage", 1))
    page.get_by_role("link", name="Doe een wijzigingsvoorstel").click()
    page.locator("[name=kind][value=reword]").check()
    page.locator("[name=text]").fill(text)
    page.locator("[name=reason]").fill("Zo houden jongeren het vol.")
    if whose:
        page.get_by_label("Voor wie doe je dit voorstel?").select_option(label=whose)
    looked_at(page, f"voorstellen-{len(text)}")
    press(page, "Voorstel insturen")
    expect(page.get_by_text("Zo houden jongeren het vol.").first).to_be_visible()
    # Of the second: beside it stands the one for the same passage.
    expect(page.get_by_text("wacht op een voornemen")).to_have_count(1 if whose else 2)


def judge(page: Page) -> None:
    """Two that cannot both be taken over: read together, meant, and decided at once."""
    page.goto(at("vision:of_passage", 1))
    expect(page.get_by_role("heading", level=1)).to_have_text("Passage 1: 2 voorstellen wachten op een besluit")
    expect(page.get_by_text("Cliëntenraad Raadsreis").first).to_be_visible()
    expect(page.locator("ins").first).to_contain_text("zes")
    looked_at(page, "naast-elkaar")
    page.get_by_role("link", name="Voorstel 1", exact=True).click()
    page.get_by_role("link", name="Voornemen opschrijven").click()
    page.locator("[name=intent][value=adopt]").check()
    page.locator("[name=reason]").fill("Twaalf weken is te lang.")
    looked_at(page, "voornemen")
    press(page, "Voornemen opslaan")
    expect(page.get_by_text("voornemen: overnemen").first).to_be_visible()
    page.get_by_role("link", name="Besluiten", exact=True).click()
    page.locator("[name=intent][value=adopt]").check()
    page.locator("[name=reason]").fill("Zes weken kan.")
    page.locator("[name=intent_of_2]").select_option("reject")
    page.locator("[name=reason_of_2]").fill("Een schoolperiode is voor iedereen anders.")
    looked_at(page, "besluit-over-voorstel")
    press(page, "Besluit opslaan")
    page.goto(at("vision:passage", 1))
    expect(page.get_by_text("Deze passage veranderde één keer").first).to_be_visible()
    assert [(one.number, one.intent, one.is_done) for one in Proposal.objects.order_by("number")] == [
        (1, "adopt", True),
        (2, "reject", True),
    ]
    assert Passage.objects.get(number=1).version == 2


def remark(page: Page) -> None:
    page.goto(at("vision:remark_on_passage", 1))
    page.locator("[name=text]").fill("Geldt dit ook in de vakantie?")
    press(page, "Opmerking plaatsen")
    expect(page.get_by_text("Geldt dit ook in de vakantie?").first).to_be_visible()
    looked_at(page, "opmerking")
    assert Remark.objects.count() == 1


def publish(page: Page) -> None:
    page.goto(at("publishing:new_release"))
    page.locator("[name=name]").fill("Voor de raden")
    press(page, "Deze versie publiceren")
    expect(page.get_by_role("heading", name="Regiovisie", exact=True)).to_be_visible()
    expect(page.get_by_text(CLIENTS).first).to_be_visible()
    looked_at(page, "versie")


def plan(page: Page) -> None:
    """Backwards from a day, for each municipality."""
    page.goto(at("councils:plan"))
    page.locator("[name=wanted_on]").fill((TODAY + timedelta(days=400)).isoformat())
    press(page, "Opslaan")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Het concept moet er uiterlijk op")
    expect(page.locator("table", has_text="Per gemeente").locator("tbody tr")).to_have_count(12)
    looked_at(page, "planning")


def decide(page: Page, place: Municipality, decision: str) -> None:
    page.goto(at("publishing:decide", 1, place.pk))
    page.locator(f"[name=decision][value={decision}]").focus()
    page.keyboard.press("Space")
    page.locator("[name=decided_on]").fill(TODAY.isoformat())
    page.locator("[name=vote]").focus()
    page.keyboard.type("14 voor en 9 tegen")
    page.get_by_role("button", name="Verder: controleren").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Klopt dit?")).to_be_visible()
    page.get_by_role("button", name="Opslaan").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Klopt dit?")).to_have_count(0)
    assert CouncilDecision.objects.get(municipality=place).decision == decision


def amend(page: Page, place: Municipality) -> None:
    """From the desk of the clerk: the day, the decision, the amendment, and the same for everybody."""
    page.goto(reverse("pages:desk", args=["raadsreis"]))
    expect(page.get_by_role("heading", name="Wat eraan komt")).to_be_visible()
    expect(page.get_by_text("de gemeenten samen: vrijgeven of voorstellen").first).to_be_visible()
    looked_at(page, "bureau-griffier")
    decide(page, place, "amended")
    page.goto(at("councils:add_paper", place.pk))
    page.locator("[name=kind][value=amendment]").check()
    page.locator("[name=title]").fill("Vier weken in Aaldorp")
    page.locator("[name=on]").fill(TODAY.isoformat())
    page.locator("[name=passage]").select_option(index=1)
    page.locator("[name=text]").fill(AALDORP)
    looked_at(page, "amendement")
    press(page, "Opslaan")
    page.get_by_role("link", name="Vier weken in Aaldorp").click()
    page.locator("[name=state][value=adopted]").check()
    page.locator("[name=on]").fill(TODAY.isoformat())
    press(page, "Opslaan")
    page.locator("[name=reason]").fill("In elke gemeente wachten jongeren.")
    press(page, "Voorstel maken")
    expect(page.get_by_role("button", name="Voorstel maken")).to_have_count(0)
    assert Proposal.objects.get(number=3).text == AALDORP


def reject(page: Page, place: Municipality) -> None:
    decide(page, place, "rejected")
    looked_at(page, "niet-vastgesteld")
    page.goto(reverse("pages:desk", args=["raadsreis"]))
    expect(page.get_by_role("heading", name="Wat eraan komt")).to_be_visible()
    looked_at(page, "bureau-telefoon")


def adopt(places: list[Municipality]) -> None:
    done: dict[str, Any] = {"by": None, "at": timezone.now(), "release": Release.objects.get(), "number": 0}
    for place in places:
        body = f"de gemeenteraad van {place.name}"
        note_decision(**done, municipality=place, decision="adopted", decided_on=TODAY, body=body)
    assert CouncilDecision.objects.count() == 12


def compare(page: Page) -> None:
    """What one council amended, somebody of another reads as a proposal beside the words that it has itself."""
    page.goto(at("vision:of_passage", 1))
    expect(page.get_by_role("heading", level=1)).to_have_text("Passage 1: één voorstel wacht op een besluit")
    expect(page.get_by_role("heading", level=2).first).to_have_text("Voorstel 3")
    expect(page.locator("ins", has_text="vier").first).to_be_visible()
    expect(page.get_by_text("In elke gemeente wachten jongeren.").first).to_be_visible()
    looked_at(page, "amendement-als-voorstel")


def read(words: Locator, *, without: str) -> str:
    """The words in the order of the page, without what came or what went, and what only a screen reader says of it."""
    expect(words).to_be_visible()
    other = rf'<{without}>.*?</{without}>|<span class="rt-hide">.*?</span>'
    said = re.sub(other, "", words.inner_html(), flags=re.DOTALL)
    return " ".join(re.sub("<[^>]+>", "", said).split())


def told(page: Page) -> None:
    """Everybody reads where which words hold."""
    page.goto(at("councils:standing"))
    expect(page.get_by_role("heading", level=1)).to_have_text("De tekst is in één gemeente anders")
    expect(
        page.get_by_text("In 10 van de 12 gemeenten geldt de tekst zoals die is gepubliceerd.").first
    ).to_be_visible()
    words = page.locator("section[aria-labelledby=anders] dd p").first
    assert read(words, without="del") == AALDORP
    assert read(words, without="ins") == CLIENTS
    expect(page.locator("tr", has_text="Beekdam")).to_contain_text("Niet vastgesteld")
    looked_at(page, "stand")
    page.goto(at("councils:overview"))
    expect(page.locator("tr", has_text="Ceesveen")).to_contain_text("Klaar")
    looked_at(page, "planning-klaar")
