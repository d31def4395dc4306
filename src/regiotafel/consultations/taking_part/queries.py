"""What somebody is asked, and what they answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar

from django.db import connection
from django.db.models import BigIntegerField, Model

from regiotafel.consultations.models import Consultation, Participant, Statement, StatementState, Vote
from regiotafel.consultations.queries import outcome_of, told_reports
from regiotafel.engine.results.opinions import Cell
from regiotafel.regions.models import Region
from regiotafel.reports.opinions.rows import Row, row_of


@dataclass(frozen=True)
class Ballot:
    """What somebody is asked now, and how far they are."""

    statement: Statement | None
    n_answered: int
    n_statements: int

    @property
    def n_left(self) -> int:
        return self.n_statements - self.n_answered

    @property
    def percent(self) -> int:
        return 100 * self.n_answered // max(self.n_statements, 1)


class Asked(NamedTuple):
    """The statements that take part, a column each: plain values, for this is the query asked most often."""

    ids: Sequence[int] = ()
    numbers: Sequence[int] = ()
    texts: Sequence[str] = ()
    # What was told of it: nothing that is asked may follow a single answer.
    n_told: Sequence[int] = ()
    n_told_agree: Sequence[int] = ()
    # What this person answered.
    choices: Sequence[int | None] = ()


@dataclass(frozen=True)
class Given:
    """An answer that somebody gave, and what is told of how people answered."""

    statement: Statement
    choice: int
    # As the outcome tells it, no more exactly; hidden where nothing is told.
    row: Row

    @property
    def n_same(self) -> int:
        """So many answered the same; at least, where it is not told of everybody."""
        return {1: self.row.n_agree, 0: self.row.n_unsure, -1: self.row.n_disagree}[self.choice]

    @property
    def share_same(self) -> float:
        return self.n_same / self.row.n_people

    @property
    def is_with_most(self) -> bool:
        """More than half of the people answered the same."""
        return 2 * self.n_same > self.row.n_people


def participant_of(consultation: Consultation, participant_id: int | None) -> Participant | None:
    if participant_id is None:
        return None
    return Participant.objects.filter(consultation=consultation, pk=participant_id).first()


def asked_in(consultation: Consultation, participant_id: int | None) -> Asked:
    """Every statement that takes part, with what this person answered. One query, whatever was answered."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKABLE, [participant_id or 0, consultation.pk, StatementState.ACCEPTED])
        return Asked(*zip(*cursor.fetchall(), strict=True))


# These two are written out, not composed by the ORM: composing cost more than answering (see docs/decisions).
_ASKABLE = """
SELECT s.id, s.number, s.text, s.n_told, s.n_told_agree, v.choice
FROM consultations_statement s
LEFT JOIN consultations_vote v ON v.statement_id = s.id AND v.participant_id = %s
WHERE s.consultation_id = %s AND s.state = %s
"""
_STATEMENT = """
SELECT s.id, s.text, s.state,
       c.id, c.level, c.opened_at, c.opens_at, c.closes_at, c.answer_by, c.accepts_statements, c.needs_code, c.question,
       c.title, r.id, r.name, r.is_invented, r.theme, r.theme_version
FROM consultations_statement s
JOIN consultations_consultation c ON c.id = s.consultation_id
JOIN regions_region r ON r.id = c.region_id
WHERE r.slug = %s AND c.slug = %s AND s.number = %s
"""


def statement_at(region_slug: str, slug: str, number: int) -> Statement | None:
    """The statement of this address with its consultation and region: one query for the request made most often.

    Fields that are not read here are looked up when somebody asks for them.
    """
    if number > BigIntegerField.MAX_BIGINT:
        return None  # SQLite cannot even ask for it
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [region_slug, slug, number])
        row = cursor.fetchone()
    if row is None:
        return None
    (pk, text, state, consultation_id, level, opened_at, opens_at, closes_at, answer_by, accepts_statements, needs_code,
     question, title, region_id, name, is_invented, theme, theme_version) = row  # fmt: skip
    consultation = _partly(
        Consultation,
        id=consultation_id,
        region_id=region_id,
        slug=slug,
        level=level,
        title=title,
        question=question,
        answer_by=answer_by,
        opens_at=_aware(opens_at),
        closes_at=_aware(closes_at),
        accepts_statements=bool(accepts_statements),
        needs_code=bool(needs_code),
        opened_at=_aware(opened_at),
    )
    consultation.region = _partly(
        Region,
        id=region_id,
        slug=region_slug,
        name=name,
        is_invented=bool(is_invented),
        theme=theme,
        theme_version=theme_version,
    )
    return Statement(pk=pk, consultation=consultation, number=number, text=text, state=state)


M = TypeVar("M", bound=Model)


def _partly(model: type[M], **values: object) -> M:
    """A row of which only these fields were read."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in values]
    return model.from_db("default", names, [values[name] for name in names])


def _aware(moment: datetime | None) -> datetime | None:
    """SQLite keeps moments in UTC without saying so."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def current_choice(participant_id: int | None, statement: Statement) -> int | None:
    return (
        Vote.objects.filter(participant_id=participant_id or 0, statement=statement)
        .values_list("choice", flat=True)
        .first()
    )


def answers_given(participant: Participant, now: datetime) -> list[Given]:
    """Everything somebody answered, with what is told of everybody's answers beside it: two queries."""
    mine = Vote.objects.filter(participant=participant).select_related("statement").order_by("statement__number")
    report = told_reports(participant.consultation, now).defer("people", "data").first()
    told = {one.id: one.everybody for one in outcome_of(report).data.statements} if report else {}
    nothing = Cell(hidden=True)
    return [
        Given(vote.statement, vote.choice, row_of("", told.get(str(vote.statement.number), nothing))) for vote in mine
    ]
