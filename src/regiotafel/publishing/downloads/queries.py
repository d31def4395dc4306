"""What can be taken along: the last report, and answers per person under a number that means something only there."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import count, islice

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from regiotafel.consultations.models import Consultation, Report, Statement, StatementState, Vote
from regiotafel.consultations.outcome.queries import participant_named
from regiotafel.consultations.queries import told_report
from regiotafel.consultations.rules import SMALLEST_GROUP, is_running
from regiotafel.consultations.telling.queries import told_ballots
from regiotafel.engine.results import opinions as results
from regiotafel.formats.polis import Comment, Conversation, VoteRow
from regiotafel.history.rules import digest

PEOPLE_AT_A_TIME = 500
# Hexadecimal digits of a person's number. Not more: from twelve figures on Excel shows a number in powers of ten, and
# saves it so.
NUMBER_DIGITS = 9


def report_to_take(consultation: Consultation) -> Report | None:
    """What everybody may read now, when it is about enough people."""
    report = told_report(consultation, timezone.now())
    return report if report and report.n_people >= SMALLEST_GROUP else None


def person_numbers(consultation: Consultation) -> dict[int, int]:
    """A number for every participant, in the order of these numbers.

    Drawn with the salt of the consultation: it means something there only, is the same in later files, also under
    another secret key, and tells neither who came first nor who sent in what.
    """
    drawn: dict[int, int] = {}
    for key in consultation.participants.order_by("pk").values_list("pk", flat=True):
        draws = (_drawn(consultation, f"person {key}" + f", draw {n}" * (n > 0)) for n in count())
        drawn[next(number for number in draws if number not in drawn)] = key
    return {key: number for number, key in sorted(drawn.items())}


def _drawn(consultation: Consultation, words: str) -> int:
    return int(digest(consultation.salt, words)[:NUMBER_DIGITS], 16)


def statements_to_take(consultation: Consultation, report: Report | None) -> list[Comment]:
    """Statements that people answer or answered, with their counts; who sent one in is not answered."""
    told = results.read(report.data).statements if report else ()
    counts = {one.id: one for one in told if not one.n_untold}  # of some it is not told how many exactly
    found = _asked(consultation)
    return [
        Comment(
            id=str(one.number),
            text=one.text,
            timestamp=_midnight(timezone.localdate(one.sent_in_at)),
            n_agree=counts[str(one.number)].n_agree if str(one.number) in counts else None,
            n_disagree=counts[str(one.number)].n_disagree if str(one.number) in counts else None,
        )
        for one in found
    ]


def votes_to_take(consultation: Consultation) -> Iterator[VoteRow]:
    """Everybody's answers, person by person. What somebody withdrew is not in it; of when, only the day.

    While it runs: whole ballots that were told, at least five at once, and not when. Somebody who takes the file again
    and again would see who came in between, and which statement came with them.
    """
    days = {} if is_running(consultation, timezone.now()) else days_to_tell(consultation)
    for number, given in _by_person(consultation):
        for statement, choice, at in given:
            day = days.get(timezone.localdate(at)) if at else None
            yield VoteRow(_midnight(day) if day else None, str(statement), str(number), choice)


def days_to_tell(consultation: Consultation) -> dict[date, date]:
    """Which day is told of an answer, by the day on which it was given: one on which at least five people answered.

    Those of a quieter day are told with the next such day, or with the last one.
    """
    rows = _votes(consultation).filter(at__isnull=False).order_by().annotate(day=TruncDate("at")).values_list("day")
    counted = dict(rows.annotate(Count("participant", distinct=True)))
    busy = [day for day in sorted(counted) if counted[day] >= SMALLEST_GROUP] or [max(counted, default=date.max)]
    return {day: next((one for one in busy if one >= day), busy[-1]) for day in counted}


def _midnight(day: date) -> int:
    """Here, for in the hour after it that of Greenwich has yet to come; in milliseconds since 1970, as Polis counts."""
    return int(datetime.combine(day, time(), timezone.get_default_timezone()).timestamp() * 1000)


def people_to_take(consultation: Consultation) -> tuple[tuple[str, ...], Iterator[Conversation]]:
    """All statements, and the same answers by person, a few hundred people at a time."""
    statements = tuple(str(one.number) for one in _asked(consultation))
    return statements, _conversations(consultation, statements)


def _conversations(consultation: Consultation, statements: tuple[str, ...]) -> Iterator[Conversation]:
    people = _by_person(consultation)
    while part := list(islice(people, PEOPLE_AT_A_TIME)):
        votes = [(str(number), str(statement), choice) for number, given in part for statement, choice, _ in given]
        yield _conversation(votes, [str(number) for number, _ in part], statements)
    yield _conversation([], [], statements)


def _by_person(consultation: Consultation) -> Iterator[tuple[int, list[tuple[int, int, datetime | None]]]]:
    """In the order of their numbers: statement, choice and moment of each answer, a few hundred people at a time."""
    people = iter(person_numbers(consultation).items())
    numbers = {one.pk: one.number for one in _asked(consultation)}
    runs = is_running(consultation, timezone.now())
    while part := dict(islice(people, PEOPLE_AT_A_TIME)):
        given: dict[int, list[tuple[int, int, datetime | None]]] = {}
        stored = _votes(consultation).filter(participant__in=list(part))
        now = stored.values_list("participant_id", "statement_id", "choice", "at")
        rows: Iterable[tuple[int, int, int, datetime | None]] = told_ballots(consultation, list(part)) if runs else now
        for key, statement, choice, at in rows:
            if statement in numbers:
                given.setdefault(key, []).append((numbers[statement], choice, at))
        yield from ((number, sorted(given[key])) for key, number in part.items() if key in given)


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
