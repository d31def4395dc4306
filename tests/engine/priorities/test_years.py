"""Year after year: what is left goes along, and nothing is chosen twice."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from regiotafel.engine import priorities
from regiotafel.engine.priorities import COMPLETIONS, Ballot, Election, Measure, Outcome

from .elections import elections


@settings(max_examples=40, deadline=None)
@given(elections, st.lists(st.integers(0, 40), min_size=1, max_size=3), st.sampled_from(COMPLETIONS))
def test_all_years_together_cost_no_more_than_there_is(
    election: Election, capacities: list[int], completion: str
) -> None:
    def rule(one: Election, carried: Sequence[Fraction]) -> Outcome:
        return priorities.equal_shares(one, completion=completion, carried=carried)

    found = priorities.over_years(election, {str(at): one for at, one in enumerate(capacities)}, rule)
    keys = [key for outcome in found.values() for key in outcome.keys]
    assert len(keys) == len(set(keys))
    place = priorities.in_order(election)
    for key in keys:
        beside = {place.keys[j] for j in place.rivals[place.place[key]]} & set(keys)
        assert (
            not beside
            or place.measures[place.place[key]].is_statutory
            or any(place.measures[place.place[other]].is_statutory for other in beside)
        )
    spent, had = 0, 0
    for outcome, capacity in zip(found.values(), capacities, strict=True):
        spent, had = spent + outcome.cost, had + capacity
        assert spent <= had or any(one.short for one in found.values())
        assert all(amount >= 0 for amount in outcome.to_carry)


def test_what_is_left_pays_for_something_dearer_next_year() -> None:
    ballots = [Ballot({"a": 1}), Ballot({"b": 1})]
    election = Election([Measure("a", 10), Measure("b", 18)], ballots, 0)
    rule = lambda one, carried: priorities.equal_shares(one, carried=carried)  # noqa: E731
    found = priorities.over_years(election, {"2027": 20, "2028": 16}, rule)
    assert [outcome.keys for outcome in found.values()] == [("a",), ("b",)]
    assert found["2028"].cost == 18  # more than that year has, for 10 was left
    assert list(found["2028"].to_carry) == [8, 0]
    assert [one.key for one in priorities.explained(found["2028"]).outside] == []
