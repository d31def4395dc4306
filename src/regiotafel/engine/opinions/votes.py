"""The votes of one conversation as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Votes:
    """One current vote per person and statement.

    person, statement: int32[n], positions in 0..n_people-1 and 0..n_statements-1.
    value: int8[n], 1 agree, 0 unsure (or skipped), -1 disagree.
    people, statements: the ids at those positions, when `of` made the votes; else empty.
    """

    person: NDArray[np.int32]
    statement: NDArray[np.int32]
    value: NDArray[np.int8]
    n_people: int
    n_statements: int
    people: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()

    @staticmethod
    def of(
        person_ids: Sequence[object] | NDArray[np.generic],
        statement_ids: Sequence[object] | NDArray[np.generic],
        values: ArrayLike,
        *,
        people: Iterable[object] = (),
        statements: Iterable[object] = (),
    ) -> Votes:
        """Votes from rows in any order.

        people, statements: ids that exist also without a vote. Positions follow the ids: whole numbers by number
        first, then other ids as text. Raises ValueError for a vote that is not -1, 0 or 1, for columns of different
        length, and for a person who voted twice on a statement.
        """
        value = np.asarray(values)
        if not len(person_ids) == len(statement_ids) == len(value):
            raise ValueError("person_ids, statement_ids and values must be equally long")
        all_people, person = _positions(person_ids, people)
        all_statements, statement = _positions(statement_ids, statements)
        if value.size and not np.isin(value, (-1, 0, 1)).all():
            raise ValueError("a vote is -1, 0 or 1")
        votes = Votes(
            person,
            statement,
            value.astype(np.int8),
            len(all_people),
            len(all_statements),
            all_people,
            all_statements,
        )
        return in_order(votes)


def in_order(votes: Votes) -> Votes:
    """The same votes sorted by person, then statement. Raises ValueError for wrong positions or a double vote."""
    person = votes.person.astype(np.int64)
    statement = votes.statement.astype(np.int64)
    if not len(person) == len(statement) == len(votes.value):
        raise ValueError("person, statement and value must be equally long")
    for positions, size in ((person, votes.n_people), (statement, votes.n_statements)):
        if positions.size and (positions.min() < 0 or positions.max() >= size):
            raise ValueError("a position lies outside the people or statements")
    if votes.value.size and not (np.abs(votes.value.astype(np.int64)) <= 1).all():
        raise ValueError("a vote is -1, 0 or 1")
    key = person * max(votes.n_statements, 1) + statement
    order = np.argsort(key, kind="stable")
    if (np.diff(key[order]) == 0).any():
        raise ValueError("a person can have one current vote on a statement")
    return replace(
        votes,
        person=votes.person[order].astype(np.int32),
        statement=votes.statement[order].astype(np.int32),
        value=votes.value[order].astype(np.int8),
    )


def _positions(
    ids: Sequence[object] | NDArray[np.generic], extra: Iterable[object]
) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Sorted distinct ids, and the position of each row's id among them."""
    texts = [str(one) for one in (ids.tolist() if isinstance(ids, np.ndarray) else ids)]
    distinct = sorted({*texts, *(str(one) for one in extra)}, key=_numbers_first)
    place = {one: position for position, one in enumerate(distinct)}
    return tuple(distinct), np.fromiter((place[one] for one in texts), dtype=np.int32, count=len(texts))


def _numbers_first(one: str) -> tuple[int, int, str]:
    # "007" is a text and not the number 7: else two ids would take one place.
    if one.isascii() and one.removeprefix("-").isdigit() and str(int(one)) == one:
        return (0, int(one), "")
    return (1, 0, one)
