"""What was measured over time as a picture, as SVG in per cent: it fills any width, and its words keep their size. The
same facts stand in a table beside it. No line runs over a break, or over what is not told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

HEIGHT = 220
# Room for numbers at the left and marks at the right, in per cent; for words above and years below, in pixels.
LEFT, RIGHT, TOP, BOTTOM = 12, 6, 24, 34
# So much of the width has the name of a year, on a phone.
ROOM = 14


@dataclass(frozen=True)
class Point:
    """at: when, in years (2027.25: the second quarter). value: None is not told. told: to be read. is_broken: it cannot
    be compared with what stands before it."""

    at: float
    name: str
    value: float | None
    told: str
    is_broken: bool = False


def series(
    points: Sequence[Point], target: Point | None, *, title: str, description: str, break_word: str, name: str
) -> str:
    """points: in order of time. name: the beginning of the ids in this picture. Empty: nothing is told."""
    shown = [*points, *([target] if target else [])]
    values = [one.value for one in shown if one.value is not None]
    if not any(one.value is not None for one in points):
        return ""
    x, y = _across([one.at for one in shown]), _up(values)
    parts = [
        f'<svg class="rt-chart" width="100%" height="{HEIGHT}" role="img" aria-labelledby="{name}-t {name}-d" '
        f'font-size="14"><title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>',
        *_grid(values, y),
        *_years(shown, x),
        *_breaks(points, x, break_word),
        *(_line(one, other, x, y) for one, other in pairwise(points) if not other.is_broken),
        *(_dot(one, x, y) for one in points),
        *([_aim(target, x, y)] if target else []),
        "</svg>",
    ]
    return "".join(parts)


def _across(moments: Sequence[float]) -> Callable[[float], float]:
    first, last = min(moments), max(moments)

    def x(at: float) -> float:
        share = (at - first) / (last - first) if last > first else 0.5
        return round(LEFT + share * (100 - LEFT - RIGHT), 1)

    return x


def _up(values: Sequence[float]) -> Callable[[float], float]:
    """From zero, so that a small difference looks small."""
    low, high = min(0.0, *values), max(0.0, *values)

    def y(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.0
        return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)

    return y


def _grid(values: Sequence[float], y: Callable[[float], float]) -> list[str]:
    ends = sorted({min(0.0, *values), 0.0, max(0.0, *values)})
    return [
        f'<line class="grid" x1="{LEFT - 2}%" x2="100%" y1="{y(end)}" y2="{y(end)}" stroke="#dccfb8"/>'
        f'<text x="{LEFT - 3}%" y="{y(end) + 5}" text-anchor="end">{number(end)}</text>'
        for end in ends
    ]


def number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _years(shown: Sequence[Point], x: Callable[[float], float]) -> list[str]:
    """The first moment of each year that has room, on a phone too; the first and the last of them always."""
    first: dict[int, float] = {}
    for one in shown:
        first[int(one.at)] = min(x(one.at), first.get(int(one.at), 100.0))
    last = max(first)
    kept: dict[int, float] = {}
    for year, at in sorted(first.items()):
        if year == last or all(abs(at - other) >= ROOM for other in (*kept.values(), first[last])):
            kept[year] = at
    ends = {year: "end" if at > 100 - ROOM / 2 else "middle" for year, at in kept.items()}
    return [f'<text x="{at}%" y="{HEIGHT - 10}" text-anchor="{ends[year]}">{year}</text>' for year, at in kept.items()]


def _breaks(points: Sequence[Point], x: Callable[[float], float], word: str) -> list[str]:
    found = []
    for before, after in pairwise(points):
        if after.is_broken:
            at = round((x(before.at) + x(after.at)) / 2, 1)
            found.append(
                f'<line x1="{at}%" x2="{at}%" y1="{TOP - 6}" y2="{HEIGHT - BOTTOM}" stroke="#82765f" '
                f'stroke-dasharray="5 4"/><text x="{at}%" y="{TOP - 10}" text-anchor="middle">{escape(word)}</text>'
            )
    return found


def _line(one: Point, other: Point, x: Callable[[float], float], y: Callable[[float], float]) -> str:
    if one.value is None or other.value is None:
        return ""
    return (
        f'<line class="thread" x1="{x(one.at)}%" y1="{y(one.value)}" x2="{x(other.at)}%" y2="{y(other.value)}" '
        f'stroke="#14505a" stroke-width="3"/>'
    )


def _dot(one: Point, x: Callable[[float], float], y: Callable[[float], float]) -> str:
    if one.value is None:
        return ""
    return (
        f'<circle class="main" fill="#14505a" cx="{x(one.at)}%" cy="{y(one.value)}" r="5">'
        f"<title>{escape(one.told)}</title></circle>"
    )


def _aim(target: Point, x: Callable[[float], float], y: Callable[[float], float]) -> str:
    """A ring, with its word beside it."""
    value = target.value or 0.0
    return (
        f'<circle class="you" fill="#f6b73c" stroke="#28231c" cx="{x(target.at)}%" cy="{y(value)}" r="7">'
        f'<title>{escape(target.told)}</title></circle><text x="{x(target.at)}%" y="{y(value) - 12}" dx="-6" '
        f'text-anchor="end">{escape(target.name)}</text>'
    )
