"""What a report counts, and what the outcome page reads, whatever the size of the consultation."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F, Max, Q, QuerySet, Sum

from regiotafel.consultations.benchmark.queries import Given, benchmark_in_words
from regiotafel.consultations.models import (
    Channel,
    Consultation,
    Participant,
    Report,
    Source,
    Statement,
    StatementState,
    Vote,
    VoteEvent,
)
from regiotafel.engine.results.opinions import read_person
from regiotafel.reports.opinions.groups import Place
from regiotafel.reports.opinions.outcome import Outcome, read

# A report is made again when there are new answers and the last one is older than this.
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


def latest_report(consultation: Consultation) -> Report | None:
    """Without its people: of twenty thousand they are ten times as much as all that is told."""
    return _newest(consultation).first()


def _newest(consultation: Consultation) -> QuerySet[Report]:
    found = Report.objects.filter(consultation=consultation).defer("people")
    return found.order_by("-counted_until", "-pk")


def name_of(participant: int | str) -> str:
    """Under which somebody stands in `people`. A name that is a number would be a place in a list, for a database."""
    return f"p{participant}"


def participant_named(name: str) -> int:
    """The other way round."""
    return int(name[1:])


def last_event(consultation: Consultation) -> int:
    latest = VoteEvent.objects.filter(participant__consultation=consultation).aggregate(last=Max("pk"))["last"]
    return latest or 0


def is_report_wanted(consultation: Consultation, report: Report | None, now: datetime) -> bool:
    """New answers or figures to compare with, not asked for already, and the last report is not brand new."""
    asked = consultation.report_asked_at
    if asked is not None and now - asked < LOST_AFTER:
        return False
    if report is not None and now - report.made_at < FRESH_FOR:
        return False
    given = consultation.benchmark_set_at
    if report is not None and given is not None and given > report.counted_until:
        return True
    return last_event(consultation) > (report.last_event if report else 0)


def is_report_on_its_way(consultation: Consultation, now: datetime) -> bool:
    asked = consultation.report_asked_at
    return asked is not None and now - asked < LOST_AFTER


def statements_to_count(consultation: Consultation) -> QuerySet[Statement]:
    """Those that take part or were replaced after answers were given.

    Elsewhere a statement could be refused after people had answered it: in what was read in, those answers count.
    """
    return Statement.objects.filter(consultation=consultation).filter(
        Q(state__in=(StatementState.ACCEPTED, StatementState.REPLACED)) | Q(source=Source.IMPORTED, n_counted__gt=0)
    )


def is_counted(consultation: Consultation, number: int) -> bool:
    """Whether the outcome tells of the statement with this number."""
    return statements_to_count(consultation).filter(number=number).exists()


def rows_to_count(consultation: Consultation) -> Counted:
    """Everybody's current answers to the statements that count."""
    until = last_event(consultation)
    statements = list(statements_to_count(consultation).order_by("number").values_list("number", "text", "pk"))
    numbers = {pk: number for number, _, pk in statements}
    people = list(
        Participant.objects.filter(consultation=consultation)
        .order_by("pk")
        .values_list("pk", "role", "municipality__name", "channel")
    )
    votes = [
        (person, numbers[statement], choice)
        for person, statement, choice in Vote.objects.filter(participant__consultation=consultation)
        .order_by("participant_id", "statement_id")
        .values_list("participant_id", "statement_id", "choice")
        .iterator(chunk_size=10_000)
        if statement in numbers
    ]
    voters = {person for person, _, _ in votes}
    return Counted(
        people=[(pk, role, municipality or "") for pk, role, municipality, _ in people if pk in voters],
        statements=[(number, text) for number, text, _ in statements],
        votes=votes,
        last_event=until,
        invited=frozenset(pk for pk, _, _, channel in people if channel == Channel.INVITATION),
        last_answer=dict(
            Vote.objects.filter(participant__consultation=consultation)
            .values_list("participant_id")
            .annotate(Max("at"))
            .order_by()
        ),
        benchmark=benchmark_in_words(consultation),
    )


@dataclass(frozen=True)
class Result:
    """The last good report, and whether a newer one is needed or being made."""

    report: Report | None
    outcome: Outcome | None
    is_wanted: bool
    is_on_its_way: bool
    # Answers that came after the count, or were taken back since.
    n_since: int
    # Where the reader stands; None when they took no part, or came after the count.
    place: Place | None = None


def result_of(consultation: Consultation, now: datetime, participant_id: int | None = None) -> Result:
    """participant_id: of the reader, whose own place is read in the same query as the report."""
    found = _newest(consultation)
    if participant_id is not None:
        found = found.annotate(mine=F(f"people__{name_of(participant_id)}"))
    report = found.first()
    outcome = read(report.data) if report else None
    mine = getattr(report, "mine", None)
    return Result(
        report=report,
        outcome=outcome,
        is_wanted=is_report_wanted(consultation, report, now),
        is_on_its_way=is_report_on_its_way(consultation, now),
        n_since=n_answers_now(consultation) - (report.n_votes if report else 0),
        place=outcome.place_of(read_person(mine)) if outcome and mine else None,
    )


def n_answers_now(consultation: Consultation) -> int:
    """Of the statements that a report counts, from the counts that every answer keeps."""
    counted = statements_to_count(consultation).aggregate(n=Sum("n_counted"))["n"]
    return counted or 0


def latest_report_key(consultation: Consultation) -> int:
    """Which report is the newest, without reading it. 0: there is none."""
    keys = Report.objects.filter(consultation=consultation).order_by("-counted_until", "-pk").values_list("pk")
    newest = keys.first()
    return newest[0] if newest else 0
