"""People who answer alike, and where they stand on the map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SHAPES = ("circle", "square", "triangle", "diamond", "cross")


@dataclass(frozen=True)
class Group:
    """People who answer alike. across and up: where on the map, -1, 0 or 1."""

    index: int
    name: str
    size: int
    of_hundred: int
    across: int = 0
    up: int = 0

    @property
    def shape(self) -> str:
        return SHAPES[self.index % len(SHAPES)]


def groups_of(data: Mapping[str, Any], points: Sequence[Sequence[Any]]) -> tuple[Group, ...]:
    sums: dict[int, list[float]] = {}
    for x, y, group in points:
        if group is not None:
            one = sums.setdefault(group, [0.0, 0.0, 0.0])
            one[0] += x
            one[1] += y
            one[2] += 1
    found = []
    for group in data["groups"]:
        x, y, n = sums.get(group["index"], (0.0, 0.0, 0.0))
        across, up = (_side(total / n if n else 0.0) for total in (x, y))
        found.append(
            Group(group["index"], group["name"], group["size"], round(100 * group["share"]), across, up),
        )
    return tuple(found)


def _side(mean: float) -> int:
    """-1, 0 or 1; the unit of the map is the spread of all people."""
    return 0 if abs(mean) < 0.25 else (1 if mean > 0 else -1)
