"""Nothing about fewer than five people, whatever the numbers: an attacker knows totals and every cell that is shown."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from regiotafel.engine.common.privacy import hidden
from regiotafel.engine.opinions import Votes, analyse, as_json

rows = st.integers(1, 6).flatmap(
    lambda n: st.lists(st.tuples(st.lists(st.integers(0, 12), min_size=n, max_size=n), st.integers(0, 8)), min_size=1)
)


@settings(deadline=None)
@given(rows=rows)
def test_what_is_left_after_subtracting_is_nobody_or_at_least_five_people(rows: list[tuple[list[int], int]]) -> None:
    sizes = np.array([row for row, _ in rows])
    rest = np.array([without for _, without in rows])
    totals = sizes.sum(axis=1) + rest
    hide = hidden(sizes, totals, 5)
    shown = np.where(hide, 0, sizes)
    assert ((shown == 0) | (shown >= 5)).all()
    left = totals - shown.sum(axis=1)
    total_is_hidden = totals < 5
    assert (total_is_hidden | (left == 0) | (left >= 5)).all()
    assert (shown[total_is_hidden] == 0).all()


def test_the_smallest_other_cell_is_hidden_with_a_single_small_one() -> None:
    assert hidden(np.array([[3, 20, 8]]), np.array([31]), 5).tolist() == [[True, False, True]]


def test_nothing_more_is_hidden_when_two_small_cells_cover_each_other() -> None:
    assert hidden(np.array([[3, 20, 4]]), np.array([27]), 5).tolist() == [[True, False, True]]


def test_a_few_people_without_a_cell_are_covered_too() -> None:
    assert hidden(np.array([[9, 20]]), np.array([31]), 5).tolist() == [[True, False]]


def test_cells_where_nobody_answered_stay_visible() -> None:
    assert hidden(np.array([[0, 20]]), np.array([20]), 5).tolist() == [[False, False]]


@st.composite
def conversations(draw: st.DrawFn) -> tuple[Votes, list[str | None]]:
    n_people, n_statements = draw(st.integers(1, 40)), draw(st.integers(1, 5))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    cells = np.argwhere(random.random((n_people, n_statements)) < draw(st.floats(0.1, 1.0)))
    votes = Votes.of(
        cells[:, 0],
        cells[:, 1],
        random.integers(-1, 2, len(cells)),
        people=range(n_people),
        statements=range(n_statements),
    )
    roles: list[str | None] = [draw(st.sampled_from(["jongere", "ouder", "gemeente", None])) for _ in range(n_people)]
    return votes, roles


@settings(max_examples=60, deadline=None)
@given(case=conversations())
def test_no_report_tells_about_fewer_than_five_people(case: tuple[Votes, list[str | None]]) -> None:
    votes, roles = case
    report = as_json(analyse(votes, declared={"role": roles}, n_resamples=2))
    for statement in report["statements"]:
        if statement["hidden"]:
            assert statement["n_votes"] is None
            assert statement["agree"] is None
            assert all(cell.get("hidden") for cell in statement["by_group"] + statement["by_declared"]["role"])
            continue
        for cells in (statement["by_group"], statement["by_declared"]["role"]):
            nothing_small_is_left(statement, cells)
    shown = [one["n_people"] for one in report["declared"]["role"] if not one.get("hidden")]
    left = votes.n_people - sum(shown)
    assert all(n >= 5 for n in shown)
    assert not shown or left == 0 or left >= 5


def nothing_small_is_left(statement: dict[str, Any], cells: list[dict[str, Any]]) -> None:
    shown = [cell for cell in cells if not cell.get("hidden")]
    assert all(cell["n_people"] == 0 or cell["n_people"] >= 5 for cell in shown)
    left = statement["n_votes"] - sum(cell["n_people"] for cell in shown)
    assert left == 0 or left >= 5


def test_a_role_that_is_hidden_at_all_is_hidden_for_every_statement() -> None:
    roles = ["ouder"] * 20 + ["jongere"] * 3 + ["school"] * 6
    votes = Votes.of([i for i in range(29) if i < 20 or i > 22], ["s"] * 26, [1] * 26, people=range(29))
    report = as_json(analyse(votes, declared={"role": roles}))
    assert [one.get("hidden", False) for one in report["declared"]["role"]] == [True, False, True]
    assert [one.get("hidden", False) for one in report["statements"][0]["by_declared"]["role"]] == [True, False, True]
