"""Where our formulas are those of Polis, our figures are those of red-dwarf, given the same groups."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regiotafel.engine.opinions import Votes, analyse, as_json

from .people import conversation

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own making
    from reddwarf.utils.stats import calculate_comment_statistics
    from reddwarf.utils.stats import votes as answers

import pandas as pd  # after red-dwarf, which brings it


def statistics(votes: Votes, index: np.ndarray) -> tuple[np.ndarray, ...]:
    """Votes per group, answers per group, shares and consensus; half a vote added, as the prior of Jeffreys does."""
    table = np.full((votes.n_people, votes.n_statements), np.nan)
    table[votes.person, votes.statement] = votes.value
    given, answered, shares, *_, consensus = calculate_comment_statistics(
        pd.DataFrame(table), cluster_labels=index, pseudo_count=0.5
    )
    return given, answered, shares, consensus


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_counts_shares_and_consensus_are_those_of_the_peer(seed: int, n_groups: int) -> None:
    votes, _ = conversation(160, 20, n_groups, apart=2.5 if n_groups > 1 else 0.0, n_answers=16, seed=seed)
    found = analyse(votes, n_resamples=0)
    given, answered, shares, consensus = statistics(votes, found.people.group)
    k = found.groups.n_groups
    for j, one in enumerate(found.sorting.statements):
        for group, cell in enumerate(one.by_group):
            if cell.hidden or cell.n_untold or cell.agree is None or cell.disagree is None:
                continue
            assert cell.n_people == given[group, j]
            assert (cell.n_agree, cell.n_disagree) == tuple(answered[[answers.A, answers.D], group, j])
            agree, disagree = (cell.agree.estimate, cell.disagree.estimate) - found.splits.by_group.moved[j, group, :2]
            assert agree == pytest.approx(shares[answers.A, group, j])
            assert disagree == pytest.approx(shares[answers.D, group, j])
        exact = not any(cell.n_untold for cell in one.by_group)
        if exact and k == 1:
            # Theirs is the product over groups, which shrinks with each further group; ours its root.
            assert one.agreement == pytest.approx(consensus[answers.A, j])
            assert one.disagreement == pytest.approx(consensus[answers.D, j])


def test_the_peer_calls_what_nearly_all_agree_with_less_of_a_consensus_with_each_group() -> None:
    index = np.repeat(np.arange(5), 40)
    person, statement = np.divmod(np.arange(200), 1)
    value = np.where(np.arange(200) % 40 < 37, 1, -1)
    votes = Votes.of(person, statement, value)
    *_, consensus = statistics(votes, index)
    assert consensus[answers.A, 0] < 0.7  # of 93 % in each of five groups
    assert as_json(analyse(votes))["statements"][0]["agreement"] > 0.9
