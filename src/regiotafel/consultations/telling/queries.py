"""Who waits to be told, and what was told until now. Read from the events, which are only ever added: a step can be
taken again from what it says about itself."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.db import OperationalError, connection, transaction
from django.db.models import Max, Sum

from regiotafel.consultations.models import Consultation, Report, ReportKind, Step, VoteEvent
from regiotafel.consultations.queries import statements_to_count
from regiotafel.consultations.telling.rules import NOBODY, SETTLED, STEP_EVERY, Counts

# Who waits: the first event of each, and what they answer now; nothing when they took it back.
Waiting = Sequence[tuple[int, int | None]]
# The same of one statement, with the first event of each person on any statement.
Answers = Sequence[tuple[int, int | None, int]]


@dataclass(frozen=True)
class Totals:
    """What was told of each statement until now: agree, disagree and unsure, by its key; and of how many people."""

    n_people: int = 0
    counts: Mapping[int, Counts] = field(default_factory=dict)


@dataclass(frozen=True)
class Untold:
    """Who came since, in the order in which they came: of the consultation, and of each statement by its key."""

    as_of: int
    people: Waiting = ()
    statements: Mapping[int, Answers] = field(default_factory=dict)


def is_step_due(consultation: Consultation, at: datetime) -> bool:
    newest = Report.objects.filter(consultation=consultation, kind=ReportKind.TOLD).order_by("-made_at")
    made_at = newest.values_list("made_at", flat=True).first()
    # Half of it: a clock that is asked once an hour is never a minute too early.
    return made_at is None or abs(at - made_at) > STEP_EVERY / 2


def last_step(consultation: Consultation) -> int:
    """Its key: whoever finds another one meanwhile has been overtaken."""
    return Step.objects.filter(consultation=consultation).aggregate(last=Max("pk"))["last"] or 0


def told_until_now(consultation: Consultation) -> Totals:
    rows = Step.objects.filter(consultation=consultation).order_by().values_list("statement")
    sums = rows.annotate(Sum("n_people"), Sum("n_agree"), Sum("n_disagree"))
    counts = {row[0]: (row[2], row[3], row[1] - row[2] - row[3]) for row in sums}
    people = counts.pop(None, NOBODY)
    return Totals(sum(people), counts)


def settled_event(consultation: Consultation, at: datetime) -> int:
    """The last event before which none can come any more. 0: there is none, or somebody is still writing."""
    try:
        with transaction.atomic():
            _wait_for_who_writes()
            return _last_event(consultation, at)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
            raise
        return 0


def _wait_for_who_writes() -> None:
    """Numbers are given in order, and stand there in any order: until here nobody has one that does not stand there.

    For a moment nobody can answer. What takes longer (votes that are read in) is waited for until the next step.
    SQLite has one writer at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            cursor.execute("LOCK TABLE consultations_voteevent IN SHARE MODE")


_LOCK_NOT_AVAILABLE = "55P03"


def _last_event(consultation: Consultation, at: datetime) -> int:
    settled = VoteEvent.objects.filter(participant__consultation=consultation, at__lt=at - SETTLED)
    return settled.aggregate(last=Max("pk"))["last"] or 0


def untold(consultation: Consultation, as_of: int) -> Untold:
    """Everybody who waited when this event was the last one. Three queries."""
    counted = set(statements_to_count(consultation).values_list("pk", flat=True))
    answers: dict[int, list[tuple[int, int | None, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [consultation.pk, as_of, consultation.pk])
        people = cursor.fetchall()
        cursor.execute(_ANSWERS, [consultation.pk, as_of, consultation.pk])
        for statement, *answer in cursor.fetchall():
            if statement in counted:
                answers.setdefault(statement, []).append((answer[0], answer[1], answer[2]))
    return Untold(as_of, people, answers)


# Of each person and statement: the first answer, and the last event, which is what they answer as things stand.
_ANSWERED = """
WITH answered AS (
  SELECT e.participant_id, e.statement_id, MIN(CASE WHEN e.choice IS NOT NULL THEN e.id END) AS first, MAX(e.id) AS last
  FROM consultations_participant p JOIN consultations_voteevent e ON e.participant_id = p.id
  WHERE p.consultation_id = %s AND e.id <= %s GROUP BY e.participant_id, e.statement_id
)
"""
_PEOPLE = f"""{_ANSWERED}
SELECT MIN(a.first), MAX(ABS(l.choice)) FROM answered a JOIN consultations_voteevent l ON l.id = a.last
GROUP BY a.participant_id HAVING MIN(a.first) > COALESCE(
  (SELECT MAX(until) FROM consultations_step WHERE consultation_id = %s AND statement_id IS NULL), 0)
ORDER BY 1
"""  # noqa: S608  # two texts of our own
_ANSWERS = f"""{_ANSWERED}, began AS (SELECT participant_id, MIN(first) AS first FROM answered GROUP BY participant_id)
SELECT a.statement_id, a.first, l.choice, b.first FROM answered a JOIN began b ON b.participant_id = a.participant_id
JOIN consultations_voteevent l ON l.id = a.last
LEFT JOIN (
  SELECT statement_id, MAX(until) AS until FROM consultations_step
  WHERE consultation_id = %s AND statement_id IS NOT NULL GROUP BY statement_id
) t ON t.statement_id = a.statement_id
WHERE a.first > COALESCE(t.until, 0) ORDER BY a.statement_id, a.first
"""  # noqa: S608  # two texts of our own


def steps_of(consultation: Consultation) -> dict[int | None, list[Step]]:
    """By the key of the statement; None: of the people who take part."""
    found: dict[int | None, list[Step]] = {}
    for step in Step.objects.filter(consultation=consultation).order_by("until"):
        found.setdefault(step.statement_id, []).append(step)
    return found


def ballots_event(consultation: Consultation) -> int:
    """The last event that can be in a told ballot. 0: no ballot is told yet."""
    people = Step.objects.filter(consultation=consultation, statement__isnull=True)
    return people.aggregate(last=Max("as_of"))["last"] or 0


def told_ballots(
    consultation: Consultation, among: Collection[int] | None = None
) -> Iterator[tuple[int, int, int, datetime]]:
    """Person, statement by its key, answer and moment: what who may export the votes reads while it runs.

    A person comes in with the step of the people, as their answers stood then. What they answer after it waits for the
    closing: two moments differ by nobody, or by at least five whole ballots. among: only these people.
    """
    people = Step.objects.filter(consultation=consultation, statement__isnull=True).order_by("until")
    steps = list(people.values_list("until", "as_of"))
    if not steps:
        return
    events = VoteEvent.objects.filter(participant__consultation=consultation, pk__lte=max(of for _, of in steps))
    if among is not None:
        events = events.filter(participant__in=among)
    rows = events.order_by("participant_id", "pk").values_list("participant_id", "pk", "statement_id", "choice", "at")
    for person, of_person in groupby(rows.iterator(chunk_size=10_000), key=lambda row: row[0]):
        mine = [row[1:] for row in of_person]
        first = next((key for key, _, choice, _ in mine if choice is not None), None)
        place = len(steps) if first is None else bisect_left(steps, (first, 0))
        as_of = steps[place][1] if place < len(steps) else 0
        found = {statement: (choice, at) for key, statement, choice, at in mine if key <= as_of}
        yield from ((person, one, choice, at) for one, (choice, at) in sorted(found.items()) if choice is not None)


def who_came(consultation: Consultation, until: int) -> set[int]:
    """Everybody who had answered something at this event."""
    events = VoteEvent.objects.filter(participant__consultation=consultation, choice__isnull=False, pk__lte=until)
    return set(events.order_by().values_list("participant_id", flat=True).distinct())


def as_told(consultation: Consultation, statement: int, steps: Iterable[Step]) -> list[tuple[int, int]]:
    """The answers to one statement as they were told: person and choice. One query."""
    events = VoteEvent.objects.filter(participant__consultation=consultation, statement=statement).order_by("pk")
    found = list(events.values_list("pk", "participant_id", "choice"))
    return answers_told(found, [(step.until, step.as_of) for step in steps])


def answers_told(
    events: Sequence[tuple[int, int, int | None]], steps: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """events: key, person and choice, oldest first; steps: until and as_of, oldest first.

    Each person who was told, with the answer of that step: the last one before it that there was then.
    """
    first: dict[int, int] = {}
    for key, person, choice in events:
        if choice is not None:
            first.setdefault(person, key)
    as_of = {person: next((of for until, of in steps if key <= until), 0) for person, key in first.items()}
    found: dict[int, int | None] = {}
    for key, person, choice in events:
        if key <= as_of.get(person, 0):
            found[person] = choice
    return [(person, choice) for person, choice in found.items() if choice is not None]
