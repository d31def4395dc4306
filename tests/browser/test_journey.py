"""The whole way: invitation → what is fixed and open → answers → a statement of one's own → moderation → outcome,
and paper ballots typed over by whoever led the table. Wide and phone, with and without scripts."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from regiotafel.consultations.inviting import actions as inviting
from regiotafel.consultations.models import (
    Channel,
    Choice,
    Consultation,
    Participant,
    Statement,
    StatementState,
    Vote,
    VoteEvent,
)
from regiotafel.consultations.outcome.tasks import refresh_report
from regiotafel.consultations.paper import actions as tables
from regiotafel.consultations.taking_part import actions as voting
from regiotafel.consultations.telling.actions import take_steps
from regiotafel.people.models import User
from regiotafel.regions.models import Role
from tests.browser.conftest import fits
from tests.factories import ConsultationFactory, OrganisationFactory, StatementFactory, make_member

LogIn = Callable[[BrowserContext, User], Page]


@pytest.fixture
def consultation(live: str) -> Consultation:
    consultation = ConsultationFactory()
    for number in range(1, 6):
        StatementFactory(consultation=consultation, number=number)
    return consultation


def address(consultation: Consultation, page: str = "") -> str:
    return f"/{consultation.region.slug}/rondes/{consultation.slug}/{page}"


def answer_everything(page: Page, name: str = "Eens") -> int:
    """Presses a button until the thanks; says how often."""
    n = 0
    thanks = page.get_by_role("heading", name="Je hebt alles beantwoord")
    button = page.get_by_role("button", name=name, exact=True)
    expect(button.or_(thanks)).to_be_visible()
    while button.is_visible():
        statement = page.locator(".rt-ballot__statement").inner_text()
        button.click()
        expect(page.locator(".rt-ballot__statement", has_text=statement)).to_have_count(0)
        expect(button.or_(thanks)).to_be_visible()
        n += 1
    return n


def test_from_invitation_to_outcome(context: BrowserContext, consultation: Consultation, log_in: LogIn) -> None:
    code = inviting.make_invitations(
        by=None,
        at=timezone.now(),
        consultation=consultation,
        number=1,
        expires_at=timezone.now() + timedelta(days=7),
        organisation=OrganisationFactory(region=consultation.region),
    )[0]
    page = context.new_page()
    page.goto(f"/u/{code}/")
    page.get_by_role("button", name="Doe mee").click()

    expect(page.get_by_role("heading", name="Dit staat vast")).to_be_visible()
    expect(page.get_by_text("De raad besloot.").first).to_be_visible()
    expect(page.get_by_role("heading", name="Hierover praat je mee")).to_be_visible()
    expect(page.get_by_text("De twaalf gemeenteraden").first).to_be_visible()
    assert fits(page)

    page.get_by_role("link", name="Begin").click()
    assert fits(page)
    assert answer_everything(page) == 5
    assert Participant.objects.get().channel == Channel.INVITATION
    assert Vote.objects.filter(choice=1).count() == VoteEvent.objects.count() == 5

    page.get_by_role("link", name="Stuur zelf een stelling in").click()
    page.get_by_label("Jouw stelling").fill("Mijn dochter van 8 wacht al een jaar op hulp.")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_text("te herkennen").first).to_be_visible()
    page.get_by_label("Jouw stelling").fill("Wie langer dan tien weken wacht, krijgt een vaste begeleider.")
    page.get_by_role("button", name="Toch versturen").click()
    expect(page.get_by_role("heading", name="Je stelling is binnen")).to_be_visible()
    assert fits(page)

    moderator = log_in(context, make_member(consultation.region, Role.MODERATOR))
    moderator.goto(address(consultation, "moderatie/wachtrij/"))
    expect(moderator.get_by_text("Wie langer dan tien weken wacht").first).to_be_visible()
    assert fits(moderator)
    moderator.get_by_role("button", name=re.compile("Plaatsen")).click()
    expect(moderator.get_by_role("button", name=re.compile("Plaatsen"))).to_have_count(0)
    assert Statement.objects.get(number=6).state == StatementState.ACCEPTED

    page.goto(address(consultation, "stem/"))
    expect(page.locator(".rt-ballot__statement")).to_have_text(
        "Wie langer dan tien weken wacht, krijgt een vaste begeleider."
    )
    page.get_by_role("button", name="Oneens").click()
    expect(page.get_by_role("heading", name="Je hebt alles beantwoord")).to_be_visible()

    others(consultation)
    take_steps(at=timezone.now() + timedelta(minutes=1), consultation=consultation)
    page.goto(address(consultation, "mijn-antwoorden/"))
    expect(page.get_by_text(re.compile(r"\d+ van de 7 deelnemers")).first).to_be_visible()
    assert fits(page)
    page.goto(address(consultation, "uitkomst/"))
    expect(page.get_by_text("Ten minste 8 deelnemers").first).to_be_visible()
    assert fits(page)

    Consultation.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    refresh_report.call(consultation.pk)
    page.goto(address(consultation, "uitkomst/"))
    expect(page.get_by_text("13 deelnemers").first).to_be_visible()
    assert fits(page)


def others(consultation: Consultation) -> None:
    at = timezone.now()
    for person in range(12):
        participant = voting.join(at=at, consultation=consultation, key=uuid.uuid4())
        for statement in Statement.objects.filter(state=StatementState.ACCEPTED):
            voting.cast_vote(
                at=at,
                consultation=consultation,
                participant_id=participant.pk,
                statement=statement,
                choice=Choice.AGREE if person % 3 else Choice.DISAGREE,
                key=uuid.uuid4(),
            )


def test_answer_can_be_changed_and_withdrawn(context: BrowserContext, consultation: Consultation) -> None:
    page = context.new_page()
    page.goto(address(consultation, "stem/1/"))
    page.get_by_role("button", name="Eens", exact=True).click()
    expect(page.locator(".rt-ballot__count")).to_contain_text("1 beantwoord")
    page.goto(address(consultation, "mijn-antwoorden/"))
    page.get_by_role("link", name=re.compile("Verander je antwoord|Verander")).first.click()
    page.get_by_role("button", name="Oneens").click()
    expect(page.get_by_text("Je antwoord is opgeslagen.")).to_be_visible()
    expect(page.get_by_text("Jij bent het oneens.")).to_be_visible()
    assert list(VoteEvent.objects.values_list("choice", flat=True)) == [1, -1]
    page.goto(address(consultation, "stem/1/"))
    page.get_by_role("button", name="Trek mijn antwoord in").click()
    expect(page.get_by_text("Je antwoord is ingetrokken.")).to_be_visible()
    expect(page.get_by_role("heading", name="Je hebt nog niets beantwoord")).to_be_visible()
    assert not Vote.objects.exists()


def test_double_click_never_votes_on_another_statement(context: BrowserContext, consultation: Consultation) -> None:
    page = context.new_page()
    for n_answered in range(1, 5):
        page.goto(address(consultation, "stem/"))
        page.get_by_role("button", name="Eens", exact=True).dblclick()
        expect(page.locator(".rt-ballot__count")).to_contain_text(f"{n_answered} beantwoord")
        page.wait_for_timeout(300)
        assert Vote.objects.count() == n_answered
    assert Participant.objects.count() == 1


@pytest.mark.parametrize("context", ["1280 with scripts", "360 with scripts"], indirect=True)
def test_the_second_half_of_a_double_click_answers_nothing_when_the_next_statement_came_between(
    context: BrowserContext, consultation: Consultation
) -> None:
    page = context.new_page()
    page.goto(address(consultation, "stem/"))
    counted, agree = page.locator(".rt-ballot__count"), page.get_by_role("button", name="Eens", exact=True)
    for click, n_answered in ((1, 1), (2, 1), (1, 2)):
        expect(agree).to_be_enabled()
        place = agree.bounding_box()
        assert place is not None
        page.mouse.move(place["x"] + 20, place["y"] + 20)
        page.mouse.down(click_count=click)
        page.mouse.up(click_count=click)
        expect(counted).to_contain_text(f"{n_answered} beantwoord")
    assert Vote.objects.count() == 2


def test_ballot_works_with_the_keyboard_alone(context: BrowserContext, consultation: Consultation) -> None:
    page = context.new_page()
    page.goto(address(consultation, "stem/"))
    for n_answered in range(1, 6):
        page.get_by_role("button", name="Oneens").focus()
        page.keyboard.press("Enter")
        if n_answered < 5:
            expect(page.locator(".rt-ballot__count")).to_contain_text(f"{n_answered} beantwoord")
    expect(page.get_by_role("heading", name="Je hebt alles beantwoord")).to_be_visible()
    assert list(Vote.objects.values_list("choice", flat=True)) == [-1] * 5


def test_a_closing_in_between_is_told_and_nothing_is_stored(
    context: BrowserContext, consultation: Consultation
) -> None:
    page = context.new_page()
    page.goto(address(consultation, "stem/"))
    Consultation.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    page.get_by_role("button", name="Eens", exact=True).click()
    expect(page.get_by_text("Dit antwoord is niet opgeslagen.")).to_be_visible()
    expect(page.get_by_role("heading", name="Deze ronde is gesloten")).to_be_visible()
    assert not VoteEvent.objects.exists()


def test_paper_ballots_of_a_table_count_once(
    context: BrowserContext, consultation: Consultation, log_in: LogIn
) -> None:
    editor = make_member(consultation.region, Role.EDITOR)
    table = tables.plan_table(
        by=editor,
        at=timezone.now(),
        consultation=consultation,
        name="Avond in het wijkhuis",
        held_on=timezone.localdate(),
    )
    page = log_in(context, editor)
    page.goto(address(consultation, "bijeenkomsten/formulier/"))
    expect(page.get_by_text(Statement.objects.get(number=1).text).first).to_be_visible()
    page.goto(address(consultation, f"bijeenkomsten/{table.pk}/"))
    type_over(page, {"1": "eo?e", "2": "oo ee"})
    expect(page.get_by_text("bewaard").or_(page.get_by_text("ingevoerd")).first).to_be_visible()
    assert Participant.objects.filter(channel=Channel.PAPER).count() == 2
    assert Vote.objects.count() == 8
    page.goto(address(consultation, f"bijeenkomsten/{table.pk}/"))
    type_over(page, {"2": "e", "3": "e"})
    expect(page.get_by_text(re.compile("al ingevoerd|zijn al")).first).to_be_visible()
    assert Participant.objects.filter(channel=Channel.PAPER).count() == 2
    assert fits(page)


def type_over(page: Page, sheets: dict[str, str]) -> None:
    for row, (number, letters) in zip(page.locator("tbody tr").all(), sheets.items(), strict=False):
        cells = row.locator("input")
        cells.nth(0).fill(number)
        for place, letter in enumerate(letters, start=1):
            cells.nth(place).fill(letter.strip())
    page.get_by_role("button", name="Deze formulieren opslaan").click()
