"""Outcomes of consultations that were taken along."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from regiotafel.consultations.models import Consultation, Statement, StatementState
from regiotafel.consultations.queries import told_report
from regiotafel.consultations.rules import SMALLEST_GROUP
from regiotafel.contributions.answering.queries import with_places
from regiotafel.contributions.answering.rules import CHANGES_THE_TEXT
from regiotafel.contributions.findings.rules import is_told_to_all
from regiotafel.contributions.linking.queries import Belongs, belongings
from regiotafel.contributions.models import Answer, Finding, agreed_of
from regiotafel.engine.results.opinions import read
from regiotafel.regions.models import Region
from regiotafel.thread.models import LinkState


@dataclass(frozen=True)
class Tally:
    n_votes: int
    n_agree: int
    n_disagree: int
    n_untold: int
    counted_until: datetime

    @property
    def agreed(self) -> str:
        return agreed_of(self.n_votes, self.n_agree, self.n_untold)


@dataclass(frozen=True)
class Takeable:
    """A statement that can be taken along, with what is told of it."""

    consultation: Consultation
    statement: Statement
    tally: Tally


@dataclass(frozen=True)
class TakenFinding:
    """A finding with where it belongs and what was done with it."""

    finding: Finding
    links: list[Belongs]
    answer: Answer | None

    @property
    def changed_the_text(self) -> bool:
        """Whether the answer says so, as everywhere where answers are counted."""
        return self.answer is not None and self.answer.verdict in CHANGES_THE_TEXT


def tally_of(statement: Statement, now: datetime) -> Tally | None:
    """What everybody may know of the answers to it now; None when that is nothing yet."""
    return tallies_in(statement.consultation, now).get(statement.number)


def tallies_in(consultation: Consultation, now: datetime) -> dict[int, Tally]:
    """By number, of the statements of which something is told."""
    report = told_report(consultation, now)
    if report is None:
        return {}
    return {
        int(one.id): Tally(one.n_votes, one.n_agree or 0, one.n_disagree or 0, one.n_untold or 0, report.counted_until)
        for one in read(report.data).statements
        if one.n_votes and one.n_votes >= SMALLEST_GROUP
    }


def finding_in(region: Region, pk: int) -> Finding | None:
    return _findings(region).filter(pk=pk).first()


def finding_about(region: Region, consultation: str, statement: int) -> Finding | None:
    """By the words in an address: which consultation, and the number of the statement in it."""
    return _findings(region).filter(consultation__slug=consultation, statement__number=statement).first()


def _findings(region: Region) -> QuerySet[Finding]:
    rows = Finding.objects.filter(consultation__region=region)
    return rows.select_related("statement", "consultation__region", "knot")


def findings_of(
    region: Region, consultation: Consultation | None = None, number: int | None = None
) -> list[TakenFinding]:
    """With links and answers, in three queries. number: of one statement alone."""
    rows = Finding.objects.filter(consultation__region=region).select_related("statement", "consultation", "knot")
    if consultation is not None:
        rows = rows.filter(consultation=consultation)
    if number is not None:
        rows = rows.filter(statement__number=number)
    found = list(rows.order_by("consultation__created_at", "statement__number"))
    knots = [finding.knot_id for finding in found]
    links: dict[int, list[Belongs]] = {}
    for link in belongings(Q(to_knot__in=knots, state=LinkState.CONFIRMED)):
        links.setdefault(link.link.to_knot_id, []).append(link)
    rows_of_answers = with_places(Answer.objects.filter(about__in=knots)).order_by("number")
    answers = {answer.about_id: answer for answer in rows_of_answers}
    for finding in found:
        if finding.knot_id in answers:
            answers[finding.knot_id].about = finding.knot
    return [TakenFinding(finding, links.get(finding.knot_id, []), answers.get(finding.knot_id)) for finding in found]


def promised_answers(region: Region, now: datetime) -> list[Consultation]:
    """Of which the outcome has no whole answer yet, in order of the day that was promised. Of a round that is closed
    and from which nothing was taken along, nothing was answered."""
    unanswered = Finding.objects.filter(consultation=OuterRef("pk")).exclude(knot__answers__isnull=False)
    taken = Finding.objects.filter(consultation=OuterRef("pk"))
    rows = Consultation.objects.filter(region=region, opened_at__isnull=False, answer_by__isnull=False)
    return list(rows.filter(Exists(unanswered) | ~Exists(taken)).order_by("answer_by", "pk"))


def takeable(region: Region, now: datetime) -> list[Takeable]:
    """Statements of which something is told and that nobody took along yet. One report per consultation is read."""
    rows = Statement.objects.filter(
        consultation__region=region,
        consultation__opened_at__isnull=False,
        state=StatementState.ACCEPTED,
        finding__isnull=True,
    )
    statements = list(rows.select_related("consultation").order_by("consultation__in_order", "consultation", "number"))
    consultations = {one.consultation_id: one.consultation for one in statements}
    tallies = {pk: tallies_in(one, now) for pk, one in consultations.items()}
    told = (
        (one, tallies[one.consultation_id].get(one.number))
        for one in statements
        if is_told_to_all(one.consultation, now)
    )
    return [Takeable(one.consultation, one, tally) for one, tally in told if tally is not None]


def statement_to_take(region: Region, pk: int) -> Statement | None:
    return (
        Statement.objects.filter(pk=pk, consultation__region=region, consultation__opened_at__isnull=False)
        .select_related("consultation__region")
        .first()
    )
