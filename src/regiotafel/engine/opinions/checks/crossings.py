"""Two declared properties together, such as role and municipality: only combinations that nobody can see through.

A table of two properties stands beside the tables of each of them, so whoever subtracts knows the sum of every row and
column that is shown there. What can then be found out of hidden cells are sums along directed cuts: some rows' cells
outside some columns, where no other row has a hidden cell in those columns. Each such sum must be about nobody or
about at least `smallest` people. By max-flow = min-cut (Ford & Fulkerson 1956) it is, when from the row to the column
of every small cell at least so much flows; cells are hidden until it does (Willenborg & de Waal 2001, Elements of
Statistical Disclosure Control, on secondary suppression).

People without one of the two values, and rows or columns that are hidden in their own table, are one more row or column
that is never shown.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from regiotafel.engine.common.arrays import Bools, Ints
from regiotafel.engine.common.privacy import hidden
from regiotafel.engine.opinions.counting import count
from regiotafel.engine.opinions.splits import Parts
from regiotafel.engine.opinions.votes import Votes


@dataclass(frozen=True)
class Cross:
    """What the people with two values answered. values: one of each property; counts: [statements, answers], of which
    `shown` [statements] may be told."""

    values: tuple[str, str]
    n_people: int
    counts: Ints
    shown: Bools


@dataclass(frozen=True)
class Crossing:
    """All combinations of two properties that may be told."""

    by: tuple[str, str]
    cells: tuple[Cross, ...]


def crossings(votes: Votes, parts: Parts, smallest: int) -> tuple[Crossing, ...]:
    """Of each two properties; parts: per property its values and the position of each person's value (-1: none)."""
    found = (_crossing(votes, one, other, parts, smallest) for one, other in combinations(parts, 2))
    return tuple(one for one in found if one.cells)


def _crossing(votes: Votes, one: str, other: str, parts: Parts, smallest: int) -> Crossing:
    (rows, row), (columns, column) = parts[one], parts[other]
    n_rows, n_columns = len(rows) + 1, len(columns) + 1
    cell = np.where(row < 0, n_rows - 1, row) * n_columns + np.where(column < 0, n_columns - 1, column)
    people = np.bincount(cell, minlength=n_rows * n_columns).reshape(1, n_rows, n_columns)
    if not (people[0, :-1, :-1] >= smallest).any():
        return Crossing((one, other), ())
    hide = hide_cross(people, smallest)
    able = np.argwhere(~hide[0])
    if not len(able):
        return Crossing((one, other), ())
    counts = count(votes, cell.astype(np.int64), n_rows * n_columns)
    sizes = counts.sum(axis=2).reshape(-1, n_rows, n_columns)
    hides = hide_cross(sizes, smallest, people[0], hide[0])
    cells = tuple(
        Cross((rows[i], columns[j]), int(people[0, i, j]), counts[:, i * n_columns + j], ~hides[:, i, j])
        for i, j in able.tolist()
    )
    return Crossing((one, other), cells)


def hide_cross(tables: Ints, smallest: int, people: Ints | None = None, also: Bools | None = None) -> Bools:
    """Which cells to hide [tables, rows, columns]; a cell without people is never shown.

    tables: people [tables, rows + 1, columns + 1], the last row and column without a value. people: the same table of
    everybody, when these are of single statements; also: cells that are hidden there.
    """
    totals = tables.sum(axis=(1, 2))
    lines = []
    for axis in (2, 1):
        sizes = tables.sum(axis=axis)[:, :-1]
        wide = None
        if people is not None:  # what is hidden of everybody is hidden for every statement
            of_all = people.sum(axis=axis - 1)[None, :-1]
            wide = np.broadcast_to(hidden(of_all, np.array([people.sum()]), smallest), sizes.shape)
        away = hidden(sizes, totals, smallest, wide)
        lines.append(np.concatenate((away, np.ones((len(tables), 1), dtype=np.bool_)), axis=1))
    hide = (tables < smallest) | lines[0][:, :, None] | lines[1][:, None, :]
    if also is not None:
        hide[:, :-1, :-1] |= also
    for place, table in enumerate(tables):
        if not hide[place].all():
            hide[place] = _covered(_as_seen(table, lines[0][place], lines[1][place]), hide[place], smallest)
    return np.asarray(hide[:, :-1, :-1])


def _as_seen(table: Ints, row_is_hidden: Bools, column_is_hidden: Bools) -> Ints:
    """What is not shown in its own table is one row (column) to who subtracts: the last."""
    to_row = np.where(row_is_hidden, len(row_is_hidden) - 1, np.arange(len(row_is_hidden)))
    to_column = np.where(column_is_hidden, len(column_is_hidden) - 1, np.arange(len(column_is_hidden)))
    seen = np.zeros_like(table)
    np.add.at(seen, (to_row[:, None], to_column[None, :]), table)
    return seen


def _covered(table: Ints, hide: Bools, smallest: int) -> Bools:
    """With as many more cells hidden as it takes; everything when that does not help."""
    for i, j in np.argwhere(hide & (table > 0) & (table < smallest)).tolist():
        if _flows(table, hide, i, j, smallest):
            continue
        corners = _cheapest(table, hide, i, j, smallest)
        if corners is None:
            return np.ones_like(hide)
        for where in corners:
            hide[where] = True
    return hide


def _flows(table: Ints, hide: Bools, i: int, j: int, smallest: int) -> bool:
    """Whether so much flows from this row to this column: along hidden cells as far as they hold, and back freely."""
    open_ = (hide & (table > 0)).tolist()
    room = np.where(hide, table, 0).tolist()
    n_rows, n_columns = table.shape
    flow = 0
    while flow < smallest:
        came: dict[tuple[bool, int], tuple[bool, int]] = {(True, i): (True, i)}
        waiting = deque([(True, i)])
        while waiting and (False, j) not in came:
            is_row, place = node = waiting.popleft()
            for other in range(n_columns if is_row else n_rows):
                step = (not is_row, other)
                if step not in came and (room[place][other] > 0 if is_row else open_[other][place]):
                    came[step] = node
                    waiting.append(step)
        if (False, j) not in came:
            return False
        path, node = [], (False, j)
        while node != (True, i):
            path.append((came[node], node))
            node = came[node]
        most = min(room[a][b] for (is_row, a), (_, b) in path if is_row)
        for (is_row, a), (_, b) in path:
            if is_row:
                room[a][b] -= most
            else:
                room[b][a] += most
        flow += most
    return True


def _cheapest(table: Ints, hide: Bools, i: int, j: int, smallest: int) -> tuple[tuple[int, int], ...] | None:
    """Three more corners of a rectangle that cover this cell, with the fewest people who were shown."""
    cost = np.where(hide, 0, table)
    row_ok = (table[i] > 0) & (table[i, j] + table[i] >= smallest)
    column_ok = (table[:, j] > 0) & (table[i, j] + table[:, j] >= smallest)
    able = column_ok[:, None] & row_ok[None, :] & (table > 0)
    able[i], able[:, j] = False, False
    if not able.any():
        return None
    price = np.where(able, cost + cost[i][None, :] + cost[:, j][:, None], np.iinfo(np.int64).max)
    k, m = (int(one) for one in np.unravel_index(int(price.argmin()), price.shape))
    return (i, m), (k, j), (k, m)
