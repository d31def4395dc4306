"""What a report counts, and what the outcome page reads, whatever the size of the consultation."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q

from regiotafel.consultations.benchmark.queries import Given, benchmark_in_words
from regiotafel.consultations.models import (
    Channel,
    Consultation,
    Participant,
    Report,
    ReportKind,
    Statement,
    StatementState,
    Vote,
    VoteEvent,
)
from regiotafel.consultations.outcome.rules import Row, at_last
from regiotafel.consultations.queries import is_last_count, outcome_of, statements_to_count, told_reports
from regiotafel.consultations.rules import is_running, may_see_results
from regiotafel.consultations.telling.queries import as_told, ballots_event, steps_of, told_ballots, who_came
from regiotafel.consultations.telling.rules import SETTLED
from regiotafel.engine.results.opinions import read_person
from regiotafel.reports.opinions.groups import Place
from regiotafel.reports.opinions.outcome import Outcome

# A report is not made again before it is this old.
FRESH_FOR = timedelta(seconds=20)
# A task that was asked for this long ago has died: ask again.
LOST_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Counted:
    """The rows that an analysis starts from, in a fixed order."""

    people: list[tuple[int, str, str]]
    statements: list[tuple[int, str]]
    votes: list[tuple[int, int, int]]
    last_event: int
    # Who came with an invitation; how many people there are, by the names of the report.
    invited: frozenset[int] = frozenset()
    last_answer: dict[int, datetime] = field(default_factory=dict)
    benchmark: dict[str, Given] = field(default_factory=dict)


def name_of(participant: int | str) -> str:
    """Under which somebody stands in `people`. A name that is a number would be a place in a list, for a database."""
    return f"p{participant}"


def participant_named(name: str) -> int:
    """The other way round."""
    return int(name[1:])


def last_event(consultation: Consultation) -> int:
    latest = VoteEvent.objects.filter(participant__consultation=consultation).aggregate(last=Max("pk"))["last"]
    return latest or 0


def has_event_after(consultation: Consultation, event: int) -> bool:
    """Stops at the first one: a page asks this, however many there are."""
    return VoteEvent.objects.filter(participant__consultation=consultation, pk__gt=event).exists()


def is_report_wanted(consultation: Consultation, report: Report | None, now: datetime) -> bool:
    """Whether whoever looks should ask for a count: it has closed, or was read in, and this is not the last word on it.

    Of a consultation that runs nobody asks: its steps are taken by the clock, so that no page says when people came.
    """
    state = consultation.state(now)
    if state not in ("closed", "draft") or is_report_on_its_way(consultation, now):
        return False
    if state == "closed" and consultation.closes_at is not None and now - consultation.closes_at < SETTLED:
        return False
    if report is None or report.kind != ReportKind.FINAL:
        return has_event_after(consultation, 0)
    if timedelta(0) <= now - report.made_at < FRESH_FOR:
        return False
    given = consultation.benchmark_set_at
    if given is not None and given > report.made_at:
        return True
    return state == "draft" and has_event_after(consultation, report.last_event)


def is_report_on_its_way(consultation: Consultation, now: datetime) -> bool:
    asked = consultation.report_asked_at
    # Asked after now: by a clock that was ahead.
    return asked is not None and timedelta(0) <= now - asked < LOST_AFTER


def is_awaited(consultation: Consultation, report: Report | None, now: datetime) -> bool:
    """Whether something new will be here in a moment: it has just closed, or a count was asked for."""
    if consultation.state(now) not in ("closed", "draft"):
        return False
    if is_report_wanted(consultation, report, now) or is_report_on_its_way(consultation, now):
        return True
    return (report is None or report.kind != ReportKind.FINAL) and has_event_after(consultation, 0)


def to_be_counted(now: datetime) -> list[int]:
    """Where the clock brings something: what runs, and what closed without a last count."""
    opened = Consultation.objects.filter(opened_at__isnull=False, opens_at__lte=now)
    final = Report.objects.filter(
        is_last_count(now), consultation=OuterRef("pk"), counted_until__gte=OuterRef("closes_at")
    )
    answered = VoteEvent.objects.filter(participant__consultation=OuterRef("pk"))
    closed = Q(closes_at__lt=now - SETTLED) & ~Exists(final) & Exists(answered)
    return list(opened.filter(Q(closes_at__gt=now) | closed).order_by("pk").values_list("pk", flat=True))


def is_counted(consultation: Consultation, number: int) -> bool:
    """Whether the outcome tells of the statement with this number."""
    return statements_to_count(consultation).filter(number=number).exists()


def rows_to_count(consultation: Consultation) -> Counted:
    """Everybody's current answers to the statements that count, as far as they may be told beside what was told."""
    until = last_event(consultation)
    numbers = dict(statements_to_count(consultation).values_list("pk", "number"))
    votes = [
        (person, numbers[statement], choice)
        for person, statement, choice in Vote.objects.filter(participant__consultation=consultation)
        .order_by("participant_id", "statement_id")
        .values_list("participant_id", "statement_id", "choice")
        .iterator(chunk_size=10_000)
        if statement in numbers
    ]
    last_answer = dict(
        Vote.objects.filter(participant__consultation=consultation, at__isnull=False)
        .values_list("participant_id")
        .annotate(Max("at"))
        .order_by()
    )
    votes, voters = _as_may_be_told(consultation, numbers, votes)
    return _counted(consultation, until, votes, voters, last_answer)


def rows_told(consultation: Consultation) -> Counted:
    """The same of one that runs, for who may export the votes: whole ballots, of at least five people at once."""
    numbers = dict(statements_to_count(consultation).values_list("pk", "number"))
    until = ballots_event(consultation)
    votes: list[tuple[int, int, int]] = []
    last_answer: dict[int, datetime] = {}
    for person, statement, choice, at in told_ballots(consultation):
        if statement in numbers:
            votes.append((person, numbers[statement], choice))
            last_answer[person] = max(at, last_answer.get(person, at))
    return _counted(consultation, until, votes, {person for person, _, _ in votes}, last_answer)


def _counted(
    consultation: Consultation, until: int, votes: list[Row], voters: set[int], last_answer: dict[int, datetime]
) -> Counted:
    people = list(
        Participant.objects.filter(consultation=consultation)
        .order_by("pk")
        .values_list("pk", "role", "municipality__name", "channel")
    )
    return Counted(
        people=[(pk, role, municipality or "") for pk, role, municipality, _ in people if pk in voters],
        statements=list(statements_to_count(consultation).order_by("number").values_list("number", "text")),
        votes=votes,
        last_event=until,
        invited=frozenset(pk for pk, _, _, channel in people if channel == Channel.INVITATION),
        last_answer=last_answer,
        benchmark=benchmark_in_words(consultation),
    )


def _as_may_be_told(
    consultation: Consultation, numbers: dict[int, int], votes: list[Row]
) -> tuple[list[Row], set[int]]:
    steps = steps_of(consultation)
    people = steps.get(None, [])
    return at_last(
        votes,
        told={numbers[pk]: as_told(consultation, pk, steps[pk]) for pk in numbers if pk in steps},
        came=who_came(consultation, people[-1].until) if people else (),
    )


@dataclass(frozen=True)
class Result:
    """What is told now, and whether something newer is needed or will be here in a moment."""

    report: Report | None
    outcome: Outcome | None
    is_wanted: bool
    is_awaited: bool
    # Where the reader stands; None when they took no part, or people are not divided in parts yet.
    place: Place | None = None
    # Whether it is what only who may export the votes can read.
    is_inside: bool = False


def result_of(
    consultation: Consultation, now: datetime, participant_id: int | None = None, *, is_inside: bool = False
) -> Result:
    """participant_id: of the reader, whose own place is read in the same query as the report. is_inside: while it runs
    the reader may know everything."""
    if is_inside and is_running(consultation, now):
        return _inside_of(consultation, now)
    found = told_reports(consultation, now).defer("people", "data")
    if participant_id is not None:
        found = found.annotate(mine=F(f"people__{name_of(participant_id)}"))
    report = found.first()
    outcome = outcome_of(report) if report else None
    mine = getattr(report, "mine", None)
    return Result(
        report=report,
        outcome=outcome,
        is_wanted=is_report_wanted(consultation, report, now),
        is_awaited=is_awaited(consultation, report, now),
        place=outcome.place_of(read_person(mine)) if outcome and mine else None,
    )


def _inside_of(consultation: Consultation, now: datetime) -> Result:
    """Everything of whose ballots were told, or what everybody reads as long as it was not counted.

    It moves with the steps only: who looks again and again sees no single ballot come in.
    """
    reports = Report.objects.filter(consultation=consultation, kind=ReportKind.INSIDE).defer("people", "data")
    inside = reports.order_by("-counted_until", "-pk").first()
    report = inside or told_reports(consultation, now).defer("people", "data").first()
    counted = inside.last_event if inside else 0
    is_wanted = not is_report_on_its_way(consultation, now) and ballots_event(consultation) > counted
    return Result(
        report=report,
        outcome=outcome_of(report) if report else None,
        is_wanted=is_wanted,
        is_awaited=False,
        is_inside=inside is not None,
    )


def may_read_results(consultation: Consultation, now: datetime, participant_id: int | None) -> bool:
    """Whether who takes part, or only looks, may read what others answered. Asked of the database only where it runs
    and its results come after one's own answers."""
    if not consultation.results_after_answers or not is_running(consultation, now):
        return True
    if participant_id is None:
        return False
    asked = Statement.objects.filter(consultation=consultation, state=StatementState.ACCEPTED)
    own = Q(votes__participant=participant_id)
    found = asked.aggregate(n_asked=Count("pk", distinct=True), n_answered=Count("pk", distinct=True, filter=own))
    return may_see_results(**found)


def told_report_key(consultation: Consultation, now: datetime) -> int:
    """Which report is told now, without reading it. 0: there is none."""
    return told_reports(consultation, now).values_list("pk", flat=True).first() or 0
