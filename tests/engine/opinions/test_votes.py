import numpy as np
import pytest

from regiotafel.engine.opinions import Votes
from regiotafel.engine.opinions.votes import in_order


def test_ids_are_sorted_by_number_and_then_as_text() -> None:
    votes = Votes.of(["10", "b", "9", "a", "007"], ["1", "1", "1", "1", "1"], [1, 0, -1, 1, 1])
    assert votes.people == ("9", "10", "007", "a", "b")
    assert votes.value.tolist() == [-1, 1, 1, 1, 0]


def test_numbers_and_texts_of_the_same_id_are_the_same_person() -> None:
    assert Votes.of([1, "1"], [1, 2], [1, 1]).n_people == 1


def test_people_and_statements_without_votes_keep_a_place() -> None:
    votes = Votes.of([2], ["x"], [1], people=[1, 2, 3], statements=["x", "y"])
    assert (votes.n_people, votes.n_statements, votes.people) == (3, 2, ("1", "2", "3"))


def test_no_votes_at_all_is_a_conversation_too() -> None:
    votes = Votes.of([], [], [])
    assert (votes.n_people, votes.n_statements, len(votes.value)) == (0, 0, 0)


@pytest.mark.parametrize("value", [7, -2, 0.5, float("nan"), float("inf")])
def test_only_agree_unsure_and_disagree_are_votes(value: float) -> None:
    with pytest.raises(ValueError, match="-1, 0 or 1"):
        Votes.of([1], [1], [value])


def test_two_current_votes_of_one_person_on_a_statement_are_refused() -> None:
    with pytest.raises(ValueError, match="one current vote"):
        Votes.of([1, 1], [2, 2], [1, -1])


def test_columns_must_be_equally_long() -> None:
    with pytest.raises(ValueError, match="equally long"):
        Votes.of([1, 2], [1, 2], [1])


def test_positions_outside_the_conversation_are_refused() -> None:
    votes = Votes(np.array([3], np.int32), np.array([0], np.int32), np.array([1], np.int8), 2, 1)
    with pytest.raises(ValueError, match="outside"):
        in_order(votes)
