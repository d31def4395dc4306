"""Statements, those that wait, and what moderators decided."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from regiotafel.consultations.models import (
    Consultation,
    ModerationDecision,
    Participant,
    RefusalReason,
    Statement,
    StatementState,
    Vote,
)
from regiotafel.consultations.rules import SMALLEST_GROUP
from regiotafel.consultations.statements.rules import SEEN_BY, Remark, warnings_about
from regiotafel.regions.permissions import Standing, sees
from regiotafel.text.alike import nearest as nearest_texts
from regiotafel.text.folding import fold, fold_sentence

# Above this share of shared words two statements look the same to a person (0 to 100).
LOOKS_ALIKE = 75


@dataclass(frozen=True)
class WaitingStatement:
    """A statement that waits, with what a moderator wants to see beside it."""

    statement: Statement
    warnings: list[Remark]
    look_alikes: list[Statement]


@dataclass(frozen=True)
class ModerationCounts:
    """What everybody may read of it. n_waiting: at least so many, in fives: nobody sees when somebody sent in one."""

    n_waiting: int
    n_accepted: int
    n_refused: int
    n_replaced: int
    n_apart: int


def waiting(consultation: Consultation) -> QuerySet[Statement]:
    """Longest waiting first."""
    return Statement.objects.filter(consultation=consultation, state=StatementState.WAITING).order_by("sent_in_at")


def all_statements(consultation: Consultation) -> QuerySet[Statement]:
    return (
        Statement.objects.filter(consultation=consultation)
        .select_related("replaces")
        .annotate(has_votes=Exists(Vote.objects.filter(statement=OuterRef("pk"))))
        .order_by("number")
    )


def look_alikes(consultation: Consultation, text: str, most: int = 3) -> list[Statement]:
    """Statements that take part and say nearly the same, nearest first. Nothing that waits: the sender reads them."""
    return nearest(list(Statement.objects.filter(consultation=consultation, state=StatementState.ACCEPTED)), text, most)


def nearest(there: Sequence[Statement], text: str, most: int = 3) -> list[Statement]:
    texts = {index: statement.text for index, statement in enumerate(there)}
    return [there[index] for index in nearest_texts(text, texts, least=LOOKS_ALIKE, most=most)]


def queue_of(consultation: Consultation, statements: Sequence[Statement]) -> list[WaitingStatement]:
    """What a moderator needs to decide on each of these. One query, however many wait."""
    there = list(
        Statement.objects.filter(
            consultation=consultation, state__in=(StatementState.ACCEPTED, StatementState.WAITING)
        ).order_by("number")
    )
    return [
        WaitingStatement(
            statement=statement,
            warnings=warnings_about(statement.text),
            look_alikes=nearest([other for other in there if other.pk != statement.pk], statement.text),
        )
        for statement in statements
    ]


def waiting_statement(consultation: Consultation, statement: Statement) -> WaitingStatement:
    return queue_of(consultation, [statement])[0]


def decisions(consultation: Consultation, *, words: str = "", verdict: str = "") -> QuerySet[ModerationDecision]:
    """Newest first; only those with these words in the statement or the explanation, and this verdict."""
    found = ModerationDecision.objects.filter(statement__consultation=consultation)
    if words:
        wanted = fold(words, accents=False)
        found = found.filter(Q(statement__found_by__contains=wanted) | Q(found_by__contains=wanted))
    if verdict:
        found = found.filter(verdict=verdict)
    return found.select_related("statement", "by").order_by("-at", "-pk")


def last_decision(statement: Statement) -> ModerationDecision | None:
    return ModerationDecision.objects.filter(statement=statement).select_related("by").order_by("-at", "-pk").first()


def refusals_by_reason(consultation: Consultation) -> list[tuple[str, int]]:
    """reason in words, number of statements; most common first."""
    rows = (
        ModerationDecision.objects.filter(statement__consultation=consultation, verdict=StatementState.REFUSED)
        .order_by()
        .values_list("reason")
        .annotate(n=Count("pk"))
        .order_by("-n", "reason")
    )
    return [(str(RefusalReason(reason).label), n) for reason, n in rows]


def moderation_counts(consultation: Consultation) -> ModerationCounts:
    counts = dict(
        Statement.objects.filter(consultation=consultation)
        .values_list("state")
        .annotate(n=Count("pk"))
        .values_list("state", "n")
    )
    n_waiting = counts.get(StatementState.WAITING, 0)
    return ModerationCounts(
        n_waiting=n_waiting - n_waiting % SMALLEST_GROUP,
        n_accepted=counts.get(StatementState.ACCEPTED, 0),
        n_refused=counts.get(StatementState.REFUSED, 0),
        n_replaced=counts.get(StatementState.REPLACED, 0) + counts.get(StatementState.REWORDED, 0),
        n_apart=counts.get(StatementState.APART, 0),
    )


def sent_in_by(participant: Participant) -> QuerySet[Statement]:
    return Statement.objects.filter(sent_in_by=participant).prefetch_related("decisions").order_by("-sent_in_at")


def has_votes(statement: Statement) -> bool:
    return Vote.objects.filter(statement=statement).exists()


def statement_texts(consultation: Consultation, standings: Collection[Standing]) -> list[str]:
    """The words of all statements that take part or wait, as far as this person may read them: who is told that words
    are there already, is told that somebody sent them in."""
    states = [state for state in (StatementState.ACCEPTED, StatementState.WAITING) if sees(SEEN_BY, state, standings)]
    return list(Statement.objects.filter(consultation=consultation, state__in=states).values_list("text", flat=True))


def is_taken(consultation: Consultation, text: str, standings: Collection[Standing]) -> bool:
    return fold_sentence(text) in map(fold_sentence, statement_texts(consultation, standings))


def statement_in(consultation: Consultation, number: int) -> Statement | None:
    found = Statement.objects.filter(consultation=consultation, number=number).first()
    if found is not None:
        found.consultation = consultation
    return found
