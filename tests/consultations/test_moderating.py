from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from regiotafel.consultations.models import Consultation, ModerationDecision, Statement, StatementState
from regiotafel.consultations.statements.actions import accept, refuse
from regiotafel.regions.models import Region, Role
from tests.factories import ConsultationFactory, RegionFactory, StatementFactory, make_member

pytestmark = pytest.mark.django_db


def address(name: str, consultation: Consultation, *more: object) -> str:
    return reverse(f"consultations:{name}", args=[consultation.region.slug, consultation.slug, *more])


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(make_member(RegionFactory(slug="vecht"), Role.MODERATOR))
    return client


@pytest.fixture
def running(moderator: Client) -> Consultation:
    return ConsultationFactory(region=Region.objects.get(slug="vecht"))


def sent_in(consultation: Consultation, number: int, text: str, hours_ago: int = 1) -> Statement:
    return StatementFactory(
        consultation=consultation,
        number=number,
        text=text,
        state=StatementState.WAITING,
        source="participant",
        sent_in_at=timezone.now() - timedelta(hours=hours_ago),
    )


def test_longest_waiting_stands_first_with_its_waiting_time(moderator: Client, running: Consultation) -> None:
    sent_in(running, 1, "De wachtlijst moet korter worden.", hours_ago=2)
    sent_in(running, 2, "Elke school heeft een vaste hulpverlener.", hours_ago=50)
    page = moderator.get(address("moderation_queue", running)).text
    assert page.index("Elke school") < page.index("De wachtlijst")
    assert "wacht 2 dagen" in page.replace("\xa0", " ")


def test_look_alikes_and_warnings_stand_beside_it(moderator: Client, running: Consultation) -> None:
    StatementFactory(consultation=running, number=1, text="Elke school krijgt een vaste hulpverlener.")
    sent_in(running, 2, "Elke school krijgt een eigen vaste hulpverlener.")
    sent_in(running, 3, "Mijn zoon van 9 wacht al een jaar op hulp.")
    page = moderator.get(address("moderation_queue", running)).text
    assert "Dit lijkt erop:" in page
    assert "Is een kind of iemand anders hieraan te herkennen?" in page


def test_a_waiting_statement_never_looks_like_itself(moderator: Client, running: Consultation) -> None:
    sent_in(running, 1, "De wachtlijst moet korter worden.")
    assert "Dit lijkt erop:" not in moderator.get(address("moderation_queue", running)).text


def test_the_queue_asks_the_same_number_of_queries_however_many_wait(moderator: Client, running: Consultation) -> None:
    sent_in(running, 1, "Stelling nummer een over wachten.")
    with CaptureQueriesContext(connection) as few:
        moderator.get(address("moderation_queue", running))
    for number in range(2, 10):
        sent_in(running, number, f"Nog een heel andere stelling {number} over hulp.")
    with CaptureQueriesContext(connection) as many:
        moderator.get(address("moderation_queue", running))
    assert len(many) == len(few)


def test_accepting_lets_it_take_part_and_is_logged(moderator: Client, running: Consultation) -> None:
    sent_in(running, 1, "De wachtlijst moet korter worden.")
    answer = moderator.post(address("moderate", running, 1), {"verdict": "accept"})
    assert answer.status_code == 302
    assert Statement.objects.get().state == StatementState.ACCEPTED
    assert ModerationDecision.objects.get().by is not None


def test_refusing_needs_a_reason_and_other_needs_words(moderator: Client, running: Consultation) -> None:
    sent_in(running, 1, "De wachtlijst moet korter worden.")
    page = address("moderate", running, 1)
    refused = moderator.post(page, {"verdict": "refuse", "reason": "", "explanation": "Sorry, dit past niet."})
    assert refused.status_code == 422
    assert "Sorry, dit past niet." in refused.text
    assert moderator.post(page, {"verdict": "refuse", "reason": "other", "explanation": " "}).status_code == 422
    assert Statement.objects.get().state == StatementState.WAITING
    assert moderator.post(page, {"verdict": "refuse", "reason": "off_topic"}).status_code == 302
    assert Statement.objects.get().state == StatementState.REFUSED


def test_better_words_make_a_linked_statement_that_takes_part(moderator: Client, running: Consultation) -> None:
    sent_in(running, 1, "wachtlijst korter aub!!")
    page = address("moderate", running, 1)
    assert moderator.post(page, {"verdict": "reword", "text": "x" * 141}).status_code == 422
    assert moderator.post(page, {"verdict": "reword", "text": "De wachtlijst moet korter."}).status_code == 302
    new = Statement.objects.get(state=StatementState.ACCEPTED)
    assert new.replaces is not None
    assert new.replaces.state == StatementState.REPLACED


@pytest.mark.parametrize(
    "data",
    [
        {"verdict": "accept"},
        {"verdict": "refuse", "reason": "hurtful"},
        {"verdict": "reword", "text": "De wachtlijst moet korter zijn."},
    ],
)
def test_two_moderators_at_once_get_a_friendly_word(
    moderator: Client, running: Consultation, data: dict[str, str]
) -> None:
    statement = sent_in(running, 1, "De wachtlijst moet korter worden.")
    accept(by=None, at=timezone.now(), statement=statement)
    answer = moderator.post(address("moderate", running, 1), data)
    assert answer.status_code == 409
    assert "Een andere moderator heeft over deze stelling al beslist." in answer.text
    assert Statement.objects.count() == 1


def test_an_unknown_verdict_changes_nothing(moderator: Client, running: Consultation) -> None:
    sent_in(running, 1, "De wachtlijst moet korter worden.")
    assert moderator.post(address("moderate", running, 1), {"verdict": "burn"}).status_code == 200
    assert Statement.objects.get().state == StatementState.WAITING
    assert moderator.get(address("moderate", running, 99)).status_code == 404


def test_everybody_reads_the_counts_but_only_staff_the_log(moderator: Client, running: Consultation) -> None:
    refuse(
        by=None,
        at=timezone.now(),
        statement=sent_in(running, 1, "De wachtlijst moet korter worden."),
        reason="off_topic",
    )
    page = Client().get(address("moderation_counts", running))
    assert page.status_code == 200
    assert "Gaat niet over de vraag" in page.text
    assert "De wachtlijst moet korter worden." not in page.text
    assert Client().get(address("moderation_log", running)).status_code == 302
    assert "De wachtlijst moet korter worden." in moderator.get(address("moderation_log", running)).text


def test_the_log_is_searched_filtered_and_paged(moderator: Client, running: Consultation) -> None:
    for number in range(1, 31):
        statement = sent_in(running, number, f"Stelling over onderwerp {number} van vandaag.")
        if number % 2:
            accept(by=None, at=timezone.now(), statement=statement)
        else:
            refuse(by=None, at=timezone.now(), statement=statement, reason="hurtful", explanation="Niet aardig")
    log = address("moderation_log", running)
    assert "30 besluiten" in moderator.get(log).text
    assert "pagina=2" in moderator.get(log).text
    assert "15 besluiten" in moderator.get(log, {"besluit": "refused"}).text
    assert "Eén besluit" in moderator.get(log, {"zoek": "onderwerp 17"}).text
    assert "Niets gevonden" in moderator.get(log, {"zoek": "onderwerp 18", "besluit": "accepted"}).text
    assert moderator.get(log, {"besluit": "onzin", "pagina": "x"}).status_code == 200
