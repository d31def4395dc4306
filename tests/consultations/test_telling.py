"""What is told of a consultation that runs: in steps about at least five people, whatever people do in between."""

import random
import uuid
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from regiotafel.consultations.models import Choice, Consultation, Report, ReportKind, Statement, Step, Vote, VoteEvent
from regiotafel.consultations.outcome.queries import rows_to_count
from regiotafel.consultations.outcome.tasks import refresh_report
from regiotafel.consultations.queries import told_report
from regiotafel.consultations.taking_part.actions import store_press
from regiotafel.consultations.telling.actions import take_steps
from regiotafel.consultations.telling.queries import answers_told, told_until_now
from regiotafel.consultations.telling.rules import FEWEST_OTHERS, may_join_at_last, n_to_tell
from tests.factories import ConsultationFactory, ParticipantFactory, StatementFactory

SMALLEST = 5
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
        assert min(others(told), others(left)) >= FEWEST_OTHERS


@given(st.lists(ANSWERS, max_size=40))
def test_as_many_as_possible_are_told(waiting: list[int | None]) -> None:
    n = n_to_tell(waiting, most=len(waiting))

    def is_right(cut: int) -> bool:
        parts = waiting[:cut], waiting[cut:]
        return all(sum(c is not None for c in part) >= SMALLEST and others(part) >= FEWEST_OTHERS for part in parts)

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
    assert may_join_at_last(3, 0)
    assert may_join_at_last(5, 20)
    assert not may_join_at_last(4, 20)
    assert not may_join_at_last(0, 20)


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

    def tell(self) -> Report | None:
        report = take_steps(at=self.now + timedelta(minutes=2), consultation=self.consultation)
        if report is not None:
            self.keep(report)
        return report

    def keep(self, report: Report) -> None:
        found = {
            one["id"]: tuple(one[name] or 0 for name in ("n_agree", "n_disagree", "n_unsure"))
            for one in report.data["statements"]
        }
        self.tellings.append(found | {"people": (report.n_people,)})

    def close(self) -> Report:
        Consultation.objects.filter(pk=self.consultation.pk).update(closes_at=timezone.now() - timedelta(minutes=5))
        refresh_report.func(self.consultation.pk)
        self.consultation.refresh_from_db()
        report = told_report(self.consultation, timezone.now())
        assert report is not None
        assert report.kind == ReportKind.FINAL
        return report

    def faults(self) -> list[str]:
        """Rows of which two tellings differ by one to four people, or are about people who all said the same."""
        found = []
        for i, before in enumerate(self.tellings):
            for after in self.tellings[i + 1 :]:
                for row, counts in after.items():
                    steps = [b - a for a, b in zip(before.get(row, (0,) * len(counts)), counts, strict=True)]
                    if min(steps) < 0 or 0 < sum(steps) < SMALLEST:
                        found.append(f"{row}: {steps}")
                    elif row != "people" and sum(steps) and sum(steps) - max(steps) < FEWEST_OTHERS:
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
        if chance.random() < 0.4:
            played.tell()
    return played


@pytest.mark.django_db
@settings(max_examples=12)
@given(st.integers(0, 10_000), st.floats(0.3, 0.9))
def test_any_two_tellings_differ_by_nobody_or_by_five(seed: int, sure: float) -> None:
    played = play(seed, sure=sure)
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


@pytest.mark.django_db
def test_a_changed_answer_waits_for_the_closing() -> None:
    played = play(3, n_people=30, sure=0.5)
    while played.tell():
        pass
    before = played.tellings[-1]
    first = played.people[0]
    for choice in (1, -1, 0, None):
        played.press(first, played.statements[0], choice)
        assert played.tell() is None
    assert told_until_now(played.consultation).counts[played.statements[0].pk] == before["1"]
    report = played.close()
    rows = {one["id"]: (one["n_agree"], one["n_disagree"], one["n_unsure"]) for one in report.data["statements"]}
    now = [played.statements[0].votes.filter(choice=choice).count() for choice in (1, -1, 0)]
    assert rows["1"] == tuple(now)


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
