"""Measures in order of what they score on criteria, each with its weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

# A score or a weight: from 0; a Fraction where a decimal must not be rounded.
Number = int | float | Fraction


@dataclass(frozen=True)
class Ranked:
    """value: the mean of its scores by weight; place: from 1, the same for who has the same value; parts: what each
    criterion brings of that value."""

    key: str
    value: Fraction
    place: int
    parts: Mapping[str, Fraction]


def ranked(scores: Mapping[str, Mapping[str, Number]], weights: Mapping[str, Number]) -> tuple[Ranked, ...]:
    """scores: by measure and criterion; one that is not given is 0. weights: by criterion, beside each other: they need
    not sum to anything. The highest first; of equals the one whose key comes first as text.

    Raises ValueError when no criterion has a weight, or a weight or score is below 0."""
    heavy = {name: Fraction(weight) for name, weight in sorted(weights.items())}
    together = sum(heavy.values())
    if not together or min(heavy.values()) < 0:
        raise ValueError("weights are numbers from 0, and not all 0")
    found = []
    for key, given in scores.items():
        parts = {name: Fraction(given.get(name, 0)) * weight / together for name, weight in heavy.items()}
        if min(parts.values()) < 0:
            raise ValueError(f"a score below 0: {key}")
        found.append((key, sum(parts.values(), Fraction(0)), parts))
    found.sort(key=lambda one: (-one[1], one[0]))
    values = [value for _, value, _ in found]
    return tuple(Ranked(key, value, values.index(value) + 1, parts) for key, value, parts in found)
