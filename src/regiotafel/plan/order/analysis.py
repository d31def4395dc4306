"""In which order measures come by their scores, and how much of that hangs on weights. The only door to
`engine.priorities` from here."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np

from regiotafel.engine.common.privacy import SMALLEST_GROUP
from regiotafel.engine.common.solver import Patience
from regiotafel.engine.priorities import Doubt, Election, acceptability, always_among, ranked
from regiotafel.engine.priorities import Measure as Candidate
from regiotafel.plan.criteria.queries import Row
from regiotafel.plan.models import Criterion, Measure
from regiotafel.plan.order.queries import Weighed
from regiotafel.plan.rules import key_of

# So often weights are drawn, and less often the more measures there are: the page is made while somebody waits.
MOST_DRAWS, MOST_PLACED = 20_000, 1_000_000
# So long is tried to prove what every draw says; what is not proven then is told as it was drawn.
SECONDS = 0.5
# So many stand at the top of a list that people read.
FIRST = 5
# Who comes first more seldom is wanted first by nobody in particular.
SELDOM = 0.01
PERCENT = 100


@dataclass(frozen=True)
class Placed:
    """place and value: by the weights of the region. first, near: in how many percent of all weights and scores it is
    the first, and among the first few but not the first; in_plan: in the plan, None when that is not known.
    is_always: among the first few whatever the weights are, which is proven. wanted_by: the criterion that weighs most
    for who has it first."""

    measure: Measure
    place: int
    value: float
    first: int
    near: int
    in_plan: int | None
    is_always: bool
    wanted_by: Criterion | None

    @property
    def among(self) -> int:
        return self.first + self.near


@dataclass(frozen=True)
class Order:
    """error: in percent, how far a percentage can be off by chance. n_first: how many are meant by "the first".
    n_draws: how often weights were drawn."""

    placed: Sequence[Placed]
    n_first: int
    error: int
    n_draws: int

    @property
    def is_unproven(self) -> bool:
        """Some are always there as far as was drawn, and that was not proven in time."""
        return any(one.among == PERCENT and not one.is_always for one in self.placed)


def order_of(weighed: Weighed, n_draws: int = MOST_DRAWS) -> Order | None:
    """None: there are no two measures to put in an order."""
    rows = {key_of(row.measure.number): row for row in weighed.rows}
    if len(rows) < 2 or not weighed.criteria:
        return None
    criteria = {f"{one.pk:012}": one for one in weighed.criteria}
    doubt = Doubt(
        {key: {name: _between(row, one) for name, one in criteria.items()} for key, row in rows.items()}, list(criteria)
    )
    seen = acceptability(doubt, min(n_draws, MOST_PLACED // len(rows)), election=_election(weighed, rows))
    n_first = min(FIRST, len(rows) - 1)
    near = seen.among(n_first)
    sure = [key for key, share in zip(seen.keys, near, strict=True) if share == 1]
    always = always_among(doubt, n_first, sure, Patience(time.monotonic() + SECONDS, time.monotonic))
    at = {key: j for j, key in enumerate(seen.keys)}
    placed = []
    for one in ranked(_means(rows, criteria), {name: one.weight for name, one in criteria.items()}):
        j = at[one.key]
        is_priced = rows[one.key].measure.number in weighed.cost
        wanted = seen.ranks[j, 0] >= SELDOM
        first = _percent(seen.ranks[j, 0])
        placed.append(
            Placed(
                measure=rows[one.key].measure,
                place=one.place,
                value=float(one.value),
                first=first,
                near=_percent(near[j]) - first,
                in_plan=_percent(seen.in_plan[j]) if seen.in_plan is not None and is_priced else None,
                is_always=one.key in always,
                wanted_by=criteria[seen.names[int(np.argmax(seen.central[j]))]] if wanted else None,
            )
        )
    return Order(placed, n_first, max(1, ceil(PERCENT * seen.error)), seen.n_draws)


def is_of_enough(weighed: Weighed) -> bool:
    """So many people gave each measure a score on everything that nobody can read from an order what one of them
    gave: then everybody may read it."""
    return all(len(one.scores) >= SMALLEST_GROUP for row in weighed.rows for one in row.scored)


def _between(row: Row, criterion: Criterion) -> tuple[float, float]:
    """The lowest and the highest that anybody gave."""
    values = next(one.values for one in row.scored if one.criterion == criterion)
    return float(values[0]), float(values[-1])


def _means(rows: dict[str, Row], criteria: dict[str, Criterion]) -> dict[str, dict[str, Fraction]]:
    names = {one.pk: name for name, one in criteria.items()}
    return {
        key: {names[one.criterion.pk]: Fraction(sum(one.values), len(one.values)) for one in row.scored}
        for key, row in rows.items()
    }


def _election(weighed: Weighed, rows: dict[str, Row]) -> Election | None:
    """None: nobody can say what fits. What excludes a measure that the law asks for never fits."""
    free = weighed.free
    if free is None or free < 0:
        return None
    shut = {row.measure.one_of_id for row in weighed.statutory} - {None}
    cost = {
        key: free + 1 if row.measure.one_of_id in shut else weighed.cost.get(row.measure.number, 0)
        for key, row in rows.items()
    }
    return Election([Candidate(key, cost[key]) for key in rows], [], free, only_one=_only_one(rows))


def _only_one(rows: dict[str, Row]) -> list[frozenset[str]]:
    groups: dict[int, set[str]] = {}
    for key, row in rows.items():
        if row.measure.one_of_id is not None:
            groups.setdefault(row.measure.one_of_id, set()).add(key)
    return [frozenset(some) for some in groups.values() if len(some) > 1]


def _percent(share: float) -> int:
    return round(PERCENT * float(share))
