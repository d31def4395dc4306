"""The same winners as pabutools, in the same order; and as the official outcome of real elections."""

from __future__ import annotations

import pytest

from regiotafel.engine import priorities
from regiotafel.engine.priorities import CHOSEN, UTILITIES, Ballot, Election, Measure
from regiotafel.formats import pabulib
from tests.real_data import pabulib_file

from . import oracle
from .elections import drawn

COMPARED = ("none", "add1u-exhaustive")


def chosen(election: Election, utility: str, completion: str) -> list[str]:
    found = priorities.equal_shares(election, utility=utility, completion=completion)
    return [one.key for one in found.winners if one.how == CHOSEN]


@pytest.mark.parametrize("utility", UTILITIES)
@pytest.mark.parametrize("completion", COMPARED)
def test_small_elections_full_of_ties_have_the_same_winners(utility: str, completion: str) -> None:
    for seed in range(50):
        election, is_graded = drawn(seed)
        expected = oracle.chosen(election, utility, completion, is_graded=is_graded)
        assert chosen(election, utility, completion) == expected, seed


def of_file(name: str) -> tuple[Election, set[str]]:
    """And who won officially."""
    poll = pabulib.read(pabulib_file(name).read_bytes())
    measures = [Measure(one.key, one.cost) for one in poll.projects]
    ballots = [Ballot(voter.scores) for voter in poll.voters]
    return Election(measures, ballots, poll.budget), {one.key for one in poll.projects if one.is_selected}


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "utility", "completion"),
    [
        ("Netherlands_Assen_2024", "cost", "add1u-exhaustive"),
        ("Netherlands_Amsterdam_166", "cost", "none"),
        ("Poland_Swiecie_2023", "cardinality", "none"),
        ("Poland_Wieliczka_2023_Green_Budget", "cost", "none"),
    ],
)
def test_real_elections_have_the_same_winners(name: str, utility: str, completion: str) -> None:
    election, _ = of_file(name)
    assert chosen(election, utility, completion) == oracle.chosen(election, utility, completion, is_graded=False)


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "completed"),
    [
        ("Netherlands_Assen_2024", {"7"}),  # there nobody completed the outcome, and 23,300 was left
        ("Poland_Swiecie_2023", set()),
        ("Poland_Wieliczka_2023_Green_Budget", set()),
    ],
)
def test_adding_one_gives_the_official_winners(name: str, completed: set[str]) -> None:
    election, official = of_file(name)
    found = priorities.equal_shares(election, completion="add1u", start="floored")
    assert {one.key for one in found.winners if one.how == CHOSEN} == official
    assert {one.key for one in found.winners if one.how != CHOSEN} == completed
