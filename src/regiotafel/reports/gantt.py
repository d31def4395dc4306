"""A planning as a picture: a row for each, with a mark on every day that something happens. The same facts stand in a
table beside it. Pure: SVG as text, as `svg` makes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

NAME, WIDE, ROW, TOP = 170, 470, 30, 34
# So many letters of a name fit, and so wide is one of a month, about.
LETTERS, LETTER = 20, 7


@dataclass(frozen=True)
class Dot:
    """Something on a day. kind: `done`, `last` (the day on which it is decided) or `step`. told: to be read."""

    on: date
    told: str
    kind: str = "step"


@dataclass(frozen=True)
class Row:
    name: str
    dots: Sequence[Dot]
    is_marked: bool = False


def gantt(rows: Sequence[Row], *, title: str, today: date, months: Sequence[str], name: str = "planning") -> str:
    """months: the short names of the twelve months. Empty: nothing has a day."""
    days = [dot.on for row in rows for dot in row.dots]
    if not days:
        return ""
    first = min(*days, today).replace(day=1)
    last = max(*days, today) + timedelta(days=12)
    high = TOP + ROW * len(rows) + 8
    parts = [
        f'<svg class="rt-chart rt-gantt" viewBox="0 0 {NAME + WIDE} {high}" role="img" aria-labelledby="{name}-t">'
        f'<title id="{name}-t">{escape(title)}</title>'
    ]
    n_days = max((last - first).days, 1)

    def x(day: date) -> float:
        return round(NAME + WIDE * (day - first).days / n_days, 1)

    parts += _months(first, last, x, high, months)
    for n, row in enumerate(rows):
        parts += _row(row, TOP + ROW * n + ROW / 2, x)
    parts.append(f'<path class="now" d="M{x(today)} {TOP - 6}V{high}"/></svg>')
    return "".join(parts)


def _months(first: date, last: date, x: Callable[[date], float], high: int, months: Sequence[str]) -> list[str]:
    found, month, n = list[str](), first, 0
    n_months = (last.year - first.year) * 12 + last.month - first.month + 1
    every = max(1, round(n_months / 9))
    while month <= last:
        if n % every == 0:
            found.append(f'<path class="grid" d="M{x(month)} {TOP - 6}V{high}"/>')
            label = months[month.month - 1] + (f" {month.year}" if month.month == 1 or n == 0 else "")
            if x(month) + 3 + LETTER * len(label) <= NAME + WIDE:
                found.append(f'<text class="when" x="{x(month) + 3}" y="{TOP - 14}">{escape(label)}</text>')
        month, n = (month + timedelta(days=32)).replace(day=1), n + 1
    return found


def _row(row: Row, y: float, x: Callable[[date], float]) -> list[str]:
    name = row.name if len(row.name) <= LETTERS else f"{row.name[: LETTERS - 1]}…"
    marked = ' class="marked"' if row.is_marked else ""
    found = [f'<text{marked} x="4" y="{y + 5}">{escape(name)}</text>']
    if row.dots:
        found.append(f'<path class="way" d="M{x(row.dots[0].on)} {y}H{x(row.dots[-1].on)}"/>')
    for dot in row.dots:
        at = x(dot.on)
        drawn = (
            f"M{at} {y - 9}l9 9l-9 9l-9 -9z" if dot.kind == "last" else f"M{at - 6} {y}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z"
        )
        found.append(f'<path class="dot dot--{dot.kind}" d="{drawn}"><title>{escape(dot.told)}</title></path>')
    return found
