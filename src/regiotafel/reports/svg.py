"""Pictures as text: SVG that a server writes in a millisecond, readable without colours and without a mouse.

Colours come from the style sheet of the page (classes `group-0` … `you`, `axis`); the attributes beside them are for
readers of the page that know no style sheet, such as the maker of the PDF. Every picture has a title, and whoever
uses it puts a table under it.
"""

from collections.abc import Callable, Sequence
from html import escape

from regiotafel.engine.results.opinions import FIELDS_ACROSS, Mark, reach

WIDTH, HEIGHT, MARGIN = 640, 420, 26
COLOURS = ("#14505a", "#7d3a86", "#5c6d12", "#8a2b4e", "#28231c")
INK, LINE, YOU, PAPER = "#28231c", "#dccfb8", "#f6b73c", "#fffdf8"


def shape(name: str, x: float, y: float, radius: float) -> str:
    """The path of a mark around (x, y); shapes of one radius have about the same area. A large map has hundreds."""
    r = round(radius, 1)  # else the two halves of a circle do not meet
    at = f"M{_short(x)} {_short(y)}"
    if name == "circle":
        half = f"a{_short(r)} {_short(r)} 0 1 0 "
        return f"{at}m{_short(-r)} 0{half}{_short(2 * r)} 0{half}{_short(-2 * r)} 0z"
    if name == "square":
        s = round(1.78 * r, 1)
        return f"{at}m{_short(-s / 2)} {_short(-s / 2)}h{_short(s)}v{_short(s)}h{_short(-s)}z"
    if name == "triangle":
        s = 1.5 * r
        return f"{at}m0 {_short(-s)}l{_short(1.2 * r)} {_short(s * 1.55)}h{_short(-2.4 * r)}z"
    if name == "diamond":
        there, back = _short(1.3 * r), _short(-1.3 * r)
        return f"{at}m0 {back}l{there} {there}l{back} {there}l{back} {back}z"
    if name == "cross":
        s = 0.62 * r
        right, left, down, up = f"h{_short(s)}", f"h{_short(-s)}", f"v{_short(s)}", f"v{_short(-s)}"
        top = right * 2 + down + right
        return f"{at}m{_short(-s)} {_short(-2 * s)}{top}{down * 2}{left}{down}{left * 2}{up}{left}{up * 2}{right}z"
    raise ValueError(f"no shape {name}")


def _short(number: float) -> str:
    """To one decimal, and without it when it is nothing."""
    return f"{number:.1f}".removesuffix(".0")


def opinion_map(
    marks: Sequence[Mark],
    shapes: Sequence[str],
    *,
    title: str,
    description: str,
    dense: bool = False,
    you: tuple[float, float] | None = None,
    you_label: str = "",
    name: str = "kaart",
) -> str:
    """The map of opinions: one mark for a few people, larger for more; a ring and a word for the reader's own place.

    shapes: per group. dense: each mark is a field of a grid, larger where more people stand. name: beginning of
    the ids in this picture; give another to each picture on one page.
    """
    place = _scale([(mark.x, mark.y) for mark in marks])
    size = _fill(marks) if dense else _grow(marks)
    paths = []
    for group, kind in enumerate(shapes):
        drawn = [shape(kind, *place(mark.x, mark.y), size(mark.n_people)) for mark in marks if mark.group == group]
        if drawn:
            colour = COLOURS[group % len(COLOURS)]
            paths.append(
                f'<path class="group-{group % len(COLOURS)}" fill="{colour}" stroke="{PAPER}" d="{"".join(drawn)}"/>'
            )
    middle_x, middle_y = WIDTH / 2, HEIGHT / 2
    grid = f'<path class="grid" fill="none" stroke="{LINE}" d="M{middle_x} 8V{HEIGHT - 8}M8 {middle_y}H{WIDTH - 8}"/>'
    return (
        f'<svg class="rt-chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-t {name}-d" '
        f'font-size="17"><title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
        f"{grid}{''.join(paths)}{_you(place(*you), you_label) if you else ''}</svg>"
    )


def _grow(marks: Sequence[Mark]) -> Callable[[int], float]:
    """The radius of a mark: its area grows with the number of people."""
    unit = 5.5 if len(marks) > 150 else 7.0 if len(marks) > 50 else 8.5
    smallest = min((mark.n_people for mark in marks), default=1)
    return lambda n_people: unit * (n_people / smallest) ** 0.5


def _fill(marks: Sequence[Mark]) -> Callable[[int], float]:
    """The radius of a field: the fullest one is filled, the emptiest one still seen."""
    most = max((mark.n_people for mark in marks), default=1)
    whole = (WIDTH - 2 * MARGIN) / FIELDS_ACROSS / 2
    return lambda n_people: float(whole * (0.2 + 0.8 * (n_people / most) ** 0.5))


def sign(kind: str, group: int, word: str) -> str:
    """The mark of a group beside its name in a table."""
    return (
        f'<svg class="rt-symbol rt-sign" viewBox="0 0 24 24" aria-hidden="true">'
        f'<title>{escape(word)}</title><g class="rt-chart"><path class="group-{group % len(COLOURS)}" '
        f'fill="{COLOURS[group % len(COLOURS)]}" d="{shape(kind, 12, 12, 9)}"/></g></svg>'
    )


def _you(at: tuple[float, float], label: str) -> str:
    x, y = at
    left = x > WIDTH - 90
    anchor, shift = ("end", -16) if left else ("start", 16)
    return (
        f'<path class="you" fill="{YOU}" stroke="{INK}" stroke-width="2" d="{shape("circle", x, y, 9)}"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{INK}"/>'
        f'<text x="{x + shift:.1f}" y="{y + 6:.1f}" text-anchor="{anchor}" font-weight="700" paint-order="stroke" '
        f'class="you-label" fill="{INK}">{escape(label)}</text>'
    )


def _scale(points: Sequence[tuple[float, float]]) -> Callable[[float, float], tuple[float, float]]:
    """From the plane of opinions to the picture: its middle is the middle, everything stays inside the margins.

    The ends are where all but the outermost two of every hundred marks stand; those stand on the edge.
    """
    ends = reach([x for x, _ in points]), reach([y for _, y in points])

    def place(x: float, y: float) -> tuple[float, float]:
        across, up = (max(-1.0, min(1.0, value / most)) for value, most in zip((x, y), ends, strict=True))
        return WIDTH / 2 + across * (WIDTH / 2 - MARGIN), HEIGHT / 2 - up * (HEIGHT / 2 - MARGIN)

    return place
