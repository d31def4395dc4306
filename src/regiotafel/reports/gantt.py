"""A planning as a picture: a row for each, with a mark on every day that something happens, or a bar over the years
that it takes. The same facts stand in a table beside it. Pure: SVG as text, as `svg` makes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

NAME, WIDE, ROW, TOP = 170, 470, 30, 34
# Over more months than these only years are named.
MOST_MONTHS = 30
# So many letters of a name fit, and so wide is one of a month, about.
LETTERS, LETTER = 20, 7


@dataclass(frozen=True)
class Dot:
    """Something on a day. kind: `done`, `last` (the day on which it is decided) or `step`. told: to be read."""

    on: date
    told: str
    kind: str = "step"


@dataclass(frozen=True)
class Span:
    """From a day to another. is_sure: drawn as a line that goes on; else it has holes. is_beside: something else than
    what the picture is about."""

    first: date
    last: date
    told: str
    is_sure: bool = True
    is_beside: bool = False


@dataclass(frozen=True)
class Row:
    name: str
    dots: Sequence[Dot]
    is_marked: bool = False
    spans: Sequence[Span] = ()


def gantt(rows: Sequence[Row], *, title: str, today: date, months: Sequence[str], name: str = "planning") -> str:
    """months: the short names of the twelve months. Empty: nothing has a day."""
    days = [dot.on for row in rows for dot in row.dots]
    days += [day for row in rows for one in row.spans for day in (one.first, one.last)]
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
    if n_months > MOST_MONTHS:
        return _years(first, last, x, high)
    every = max(1, round(n_months / 9))
    while month <= last:
        if n % every == 0:
            found.append(f'<path class="grid" d="M{x(month)} {TOP - 6}V{high}"/>')
            label = months[month.month - 1] + (f" {month.year}" if month.month == 1 or n == 0 else "")
            if x(month) + 3 + LETTER * len(label) <= NAME + WIDE:
                found.append(f'<text class="when" x="{x(month) + 3}" y="{TOP - 14}">{escape(label)}</text>')
        month, n = (month + timedelta(days=32)).replace(day=1), n + 1
    return found


# The same for years, where names are longer and there is less to draw.
LONG_NAME, LONG_LETTERS, BAR = 200, 26, 24


@dataclass(frozen=True)
class Bar:
    """Something from its first year to its last. kind: as of a `Dot`."""

    name: str
    first: int
    last: int
    told: str
    kind: str = "step"


@dataclass(frozen=True)
class Use:
    """How much of something each year takes, in percent of what there is; None: nobody knows what there is."""

    name: str
    shares: Sequence[int | None]


def bars(rows: Sequence[Bar], years: Sequence[int], uses: Sequence[Use], *, title: str, now: int) -> str:
    """years: those that are shown, beside each other. now: the year in which we are. Empty: there are no bars."""
    if not rows:
        return ""
    wide = (NAME + WIDE - LONG_NAME) / len(years)
    high = TOP + BAR * len(rows) + 12 + BAR * len(uses) + 4
    found = [
        f'<svg class="rt-chart rt-gantt" viewBox="0 0 {NAME + WIDE} {high}" role="img" aria-labelledby="jaren-t">'
        f'<title id="jaren-t">{escape(title)}</title>'
    ]
    for n, year in enumerate(years):
        x, marked = round(LONG_NAME + wide * n, 1), ' class="marked"' if year == now else ' class="when"'
        found.append(f'<path class="grid" d="M{x} {TOP - 20}V{high}"/>')
        found.append(f'<text{marked} x="{x + 4}" y="{TOP - 10}">{year}</text>')
    for n, row in enumerate(rows):
        y = TOP + BAR * n
        first, last = max(row.first, years[0]) - years[0], min(row.last, years[-1]) - years[0] + 1
        x, end = round(LONG_NAME + wide * first + 4, 1), round(LONG_NAME + wide * last - 4, 1)
        found.append(f'<text x="4" y="{y + 17}">{escape(_short(row.name, LONG_LETTERS))}</text>')
        found.append(
            f'<path class="dot dot--{row.kind}" d="M{x} {y + 4}H{end}V{y + BAR - 4}H{x}z">'
            f"<title>{escape(row.told)}</title></path>"
        )
    for n, use in enumerate(uses):
        found += _used(use, TOP + BAR * (len(rows) + n) + 12, wide)
    return "".join([*found, "</svg>"])


def _used(use: Use, y: int, wide: float) -> list[str]:
    """A box for each year, filled as far as it is used; what is over stands in figures."""
    found = [f'<text class="marked" x="4" y="{y + 17}">{escape(use.name)}</text>']
    for n, share in enumerate(use.shares):
        if share is None:
            continue
        x, room = LONG_NAME + wide * n + 4, max(8.0, wide - 50)
        full, color = round(room * min(share, 100) / 100, 1), "disagree" if share > 100 else "main"
        box = f"M{round(x, 1)} {y + 5}h{{wide}}v{BAR - 10}h-{{wide}}z"
        found.append(f'<path class="{color}" d="{box.format(wide=full)}"/>')
        found.append(f'<path class="way" d="{box.format(wide=round(room, 1))}"/>')
        found.append(f'<text class="when" x="{round(x + room + 3, 1)}" y="{y + 16}">{share}%</text>')
    return found


def _short(name: str, letters: int) -> str:
    return name if len(name) <= letters else f"{name[: letters - 1]}…"


def _years(first: date, last: date, x: Callable[[date], float], high: int) -> list[str]:
    found, every = list[str](), max(1, round((last.year - first.year + 1) / 12))
    for year in range(first.year, last.year + 1, every):
        at = x(max(date(year, 1, 1), first))
        found.append(f'<path class="grid" d="M{at} {TOP - 6}V{high}"/>')
        if at + 3 + LETTER * 4 <= NAME + WIDE:
            found.append(f'<text class="when" x="{at + 3}" y="{TOP - 14}">{year}</text>')
    return found


def _row(row: Row, y: float, x: Callable[[date], float]) -> list[str]:
    marked = ' class="marked"' if row.is_marked else ""
    found = [f'<text{marked} x="4" y="{y + 5}">{escape(_short(row.name, LETTERS))}</text>']
    found += [_span(one, y, x) for one in row.spans]
    if row.dots and not row.spans:
        found.append(f'<path class="way" d="M{x(row.dots[0].on)} {y}H{x(row.dots[-1].on)}"/>')
    for dot in row.dots:
        at = x(dot.on)
        drawn = (
            f"M{at} {y - 9}l9 9l-9 9l-9 -9z" if dot.kind == "last" else f"M{at - 6} {y}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z"
        )
        found.append(f'<path class="dot dot--{dot.kind}" d="{drawn}"><title>{escape(dot.told)}</title></path>')
    return found


def _span(one: Span, y: float, x: Callable[[date], float]) -> str:
    start, high = x(one.first), 10 if one.is_beside else 16
    wide = max(round(x(one.last) - start, 1), 3)
    kind = "way" if one.is_beside else "dot"
    holes = "" if one.is_sure else ' stroke-dasharray="4 4"'
    return (
        f'<rect class="{kind}" x="{start}" y="{y - high / 2}" width="{wide}" height="{high}" rx="3"{holes}>'
        f"<title>{escape(one.told)}</title></rect>"
    )
