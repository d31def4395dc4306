"""Taking part: reading, answering, changing, sending in. Real requests on the real database."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import get_template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from regiotafel.consultations import rules
from regiotafel.consultations.inviting import actions as inviting
from regiotafel.consultations.models import (
    Channel,
    Consultation,
    Participant,
    Statement,
    StatementState,
    Vote,
    VoteEvent,
)
from regiotafel.consultations.taking_part import views
from regiotafel.consultations.telling.actions import take_steps
from regiotafel.regions.models import Role
from regiotafel.regions.permissions import STAFF
from tests.factories import ConsultationFactory, OrganisationFactory, StatementFactory, make_member

# PostgreSQL adds the event and sets the answer in one statement.
WRITES_AT_ONCE = connection.vendor == "postgresql"
pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation() -> Consultation:
    consultation = ConsultationFactory()
    for number in range(1, 4):
        StatementFactory(consultation=consultation, number=number)
    return consultation


def base(consultation: Consultation) -> str:
    return f"/{consultation.region.slug}/rondes/{consultation.slug}/"


def press(client: Client, consultation: Consultation, number: int, choice: str, key: uuid.UUID | None = None, **more):
    return client.post(
        f"{base(consultation)}stem/{number}/", {"choice": choice, "key": str(key or uuid.uuid4())}, **more
    )


def test_page_says_what_is_fixed_what_is_open_who_decides_and_when(client, consultation):
    page = client.get(base(consultation)).content.decode()
    for expected in (
        "Dit staat vast",
        "Het budget",
        "De raad besloot.",
        "Waar de hulp is",
        "De twaalf gemeenteraden",
        "Adviseren",
        consultation.question,
    ):
        assert expected in page


def test_ballot_carries_what_is_fixed_and_open(client, consultation):
    page = client.get(f"{base(consultation)}stem/").content.decode()
    assert "Het budget" in page
    assert "Waar de hulp is" in page
    assert consultation.question in page


@pytest.mark.parametrize("state", [state for state in StatementState if state != StatementState.ACCEPTED])
def test_words_of_a_statement_that_is_not_asked_are_on_no_ballot(client, consultation, state):
    """Its number is easy to guess: numbers count on."""
    hidden = "Het meisje met de rode fiets uit onze straat moet beter geholpen worden."
    StatementFactory(consultation=consultation, number=4, state=state, text=hidden)
    address = f"{base(consultation)}stem/4/"
    may_be_read = state in (StatementState.REPLACED, StatementState.APART)
    for headers in ({}, {"HX-Request": "true"}):
        asked = client.get(address, headers=headers)
        assert asked.status_code == (302 if may_be_read else 404)
        assert hidden not in asked.content.decode()
        for choice, status in (("1", 409), ("nonsense", 422)):
            answered = press(client, consultation, 4, choice, headers=headers)
            assert answered.status_code == (status if may_be_read else 404)
            assert hidden not in answered.content.decode()
    alike = client.post(f"{base(consultation)}stelling-insturen/", {"text": hidden[:-1], "key": str(uuid.uuid4())})
    assert hidden not in alike.content.decode()


def test_first_vote_makes_one_participant_and_sets_a_cookie_for_this_consultation_only(client, consultation):
    response = press(client, consultation, 1, "1")
    assert response.status_code == 302
    cookie = client.cookies["rt_deelname"]
    assert cookie["path"] == base(consultation)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    vote = Vote.objects.get()
    assert vote.choice == 1
    assert vote.participant.channel == Channel.SITE


def test_double_click_on_the_first_ballot_is_one_person_and_one_vote(consultation):
    key = uuid.uuid4()
    # Two browsers' worth of requests: the second leaves before the first answer brought its cookie.
    for client in (Client(), Client()):
        assert press(client, consultation, 1, "1", key).status_code == 302
    assert Participant.objects.count() == 1
    assert VoteEvent.objects.count() == 1
    assert Vote.objects.count() == 1


def test_second_vote_replaces_the_first_and_both_events_stay(client, consultation):
    press(client, consultation, 1, "1")
    press(client, consultation, 1, "-1")
    assert list(VoteEvent.objects.values_list("choice", flat=True)) == [1, -1]
    assert Vote.objects.get().choice == -1


def test_same_key_again_changes_nothing_even_with_another_choice(client, consultation):
    key = uuid.uuid4()
    press(client, consultation, 1, "1", key)
    press(client, consultation, 2, "-1", key)
    assert VoteEvent.objects.count() == 1
    assert Vote.objects.get().choice == 1


def test_withdrawing_removes_the_current_answer_and_keeps_the_event(client, consultation):
    press(client, consultation, 1, "1")
    press(client, consultation, 1, "withdraw")
    assert not Vote.objects.exists()
    assert list(VoteEvent.objects.values_list("choice", flat=True)) == [1, None]


@pytest.mark.parametrize(
    ("choice", "sentence"), [("-1", "Je antwoord is opgeslagen."), ("withdraw", "Je antwoord is ingetrokken.")]
)
def test_who_changes_an_answer_goes_back_to_all_of_them_and_reads_that_it_was_kept(
    client, consultation, choice, sentence
):
    assert 'name="again"' not in client.get(f"{base(consultation)}stem/1/").content.decode()
    press(client, consultation, 1, "1")
    press(client, consultation, 2, "1")
    form = client.get(f"{base(consultation)}stem/1/").content.decode()
    assert 'name="again"' in form
    assert "hx-post" not in form
    sent = {"choice": choice, "key": str(uuid.uuid4()), "again": "ja"}
    after = client.post(f"{base(consultation)}stem/1/", sent, follow=True)
    assert after.redirect_chain[-1][0].startswith(f"{base(consultation)}mijn-antwoorden/")
    assert sentence in after.content.decode()


def test_the_answer_of_just_now_can_be_changed_with_one_press(client, consultation):
    """With scripts and without; after it comes the next statement, not the list of answers."""
    change = f'href="{base(consultation)}stem/1/?vorige=ja"'
    assert "Vorig antwoord aanpassen" not in client.get(f"{base(consultation)}stem/").content.decode()
    assert change in press(client, consultation, 1, "1", follow=True).content.decode()
    assert change in press(client, consultation, 1, "-1", headers={"HX-Request": "true"}).content.decode()
    form = client.get(f"{base(consultation)}stem/1/?vorige=ja").content.decode()
    assert 'name="again"' not in form
    assert 'value="-1" aria-pressed="true"' in " ".join(form.split())
    for odd in ("x", "-1", "9" * 30, "²"):
        assert client.get(f"{base(consultation)}stem/", {"vorige": odd}).status_code == 200


def test_every_statement_is_asked_once_and_then_thanks(client, consultation):
    asked = set()
    for _ in range(3):
        page = client.get(f"{base(consultation)}stem/").content.decode()
        number = int(re.search(r"/stem/(\d+)/", page).group(1))
        asked.add(number)
        assert "wat iedereen antwoordde" not in page
        press(client, consultation, number, "0")
    assert asked == {1, 2, 3}
    end = client.get(f"{base(consultation)}stem/").content.decode()
    assert "Je hebt alles beantwoord" in end
    for page in (end, client.get(f"{base(consultation)}mijn-antwoorden/").content.decode()):
        assert f'href="{base(consultation)}uitkomst/"' in page


def test_after_enough_answers_the_ballot_leads_to_the_results(client, consultation, monkeypatch):
    monkeypatch.setattr(rules, "ENOUGH_ANSWERS", 2)
    htmx = {"HX-Request": "true"}
    pages = [press(client, consultation, number, "1", headers=htmx).content.decode() for number in (1, 2)]
    assert ["De resultaten zijn open voor jou." in page for page in pages] == [False, True]


def test_htmx_gets_the_next_ballot_and_nothing_around_it(client, consultation):
    response = press(client, consultation, 1, "1", headers={"HX-Request": "true"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in page
    assert 'id="formulier"' in page
    assert "1 beantwoord" in page


def test_the_next_ballot_reads_as_if_it_were_drawn_anew(client, consultation, monkeypatch):
    """It is drawn once, and each reader's own put in it: also what a template reads tomorrow."""
    drawn, part = [], views._part

    def both(of, context, token):
        anew = get_template("consultations/_ballot.html").render({**context, "region": of.region, "csrf_token": token})
        drawn.append(anew)
        return part(of, context, token)

    monkeypatch.setattr(views, "_part", both)
    numbers = list(consultation.statements.order_by("number").values_list("number", flat=True))
    for number in numbers:
        response = press(client, consultation, number, "1", headers={"HX-Request": "true"})
        assert response.content.decode() == drawn[-1]
    assert len(drawn) == len(numbers) > 1


def test_a_vote_takes_a_constant_number_of_queries(client, consultation, django_assert_num_queries):
    press(client, consultation, 1, "1")
    for number in range(4, 40):
        StatementFactory(consultation=consultation, number=number)
    # statement with consultation and region; event and vote, in one or in two with a transaction around; next ballot
    with django_assert_num_queries(3 if WRITES_AT_ONCE else 6):
        press(client, consultation, 2, "1", headers={"HX-Request": "true"})


def test_information_refuses_the_vote_and_says_that_nothing_is_asked(client, consultation):
    Consultation.objects.filter(pk=consultation.pk).update(level="inform")
    assert press(client, consultation, 1, "1").status_code == 302, "opened with a question, it still asks it"
    Consultation.objects.filter(pk=consultation.pk).update(closes_at=None)
    refused = press(client, consultation, 1, "-1")
    assert refused.status_code == 409
    assert "Er wordt niets gevraagd" in refused.content.decode()
    assert [vote.choice for vote in Vote.objects.all()] == [1]
    page = client.get(f"{base(consultation)}stem/").content.decode()
    assert "We vragen hier niets" in page
    assert "nog niet open" not in page


def test_closed_consultation_refuses_the_vote_and_says_so(client, consultation):
    Consultation.objects.update(closes_at=timezone.now() - timedelta(hours=1))
    response = press(client, consultation, 1, "1")
    assert response.status_code == 409
    assert "gesloten" in response.content.decode()
    assert not VoteEvent.objects.exists()
    assert not Participant.objects.exists()


def test_planned_consultation_refuses_the_vote(client, consultation):
    Consultation.objects.update(opens_at=timezone.now() + timedelta(days=1))
    response = press(client, consultation, 1, "1")
    assert response.status_code == 409
    assert "nog niet open" in response.content.decode()


@pytest.mark.parametrize("choice", ["7", "", "eens", "1.0", "' OR 1=1 --", "null"])
def test_an_answer_that_does_not_exist_is_refused_and_changes_nothing(client, consultation, choice):
    response = press(client, consultation, 1, choice)
    assert response.status_code == 422
    assert "Kies eens, oneens of weet ik niet" in response.content.decode()
    assert not VoteEvent.objects.exists()


def test_a_form_without_a_good_key_is_refused(client, consultation):
    response = client.post(f"{base(consultation)}stem/1/", {"choice": "1", "key": "abc"})
    assert response.status_code == 422
    assert "Laad de pagina opnieuw" in response.content.decode()


def test_statement_of_another_consultation_is_not_found(client, consultation):
    other = ConsultationFactory(region=consultation.region)
    StatementFactory(consultation=other, number=99)
    assert press(client, consultation, 99, "1").status_code == 404


def test_consultation_in_another_regions_address_is_not_found(client, consultation):
    other = ConsultationFactory()
    assert client.get(f"/{other.region.slug}/rondes/{consultation.slug}/").status_code == 404
    path = f"/{other.region.slug}/rondes/{consultation.slug}/stem/1/"
    assert client.post(path, {"choice": "1", "key": str(uuid.uuid4())}).status_code == 404


@pytest.mark.parametrize("state", [StatementState.WAITING, StatementState.REFUSED, StatementState.REPLACED])
def test_statement_that_does_not_take_part_takes_no_votes(client, consultation, state):
    Statement.objects.filter(number=1).update(state=state)
    assert press(client, consultation, 1, "1").status_code == (409 if state == StatementState.REPLACED else 404)
    assert not Vote.objects.exists()


def test_forged_cookie_counts_as_none(client, consultation):
    press(client, consultation, 1, "1")
    victim = Participant.objects.get()
    thief = Client()
    thief.cookies["rt_deelname"] = f"{victim.pk}:forged"
    press(thief, consultation, 2, "-1")
    assert Participant.objects.count() == 2
    assert victim.votes.count() == 1


def test_cookie_of_one_consultation_is_worth_nothing_in_another(client, consultation):
    press(client, consultation, 1, "1")
    other = ConsultationFactory(region=consultation.region)
    StatementFactory(consultation=other, number=1)
    thief = Client()
    thief.cookies["rt_deelname"] = client.cookies["rt_deelname"].value
    press(thief, other, 1, "1")
    assert Participant.objects.filter(consultation=other).count() == 1
    assert Vote.objects.filter(participant__consultation=consultation).count() == 1


def test_my_answers_show_others_only_from_five_people_on(client, consultation):
    press(client, consultation, 1, "1")
    alone = client.get(f"{base(consultation)}mijn-antwoorden/").content.decode()
    assert "nog te weinig mensen" in alone
    for n in range(9):
        press(Client(), consultation, 1, ("-1", "0", "1")[n % 3])
        assert client.get(f"{base(consultation)}mijn-antwoorden/").content.decode() == alone
    take_steps(at=timezone.now() + timedelta(minutes=1), consultation=consultation)
    page = client.get(f"{base(consultation)}mijn-antwoorden/").content.decode()
    assert "2 van de 5 deelnemers antwoordden zo" in page  # of ten: the newest five wait


def told_of_mine(client: Client, consultation: Consultation, others: str) -> str:
    """My answers, after the people who answered so are told."""
    for choice in others:
        press(Client(), consultation, 1, {"+": "1", "-": "-1", "0": "0"}[choice])
    take_steps(at=timezone.now() + timedelta(minutes=1), consultation=consultation)
    return " ".join(client.get(f"{base(consultation)}mijn-antwoorden/").content.decode().split())


@pytest.mark.parametrize("mine", ["1", "0"])
def test_my_answers_tell_no_more_exactly_than_the_outcome_where_nearly_all_agree(client, consultation, mine):
    press(client, consultation, 1, mine)
    page = told_of_mine(client, consultation, ("--" + "+" * 10 if mine == "1" else "-" + "+" * 11) + "--+++")
    outcome = " ".join(client.get(f"{base(consultation)}uitkomst/stelling/1/").content.decode().split())
    told = "13 deelnemers gaven antwoord. Zij zijn het bijna allemaal eens: ten minste 11 van de 13."
    assert told in page
    assert told in outcome
    bar = outcome[outcome.index('<div class="rt-bar">') :].split("</div>", 1)[0]
    assert bar in page
    assert "antwoordden zo" not in page


def test_the_largest_part_is_no_majority(client, consultation):
    press(client, consultation, 1, "1")
    page = told_of_mine(client, consultation, "+--0+--0+")
    assert "2 van de 5 deelnemers antwoordden zo" in page
    assert "Bij 0 van je 1 antwoorden gaf meer dan de helft hetzelfde antwoord" in page
    assert "Hier gaf de helft of meer een ander antwoord" in page


def test_my_answers_say_that_counts_move_in_steps(client, consultation):
    press(client, consultation, 1, "1")
    assert "Je nieuwste antwoorden tellen daarom misschien nog niet mee" in told_of_mine(client, consultation, "+-" * 5)


def test_role_and_municipality_are_optional_and_can_be_changed(client, consultation):
    path = f"{base(consultation)}over-mij/"
    assert client.post(path, {"role": "parent", "key": str(uuid.uuid4())}).status_code == 302
    assert Participant.objects.get().role == "parent"
    assert client.post(path, {"role": "", "key": str(uuid.uuid4())}).status_code == 302
    assert Participant.objects.get().role == ""
    assert client.post(path, {"role": "koning", "key": str(uuid.uuid4())}).status_code == 422


def send(client: Client, consultation: Consultation, text: str, **more: str):
    return client.post(f"{base(consultation)}stelling-insturen/", {"text": text, "key": str(uuid.uuid4()), **more})


def test_statement_of_a_participant_waits_for_a_moderator(client, consultation):
    response = send(client, consultation, "Elke school heeft een vaste hulpverlener nodig.")
    assert response.status_code == 201
    statement = Statement.objects.get(state=StatementState.WAITING)
    assert statement.sent_in_by is not None
    page = client.get(f"{base(consultation)}mijn-antwoorden/").content.decode()
    assert statement.text in page


def test_statement_of_141_characters_is_refused_with_its_length(client, consultation):
    response = send(client, consultation, "a" * 141)
    assert response.status_code == 422
    assert "141 tekens" in response.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "Ouders krijgen een brief als hun kind hulp krijgt.",
        "Een kind van ouders die scheiden krijgt snel iemand om mee te praten.",
        "Jongeren en ouders beslissen samen mee.",
    ],
)
def test_ordinary_statement_is_sent_without_a_warning(client, consultation, text):
    assert send(client, consultation, text).status_code == 201


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("De jongen van de bakker in ons dorp krijgt geen hulp.", "te herkennen"),
        ("Mijn zoon van 9 wacht al een jaar op hulp van de gemeente.", "te herkennen"),
        ("Bel mij op 0612345678 als je dit ook vindt.", "te herkennen"),
        ("Hulp moet dichtbij zijn en de gemeenten moeten alles betalen.", "twee dingen"),
    ],
)
def test_doubtful_text_is_warned_about_before_it_is_sent(client, consultation, text, warning):
    response = send(client, consultation, text)
    assert response.status_code == 200
    assert warning in response.content.decode()
    assert not Statement.objects.filter(state=StatementState.WAITING).exists()
    assert send(client, consultation, text, seen=text).status_code == 201


def test_statement_that_is_nearly_there_is_shown_first(client, consultation):
    StatementFactory(consultation=consultation, number=8, text="Elke school heeft een vaste hulpverlener nodig.")
    response = send(client, consultation, "Elke school heeft nodig een vaste hulpverlener.")
    assert response.status_code == 200
    assert "lijken op die van jou" in response.content.decode()


def test_script_in_a_statement_is_shown_as_text(client, consultation):
    text = "<script>alert(1)</script> hoort hier niet thuis."
    send(client, consultation, text, seen=text)
    page = client.get(f"{base(consultation)}mijn-antwoorden/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    ("name", "typed"),
    [("over-mij/", {"role": "parent"}), ("stelling-insturen/", {"text": "Elke school heeft hulp nodig."})],
)
def test_somebody_new_hears_that_a_code_is_needed_before_filling_in_a_form(client, consultation, name, typed):
    Consultation.objects.update(needs_code=True)
    path = f"{base(consultation)}{name}"
    page = client.get(path).content.decode()
    way_in = f'href="{base(consultation)}code/"'
    assert way_in in page
    assert "data-once" not in page
    refused = client.post(path, {**typed, "key": str(uuid.uuid4())})
    assert refused.status_code == 409
    page = refused.content.decode()
    assert way_in in page
    assert page.count("nog niet opgeslagen") == 1
    assert "data-once" in page
    assert not Participant.objects.exists()


@pytest.fixture
def code(consultation) -> str:
    return inviting.make_invitations(
        by=None,
        at=timezone.now(),
        consultation=consultation,
        number=1,
        expires_at=timezone.now() + timedelta(days=7),
        organisation=OrganisationFactory(region=consultation.region),
    )[0]


def test_looking_at_an_invitation_does_not_use_it(client, consultation, code):
    response = client.get(f"/u/{code}/", follow=True)
    assert response.status_code == 200
    assert not Participant.objects.exists()
    assert code in response.content.decode()


def test_code_works_once_and_ties_the_participant_to_the_party(client, consultation, code):
    path = f"{base(consultation)}code/"
    typed = f"{code[:5].lower()}-{code[5:]} "
    assert client.post(path, {"code": typed}).status_code == 302
    participant = Participant.objects.get()
    assert participant.channel == Channel.INVITATION
    assert participant.organisation is not None
    again = Client().post(path, {"code": code})
    assert again.status_code == 409
    assert "al gebruikt" in again.content.decode()


def test_code_after_answering_without_one_keeps_the_same_person(client, consultation, code):
    press(client, consultation, 1, "1")
    client.post(f"{base(consultation)}code/", {"code": code})
    assert Participant.objects.count() == 1
    assert Participant.objects.get().channel == Channel.INVITATION


def test_expired_unknown_and_foreign_codes_say_what_to_do(client, consultation, code):
    path = f"{base(consultation)}code/"
    assert "klopt niet" in client.post(path, {"code": "ABCDE23456"}).content.decode()
    other = ConsultationFactory(region=consultation.region)
    assert client.post(f"{base(other)}code/", {"code": code}).status_code == 409
    consultation.invitations.update(expires_at=timezone.now() - timedelta(minutes=1))
    response = client.post(path, {"code": code})
    assert response.status_code == 409
    assert "verlopen" in response.content.decode()
    assert not Participant.objects.exists()


def test_only_the_hash_of_a_code_is_stored(consultation, code):
    invitation = consultation.invitations.get()
    stored = " ".join(str(value) for value in vars(invitation).values())
    assert code not in stored


@pytest.mark.parametrize("why", ["replaced meanwhile", "closed"])
def test_a_first_press_that_is_refused_leaves_nobody_behind(client, consultation, why):
    if why == "closed":
        Consultation.objects.update(closes_at=timezone.now())
    else:
        Statement.objects.filter(number=1).update(state=StatementState.REPLACED)
    answer = press(client, consultation, 1, "1")
    assert answer.status_code == 409
    assert "rt_deelname" not in answer.cookies
    assert Participant.objects.count() == 0


def test_a_statement_that_is_refused_leaves_nobody_behind(client, consultation):
    Consultation.objects.update(accepts_statements=False)
    text = "Op elke school hoort een vaste hulpverlener."
    answer = client.post(f"{base(consultation)}stelling-insturen/", {"text": text, "key": str(uuid.uuid4())})
    assert answer.status_code == 409
    assert Participant.objects.count() == Statement.objects.filter(source="participant").count() == 0


@pytest.mark.parametrize("first", [True, False])
def test_a_press_costs_no_more_than_it_must(client, consultation, first):
    """Statement, event, answer, next ballot; who begins also joins, after two for the brake. One transaction, and none
    inside it; where event and answer are one statement, only who begins needs it."""
    if not first:
        press(client, consultation, 2, "1")
    with CaptureQueriesContext(connection) as asked:
        press(client, consultation, 1, "1", headers={"HX-Request": "true"})
    around = [one for one in asked if one["sql"].startswith(("SAVEPOINT", "RELEASE SAVEPOINT"))]
    assert len(around) == (2 if first or not WRITES_AT_ONCE else 0)
    assert len(asked) - len(around) == (8 if first else 4) - WRITES_AT_ONCE


@pytest.mark.parametrize("role", [None, *Role])
def test_a_draft_is_for_staff_wherever_it_is_asked_for(client, role):
    draft = StatementFactory(consultation__opened_at=None, number=1).consultation
    if role:
        client.force_login(make_member(draft.region, role))
    is_staff = role in STAFF
    pages = ["", "stem/", "stem/1/", "uitkomst/", "mijn-antwoorden/"]
    for page in pages:
        assert client.get(f"{base(draft)}{page}").status_code == (200 if is_staff else 404), page
    done = reverse("contributions:of_consultation", args=[draft.region.slug, draft.slug])
    assert client.get(done).status_code == (200 if is_staff else 404)
    assert (draft.title in client.get(f"/{draft.region.slug}/rondes/").text) == is_staff
