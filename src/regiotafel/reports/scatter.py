"""The picture of the four quarters, as SVG in per cent: it fills any width, and its words keep their size."""

from collections.abc import Sequence
from html import escape

from regiotafel.reports.opinions.quarters import AGAINST, MAJORITY, MINORITY, TOGETHER, Quarter, Spot

HEIGHT = 280
# Room for a mark at the edge, in per cent.
EDGE = 3
# Where the words of each quarter stand: across and up in per cent, and which end of them.
_CORNERS = {
    AGAINST: (1.5, 6, "start"),
    TOGETHER: (98.5, 6, "end"),
    MINORITY: (1.5, 97.5, "start"),
    MAJORITY: (98.5, 97.5, "end"),
}


def scatter(quarters: Sequence[Quarter], names: dict[str, str], *, title: str, description: str) -> str:
    """names: of each quarter, as it stands in its corner. A mark is open where its margin crosses a line; then the
    margin is drawn too."""
    fields = (
        '<rect class="together" fill="#dbe8f5" x="50%" width="50%" height="50%"/>'
        '<rect class="against" fill="#fbe3d0" width="50%" height="50%"/>'
    )
    lines = (
        '<g class="axis" stroke="#82765f"><line x1="50%" x2="50%" y1="0" y2="100%"/>'
        '<line x1="0" x2="100%" y1="50%" y2="50%"/></g>'
    )
    words = "".join(
        f'<text x="{x}%" y="{y}%" text-anchor="{anchor}">{escape(names[name])}</text>'
        for name, (x, y, anchor) in _CORNERS.items()
    )
    marks = "".join(_mark(spot) for quarter in quarters for spot in quarter.spots)
    return (
        f'<svg class="rt-chart rt-quarters" width="100%" height="{HEIGHT}" role="img" aria-labelledby="vier-t vier-d" '
        f'font-size="14"><title id="vier-t">{escape(title)}</title><desc id="vier-d">{escape(description)}</desc>'
        f"{fields}{lines}{marks}{words}</svg>"
    )


def _mark(spot: Spot) -> str:
    x, y = _across(spot.across.estimate), _up(spot.up.estimate)
    kind = "agree" if spot.across.estimate > 0.5 else "disagree"
    colour = {"agree": "#1d5c9e", "disagree": "#a34607"}[kind]
    if spot.is_sure:
        return f'<circle class="{kind}" fill="{colour}" cx="{x}%" cy="{y}%" r="4.5"/>'
    ends = _across(spot.across.low), _across(spot.across.high), _up(spot.up.low), _up(spot.up.high)
    return (
        f'<g class="unsure-{kind}" stroke="{colour}" fill="#fffdf8">'
        f'<line x1="{ends[0]}%" x2="{ends[1]}%" y1="{y}%" y2="{y}%"/>'
        f'<line x1="{x}%" x2="{x}%" y1="{ends[2]}%" y2="{ends[3]}%"/><circle cx="{x}%" cy="{y}%" r="4.5"/></g>'
    )


def _across(share: float) -> float:
    return round(EDGE + share * (100 - 2 * EDGE), 1)


def _up(share: float) -> float:
    return round(100 - EDGE - share * (100 - 2 * EDGE), 1)
