"""How much each party gets in a package, as bars: SVG in per cent, which fills any width."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from .sentences import in_tenths

ROW, BAR, NAME = 34, 12, 15


def bars(satisfaction: Mapping[str, float], *, title: str, description: str) -> str:
    """The one who gets least first; a line where that is. The table beside it tells the same."""
    rows = sorted(satisfaction.items(), key=lambda one: (one[1], one[0]))
    least = rows[0][1] if rows else 0.0
    drawn = "".join(_row(at, name, share) for at, (name, share) in enumerate(rows))
    height = ROW * len(rows) + 6
    return (
        f'<svg class="rt-chart" width="100%" height="{height}" role="img" aria-labelledby="balk-t balk-d" '
        f'font-size="14"><title id="balk-t">{escape(title)}</title>'
        f'<desc id="balk-d">{escape(description)}</desc>{drawn}'
        f'<line class="axis" stroke="#82765f" stroke-dasharray="4 3" x1="{least:.1f}%" x2="{least:.1f}%" y1="0" '
        f'y2="{height}"/></svg>'
    )


def _row(at: int, name: str, share: float) -> str:
    top, size = at * ROW, f'height="{BAR}"'
    return (
        f'<text x="0" y="{top + NAME}" fill="#28231c">{escape(name)}</text>'
        f'<text x="100%" y="{top + NAME}" text-anchor="end" fill="#28231c">{in_tenths(share)} %</text>'
        f'<rect y="{top + NAME + 4}" width="100%" {size} fill="#dccfb8"/>'
        f'<rect class="group-0" y="{top + NAME + 4}" width="{share:.1f}%" {size} fill="#14505a"/>'
    )
