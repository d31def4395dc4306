from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regiotafel.consultations.models import Consultation, ModerationDecision, Statement, StatementState, Vote
from regiotafel.consultations.statements.actions import accept, refuse
from regiotafel.regions.models import Role
from tests.consultations.conftest import address
from tests.factories import ParticipantFactory, StatementFactory, make_member

pytestmark = pytest.mark.django_db


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
    assert new.replaces.state == StatementState.REWORDED


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


# --- of the editors


def test_an_editor_is_not_told_that_somebody_sent_these_words_in(editor: Client, running: Consultation) -> None:
    """Who may take the votes along sees no statement come in, and cannot try whether one did."""
    waits = {"consultation": running, "state": StatementState.WAITING}
    first, second = (StatementFactory(number=80 + n, text=f"Hulp is {n} dorpen te ver weg.", **waits) for n in (2, 3))
    assert editor.post(address("statements", running), {"texts": first.text, "theme": ""}).status_code == 302
    # Who decides on them too is told: they read it anyway.
    both = Client()
    both.force_login(make_member(running.region, Role.REGION_ADMINISTRATOR))
    assert "Deze stelling is er al." in both.post(address("statements", running), {"texts": second.text}).text


def test_seed_statements_are_added_all_or_none(editor: Client, drafted: Consultation) -> None:
    texts = "Hulp hoort dichtbij te zijn.\n\nKort\nIs dit een vraag voor ons?\nHulp hoort  dichtbij te zijn."
    answer = editor.post(address("statements", drafted), {"texts": texts, "theme": "Toegang"})
    assert answer.status_code == 422
    for line in ("Regel 3:", "Regel 4:", "Regel 5: Deze stelling is er al."):
        assert line in answer.text
    assert Statement.objects.count() == 0
    answer = editor.post(address("statements", drafted), {"texts": "Hulp hoort dichtbij te zijn.\n", "theme": ""})
    assert answer.status_code == 302
    assert Statement.objects.get().state == StatementState.ACCEPTED


def test_seed_statements_with_script_are_shown_as_text(editor: Client, drafted: Consultation) -> None:
    editor.post(address("statements", drafted), {"texts": "<script>alert(1)</script> is geen hulp", "theme": ""})
    assert "<script>alert(1)" not in editor.get(address("statements", drafted)).text


def test_a_statement_with_answers_is_replaced_never_changed(editor: Client, running: Consultation) -> None:
    old = StatementFactory(consultation=running, number=1, text="Hulp hoort binnen tien minuten fietsen te zijn.")
    person = ParticipantFactory(consultation=running)
    Vote.objects.create(participant=person, statement=old, choice=1, at=timezone.now())
    page = address("replace_statement", running, 1)
    assert editor.post(page, {"text": old.text}).status_code == 422
    assert editor.post(page, {"text": "Hulp hoort binnen een kwartier fietsen te zijn."}).status_code == 302
    old.refresh_from_db()
    assert old.state == StatementState.REPLACED
    assert old.text == "Hulp hoort binnen tien minuten fietsen te zijn."
    assert Statement.objects.get(number=2).replaces == old
    assert editor.post(page, {"text": "Hulp hoort binnen een uur fietsen te zijn."}).status_code == 409


def test_a_statement_of_a_draft_is_mended_in_place(editor: Client, drafted: Consultation) -> None:
    old = StatementFactory(consultation=drafted, number=1).text
    page = address("replace_statement", drafted, 1)
    assert editor.post(page, {"text": "Hulp hoort dicht bij huis te zijn.", "seen": old}).status_code == 302
    assert Statement.objects.get().text == "Hulp hoort dicht bij huis te zijn."


def test_two_editors_on_one_statement_read_both_words_and_nothing_is_lost(
    editor: Client, drafted: Consultation
) -> None:
    old = StatementFactory(consultation=drafted, number=1).text
    page = address("replace_statement", drafted, 1)
    theirs, mine = "Hulp hoort dicht bij huis te zijn.", "Hulp hoort op school te zijn."
    assert editor.post(page, {"text": theirs, "seen": old}).status_code == 302
    conflict = editor.post(page, {"text": mine, "seen": old})
    assert conflict.status_code == 409
    shown = conflict.content.decode()
    assert "Deze stelling is intussen verbeterd." in shown
    assert f'name="seen" value="{theirs}"' in shown
    assert mine in shown
    assert "<del>" in shown
    assert Statement.objects.get().text == theirs
    assert editor.post(page, {"text": mine, "seen": theirs}).status_code == 302
    assert Statement.objects.get().text == mine


def test_statements_of_a_closed_consultation_stay_as_they_are(editor: Client, running: Consultation) -> None:
    StatementFactory(consultation=running, number=1)
    Consultation.objects.filter(pk=running.pk).update(closes_at=timezone.now())
    answer = editor.post(address("statements", running), {"texts": "Hulp hoort dichtbij te zijn.", "theme": ""})
    assert answer.status_code == 409
    text = {"text": "Hulp hoort dicht bij huis te zijn."}
    assert editor.post(address("replace_statement", running, 1), text).status_code == 409
