"""How a page finds a round of which the outcome can be read by who asks."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regiotafel.plan.ballots.queries import round_in
from regiotafel.plan.models import ChoiceRound, Measure, Outcome, Plan
from regiotafel.plan.outcomes.queries import (
    changed_since,
    decided_about,
    decisions_of,
    measures_in,
    outcome_of,
    told_of,
)
from regiotafel.plan.outcomes.rules import Answer, by_measure, compared, difference, is_outcome_seen
from regiotafel.plan.outcomes.tags import (
    Teller,
    agreed_told,
    differences_told,
    kind_rows,
    rows_of,
    rule_name,
    split_told,
)
from regiotafel.regions.access import RegionRequest, behind_its_door, shown

NOT_THERE = _("Van deze keuzeronde is nog geen uitkomst bekend.")


def load_told(request: RegionRequest, plan: Plan, number: int) -> ChoiceRound:
    """Everybody reads it when it is told; before that only who writes the plan."""
    return shown(round_in(plan, number), request.standings, partial(is_outcome_seen, now=timezone.now()), NOT_THERE)


def load_counted(request: RegionRequest, round: ChoiceRound) -> Outcome:
    """Files and pages about an outcome are there when it is counted."""
    found = outcome_of(round)
    is_there = found if found is not None and found.finished_at is not None else None
    return shown(is_there, request.standings, behind_its_door, NOT_THERE)


# --- What the pages show of it


def outcome_told(round: ChoiceRound, answers: Sequence[Answer]) -> dict[str, Any]:
    """As many queries however many measures and ballots there are. Nothing: it is not counted yet."""
    if not answers:
        return {}
    measures, decisions = measures_in(round), decisions_of(round)
    grounds = {number: one.ground for number, one in measures.items() if one.is_statutory}
    teller = Teller(answers[0], round.scarce, grounds, round.least_support)
    decided = {one.measure.number: one for one in decisions[0].verdicts.all()} if decisions else {}
    rows = rows_of(teller, measures, changed_since(round), decided)
    return {
        "answer": answers[0],
        "teller": teller,
        "inside": [row for row in rows if row.judged.is_in],
        "outside": [row for row in rows if not row.judged.is_in],
        "years": [(one, teller.year(one), kind_rows(teller, one)) for one in answers[0].years],
        "decisions": decisions,
        "n_rules": len(answers),
    }


def compared_told(round: ChoiceRound, answers: Sequence[Answer]) -> dict[str, Any]:
    rows = compared(answers)
    return {
        "answers": answers,
        "rows": rows,
        "told": agreed_told(rows, len(answers)),
        "split": [(row, split_told(row, answers)) for row in rows if row.is_split],
        "costs": [(rule_name(one.rule), Teller(one, round.scarce).amount(one.cost)) for one in answers],
    }


def changes_told(round: ChoiceRound, before: Answer, after: Answer) -> dict[str, Any]:
    changes = difference(before, after)
    return {"changes": changes, "told": differences_told(changes), "teller": Teller(after, round.scarce)}


def measure_told(measure: Measure) -> dict[str, Any]:
    """What the newest round that was told says of a measure, and what was decided after it. Nothing: it was not asked
    about."""
    found = told_of(measure)
    if found is None or not found[1]:
        return {}
    round, answers = found
    judged = by_measure(answers[0]).get(measure.number)
    if judged is None:
        return {}
    grounds = {measure.number: measure.ground} if measure.is_statutory else {}
    teller = Teller(answers[0], round.scarce, grounds, round.least_support)
    said = {"verdict": teller.verdict(judged), "why": teller.why(judged), "is_in": judged.is_in}
    return {"round": round, "decided": decided_about(measure), **said}
