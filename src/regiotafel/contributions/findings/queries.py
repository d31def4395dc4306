"""Outcomes of consultations that were taken along."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from regiotafel.consultations.models import Choice, Consultation, Statement, StatementState, Vote
from regiotafel.consultations.rules import SMALLEST_GROUP
from regiotafel.contributions.models import Answer, Finding, Link, LinkState
from regiotafel.regions.models import Region


@dataclass(frozen=True)
class Tally:
    n_votes: int
    n_agree: int
    n_disagree: int


@dataclass(frozen=True)
class TakenFinding:
    """A finding with where it belongs and what was done with it."""

    finding: Finding
    links: list[Link]
    answer: Answer | None


def tally_of(statement: Statement) -> Tally:
    row = Vote.objects.filter(statement=statement).aggregate(
        n_votes=Count("pk"),
        n_agree=Count("pk", filter=Q(choice=Choice.AGREE)),
        n_disagree=Count("pk", filter=Q(choice=Choice.DISAGREE)),
    )
    return Tally(**row)


def finding_in(region: Region, pk: int) -> Finding | None:
    return (
        Finding.objects.filter(pk=pk, consultation__region=region)
        .select_related("statement", "consultation__region")
        .first()
    )


def findings_of(region: Region, consultation: Consultation | None = None) -> list[TakenFinding]:
    """With links and answers, in three queries."""
    rows = Finding.objects.filter(consultation__region=region).select_related("statement", "consultation")
    if consultation is not None:
        rows = rows.filter(consultation=consultation)
    found = list(rows.order_by("consultation__created_at", "statement__number"))
    links: dict[int, list[Link]] = {}
    confirmed = Link.objects.filter(finding__in=found, state=LinkState.CONFIRMED).select_related("passage__document")
    for link in confirmed.order_by("passage__section__position", "passage__position", "pk"):
        links.setdefault(link.finding_id or 0, []).append(link)
    answers = {
        answer.finding_id: answer
        for answer in Answer.objects.filter(finding__in=found)
        .select_related("passage__document", "was", "becomes")
        .order_by("number")
    }
    return [TakenFinding(finding, links.get(finding.pk, []), answers.get(finding.pk)) for finding in found]


def takeable(region: Region) -> QuerySet[Statement]:
    """Statements that enough people answered and that nobody took along yet."""
    return (
        Statement.objects.filter(
            consultation__region=region,
            consultation__opened_at__isnull=False,
            state=StatementState.ACCEPTED,
            finding__isnull=True,
        )
        .annotate(n_votes=Count("votes"), n_agree=Count("votes", filter=Q(votes__choice=Choice.AGREE)))
        .filter(n_votes__gte=SMALLEST_GROUP)
        .select_related("consultation")
        .order_by("consultation__title", "number")
    )


def statement_to_take(region: Region, pk: int) -> Statement | None:
    return (
        Statement.objects.filter(pk=pk, consultation__region=region, consultation__opened_at__isnull=False)
        .select_related("consultation__region")
        .first()
    )
