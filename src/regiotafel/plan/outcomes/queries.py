"""What is known of the outcome of a round, and what was decided after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from regiotafel.plan.ballots.queries import Ballots, changed_in
from regiotafel.plan.criteria.queries import criteria_of, scored_rows
from regiotafel.plan.models import ChoiceRound, Decision, Measure, MeasureState, Outcome, Plan, Verdict
from regiotafel.plan.outcomes.rules import Answer, Judged, by_measure, read
from regiotafel.regions.models import Region

# Of a mean, so that a file says the same as the page.
PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class ByCriteria:
    """weights: by the name of a criterion; means: of the scores, by number of a measure and name of a criterion."""

    weights: Mapping[str, Decimal] = field(default_factory=dict)
    means: Mapping[int, Mapping[str, Decimal]] = field(default_factory=dict)


def by_criteria(plan: Plan) -> ByCriteria:
    """As measures are scored now. Three queries."""
    criteria = [one for one in criteria_of(plan) if one.weight]
    means: dict[int, dict[str, Decimal]] = {}
    for row in scored_rows(plan, criteria):
        given = {one.criterion.name: one.values for one in row.scored if one.values}
        if given:
            means[row.measure.number] = {
                name: (Decimal(sum(values)) / len(values)).quantize(PLACES) for name, values in given.items()
            }
    return ByCriteria({one.name: Decimal(one.weight) for one in criteria}, means)


def outcome_of(round: ChoiceRound) -> Outcome | None:
    found = Outcome.objects.filter(round=round).first()
    if found is not None:
        found.round = round
    return found


def answers_in(outcome: Outcome | None) -> list[Answer]:
    """The rule that leads first. Empty: nothing is counted yet."""
    if outcome is None or outcome.finished_at is None:
        return []
    return read(outcome.document)


def grounds_in(ballots: Ballots) -> dict[int, str]:
    """By number of a measure, what the law says."""
    return {one.candidate.measure.number: one.candidate.measure.ground for one in ballots.entries if one.is_statutory}


def measures_in(round: ChoiceRound) -> dict[int, Measure]:
    """By number, what was chosen from, as it is now. One query."""
    rows = Measure.objects.filter(plan=round.plan, pk__in=round.candidates.values("measure"))
    found = {one.number: one for one in rows.select_related("municipality", "organisation", "knot").order_by("number")}
    for one in found.values():
        one.plan = round.plan
    return found


def changed_since(round: ChoiceRound) -> dict[int, str]:
    """By number of a measure, what became of it since the round opened: `withdrawn` or `changed`. Two queries."""
    rows = list(round.candidates.filter(size__isnull=True).select_related("measure"))
    measures = [one.measure for one in rows]
    gone = {one.number: "withdrawn" for one in measures if one.state == MeasureState.WITHDRAWN}
    changed = changed_in(rows)
    return {one.number: "changed" for one in measures if one.pk in changed} | gone


# --- What was decided


def decisions_of(round: ChoiceRound) -> list[Decision]:
    """The newest first. Two queries."""
    rows = Decision.objects.filter(round=round).prefetch_related("verdicts__measure").order_by("-number")
    return list(rows)


@dataclass(frozen=True)
class Decidable:
    """A measure about which a body can decide: what was counted, and what was decided the last time."""

    measure: Measure
    judged: Judged
    last: Verdict | None = None

    @property
    def name(self) -> str:
        return f"m{self.measure.number}"

    @property
    def advised(self) -> str:
        return MeasureState.PLANNED if self.judged.is_in else MeasureState.NOT


# From these a body can move a measure; what is busy or done is beyond deciding.
DECIDABLE = (MeasureState.PROPOSED, MeasureState.PLANNED, MeasureState.LATER, MeasureState.NOT)


def decidable_in(round: ChoiceRound, answers: Sequence[Answer], decisions: Sequence[Decision]) -> list[Decidable]:
    """Not what was chosen before the round, nor what was withdrawn or is busy. One query."""
    last = {one.measure_id: one for one in decisions[0].verdicts.all()} if decisions else {}
    measures = measures_in(round)
    return [
        Decidable(measures[number], judged, last.get(measures[number].pk))
        for number, judged in sorted(by_measure(answers[0]).items())
        if judged.how != "done" and measures[number].state in DECIDABLE
    ]


def decided_about(measure: Measure) -> Verdict | None:
    """The newest that was decided about a measure after a round."""
    rows = Verdict.objects.filter(measure=measure).select_related("decision__round__plan")
    return rows.order_by("-decision__at", "-decision__number").first()


def told_in(plan: Plan) -> list[ChoiceRound]:
    """Rounds of which everybody reads what came out, the newest first. One query."""
    rows = list(ChoiceRound.objects.filter(plan=plan, told_at__isnull=False).order_by("-told_at", "-number"))
    for one in rows:
        one.plan = plan
    return rows


def told_of(measure: Measure) -> tuple[ChoiceRound, list[Answer]] | None:
    """The newest round that was told and asked about a measure, with what came out. Two queries."""
    rows = ChoiceRound.objects.filter(candidates__measure=measure, told_at__isnull=False)
    round = rows.order_by("-told_at", "-number").first()
    if round is None:
        return None
    round.plan = measure.plan
    return round, answers_in(outcome_of(round))


def to_count(region: Region, now: datetime) -> list[ChoiceRound]:
    """Rounds that closed, of which nobody told what came out. One query."""
    rows = ChoiceRound.objects.filter(plan__region=region, opened_at__isnull=False, closes_at__lte=now)
    return list(rows.filter(told_at=None, stopped_at=None).select_related("plan").order_by("closes_at", "pk"))
