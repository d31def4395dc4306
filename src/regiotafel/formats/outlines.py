"""A map of municipalities as paths of SVG: their outlines, or one tile for each where all weigh the same.

The file of outlines holds each line between two municipalities once, as steps of 100 metres, and of each municipality
the numbers of its lines; `~n` is line n the other way round, as in TopoJSON (https://github.com/topojson/topojson-specification).
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

Point = tuple[int, int]
# A tile is a hexagon that stands on a point, so wide; its name has so many letters on a line.
WIDE, HIGH, LETTERS = 120, 104, 11
# How wide a letter of a name is on a map.
LETTER = 8.6
_HALF, _QUARTER = WIDE // 2, 35


@dataclass(frozen=True)
class Shape:
    """One municipality: its path, and the lines of its name: each with how low it stands, and how wide it is pressed
    together when that is too long (else 0)."""

    name: str
    url: str
    group: int
    path: str
    x: int
    lines: Sequence[tuple[str, int, int]]


@dataclass(frozen=True)
class Map:
    """`box`: the four numbers of a viewBox. `source`: whose outlines these are; empty for tiles."""

    box: str
    shapes: Sequence[Shape]
    source: str = ""


@dataclass(frozen=True)
class Place:
    """What a map shows. `group`: which part of the region it belongs to, from 0."""

    name: str
    url: str
    code: str | None
    group: int = 0


@dataclass(frozen=True)
class Outlines:
    """Of every municipality the rings of points around it, by its code."""

    source: str
    rings: Mapping[str, Sequence[Sequence[Point]]]


def read_outlines(text: str) -> Outlines:
    found = json.loads(text)
    lines = [_points(line) for line in found["arcs"]]
    rings = {code: [_ring(ring, lines) for ring in told.split("|")] for code, told in found["places"].items()}
    return Outlines(found["source"], rings)


def _points(steps: str) -> list[Point]:
    numbers = [int(step) for step in steps.split()]
    points: list[Point] = []
    x = y = 0
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def _ring(told: str, lines: Sequence[Sequence[Point]]) -> list[Point]:
    """Lines end where the next begins: that point is written once."""
    ring: list[Point] = []
    for number in map(int, told.split()):
        ring += (lines[number] if number >= 0 else lines[~number][::-1])[bool(ring) :]
    return ring


def draw(places: Sequence[Place], outlines: Outlines) -> Map:
    """With their outlines when all of them have one, else as tiles."""
    if all(place.code in outlines.rings for place in places):
        return _drawn(places, outlines)
    return tiles(places)


def _drawn(places: Sequence[Place], outlines: Outlines, size: int = 600) -> Map:
    """The larger side of the map is `size`."""
    points = [point for place in places for ring in outlines.rings[place.code or ""] for point in ring]
    left, top = min(x for x, _y in points), min(y for _x, y in points)
    wide, high = max(x for x, _y in points) - left, max(y for _x, y in points) - top
    scale = size / max(wide, high, 1)
    shapes = []
    for place in places:
        rings = [
            [(round((x - left) * scale), round((y - top) * scale)) for x, y in ring]
            for ring in outlines.rings[place.code or ""]
        ]
        largest = max(rings, key=lambda ring: abs(_area(ring)))
        x, y = _middle(largest)
        path = "".join(f"M{' '.join(f'{px} {py}' for px, py in ring)}z" for ring in rings)
        room = max(px for px, _py in largest) - min(px for px, _py in largest)
        shapes.append(Shape(place.name, place.url, place.group, path, x, _fitting(place.name, room, y)))
    return Map(f"-6 -6 {round(wide * scale) + 12} {round(high * scale) + 12}", shapes, outlines.source)


def _fitting(name: str, room: int, y: int) -> list[tuple[str, int, int]]:
    """On as many lines as it takes, and on none when a word is too long: the list beside the map has every name."""
    letters = max(int(room / LETTER), 1)
    found = wrap(name, letters, break_long_words=False)
    return _placed(found, y) if all(len(line) <= letters for line in found) else []


def _placed(lines: Sequence[str], y: int, width: int = 0) -> list[tuple[str, int, int]]:
    """Around this height; what is longer than a tile is pressed together to `width`."""
    middle = (len(lines) - 1) / 2
    return [
        (line, round(y + 5 + (n - middle) * 18), width if width and len(line) > LETTERS + 1 else 0)
        for n, line in enumerate(lines)
    ]


def _area(ring: Sequence[Point]) -> float:
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _middle(ring: Sequence[Point]) -> Point:
    """The centre of gravity of a ring."""
    area = _area(ring) or 1
    x = y = 0.0
    for (px, py), (qx, qy) in zip(ring, [*ring[1:], ring[0]], strict=True):
        share = (px * qy - qx * py) / (6 * area)
        x, y = x + (px + qx) * share, y + (py + qy) * share
    return round(x), round(y)


def tiles(places: Sequence[Place]) -> Map:
    """One tile for each, in the order given, in rows as in a honeycomb."""
    across = max(2, min(5, math.ceil(math.sqrt(len(places) * 0.75))))
    shapes = []
    for n, place in enumerate(places):
        row, at = divmod(n, across)
        x, y = at * WIDE + _HALF + (row % 2) * _HALF, row * HIGH + 70
        path = (
            f"M{x} {y - 68}l{_HALF - 2} {_QUARTER - 1}v{2 * _QUARTER - 4}l{2 - _HALF} {_QUARTER - 1}"
            f"l{2 - _HALF} {1 - _QUARTER}v{4 - 2 * _QUARTER}z"
        )
        lines = wrap(place.name, LETTERS, break_long_words=False)[:4]
        shapes.append(Shape(place.name, place.url, place.group, path, x, _placed(lines, y, WIDE - 14)))
    rows = math.ceil(len(places) / across)
    width = min(across, len(places)) * WIDE + (_HALF if rows > 1 else 0)
    return Map(f"0 0 {width} {rows * HIGH + 38}", shapes)
