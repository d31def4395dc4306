"""How each part of the people (a group, a role, a municipality …) answered each statement, and what of it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from regiotafel.engine.common.answers import AGREE, DISAGREE
from regiotafel.engine.common.arrays import Bools, Floats, Ints
from regiotafel.engine.common.privacy import Told, covers, hidden, told
from regiotafel.engine.common.shares import bounds

from .counting import count
from .votes import Votes


class Estimate(NamedTuple):
    estimate: float
    low: float
    high: float


class Cell(NamedTuple):
    """What the people of one part answered to one statement, as it is told: at least so many gave each answer, and of
    n_untold people it is not said which. No numbers when hidden, no estimates of nobody."""

    part: int
    hidden: bool
    n_agree: int = 0
    n_disagree: int = 0
    n_unsure: int = 0
    n_untold: int = 0
    agree: Estimate | None = None
    disagree: Estimate | None = None

    @property
    def n_people(self) -> int:
        return self.n_agree + self.n_disagree + self.n_unsure + self.n_untold


@dataclass(frozen=True)
class Split:
    """The people divided in parts, as far as that is told.

    told: what of each cell is told; sizes: people per shown cell [statements, parts]; agree, disagree: estimate, low,
    high [statements, parts, 3]; pull: of each part [parts], see `pull`; moved: by how much that has moved these shares
    [statements, parts, answers].
    """

    told: Told
    sizes: Ints
    agree: Floats
    disagree: Floats
    pull: Floats
    moved: Floats

    @property
    def hide(self) -> Bools:
        return self.told.hide

    @property
    def all_shown(self) -> Bools:
        """Whether each part is shown, and somebody in it answered [statements]."""
        return np.asarray((~self.hide & (self.sizes > 0)).all(axis=1))

    @property
    def n_parts(self) -> int:
        return int(self.hide.shape[1])

    def middle(self, answer: int) -> Floats:
        """How many gave this answer [statements, parts], halfway where it is told inexactly."""
        return np.asarray(self.told.lower[:, :, answer] + self.told.untold / 2.0)

    def unpulled(self, answer: int) -> Floats:
        """The same without the pull of their own votes."""
        return np.asarray(np.clip(self.middle(answer) + self.moved[:, :, answer] * self.sizes, 0.0, self.sizes))

    def cells(self, j: int) -> tuple[Cell, ...]:
        """The parts of one statement."""
        columns = (self.hide[j], self.told.lower[j], self.told.untold[j], self.agree[j], self.disagree[j])
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return tuple(_cell(part, *row) for part, row in enumerate(rows))


def _cell(part: int, hide: bool, lower: list[int], untold: int, agree: list[float], disagree: list[float]) -> Cell:
    if hide:
        return Cell(part, True)
    if not any(lower) and not untold:
        return Cell(part, False)
    n_agree, n_disagree, n_unsure = lower
    return Cell(part, False, n_agree, n_disagree, n_unsure, untold, Estimate(*agree), Estimate(*disagree))


def split(counts: Ints, whole: Ints, smallest: int, also: Bools | None = None, *, pull: Floats | None = None) -> Split:
    """counts: [statements, parts, answers]; whole: of everybody [statements, answers], with people who are in no part;
    also: parts that are hidden for another reason [parts]; pull: of parts that were found by the answers [parts]."""
    shape = counts.shape[:2]
    one = _split(told(counts, whole, smallest, None if also is None else np.broadcast_to(also, shape)))
    return one if pull is None or not pull.any() else _without_pull(one, pull)


def _split(found: Told) -> Split:
    sizes = found.lower.sum(axis=2) + found.untold
    both = found.lower[:, :, [AGREE, DISAGREE]]
    ends = bounds(both, *(np.broadcast_to(one[:, :, None], both.shape) for one in (found.untold, sizes)))
    agree, disagree = (np.ascontiguousarray(ends[:, :, one]) for one in range(2))
    return Split(found, sizes, agree, disagree, np.zeros(sizes.shape[1]), np.zeros(found.lower.shape))


def _without_pull(one: Split, pull: Floats) -> Split:
    """With shares that are nearer to those of the other parts that are shown, by what is told of these."""
    rest = one.sizes.sum(axis=1, keepdims=True) - one.sizes
    moved = np.zeros(one.told.lower.shape)
    for answer in (AGREE, DISAGREE):
        hits = one.middle(answer)
        others = (hits.sum(axis=1, keepdims=True) - hits) / np.maximum(rest, 1)
        moved[:, :, answer] = np.where(
            (one.sizes > 0) & (rest > 0), pull * (others - hits / np.maximum(one.sizes, 1)), 0
        )
    agree, disagree = (
        by_as_much(ends, moved[:, :, a, None]) for a, ends in ((AGREE, one.agree), (DISAGREE, one.disagree))
    )
    return replace(one, pull=pull, moved=moved, agree=agree, disagree=disagree)


def by_as_much(ends: Floats, moved: Floats) -> Floats:
    """Shares (any shape) moved, within 0 and 1; an end of 0 or 1 stays: perhaps nobody, or everybody, did."""
    return np.where((ends <= 0.0) | (ends >= 1.0), ends, np.clip(ends + moved, 0.0, 1.0))


@dataclass(frozen=True)
class Splits:
    """How all statements were answered: by everybody (one part), and by the parts of each division of the people."""

    everybody: Split
    by_group: Split
    by_declared: Mapping[str, Split]


# --- declared properties

# Per property its values, and the position of each person's value among them (-1: none).
Parts = Mapping[str, tuple[tuple[str, ...], Ints]]


@dataclass(frozen=True)
class Declared:
    """People per declared value; None where that is hidden. has_total: whether it is told how many have any value;
    n_without: how many have none."""

    values: tuple[str, ...]
    n_people: tuple[int | None, ...]
    has_total: bool
    n_without: int

    @property
    def hide(self) -> Bools:
        return np.array([n is None for n in self.n_people], dtype=np.bool_)


def parts_of(declared: Mapping[str, Sequence[str | None]]) -> Parts:
    """declared: per property one value, or None, per person."""
    return {name: _parts(values) for name, values in declared.items()}


def _parts(values: Sequence[str | None]) -> tuple[tuple[str, ...], Ints]:
    distinct = tuple(sorted({value for value in values if value}))
    place = {value: position for position, value in enumerate(distinct)}
    return distinct, np.array([place.get(value, -1) if value else -1 for value in values], dtype=np.int64)


def declared_people(parts: Parts, smallest: int) -> dict[str, Declared]:
    """How many people have each value, as far as that may be told."""
    found = {}
    for name, (values, part) in parts.items():
        sizes = np.bincount(part + 1, minlength=len(values) + 1)[1:].astype(np.int64)
        hide = hidden(sizes[None, :], np.array([len(part)]), smallest)[0]
        shown = tuple(None if away else int(size) for size, away in zip(sizes, hide, strict=True))
        found[name] = Declared(values, shown, covers(sizes, hide, len(part), smallest), int((part < 0).sum()))
    return found


def declared_splits(
    votes: Votes, whole: Ints, parts: Parts, declared: Mapping[str, Declared], smallest: int
) -> dict[str, Split]:
    """A value that is hidden of all people is hidden for every statement."""
    return {
        name: split(count(votes, part, len(values)), whole, smallest, declared[name].hide)
        for name, (values, part) in parts.items()
    }


def without(one: Split, rows: Ints) -> Split:
    """Nothing of these rows."""
    hide, lower, untold = one.told.hide.copy(), one.told.lower.copy(), one.told.untold.copy()
    hide[rows], lower[rows], untold[rows] = True, 0, 0
    return _split(Told(hide, lower, untold))
