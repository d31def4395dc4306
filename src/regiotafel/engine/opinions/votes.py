"""The votes of one conversation as arrays."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from regiotafel.engine.common.answers import N_ANSWERS, as_answers
from regiotafel.engine.common.arrays import Ints


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

    def columns(self, rows: slice = slice(None)) -> NDArray[np.int32]:
        """3 x statement + answer of each of these votes: where it is counted, and its row of `features`."""
        return self.statement[rows] * N_ANSWERS + as_answers(self.value[rows])

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
        value = _whole(values, "b")
        value = np.asarray(values) if value is None else value
        if not len(person_ids) == len(statement_ids) == len(value):
            raise ValueError("person_ids, statement_ids and values must be equally long")
        all_people, person = _positions(person_ids, people)
        all_statements, statement = _positions(statement_ids, statements)
        if not ((value == 0) | (value == 1) | (value == -1)).all():
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
    person, statement, value = votes.person, votes.statement, votes.value
    if not len(person) == len(statement) == len(value):
        raise ValueError("person, statement and value must be equally long")
    for positions, size in ((person, votes.n_people), (statement, votes.n_statements)):
        if positions.size and (positions.min() < 0 or positions.max() >= size):
            raise ValueError("a position lies outside the people or statements")
    if value.size and (value.min() < -1 or value.max() > 1):
        raise ValueError("a vote is -1, 0 or 1")
    if _is_in_order(person, statement):
        return _cast(votes)
    order = _sorting(statement, votes.n_statements)
    order = order[_sorting(person[order], votes.n_people)]
    votes = replace(votes, person=person[order], statement=statement[order], value=value[order])
    if not _is_in_order(votes.person, votes.statement):
        raise ValueError("a person can have one current vote on a statement")
    return _cast(votes)


def _sorting(positions: NDArray[np.int32], size: int) -> Ints:
    """The stable order of positions below `size` [n]: numpy sorts small whole numbers by counting them."""
    return np.argsort(positions.astype(np.uint16) if size <= 2**16 else positions, kind="stable")


def hashed(
    person: NDArray[np.integer], statement: NDArray[np.int32], value: NDArray[np.int8], n_statements: int
) -> tuple[Ints, NDArray[np.uint64]]:
    """Of votes in order of person: where each person's begin, and a hash of them that does not depend on their order
    (the sum of a fixed random number per statement and vote). The same votes have the same hash."""
    starts = np.flatnonzero(np.diff(person, prepend=-1))
    codes = np.random.default_rng(7).integers(0, 2**63, size=(max(n_statements, 1), 3), dtype=np.uint64)
    of_votes = codes[statement, value + 1]
    return starts, np.add.reduceat(of_votes, starts) if len(starts) else of_votes


def _is_in_order(person: NDArray[np.int32], statement: NDArray[np.int32]) -> bool:
    before, after = person[:-1], person[1:]
    return bool(((after > before) | ((after == before) & (statement[1:] > statement[:-1]))).all())


def _cast(votes: Votes) -> Votes:
    return replace(
        votes,
        person=votes.person.astype(np.int32, copy=False),
        statement=votes.statement.astype(np.int32, copy=False),
        value=votes.value.astype(np.int8, copy=False),
    )


def _positions(
    ids: Sequence[object] | NDArray[np.generic], extra: Iterable[object]
) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Sorted distinct ids, and the position of each row's id among them."""
    if not extra and (numbers := _as_numbers(ids)) is not None:
        return _places_of_numbers(numbers)
    raw = ids.tolist() if isinstance(ids, np.ndarray) else ids
    seen: list[Any] = [*dict.fromkeys(raw)]  # ids may be numbers or texts; 1 and "1" are the same one
    distinct = sorted({str(one) for one in (*seen, *extra)}, key=_numbers_first)
    place = {one: position for position, one in enumerate(distinct)}
    of_raw = {one: place[str(one)] for one in seen}
    return tuple(distinct), np.fromiter(map(of_raw.__getitem__, raw), dtype=np.int32, count=len(raw))


def _as_numbers(ids: Sequence[object] | NDArray[np.generic]) -> Ints | None:
    """The ids when all are whole numbers, as most are: ten times faster than texts."""
    numbers = _whole(ids, "q")
    return None if numbers is None else numbers.astype(np.int64, copy=False)


def _whole(values: Any, kind: str) -> NDArray[np.signedinteger] | None:
    """Values that are all whole numbers and fit in an array of this kind, else None."""
    if isinstance(values, np.ndarray):
        return values if values.dtype.kind == "i" else None
    try:
        return np.frombuffer(array(kind, values), dtype=kind)
    except (TypeError, OverflowError):
        return None


def _places_of_numbers(ids: Ints) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    least, most = (int(ids.min()), int(ids.max())) if ids.size else (0, -1)
    if most - least > 4 * len(ids):
        found, places = np.unique(ids, return_inverse=True)
        return tuple(map(str, found.tolist())), places.astype(np.int32)
    there = np.zeros(most - least + 1, dtype=np.bool_)
    there[ids - least] = True
    place = np.cumsum(there, dtype=np.int32) - np.int32(1)
    return tuple(map(str, (np.flatnonzero(there) + least).tolist())), place[ids - least]


def _numbers_first(one: str) -> tuple[int, int, str]:
    # "007" is a text and not the number 7: else two ids would take one place.
    if one.isascii() and one.removeprefix("-").isdigit() and str(int(one)) == one:
        return (0, int(one), "")
    return (1, 0, one)
