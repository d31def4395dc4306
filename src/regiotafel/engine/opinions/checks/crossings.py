"""Two declared properties together, such as role and municipality: only combinations that nobody can see through.

A table of two properties stands beside the tables of each of them, so whoever subtracts knows the sum of every row and
column that is shown there. What can then be found out of hidden cells are sums along directed cuts: some rows' cells
outside some columns, where no other row has a hidden cell in those columns. Each such sum must be about nobody or
about at least `smallest` people. By max-flow = min-cut (Ford & Fulkerson 1956) it is, when from the row to the column
of every small cell at least so much flows; cells are hidden until it does (Willenborg & de Waal 2001, Elements of
Statistical Disclosure Control, on secondary suppression).

People without one of the two values, and rows or columns that are hidden in their own table, are one more row or column
that is never shown.

How many people have two values is told too, and of one statement no more can have answered. So whoever knows that one
of seven kept silent, and where, knows six. After all else is hidden each small cell of a statement must therefore be
able to hold another number: somebody in it may as well have kept silent while somebody else in its row and column
did not (a cycle of cells, as in Gusfield 1988, SIAM J. Comput. 17:552), or there may as well be other people in it.
Where it cannot, all cells of the statement are hidden; when that does not help, also how many have these values.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from regiotafel.engine.common.answers import N_ANSWERS
from regiotafel.engine.common.arrays import Bools, Ints
from regiotafel.engine.common.privacy import Told, hidden, nearly_unanimous
from regiotafel.engine.opinions.counting import count
from regiotafel.engine.opinions.splits import Declared, Parts, Split
from regiotafel.engine.opinions.votes import Votes


@dataclass(frozen=True)
class Cross:
    """What the people with two values answered. values: one of each property, `at` these places among them; counts:
    [statements, answers], of which `shown` [statements] may be told."""

    values: tuple[str, str]
    at: tuple[int, int]
    n_people: int
    counts: Ints
    shown: Bools


@dataclass(frozen=True)
class Crossing:
    """All combinations of two properties that may be told."""

    by: tuple[str, str]
    cells: tuple[Cross, ...]


def crossings(
    votes: Votes,
    parts: Parts,
    declared: Mapping[str, Declared],
    by_declared: Mapping[str, Split],
    smallest: int,
) -> tuple[Crossing, ...]:
    """Of each two properties; parts: per property its values and the position of each person's value (-1: none);
    declared, by_declared: what is told of each alone."""
    found = []
    for pair in combinations(parts, 2):
        of_all = (declared[pair[0]], declared[pair[1]])
        crossing = _crossing(votes, pair, parts, of_all, (by_declared[pair[0]], by_declared[pair[1]]), smallest)
        found += [crossing] if crossing.cells else []
    return tuple(found)


def _crossing(
    votes: Votes,
    by: tuple[str, str],
    parts: Parts,
    declared: tuple[Declared, Declared],
    splits: tuple[Split, Split],
    smallest: int,
) -> Crossing:
    (rows, row), (columns, column) = parts[by[0]], parts[by[1]]
    n_rows, n_columns = len(rows) + 1, len(columns) + 1
    cell = np.where(row < 0, n_rows - 1, row) * n_columns + np.where(column < 0, n_columns - 1, column)
    people = np.bincount(cell, minlength=n_rows * n_columns).reshape(1, n_rows, n_columns)
    if not (people[0, :-1, :-1] >= smallest).any():
        return Crossing(by, ())
    tables = count(votes, cell.astype(np.int64), n_rows * n_columns).reshape(-1, n_rows, n_columns, N_ANSWERS)
    hide, hides = _hides(people, tables, declared, splits, smallest)
    able = np.argwhere(~hide)
    cells = tuple(
        Cross((rows[i], columns[j]), (i, j), int(people[0, i, j]), tables[:, i, j], ~hides[:, i, j])
        for i, j in able.tolist()
    )
    return Crossing(by, cells)


def _hides(
    people: Ints, tables: Ints, declared: tuple[Declared, Declared], splits: tuple[Split, Split], smallest: int
) -> tuple[Bools, Bools]:
    """Which combinations to hide [rows, columns], and which of each statement [statements, rows, columns]; more of them
    until no small cell follows."""
    apart = (declared[0].has_total, declared[1].has_total)
    alone = (declared[0].hide[None], declared[1].hide[None])
    also = np.zeros((people.shape[1] - 1, people.shape[2] - 1), dtype=np.bool_)
    while True:
        hide = hide_cross(people, smallest, alone, also, apart=apart)[0]
        hides = np.ones((len(tables), *hide.shape), dtype=np.bool_)
        if hide.all():
            return hide, hides
        hides = hide_cross(tables.sum(axis=3), smallest, (splits[0].hide, splits[1].hide), hide)
        _keep_mixed(tables[:, :-1, :-1], hides, splits[0].told, splits[1].told)
        of_all = Seen.of(hide, (declared[0].hide, declared[1].hide), apart)
        follows = np.zeros_like(also)
        for j, table in enumerate(tables):
            lines = (splits[0].hide[j], splits[1].hide[j])
            if _following(table, people[0], Seen.of(hides[j], lines), of_all, smallest).any():
                hides[j] = True
                follows |= _following(table, people[0], Seen.of(hides[j], lines), of_all, smallest)
        if not follows.any():
            return hide, hides
        # What gives a cell away is how many have these values, in its row or its column; or else elsewhere.
        more = hide | follows.any(axis=1, keepdims=True) | follows.any(axis=0, keepdims=True)
        also = more if (more > hide).any() else np.ones_like(also)


def _keep_mixed(counts: Ints, hide: Bools, rows: Told, columns: Told) -> None:
    """Hide more [statements, rows, columns] until no answer of one person follows; counts: with the answers.

    A cell that is nearly unanimous is hidden, and so is all of a row or column that is itself not told exactly: it
    would follow by adding. What is left of a row or column after subtracting must be mixed, and so must be what a
    hidden cell can hold of it.
    """
    dark = [one.hide | (one.untold > 0) for one in (rows, columns)]
    hide |= nearly_unanimous(counts)
    while True:
        hide |= dark[0][:, :, None] | dark[1][:, None, :]
        shown = np.where(hide[..., None], 0, counts)
        left = [rows.lower - shown.sum(axis=2), columns.lower - shown.sum(axis=1)]
        room = np.minimum(left[0][:, :, None], left[1][:, None, :])
        bad = hide & (counts.sum(axis=3) > 0) & nearly_unanimous(room) & ~(dark[0][:, :, None] | dark[1][:, None, :])
        more = [
            ~away & (nearly_unanimous(rest) | bad.any(axis=axis))
            for away, rest, axis in zip(dark, left, (2, 1), strict=True)
        ]
        if not any(one.any() for one in more):
            return
        dark = [away | one for away, one in zip(dark, more, strict=True)]


def hide_cross(
    tables: Ints,
    smallest: int,
    alone: tuple[Bools, Bools] | None = None,
    also: Bools | None = None,
    *,
    apart: tuple[bool, bool] = (False, False),
) -> Bools:
    """Which cells to hide [tables, rows, columns]; a cell without people is never shown.

    tables: people [tables, rows + 1, columns + 1], the last row and column without a value. alone: which rows and which
    columns are hidden in their own table [tables, …], found here when left out; also: cells that are hidden for another
    reason; apart: whether it is told how many people have no value for the rows, and for the columns.
    """
    totals = tables.sum(axis=(1, 2))
    lines = []
    for axis in (2, 1):
        sizes = tables.sum(axis=axis)[:, :-1]
        away = hidden(sizes, totals, smallest) if alone is None else alone[2 - axis]
        lines.append(np.concatenate((away, np.ones((len(tables), 1), dtype=np.bool_)), axis=1))
    hide = (tables < smallest) | lines[0][:, :, None] | lines[1][:, None, :]
    if also is not None:
        hide[:, :-1, :-1] |= also
    for place, table in enumerate(tables):
        if not hide[place].all():
            hide[place] = _covered(_as_seen(table, lines[0][place], lines[1][place], apart), hide[place], smallest)
    return np.asarray(hide[:, :-1, :-1])


def _as_seen(table: Ints, row_is_hidden: Bools, column_is_hidden: Bools, apart: tuple[bool, bool]) -> Ints:
    """What is not shown in its own table is one row (column) to who subtracts: the last; or, where it is told how many
    have no value, the first that is hidden, apart from these."""
    to_row, to_column = (
        _line(one, is_apart) for one, is_apart in zip((row_is_hidden, column_is_hidden), apart, strict=True)
    )
    seen = np.zeros_like(table)
    np.add.at(seen, (to_row[:, None], to_column[None, :]), table)
    return seen


def _line(is_hidden: Bools, is_apart: bool) -> Ints:
    last = len(is_hidden) - 1
    found = np.where(is_hidden, int(is_hidden.argmax()) if is_apart else last, np.arange(len(is_hidden)))
    found[last] = last
    return found


@dataclass(frozen=True)
class Seen:
    """A table as who subtracts sees it: the cells that are not shown [rows + 1, columns + 1], and the row and column to
    which each belongs."""

    hide: Bools
    row: Ints
    column: Ints

    @staticmethod
    def of(hide: Bools, lines: tuple[Bools, Bools], apart: tuple[bool, bool] = (False, False)) -> Seen:
        """hide: [rows, columns]; lines: rows and columns hidden in their own table; apart: as in `hide_cross`."""
        away = np.ones((hide.shape[0] + 1, hide.shape[1] + 1), dtype=np.bool_)
        away[:-1, :-1] = hide
        row, column = (_line(np.append(line, True), one) for line, one in zip(lines, apart, strict=True))
        return Seen(away, row, column)


def _following(table: Ints, people: Ints, of_one: Seen, of_all: Seen, smallest: int) -> Bools:
    """Which small cells of one statement can hold no other number [rows, columns].

    table: with the answers; people: with these values; of_one, of_all: what is hidden of the statement, of everybody.
    """
    sizes = table.sum(axis=2)
    silent = of_one.hide & (people > sizes)
    able = np.ones_like(silent) & of_all.hide  # others may have these values
    small = of_one.hide & (sizes > 0) & (sizes < smallest)
    for answer in range(N_ANSWERS):
        gave = table[:, :, answer] > 0
        for seen, rises in ((of_one, silent), (of_all, able)):
            if small.any():
                small &= ~_moves(small, gave & seen.hide, rises, seen)
    return np.asarray(small[:-1, :-1])


def _moves(cells: Bools, falls: Bools, rises: Bools, seen: Seen) -> Bools:
    """Which of these cells can have one more or one fewer, with the same sum of each row and column [rows, columns];
    falls, rises: in which cells one fewer, or one more, can be."""
    found = np.zeros_like(cells)
    down, up = _between(falls, seen), _between(rises, seen)
    for i, j in np.argwhere(cells & (falls | rises)).tolist():
        row, column = int(seen.row[i]), int(seen.column[j])
        found[i, j] = (falls[i, j] and _comes_back(up, down, row, column, int(rises[i, j]))) or (
            rises[i, j] and _comes_back(down, up, row, column, int(falls[i, j]))
        )
    return found


def _between(cells: Bools, seen: Seen) -> list[list[int]]:
    """How many of these cells there are between each row and column, as they are seen."""
    found = np.zeros(cells.shape, dtype=np.int64)
    np.add.at(found, (seen.row[:, None], seen.column[None, :]), cells)
    return [[int(n) for n in row] for row in found]


def _comes_back(there: list[list[int]], back: list[list[int]], row: int, column: int, own: int) -> bool:
    """Whether one gets from a row to a column through cells of `there`, and to other rows through cells of `back`;
    own: cells between the two that do not count, being the one that is looked at."""
    if there[row][column] > own:
        return True
    columns = {place for place, n in enumerate(there[row]) if n and place != column}
    rows, waiting = {row}, [*columns]
    while waiting:
        place = waiting.pop()
        for other, line in enumerate(back):
            if line[place] and other not in rows:
                if there[other][column]:
                    return True
                rows.add(other)
                more = {m for m, n in enumerate(there[other]) if n} - columns
                columns |= more
                waiting += more
    return False


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
