"""Two declared properties together: whoever subtracts finds nobody in a group of fewer than five people."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from regiotafel.engine.common.privacy import hidden
from regiotafel.engine.opinions import Votes, analyse, as_json
from regiotafel.engine.opinions.checks.crossings import hide_cross
from tests.engine.opinions.people import conversation
from tests.engine.opinions.schema import problems

tables = st.tuples(st.integers(1, 3), st.integers(1, 3)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 12), min_size=shape[1] + 1, max_size=shape[1] + 1),
        min_size=shape[0] + 1,
        max_size=shape[0] + 1,
    )
)


def smallest_found(table: NDArray[np.int64], hide: NDArray[np.bool_]) -> int:
    """Of all sets of cells whose sum follows from what is shown, the fewest people: by trying every set.

    Known are the total, the sums of rows and columns that are shown in their own table, and every cell that is shown.
    """
    total = np.array([table.sum()])
    shown_rows = np.flatnonzero(~hidden(table.sum(axis=1)[None, :-1], total, 5)[0])
    shown_columns = np.flatnonzero(~hidden(table.sum(axis=0)[None, :-1], total, 5)[0])
    away = np.ones(table.shape, dtype=bool)
    away[:-1, :-1] = hide
    cells = np.argwhere(away & (table > 0))
    if not len(cells):
        return 99
    known = [np.ones(len(cells))]
    known += [(cells[:, 0] == row).astype(float) for row in shown_rows]
    known += [(cells[:, 1] == column).astype(float) for column in shown_columns]
    matrix = np.array(known)
    rank = np.linalg.matrix_rank(matrix)
    people = table[cells[:, 0], cells[:, 1]]
    small = [i for i in range(len(cells)) if people[i] < 5]
    least = 99
    for size in range(1, 5):
        for chosen in combinations(small, size):
            if people[list(chosen)].sum() < 5:
                wanted = np.zeros(len(cells))
                wanted[list(chosen)] = 1.0
                if np.linalg.matrix_rank(np.vstack((matrix, wanted))) == rank:
                    least = min(least, int(people[list(chosen)].sum()))
    return least


@settings(max_examples=400, deadline=None)
@given(tables)
def test_no_sum_of_hidden_cells_that_can_be_found_is_about_fewer_than_five_people(rows: list[list[int]]) -> None:
    table = np.array(rows)
    if 0 < table.sum() < 5:
        return
    hide = hide_cross(table[None], 5)[0]
    assert (table[:-1, :-1][~hide] >= 5).all()
    assert hide.all() or smallest_found(table, hide) >= 5


def test_a_cell_alone_in_its_row_and_column_takes_a_rectangle_with_it() -> None:
    table = np.array([[3, 9, 20, 0], [8, 30, 30, 0], [20, 30, 30, 0], [0, 0, 0, 0]])
    hide = hide_cross(table[None], 5)[0]
    assert hide.sum() == 4
    assert hide[:2, :2].all()


def test_people_who_said_nothing_cover_the_small_cells() -> None:
    table = np.array([[3, 9, 6], [20, 30, 6], [6, 6, 40]])
    assert hide_cross(table[None], 5)[0].tolist() == [[True, False], [False, False]]


def test_a_report_has_combinations_of_five_or_more_people() -> None:
    votes, _ = conversation(240, 15, 1, apart=0.0)
    random = np.random.default_rng(0)
    declared = {
        "role": [("jongere", "ouder", "gemeente", None)[i] for i in random.choice(4, 240, p=(0.4, 0.35, 0.05, 0.2))],
        "municipality": [("Elsmeer", "Dorpwaard", "Lindestad")[i] for i in random.choice(3, 240, p=(0.5, 0.4, 0.1))],
    }
    document = as_json(analyse(votes, declared=declared, n_resamples=0))
    assert problems(document) == []
    (crossing,) = document["crossings"]
    assert crossing["by"] == ["role", "municipality"]
    there = {
        (role, place): sum(pair == (role, place) for pair in zip(*declared.values(), strict=True))
        for role in set(declared["role"])
        for place in set(declared["municipality"])
    }
    for cell in crossing["cells"]:
        assert cell["n_people"] == there[tuple(cell["values"])] >= 5
    named = {tuple(cell["values"]) for cell in crossing["cells"]}
    assert ("jongere", "Elsmeer") in named
    for statement in document["statements"]:
        assert {tuple(cell["values"]) for cell in statement["by_crossing"]} <= named
        assert all(cell["n_people"] >= 5 for cell in statement["by_crossing"])
    assert any(statement["by_crossing"] for statement in document["statements"])


def test_without_two_properties_nothing_is_crossed() -> None:
    votes = Votes.of([0, 1, 2, 3, 4, 5], ["a"] * 6, [1] * 6)
    assert as_json(analyse(votes, declared={"role": ["x"] * 6}))["crossings"] == []
