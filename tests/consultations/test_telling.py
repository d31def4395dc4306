"""What is told of a consultation that runs: in steps about at least five people, whatever people do in between."""

import random
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from regiotafel.consultations.models import Choice, Consultation, Report, ReportKind, Statement, Step, Vote, VoteEvent
from regiotafel.consultations.outcome.queries import rows_to_count
from regiotafel.consultations.outcome.tasks import refresh_report
from regiotafel.consultations.queries import told_report
from regiotafel.consultations.taking_part.actions import store_press
from regiotafel.consultations.telling.actions import take_steps
from regiotafel.consultations.telling.queries import answers_told, told_until_now
from regiotafel.consultations.telling.rules import counts_of, may_join_at_last, may_people_join_at_last, n_to_tell
from tests.factories import ConsultationFactory, ParticipantFactory, StatementFactory

SMALLEST = 5
OTHERS = 2  # so many at least gave another answer than most
ANSWERS = st.sampled_from([1, 0, -1, None])


def others(choices: Sequence[int | None]) -> int:
    given_ = [choice for choice in choices if choice is not None]
    return len(given_) - max((given_.count(choice) for choice in set(given_)), default=0)


# --- the rule


@given(st.lists(ANSWERS, max_size=60), st.integers(0, 60), st.booleans())
def test_who_is_told_and_who_waits_are_each_five_and_of_both_it_is_unknown_what_each_said(
    waiting: list[int | None], most: int, is_mixed: bool
) -> None:
    n = n_to_tell(waiting, most=most, is_mixed=is_mixed)
    if not n:
        return
    told, left = waiting[:n], waiting[n:]
    assert SMALLEST <= sum(choice is not None for choice in told) <= most
    assert sum(choice is not None for choice in left) >= SMALLEST
    if is_mixed:
        assert min(others(told), others(left)) >= OTHERS


@given(st.lists(ANSWERS, max_size=40))
def test_as_many_as_possible_are_told(waiting: list[int | None]) -> None:
    n = n_to_tell(waiting, most=len(waiting))

    def is_right(cut: int) -> bool:
        parts = waiting[:cut], waiting[cut:]
        return all(sum(c is not None for c in part) >= SMALLEST and others(part) >= OTHERS for part in parts)

    fit = [cut for cut in range(len(waiting) + 1) if is_right(cut) and waiting[cut - 1] is not None]
    assert n == max(fit, default=0)


@pytest.mark.parametrize(
    ("waiting", "n"),
    [
        ([1, -1] * 4 + [1], 0),  # nine people
        ([1, -1] * 5, 5),  # the first five are told, five wait
        ([1] * 10, 0),  # who is in it would be known to have agreed
        ([1] * 4 + [-1] * 6, 0),  # nearly all of those who wait said the same
        ([1, -1, 1, -1, None, 1, 0, 1, 0, 1, 0], 6),  # who took it back is passed
    ],
)
def test_steps_by_hand(waiting: list[int | None], n: int) -> None:
    assert n_to_tell(waiting, most=99) == n


def test_last_count_has_everybody_or_keeps_what_was_told() -> None:
    told = (6, 4, 0)
    # Told for the first time: that is up to the rules of one report.
    assert may_join_at_last(came=(3, 0, 0), told=(0, 0, 0), now=(3, 0, 0))
    assert may_join_at_last(came=(2, 2, 1), told=told, now=(8, 6, 1))
    assert not may_join_at_last(came=(2, 2, 0), told=told, now=(8, 6, 0))
    assert not may_join_at_last(came=(0, 0, 0), told=told, now=(6, 4, 0))
    # Five who waited 3-2, until two of them agreed.
    assert not may_join_at_last(came=(5, 0, 0), told=told, now=(11, 4, 0))
    # Somebody who was told changes: the difference says less of those who came, or that somebody changed.
    assert not may_join_at_last(came=(2, 2, 1), told=told, now=(10, 4, 1))
    assert not may_join_at_last(came=(3, 0, 3), told=told, now=(10, 3, 3))
    # It would look mixed, but who knows that those who were told changed knows who came.
    assert not may_join_at_last(came=(5, 0, 0), told=told, now=(8, 6, 1))
    # Who was told took it back, and four are left.
    assert not may_join_at_last(came=(2, 2, 1), told=told, now=(7, 6, 1))
    assert not may_join_at_last(came=(3, 3, 0), told=told, now=(10, 5, 0))
    assert may_join_at_last(came=(3, 3, 1), told=told, now=(8, 7, 1))


def test_people_come_at_last_with_five_or_not_at_all() -> None:
    joins = {n: may_people_join_at_last(n_told=10, n_new=n) for n in (0, 1, 4, 5, 6)}
    assert joins == {0: False, 1: False, 4: False, 5: True, 6: True}
    assert may_people_join_at_last(n_told=0, n_new=3)


def test_answers_are_found_back_as_they_were_told() -> None:
    events = [(1, 1, 1), (2, 2, -1), (3, 1, 0), (4, 3, 1), (5, 2, None), (6, 3, -1), (7, 4, 1), (8, 1, 1)]
    # Persons 1 and 2 were told at event 4, person 3 at event 7, person 4 never.
    assert dict(answers_told(events, [(2, 4), (4, 7)])) == {1: 0, 2: -1, 3: -1}


# --- over time, in the database


class Played:
    """A consultation that is played on a clock of its own, and everything that was told of it."""

    def __init__(self, n_statements: int = 3) -> None:
        self.now = timezone.now()
        self.consultation: Consultation = ConsultationFactory(opens_at=self.now - timedelta(days=1))
        self.statements = [StatementFactory(consultation=self.consultation, number=n + 1) for n in range(n_statements)]
        self.people: list[int] = []
        self.is_closed = False
        self.tellings: list[dict[str, tuple[int, ...]]] = []

    def come(self) -> int:
        self.people.append(ParticipantFactory(consultation=self.consultation).pk)
        return self.people[-1]

    def press(self, person: int, statement: Statement, choice: int | None) -> None:
        self.now += timedelta(minutes=2)
        store_press(
            at=self.now,
            participant_id=person,
            statement_id=statement.pk,
            choice=None if choice is None else Choice(choice),
            key=uuid.uuid4(),
        )

    def take_back(self, person: int) -> None:
        """Everything."""
        for statement in self.statements:
            if Vote.objects.filter(participant=person, statement=statement).exists():
                self.press(person, statement, None)

    def tell(self) -> Report | None:
        report = take_steps(at=self.now + timedelta(minutes=2), consultation=self.consultation)
        if report is not None:
            self.keep(report)
        return report

    def keep(self, report: Report) -> None:
        """What was told, exactly: also where the report says only that at least so many answered so."""
        numbers = {statement.pk: str(statement.number) for statement in self.statements}
        if report.kind == ReportKind.TOLD:
            exact = {numbers[pk]: counts for pk, counts in told_until_now(self.consultation).counts.items()}
        else:
            choices: dict[str, list[int]] = {}
            for _, number, choice in rows_to_count(self.consultation).votes:
                choices.setdefault(str(number), []).append(choice)
            # Of fewer than five people a report tells nothing.
            exact = {number: counts_of(of) for number, of in choices.items() if len(of) >= SMALLEST}
        for one in report.data["statements"]:
            told = [one[name] or 0 for name in ("n_agree", "n_disagree", "n_unsure")]
            counts = exact.get(one["id"], (0, 0, 0))
            assert sum(told) + (one.get("n_untold") or 0) == sum(counts)
            assert all(at_least <= n for at_least, n in zip(told, counts, strict=True))
        self.tellings.append(exact | {"people": (report.n_people,)})

    def close(self) -> Report:
        Consultation.objects.filter(pk=self.consultation.pk).update(closes_at=timezone.now() - timedelta(minutes=5))
        refresh_report.func(self.consultation.pk)
        self.consultation.refresh_from_db()
        self.is_closed = True
        report = told_report(self.consultation, timezone.now())
        assert report is not None
        assert report.kind == ReportKind.FINAL
        self.keep(report)
        return report

    def faults(self) -> list[str]:
        """Rows of which two tellings differ by one to four people, or are about people who all said the same.

        What is told for the first time when it has closed falls under the rules of one report.
        """
        found = []
        tellings: list[dict[str, tuple[int, ...]]] = [{}, *self.tellings]
        for i, before in enumerate(tellings):
            for after in tellings[i + 1 :]:
                for row, counts in after.items():
                    if row not in before and self.is_closed and after is tellings[-1]:
                        continue
                    steps = [b - a for a, b in zip(before.get(row, (0,) * len(counts)), counts, strict=True)]
                    if min(steps) < 0 or 0 < sum(steps) < SMALLEST:
                        found.append(f"{row}: {steps}")
                    elif row != "people" and sum(steps) and sum(steps) - max(steps) < OTHERS:
                        found.append(f"{row}: all but {sum(steps) - max(steps)} said the same")
        return found


def play(seed: int, n_people: int = 40, n_statements: int = 3, sure: float = 0.7) -> Played:
    """People who come, answer, answer otherwise and take back, and a clock that tells now and then."""
    chance, played = random.Random(seed), Played(n_statements)
    for _ in range(n_people):
        played.come()
        for statement in played.statements:
            if chance.random() < 0.85:
                played.press(played.people[-1], statement, 1 if chance.random() < sure else chance.choice([0, -1]))
        if chance.random() < 0.3:
            played.press(
                chance.choice(played.people), chance.choice(played.statements), chance.choice([1, 0, -1, None])
            )
        if chance.random() < 0.1:
            played.take_back(chance.choice(played.people))
        if chance.random() < 0.4:
            played.tell()
    return played


@pytest.mark.django_db
@settings(max_examples=12)
@example(663, 0.3125)  # somebody took everything back, was passed, and came again
@given(st.integers(0, 10_000), st.floats(0.3, 0.9))
def test_any_two_tellings_differ_by_nobody_or_by_five(seed: int, sure: float) -> None:
    played = play(seed, sure=sure)
    # And whatever those who wait do, and those who were told, until it closes.
    chance = random.Random(seed)
    for person in chance.sample(played.people[-8:], seed % 6):
        played.take_back(person)
    for person in chance.sample(played.people, seed % 4):
        played.press(person, chance.choice(played.statements), chance.choice([1, 0, -1, None]))
    played.close()
    assert played.faults() == []


@pytest.mark.django_db
def test_much_is_told_and_a_planted_step_of_one_is_found() -> None:
    played = play(1, n_people=60, sure=0.5)
    assert len(played.tellings) > 5
    assert all(sum(counts) > 30 for counts in played.tellings[-1].values())
    assert played.faults() == []
    row = dict(played.tellings[-1])
    agree, disagree, unsure = row["1"]
    played.tellings.append(row | {"1": (agree + 1, disagree, unsure)})
    assert played.faults() != []


def of_twenty(n_statements: int = 1) -> Played:
    """Fifteen were told, five of each answer; five wait, of whom two agree and two disagree."""
    played = Played(n_statements)
    for n in range(20):
        played.come()
        for statement in played.statements:
            played.press(played.people[-1], statement, (1, -1, 0)[n % 3])
    played.tell()
    assert played.tellings == [{str(one.number): (5, 5, 5) for one in played.statements} | {"people": (15,)}]
    return played


@pytest.mark.django_db
def test_a_changed_answer_waits_for_the_closing() -> None:
    played = of_twenty()
    for choice in (1, 0, None, -1):
        played.press(played.people[0], played.statements[0], choice)
        assert played.tell() is None
    played.close()
    now = tuple(played.statements[0].votes.filter(choice=choice).count() for choice in (1, -1, 0))
    assert played.tellings[1:] == [{"1": now, "people": (20,)}]
    assert now == (6, 8, 6)


@pytest.mark.django_db
def test_those_who_wait_and_come_to_agree_keep_their_answers_from_the_last_count() -> None:
    played = of_twenty(2)
    for person in played.people[-5:]:
        played.press(person, played.statements[0], 1)
    played.close()
    assert played.tellings[1:] == [{"1": (5, 5, 5), "2": (7, 7, 6), "people": (20,)}]


@pytest.mark.django_db
def test_somebody_who_was_told_and_changes_is_not_found_at_the_closing() -> None:
    played = of_twenty(2)
    for person in (1, 4):
        played.press(played.people[person], played.statements[0], 1)
    played.press(played.people[0], played.statements[1], None)
    for person in (7, 10):
        played.press(played.people[person], played.statements[0], 1)
    played.close()
    assert played.tellings[1:] == [{"1": (5, 5, 5), "2": (5, 5, 5), "people": (20,)}]


@pytest.mark.django_db
@pytest.mark.parametrize("n_back", [1, 4, 5])
def test_when_few_come_at_last_as_many_people_are_told_as_before(n_back: int) -> None:
    played = of_twenty(2)
    for person in played.people[-n_back:]:
        played.take_back(person)
    report = played.close()
    assert played.tellings[1:] == played.tellings[:1]
    assert (report.n_people, report.n_votes) == (15, 30)


@pytest.mark.django_db
def test_who_was_told_and_takes_everything_back_leaves_the_number_of_people() -> None:
    played = of_twenty(2)
    for person in (*played.people[:2], *played.people[-4:]):
        played.take_back(person)
    report = played.close()
    assert played.faults() == []
    assert report.n_people == 15


@pytest.mark.django_db
def test_nothing_is_told_of_fewer_than_ten_people_and_the_newest_five_wait() -> None:
    played = Played(1)
    for n in range(10):
        assert played.tell() is None
        played.press(played.come(), played.statements[0], (1, -1)[n % 2])
    report = played.tell()
    assert report is not None
    assert report.n_people == 5
    assert (report.n_votes, report.data["groups_reason"]) == (5, "running")


@pytest.mark.django_db
def test_who_was_pressed_just_now_is_not_told() -> None:
    """An answer may still be on its way into the database while a later one is there."""
    played = Played(1)
    for n in range(12):
        played.press(played.come(), played.statements[0], (1, -1)[n % 2])
    assert take_steps(at=played.now, consultation=played.consultation) is not None
    assert told_until_now(played.consultation).n_people == 6  # the last press is a moment old


@pytest.mark.django_db
def test_two_workers_at_once_take_a_step_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second read the same as the first, and comes to keep it when the first has."""
    played = Played(1)
    for n in range(12):
        played.press(played.come(), played.statements[0], (1, -1)[n % 2])
    from regiotafel.consultations.telling import actions  # noqa: PLC0415  # its own name for the rule is replaced here

    real, at = actions.next_steps, played.now + timedelta(minutes=2)

    def overtaken(*given_: object) -> list[Step]:
        steps = real(*given_)  # type: ignore[arg-type]
        monkeypatch.setattr(actions, "next_steps", real)
        assert take_steps(at=at, consultation=played.consultation) is not None
        return steps

    monkeypatch.setattr(actions, "next_steps", overtaken)
    assert take_steps(at=at, consultation=played.consultation) is None
    assert Report.objects.count() == 1
    assert told_until_now(played.consultation).n_people == 7


@pytest.mark.django_db
def test_a_step_that_was_begun_before_the_closing_is_not_kept_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    played = of_twenty()
    for n in range(12):
        played.press(played.come(), played.statements[0], (1, -1)[n % 2])
    from regiotafel.consultations.telling import actions  # noqa: PLC0415  # its own name for the rule is replaced here

    real = actions.next_steps

    def closed_meanwhile(*given_: object) -> list[Step]:
        Consultation.objects.filter(pk=played.consultation.pk).update(closes_at=timezone.now())
        return real(*given_)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "next_steps", closed_meanwhile)
    begun = timezone.now() - timedelta(seconds=1)
    VoteEvent.objects.update(at=begun - timedelta(minutes=2))
    assert take_steps(at=begun, consultation=played.consultation) is None
    assert told_until_now(played.consultation).n_people == 15


@pytest.mark.django_db
def test_a_step_writes_only_the_statements_that_moved(django_assert_max_num_queries: Any) -> None:
    played = of_twenty(12)
    for n in range(12):
        played.press(played.come(), played.statements[0], (1, -1)[n % 2])
    with django_assert_max_num_queries(30), CaptureQueriesContext(connection) as queries:
        assert played.tell() is not None
    written = [query["sql"] for query in queries if query["sql"].startswith('UPDATE "consultations_statement"')]
    assert len(written) == 1
    assert str(played.statements[1].pk) not in written[0].split("WHERE")[-1]


@pytest.mark.django_db
def test_killed_in_the_middle_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    played = Played(1)
    for n in range(12):
        played.press(played.come(), played.statements[0], (1, -1)[n % 2])

    def killed(**_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Report.objects, "create", killed)
        with pytest.raises(SystemExit):
            played.tell()
    assert not Step.objects.exists()
    assert set(played.consultation.statements.values_list("n_told", flat=True)) == {0}
    assert played.tell() is not None


@pytest.mark.django_db
def test_a_statement_whose_last_people_took_it_back_keeps_what_was_told() -> None:
    """Else the last count would differ by who changed an answer since."""
    played = Played(2)
    for n in range(20):
        person = played.come()
        for statement in played.statements:
            played.press(person, statement, (1, -1)[n % 2])
    report = played.tell()
    assert report is not None
    told = {one["id"]: one["n_votes"] for one in report.data["statements"]}
    assert told == {"1": 15, "2": 15}
    for person in played.people[-5:]:
        played.press(person, played.statements[0], None)
    played.press(played.people[0], played.statements[0], -1)
    last = played.close().data
    first, second = last["statements"]
    was = report.data["statements"][0]
    assert [first[name] for name in ("n_agree", "n_disagree", "n_unsure")] == [
        was[name] for name in ("n_agree", "n_disagree", "n_unsure")
    ]
    assert second["n_votes"] == 20
    assert Vote.objects.get(participant_id=played.people[0], statement=played.statements[0]).choice == -1


@pytest.mark.django_db
def test_last_count_is_told_once() -> None:
    played = play(5, n_people=20)
    first = played.close()
    person = played.come()
    at = timezone.now()
    Vote.objects.create(participant_id=person, statement=played.statements[0], choice=1, at=at)
    VoteEvent.objects.create(participant_id=person, statement=played.statements[0], choice=1, at=at, key=uuid.uuid4())
    refresh_report.func(played.consultation.pk)
    again = told_report(played.consultation, timezone.now())
    assert again is not None
    assert (again.pk, again.data) == (first.pk, first.data)


@pytest.mark.django_db
def test_what_was_read_in_before_the_opening_is_not_told_whole_while_it_runs() -> None:
    played = play(6, n_people=30)
    Consultation.objects.filter(pk=played.consultation.pk).update(opened_at=None)
    refresh_report.func(played.consultation.pk)
    played.consultation.refresh_from_db()
    draft = told_report(played.consultation, timezone.now())
    assert draft is not None
    assert draft.kind == ReportKind.FINAL
    Consultation.objects.filter(pk=played.consultation.pk).update(opened_at=timezone.now())
    played.consultation.refresh_from_db()
    running = told_report(played.consultation, timezone.now())
    assert running is not None
    assert running.kind == ReportKind.TOLD


@pytest.mark.django_db
def test_rows_to_count_are_as_people_answered_when_nothing_was_told() -> None:
    played = play(7, n_people=4)
    assert played.tellings == []
    assert len(rows_to_count(played.consultation).votes) == Vote.objects.count()


def answered_by(played: Played, choices: Sequence[int]) -> Report:
    """Told after so many more people answered the first statement."""
    for choice in choices:
        played.press(played.come(), played.statements[0], choice)
    report = played.tell()
    assert report is not None
    return report


@pytest.mark.django_db
def test_what_is_told_stays_told_while_it_is_likely_and_is_counted_anew_at_the_end() -> None:
    played = Played(n_statements=1)
    sure = answered_by(played, [1, 1, 1, 1, -1] * 7 + [1, -1] * 3)
    assert sure.data["common_ground"] == ["1"]
    assert "kept" not in sure.data
    less_sure = answered_by(played, [-1, -1, 0] * 5)
    assert less_sure.data["common_ground"] == less_sure.data["kept"] == ["1"]
    last = played.close()
    assert last.data["common_ground"] == []
    assert "kept" not in last.data
