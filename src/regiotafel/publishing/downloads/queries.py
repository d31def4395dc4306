"""What can be taken along: the last report, and answers per person under a number that means something only there."""

from collections.abc import Iterator
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from regiotafel.consultations.models import Consultation, Report, Statement, StatementState, Vote
from regiotafel.consultations.outcome.queries import participant_named
from regiotafel.consultations.queries import told_report
from regiotafel.consultations.rules import SMALLEST_GROUP
from regiotafel.engine.results import opinions as results
from regiotafel.formats.polis import Comment, Conversation, VoteRow

ROWS_AT_A_TIME = 5_000
PEOPLE_AT_A_TIME = 500


def report_to_take(consultation: Consultation) -> Report | None:
    """What everybody may read now, when it is about enough people."""
    report = told_report(consultation, timezone.now())
    return report if report and report.n_people >= SMALLEST_GROUP else None


def person_numbers(consultation: Consultation) -> dict[int, int]:
    """A number from 0 for every participant. People are only ever added, so it stays the same in later files."""
    keys = consultation.participants.order_by("pk").values_list("pk", flat=True)
    return {key: number for number, key in enumerate(keys)}


def statements_to_take(consultation: Consultation, report: Report | None) -> list[Comment]:
    """Statements that people answer or answered, with their counts; who sent one in is not answered."""
    counts = {one.id: one for one in results.read(report.data).statements} if report else {}
    found = _asked(consultation)
    return [
        Comment(
            id=str(one.number),
            text=one.text,
            timestamp=int(one.sent_in_at.timestamp() * 1000),
            n_agree=counts[str(one.number)].n_agree if str(one.number) in counts else None,
            n_disagree=counts[str(one.number)].n_disagree if str(one.number) in counts else None,
        )
        for one in found
    ]


def votes_to_take(consultation: Consultation) -> Iterator[VoteRow]:
    """Everybody's current answers. What somebody withdrew is not in it."""
    numbers = person_numbers(consultation)
    rows = _votes(consultation).order_by("at", "pk").values_list("at", "statement__number", "participant_id", "choice")
    for at, statement, person, choice in rows.iterator(chunk_size=ROWS_AT_A_TIME):
        yield VoteRow(int(at.timestamp() * 1000), str(statement), str(numbers[person]), choice)


def people_to_take(consultation: Consultation) -> tuple[tuple[str, ...], Iterator[Conversation]]:
    """All statements, and the same answers by person, a few hundred people at a time."""
    statements = tuple(str(one.number) for one in _asked(consultation))
    return statements, _by_person(consultation, statements)


def _by_person(consultation: Consultation, statements: tuple[str, ...]) -> Iterator[Conversation]:
    numbers = person_numbers(consultation)
    rows = (
        _votes(consultation)
        .order_by("participant_id", "statement__number")
        .values_list("participant_id", "statement__number", "choice")
        .iterator(chunk_size=ROWS_AT_A_TIME)
    )
    part: list[tuple[str, str, int]] = []
    people: list[str] = []
    for person, given in groupby(rows, key=lambda row: row[0]):
        people.append(str(numbers[person]))
        part += [(str(numbers[person]), str(statement), choice) for _, statement, choice in given]
        if len(people) == PEOPLE_AT_A_TIME:
            yield _conversation(part, people, statements)
            part, people = [], []
    yield _conversation(part, people, statements)


def groups_of_people(consultation: Consultation, report: Report | None) -> dict[str, int | None]:
    """Number of the person → group in the last report."""
    if report is None:
        return {}
    return {number: person.group for number, person in _people(consultation, report).items()}


def report_with_people(consultation: Consultation, report: Report) -> results.Report:
    """For who may export votes: people under their numbers, as in the other files."""
    return results.with_people(results.read(report.data), _people(consultation, report))


def _people(consultation: Consultation, report: Report) -> dict[str, results.Person]:
    numbers = person_numbers(consultation)
    return {
        str(numbers[participant_named(name)]): results.read_person(person) for name, person in report.people.items()
    }


def _asked(consultation: Consultation) -> list[Statement]:
    states = (StatementState.ACCEPTED, StatementState.REPLACED)
    return list(Statement.objects.filter(consultation=consultation, state__in=states).order_by("number"))


def _votes(consultation: Consultation) -> QuerySet[Vote]:
    return Vote.objects.filter(
        participant__consultation=consultation,
        statement__state__in=(StatementState.ACCEPTED, StatementState.REPLACED),
    )


def _conversation(votes: list[tuple[str, str, int]], people: list[str], statements: tuple[str, ...]) -> Conversation:
    return Conversation(
        person=[person for person, _, _ in votes],
        statement=[statement for _, statement, _ in votes],
        value=[choice for _, _, choice in votes],
        timestamp=[None] * len(votes),
        people=tuple(people),
        statements=statements,
        n_rows=len(votes),
    )
