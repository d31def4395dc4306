"""Figures as they are told."""

from __future__ import annotations

from typing import TypeVar

# What is not known stays unknown.
Figure = TypeVar("Figure", float, None, float | None)


def rounded(value: Figure) -> Figure:
    """To four decimals. Halves as numpy rounds them, so that one figure is one figure wherever it stands."""
    return None if value is None else round(value * 1e4) / 1e4
