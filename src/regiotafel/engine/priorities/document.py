"""What was found, by name, as a document that everybody may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from regiotafel.engine.results import priorities as results

from .explanation import Explanation, Inside, Outside
from .outcome import COMPLETED, STATUTORY, Outcome


def document(
    years: Sequence[tuple[str, Outcome, Explanation]],
    *,
    title: str = "",
    cpu_seconds: float = 0.0,
    voters: Mapping[int, Sequence[str]] | None = None,
) -> results.Priorities:
    """years: name, what was chosen and why. voters: by ballot of `outcome.election`, the names of who gave it; without
    them nobody's payments are told one by one."""
    first = years[0][1]
    return results.Priorities(
        title=title,
        rule=first.rule,
        utility=first.utility,
        completion=first.completion,
        start=first.start,
        people=first.election.n_people,
        cpu_seconds=cpu_seconds,
        years=[_year(name, outcome, why, voters or {}) for name, outcome, why in years],
    )


def _year(name: str, outcome: Outcome, why: Explanation, voters: Mapping[int, Sequence[str]]) -> results.Year:
    election = outcome.election
    had, left = outcome.by_kind(outcome.purses), outcome.by_kind(outcome.left)
    return results.Year(
        year=name,
        capacity=election.capacity,
        cost=outcome.cost,
        short=outcome.short,
        raised=outcome.raised,
        winners=[one.key for one in outcome.winners if one.how != COMPLETED],
        statutory=[one.key for one in outcome.winners if one.how == STATUTORY],
        completed=[one.key for one in outcome.winners if one.how == COMPLETED],
        payments={
            key: {voter: float(amount) for g, amount in paid.items() for voter in voters.get(g, ())}
            for key, paid in outcome.payments.items()
        },
        kinds={
            kind: results.Kind(people=n, endowment=float(had[kind]), left=float(left[kind]))
            for kind, n in election.people.items()
        }
        if outcome.purses
        else {},
        inside={one.key: _inside(outcome, one) for one in why.inside},
        losers={one.key: _outside(outcome, one) for one in why.outside},
    )


def _inside(outcome: Outcome, one: Inside) -> results.Inside:
    measure = outcome.election.measures[outcome.election.place[one.key]]
    return results.Inside(
        name=measure.name,
        cost=measure.cost,
        how=one.how,
        people=one.people,
        payers=one.payers,
        paid=_floats(one.paid),
        price=None if one.price is None else str(one.price),
        runner_up=one.runner_up or None,
    )


def _outside(outcome: Outcome, one: Outside) -> results.Outside:
    measure = outcome.election.measures[outcome.election.place[one.key]]
    return results.Outside(
        name=measure.name,
        cost=measure.cost,
        why=one.why,
        rivals=list(one.rivals),
        would_win_at=one.would_win_at,
        would_win_at_most=one.at_most,
        people=one.people,
        had=float(one.had),
        lacks=float(one.lacks),
        spent=_floats(one.spent),
    )


def _floats(amounts: Mapping[str, Fraction]) -> dict[str, float]:
    return {name: float(amount) for name, amount in amounts.items()}
