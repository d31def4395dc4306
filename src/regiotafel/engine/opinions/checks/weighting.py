"""People count by how rare their declared values are among the participants against a benchmark.

Raking: Deming & Stephan 1940, Annals of Mathematical Statistics 11:427, with Kish's effective number of people (1965,
Survey Sampling). Weights and weighted shares are computed from what is told and nothing else: a hidden value has no
weight of its own, and where a combination of values is hidden, its people are spread as the told totals say
(iterative proportional fitting, the same paper). So who subtracts finds nothing in them that was not told already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from regiotafel.engine.common.answers import N_ANSWERS
from regiotafel.engine.common.arrays import Floats, Ints
from regiotafel.engine.common.privacy import SMALLEST_GROUP
from regiotafel.engine.opinions.splits import Declared, Parts, Split, declared_people

from .crossings import Cross, Crossing

# Sums per line [tables, lines], and the line of each row or column [tables, rows].
Lines = tuple[Floats, Ints]
LEAST_WEIGHT, MOST_WEIGHT = 0.2, 5.0
ROUNDS = 50
AT_MOST = 2  # properties at once whose weighted shares are told


@dataclass(frozen=True)
class Weights:
    """of_person: [people]; effective: people as many as the weights leave (Kish); missing: benchmark values that no
    participant declared; by: the properties; of_cell, people: weight, and how many people by what is told, of each
    combination of their values, the last of each without one [values + 1, …]."""

    of_person: Floats
    effective: float
    missing: tuple[tuple[str, str], ...]
    benchmark: Mapping[str, Mapping[str, float]]
    by: tuple[str, ...]
    of_cell: Floats
    people: Floats


def rake(
    parts: Parts,
    benchmark: Mapping[str, Mapping[str, float]],
    declared: Mapping[str, Declared] | None = None,
    crossings: Sequence[Crossing] | None = None,
    rounds: int = ROUNDS,
) -> Weights:
    """Weights with which the declared values have the shares of the benchmark, between 0.2 and 5 and one on average.

    parts: per property its values and the position of each person's value (-1: none); declared, crossings: what is told
    of them (left out: everything). People without a declared value, or with one that the benchmark does not name, keep
    their weight for that property. People with a hidden value are weighted as one, or keep theirs when it is not told
    how many they are.
    """
    n_people = len(next(iter(parts.values()))[1]) if parts else 0
    missing = [(name, v) for name, wanted in benchmark.items() for v in wanted if v not in parts.get(name, ((), ()))[0]]
    by = tuple(name for name in benchmark if name in parts and parts[name][0])
    of_all = declared_people(parts, SMALLEST_GROUP) if declared is None else declared
    lines = [_lines(of_all[name], n_people) for name in by]
    codes = tuple(np.where(parts[name][1] < 0, len(parts[name][0]), parts[name][1]) for name in by)
    if crossings is None:
        people = _people(
            [line[code] for (_, line), code in zip(lines, codes, strict=True)], [len(line) for _, line in lines]
        )
    else:
        people = _told_people([sizes for sizes, _ in lines], [*_crossed(by, crossings)])
    weight = np.ones(people.shape)
    targets = [_targets(parts[name][0], line, benchmark[name]) for name, (_, line) in zip(by, lines, strict=True)]
    for _ in range(rounds if n_people else 0):
        for axis, target in enumerate(targets):
            weight *= _factor(people * weight, axis, target)
        weight = np.clip(weight * people.sum() / (weight * people).sum(), LEAST_WEIGHT, MOST_WEIGHT)
    # A hidden value has the weight of the first of them, with whom it stands together.
    of_cell = weight[np.ix_(*(line for _, line in lines))] if by else weight
    squares = float((people * weight * weight).sum())
    effective = float((people * weight).sum()) ** 2 / squares if squares > 0 else 0.0
    of_person = of_cell[codes] if by else np.ones(n_people)
    return Weights(of_person, effective, tuple(missing), benchmark, by, of_cell, people)


def _lines(one: Declared, n_people: int) -> tuple[Floats, Ints]:
    """People per line [values + 1], and the line of each value and of no value [values + 1]: hidden values share the
    first of theirs when it is told how many they are, else they stand with who has none."""
    n = len(one.values)
    shown = np.array([0 if k is None else k for k in (*one.n_people, 0)], dtype=np.float64)
    rest = n_people - shown.sum()
    line = np.arange(n + 1)
    if one.hide.any():
        line[:-1][one.hide] = int(one.hide.argmax()) if one.has_total else n
    if one.has_total:
        shown[line[:-1][one.hide][:1]] = rest - one.n_without
        shown[n] = one.n_without
    else:
        shown[n] = rest
    return shown, line


def _targets(values: tuple[str, ...], line: Ints, wanted: Mapping[str, float]) -> Floats:
    """What the benchmark wants of each line [values + 1]; none of who has no value."""
    found = np.zeros(len(line))
    np.add.at(found, line[:-1], [float(wanted.get(value, 0.0)) for value in values])
    found[-1] = 0.0
    return found


def _factor(table: Floats, axis: int, target: Floats) -> Floats:
    """What brings the lines along an axis to the shares of the target, in the shape of the table."""
    sums = table.sum(axis=tuple(other for other in range(table.ndim) if other != axis))
    known = (target > 0) & (sums > 0)
    factor = np.ones(len(target))
    if known.any():
        factor[known] = target[known] / target[known].sum() * sums[known].sum() / sums[known]
    return factor.reshape([-1 if other == axis else 1 for other in range(table.ndim)])


# --- tables from what is told


def _crossed(by: tuple[str, ...], crossings: Sequence[Crossing]) -> Iterator[tuple[tuple[int, int], Cross]]:
    """The combinations of these two properties that are told, and where they stand."""
    for crossing in crossings:
        if set(crossing.by) == set(by):
            for cell in crossing.cells:
                yield cell.at if crossing.by == by else cell.at[::-1], cell


def _people(codes: Sequence[Ints], shape: Sequence[int]) -> Floats:
    """People per combination; codes: per property the place of each person's value [people]."""
    found = np.zeros(tuple(shape))
    np.add.at(found, tuple(codes), 1.0)
    return found


def _told_people(sizes: Sequence[Floats], fixed: Sequence[tuple[tuple[int, int], Cross]]) -> Floats:
    """People per combination: those that are told, the others spread by the totals of their lines."""
    total = sizes[0].sum() if sizes else 0.0
    table = np.ones(())
    for one in sizes:
        table = np.multiply.outer(table, one / max(total, 1e-300))
    table = np.asarray(table * total)
    if not fixed:
        return table
    known = np.full(table.shape, np.nan)
    for at, cell in fixed:
        known[at] = cell.n_people
    rows, columns = ((one[None], np.arange(len(one))[None]) for one in sizes)
    return np.asarray(_spread(table[None], known[None], rows, columns)[0])


def _spread(start: Floats, known: Floats, of_rows: Lines, of_columns: Lines) -> Floats:
    """Tables [tables, rows, columns] that have these known cells (NaN: not known), and whose lines have these sums.

    start: how the rest is spread at first.
    """
    (rows, row_of), (columns, column_of) = of_rows, of_columns
    free = np.where(np.isnan(known), start, 0.0)
    known = np.nan_to_num(known)
    into_row = (row_of[:, None, :] == np.arange(rows.shape[1])[None, :, None]).astype(np.float64)
    into_column = (column_of[:, None, :] == np.arange(columns.shape[1])[None, :, None]).astype(np.float64)
    left_rows = np.maximum(rows - (into_row @ known.sum(axis=2)[..., None])[..., 0], 0.0)
    left_columns = np.maximum(columns - (into_column @ known.sum(axis=1)[..., None])[..., 0], 0.0)
    for _ in range(ROUNDS):
        sums = (into_row @ free.sum(axis=2)[..., None])[..., 0]
        free = free * (_ratio(left_rows, sums)[:, None, :] @ into_row)[:, 0, :, None]
        sums = (into_column @ free.sum(axis=1)[..., None])[..., 0]
        free = free * (_ratio(left_columns, sums)[:, None, :] @ into_column)[:, 0, None, :]
    return np.asarray(known + free)


def _ratio(wanted: Floats, sums: Floats) -> Floats:
    return np.where(sums > 0, wanted / np.maximum(sums, 1e-300), 0.0)


# --- shares


def weighted_shares(
    weights: Weights, whole: Split, by_declared: Mapping[str, Split], crossings: Sequence[Crossing]
) -> Floats | None:
    """Share of everybody that gave each answer [statements, answers], by what is told; NaN where nothing is. None for
    weights by more than two properties at once."""
    if not 0 < len(weights.by) <= AT_MOST:
        return None
    shape = (*weights.of_cell.shape, 1)[:2]
    start = np.broadcast_to(_of_values(weights), (len(whole.hide), *weights.of_cell.shape)).reshape(-1, *shape)
    weight = weights.of_cell.reshape(shape)
    sums = []
    for answer in range(N_ANSWERS):
        everybody = whole.middle(answer)[:, 0]
        lines = [_margins(by_declared[name], answer, everybody) for name in weights.by]
        if len(lines) < AT_MOST:
            lines.append((everybody[:, None], np.zeros((len(everybody), 1), dtype=np.int64)))
        known = _known(weights.by, crossings, answer, start.shape)
        sums.append((_spread(start, known, *lines) * weight).sum(axis=(1, 2)))
    found = np.stack(sums, axis=1)
    total = found.sum(axis=1, keepdims=True)
    told = (total > 0) & ~whole.hide
    return np.where(told, found / np.where(total > 0, total, 1.0), np.nan)


def _of_values(weights: Weights) -> Floats:
    """People per combination of values, a little where none are told: a hidden value has people too."""
    return np.asarray(weights.people + 1e-3 * max(float(weights.people.mean()), 1.0))


def _margins(split: Split, answer: int, everybody: Floats) -> Lines:
    """How many of each part gave the answer, and in the last line all others [statements, parts + 1]; the line of each
    part [statements, parts + 1]."""
    shown = np.where(split.hide, 0.0, split.middle(answer))
    rest = np.maximum(everybody - shown.sum(axis=1), 0.0)
    line = np.where(split.hide, split.n_parts, np.arange(split.n_parts))
    last = np.full((len(line), 1), split.n_parts)
    return np.concatenate((shown, rest[:, None]), axis=1), np.concatenate((line, last), axis=1)


def _known(by: tuple[str, ...], crossings: Sequence[Crossing], answer: int, shape: tuple[int, ...]) -> Floats:
    """How many of each combination gave the answer [statements, rows, columns], NaN where that is not told."""
    found = np.full(shape, np.nan)
    for (row, column), cell in _crossed(by, crossings):
        found[:, row, column] = np.where(cell.shown, cell.counts[:, answer], np.nan)
    return found
