"""What an order of measures is made of: their scores, what they cost, and what there is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from regiotafel.plan.criteria.queries import Row, criteria_of, scored_rows
from regiotafel.plan.making.queries import capacity_of
from regiotafel.plan.models import Criterion, Effort, Plan


@dataclass(frozen=True)
class Weighed:
    """criteria: with a weight. rows: measures with a score on each of these, which the law does not ask for; unscored:
    those that miss one; statutory: those that it does ask for. cost: in money over all years, by number of the
    measure. free: what there is for `rows`, None when a year of the plan has no sum yet."""

    criteria: Sequence[Criterion]
    rows: Sequence[Row]
    unscored: Sequence[Row]
    statutory: Sequence[Row]
    cost: dict[int, int]
    free: int | None

    @property
    def short(self) -> int:
        """How much money there is too little for what the law asks for."""
        return max(0, -(self.free or 0))

    @property
    def n_scorers(self) -> int:
        return len({score.scorer for row in self.rows for one in row.scored for score in one.scores})


def weighed(plan: Plan) -> Weighed:
    """As many queries however many measures there are."""
    criteria = [one for one in criteria_of(plan) if one.weight]
    statutory: list[Row] = []
    rows: list[Row] = []
    unscored: list[Row] = []
    for row in scored_rows(plan, criteria):
        if row.measure.is_statutory:
            statutory.append(row)
        else:
            (rows if all(one.values for one in row.scored) else unscored).append(row)
    efforts = Effort.objects.filter(measure__plan=plan, size__isnull=True).order_by()
    cost = dict(efforts.values_list("measure__number").annotate(Sum("money")))
    capacity = capacity_of(plan)
    free = sum(one.money for one in capacity.values()) - sum(cost.get(row.measure.number, 0) for row in statutory)
    is_known = all(year in capacity for year in plan.years)
    return Weighed(criteria, rows, unscored, statutory, cost, free if is_known else None)


def values_of(plan: Plan) -> dict[int, float]:
    """By the number of a measure with a score on everything, the mean of its mean scores by weight."""
    seen = weighed(plan)
    together = sum(one.weight for one in seen.criteria)
    return {
        row.measure.number: sum(one.criterion.weight * (one.mean or 0) for one in row.scored) / together
        for row in (*seen.rows, *seen.statutory)
        if together
    }
