"""Everything that is told of one statement, laid beside each other: no more of it than leaves every answer open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from regiotafel.engine.common.answers import as_answers
from regiotafel.engine.common.arrays import Bools, Ints
from regiotafel.engine.common.worlds import Answers, Table, settled
from regiotafel.engine.opinions.splits import Parts, Split, without
from regiotafel.engine.opinions.votes import Votes

from .crossings import Crossing

Told = tuple[dict[str, Split], tuple[Crossing, ...]]


def answers_of(votes: Votes) -> Answers:
    """Who answered what, without who they are or what they declared."""
    columns = (votes.person, votes.statement, as_answers(votes.value))
    person, row, answer = (column.astype(np.int64) for column in columns)
    return Answers(person, row, answer)


def open_beside(
    votes: Votes, parts: Parts, first: Sequence[Table], by_declared: Mapping[str, Split], crossed: Sequence[Crossing]
) -> Told:
    """The declared properties and their combinations without what would settle somebody's answer: for these statements
    no combinations are told, nor a property that settles something beside those before it.

    first: what is told of everybody, and of the groups.
    """
    answers = answers_of(votes)
    shut = settled(answers, [*first, *tables_of(parts, by_declared, crossed)])
    if not len(shut):
        return dict(by_declared), tuple(crossed)
    found, tables = {}, [*first]
    for name, (_, part) in parts.items():
        rows = settled(answers, [*tables, Table(part, by_declared[name].told.lower)], shut)
        found[name] = without(by_declared[name], rows)
        tables.append(Table(part, found[name].told.lower))
    is_shut = np.zeros(votes.n_statements, dtype=np.bool_)
    is_shut[shut] = True
    return found, tuple(_without(one, is_shut) for one in crossed)


def tables_of(parts: Parts, by_declared: Mapping[str, Split], crossed: Sequence[Crossing]) -> list[Table]:
    """What is told of declared properties and of their combinations."""
    alone = [Table(part, by_declared[name].told.lower) for name, (_, part) in parts.items()]
    return alone + [_table(one, parts) for one in crossed]


def _table(crossing: Crossing, parts: Parts) -> Table:
    row, column = (parts[name][1] for name in crossing.by)
    part: Ints = np.full(len(row), -1, dtype=np.int64)
    for place, cell in enumerate(crossing.cells):
        part[(row == cell.at[0]) & (column == cell.at[1])] = place
    lower = [np.where(cell.shown[:, None], cell.counts, 0) for cell in crossing.cells]
    return Table(part, np.stack(lower, axis=1))


def _without(crossing: Crossing, rows: Bools) -> Crossing:
    return replace(crossing, cells=tuple(replace(cell, shown=cell.shown & ~rows) for cell in crossing.cells))
