"""The map of opinions as marks that each stand for several people, so that nobody can be found on it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Literal

from regiotafel.engine.results.opinions import FIELDS_ACROSS, FIELDS_UP, Mark, reach

Side = Literal[-1, 0, 1]
Point = tuple[float, float, int | None]  # where somebody stands, and their group

# Of more people than this the map shows how many stand in each field of a grid: marks would cover each other.
MOST_AS_MARKS = 3000
NEAR = 0.25  # of the middle; the unit of the map is the spread of all people


def is_dense(points: Sequence[Point]) -> bool:
    """So many people that a grid is drawn."""
    return len(points) > MOST_AS_MARKS


def sides(points: Sequence[Point], n_groups: int) -> list[tuple[Side, Side]]:
    """Per group on which side of the map it is, across and up."""
    sums = [[0.0, 0.0, 0] for _ in range(n_groups)]
    for x, y, group in points:
        if group is not None:
            sums[group] = [sums[group][0] + x, sums[group][1] + y, sums[group][2] + 1]
    return [(_side(x / max(n, 1)), _side(y / max(n, 1))) for x, y, n in sums]


def _side(mean: float) -> Side:
    return 0 if abs(mean) < NEAR else (1 if mean > 0 else -1)


def marks(points: Sequence[Point], smallest: int) -> tuple[Mark, ...]:
    """People close together in one mark, so that nobody can be found on the map.

    points: [x, y, group or None]. Each group is halved across its widest direction until a part is too small to
    halve again (microaggregation: Domingo-Ferrer & Mateo-Sanz 2002, IEEE Trans. Knowl. Data Eng. 14:189). A group of
    fewer than `smallest` is not drawn.
    """
    by_group: dict[int, list[tuple[float, float]]] = {}
    for x, y, group in points:
        if group is not None:
            by_group.setdefault(group, []).append((x, y))
    found = []
    for group, people in sorted(by_group.items()):
        todo = [sorted(people)] if len(people) >= smallest else []
        while todo:
            part = todo.pop()
            if len(part) >= 2 * smallest:
                todo += _halves(part)
                continue
            x, y = (sum(along) / len(part) for along in zip(*part, strict=True))
            found.append(_mark(x, y, len(part), group))
    return tuple(found)


def fields(points: Sequence[Point], smallest: int) -> tuple[Mark, ...]:
    """How many people stand in each field of a grid around the middle, and of which group most of them are.

    points: [x, y, group or None]. The grid reaches as far as all but two of every hundred people; who stands further
    is in the outermost field. A field of fewer than `smallest` people is not drawn, and when these are together so few,
    the emptiest other field neither.
    """
    placed = [(x, y, group) for x, y, group in points if group is not None]
    steps = [2.0 * reach([one[axis] for one in placed]) / (n - 1) for axis, n in enumerate((FIELDS_ACROSS, FIELDS_UP))]
    found: dict[tuple[int, int], dict[int, int]] = {}
    for x, y, group in placed:
        where = _field(x, steps[0], FIELDS_ACROSS), _field(y, steps[1], FIELDS_UP)
        people = found.setdefault(where, {})
        people[group] = people.get(group, 0) + 1
    n_drawn = sorted(n for people in found.values() if (n := sum(people.values())) >= smallest)
    fewest = smallest
    if n_drawn and 0 < len(placed) - sum(n_drawn) < smallest:
        fewest = n_drawn[0] + 1
    return tuple(
        _mark((across + 0.5) * steps[0], (up + 0.5) * steps[1], sum(people.values()), _most(people))
        for (across, up), people in sorted(found.items())
        if sum(people.values()) >= fewest
    )


def _field(value: float, step: float, n: int) -> int:
    return max(-(n // 2), min(n // 2 - 1, math.floor(value / step)))


def _most(people: Mapping[int, int]) -> int:
    return max(people, key=lambda group: (people[group], -group))


def _halves(part: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    across, up = (max(along) - min(along) for along in zip(*part, strict=True))
    part = sorted(part) if across >= up else sorted(part, key=itemgetter(1, 0))
    middle = len(part) // 2
    return [part[:middle], part[middle:]]


def _mark(x: float, y: float, n_people: int, group: int) -> Mark:
    return Mark(x=round(x, 2) + 0.0, y=round(y, 2) + 0.0, n_people=n_people, group=group)
