"""Which statement somebody is asked next: from exact counts, never always the same, and nothing twice."""

import random
import threading
import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from regiotafel.consultations.models import Choice, Consultation, Participant, Statement
from regiotafel.consultations.paper.actions import PaperBallot, enter_ballots, plan_table
from regiotafel.consultations.taking_part.actions import cast_vote
from regiotafel.consultations.taking_part.analysis import ballot
from tests.factories import ConsultationFactory, ParticipantFactory, StatementFactory

CHOICES = (Choice.AGREE, Choice.UNSURE, Choice.DISAGREE, None)


def press(consultation: Consultation, person: int, statement: Statement, choice: Choice | None) -> None:
    cast_vote(
        at=timezone.now(),
        consultation=consultation,
        participant_id=person,
        statement=statement,
        choice=choice,
        key=uuid.uuid4(),
    )


def wrong_counts(consultation: Consultation) -> list[tuple[int, tuple[int, int], tuple[int, int]]]:
    """number, what the statement says, what a recount says"""
    recounted = Statement.objects.filter(consultation=consultation).annotate(
        n_there=Count("votes"), n_agree_there=Count("votes", filter=Q(votes__choice=1))
    )
    rows = [(one.number, (one.n_counted, one.n_agreed), (one.n_there, one.n_agree_there)) for one in recounted]
    return [row for row in rows if row[1] != row[2]]


def conversation(n_statements: int, n_people: int) -> tuple[Consultation, list[Statement], list[Participant]]:
    consultation = ConsultationFactory()
    statements = [StatementFactory(consultation=consultation, number=n + 1) for n in range(n_statements)]
    return consultation, statements, ParticipantFactory.create_batch(n_people, consultation=consultation)


@pytest.mark.django_db
def test_counts_equal_a_recount_after_any_presses() -> None:
    consultation, statements, people = conversation(4, 5)
    chance = random.Random(3)
    for _ in range(200):
        press(consultation, chance.choice(people).pk, chance.choice(statements), chance.choice(CHOICES))
    assert wrong_counts(consultation) == []
    assert sum(one.n_counted for one in consultation.statements.all()) > 5


@pytest.mark.django_db
def test_a_press_that_arrives_twice_counts_once() -> None:
    consultation, (statement,), (person,) = conversation(1, 1)
    for _ in range(2):
        cast_vote(
            at=timezone.now(),
            consultation=consultation,
            participant_id=person.pk,
            statement=statement,
            choice=Choice.AGREE,
            key=uuid.UUID(int=7),
        )
    statement.refresh_from_db()
    assert (statement.n_counted, statement.n_agreed) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_counts_stay_exact_when_the_same_people_press_at_once() -> None:
    consultation, statements, people = conversation(2, 3)
    begin, faults = threading.Barrier(6), []

    def run(seed: int) -> None:
        chance = random.Random(seed)
        begin.wait()
        try:
            for _ in range(25):
                press(consultation, chance.choice(people).pk, chance.choice(statements), chance.choice(CHOICES))
        except Exception as fault:  # told to the test below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert wrong_counts(consultation) == []


@pytest.mark.django_db
def test_paper_ballots_are_in_the_counts() -> None:
    consultation, statements, _ = conversation(3, 0)
    table = plan_table(
        by=None, at=timezone.now(), consultation=consultation, name="Tafel", held_on=timezone.localdate()
    )
    sheets = [
        PaperBallot(str(n), {one: CHOICES[(n + one.number) % 3] for one in statements[: n % 4]}) for n in range(8)
    ]
    enter_ballots(by=None, at=timezone.now(), table=table, ballots=sheets)
    assert wrong_counts(consultation) == []
    assert {one.n_counted for one in consultation.statements.all()} != {0}


@pytest.mark.django_db
def test_the_next_statement_costs_one_query(django_assert_num_queries: Any) -> None:
    consultation, _, (person,) = conversation(60, 1)
    with django_assert_num_queries(1):
        ballot(consultation, person.pk)


@pytest.mark.django_db
def test_the_same_person_is_asked_the_same_until_answering_and_nothing_twice() -> None:
    consultation, statements, (person,) = conversation(12, 1)
    asked = []
    while (one := ballot(consultation, person.pk).statement) is not None:
        again = ballot(consultation, person.pk).statement
        assert again is not None
        assert again.pk == one.pk
        asked.append(one.pk)
        press(consultation, person.pk, one, Choice.AGREE)
    assert sorted(asked) == sorted(statement.pk for statement in statements)


def live(n_statements: int, n_people: int, per_person: int) -> tuple[Consultation, list[Participant], dict[int, float]]:
    """People who answer what they are asked, each with a fixed chance per statement to agree."""
    consultation, statements, people = conversation(n_statements, n_people)
    chance = random.Random(5)
    agrees = {one.pk: (0.95, 0.9, 0.55, 0.5, 0.1)[one.number % 5] for one in statements}
    for person in people:
        for _ in range(per_person):
            one = ballot(consultation, person.pk).statement
            assert one is not None
            choice = Choice.AGREE if chance.random() < agrees[one.pk] else Choice.DISAGREE
            press(consultation, person.pk, one, choice)
    return consultation, people, agrees


def asked_first(consultation: Consultation, n: int = 400) -> Counter[int]:
    """What so many people who have not answered yet would be asked."""
    found = (ballot(consultation, -person).statement for person in range(1, n + 1))
    return Counter(one.number for one in found if one is not None)


@pytest.mark.django_db
def test_on_live_answers_every_statement_is_asked_and_doubt_is_asked_most() -> None:
    consultation, _, agrees = live(25, 70, 8)
    counts = {one.pk: one.n_counted for one in consultation.statements.all()}
    assert sum(counts.values()) == 70 * 8
    assert min(counts.values()) >= 5
    doubted = [counts[pk] for pk, share in agrees.items() if share in (0.5, 0.55, 0.9)]
    known = [counts[pk] for pk, share in agrees.items() if share == 0.1]
    assert sum(doubted) / len(doubted) > 1.5 * sum(known) / len(known)


@pytest.mark.django_db
def test_a_new_statement_is_asked_at_once_and_its_chance_does_not_stay_the_same() -> None:
    """Of another system the chance of a new statement was constant for sixteen months, and nobody saw it."""
    consultation, people, _ = live(12, 30, 6)
    new = StatementFactory(consultation=consultation, number=13)
    chances = [asked_first(consultation)[13]]
    assert chances[0] > 400 / 3
    for person in people[:12]:
        press(consultation, person.pk, new, Choice.AGREE)
        chances.append(asked_first(consultation)[13])
    assert chances[-1] < chances[0] / 2
    assert len(set(chances)) > 6
    assert chances[-1] > 0


@pytest.mark.django_db
def test_one_answer_of_somebody_else_seldom_changes_what_i_am_asked() -> None:
    """So who comes back to the page finds the statement that was there."""
    consultation, people, _ = live(25, 40, 8)

    def asked() -> list[int]:
        found = (ballot(consultation, -person).statement for person in range(1, 201))
        return [one.pk for one in found if one is not None]

    changed = 0
    for person in people[:5]:
        before = asked()
        waiting = ballot(consultation, person.pk).statement
        assert waiting is not None
        press(consultation, person.pk, waiting, Choice.AGREE)
        changed += sum(one != other for one, other in zip(before, asked(), strict=True))
    assert changed <= 5 * 200 / 10


@pytest.mark.django_db
def test_a_draft_without_statements_asks_nothing() -> None:
    consultation = ConsultationFactory(closes_at=timezone.now() + timedelta(days=1))
    assert ballot(consultation, 1).statement is None
