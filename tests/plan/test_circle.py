"""Measures that wait for each other in a circle."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from regiotafel.plan.measures.rules import circle


@given(st.dictionaries(st.integers(1, 7), st.lists(st.integers(1, 7), max_size=3), max_size=7))
def test_a_circle_is_found_exactly_when_there_is_one(needs: dict[int, list[int]]) -> None:
    """Beside a slow way to know: whoever can be begun is taken away until nobody is left, or nobody can."""
    left = set(needs) | {n for on in needs.values() for n in on}
    while free := {n for n in left if not set(needs.get(n, ())) & left}:
        left -= free
    way = circle(needs)
    assert bool(way) == bool(left)
    assert all(b in needs[a] for a, b in pairwise(way))
    assert not way or way[0] == way[-1]
