"""People count by how rare their declared values are among the participants against a benchmark.

Raking: Deming & Stephan 1940, Annals of Mathematical Statistics 11:427, with Kish's effective number of people (1965,
Survey Sampling). Values that are hidden are weighted as one: a weight of their own would tell their answers to who
subtracts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from regiotafel.engine.common.arrays import Floats, Ints
from regiotafel.engine.common.privacy import SMALLEST_GROUP, hidden
from regiotafel.engine.opinions.splits import Parts

LEAST_WEIGHT, MOST_WEIGHT = 0.2, 5.0


@dataclass(frozen=True)
class Weights:
    """of_person: [people]; effective: people as many as the weights leave (Kish); missing: benchmark values that no
    participant declared."""

    of_person: Floats
    effective: float
    missing: tuple[tuple[str, str], ...]
    benchmark: Mapping[str, Mapping[str, float]]


def rake(
    parts: Parts,
    benchmark: Mapping[str, Mapping[str, float]],
    smallest: int = SMALLEST_GROUP,
    rounds: int = 50,
) -> Weights:
    """Weights with which the declared values have the shares of the benchmark, between 0.2 and 5 and one on average.

    parts: per property its values and the position of each person's value (-1: none). People without a declared value,
    or with one that the benchmark does not name, keep their weight for that property. So do people with a hidden value
    when those are together fewer than `smallest`; else they are weighted as one.
    """
    n_people = len(next(iter(parts.values()))[1]) if parts else 0
    weight = np.ones(n_people)
    missing: list[tuple[str, str]] = []
    margins = []
    for name, wanted in benchmark.items():
        values, part = parts.get(name, ((), np.full(n_people, -1)))
        missing += [(name, value) for value in wanted if value not in values]
        target = np.array([float(wanted.get(value, 0.0)) for value in values])
        part, target = _together(part, target, smallest)
        if target.sum() > 0:
            margins.append((part, target))
    for _ in range(rounds):
        for part, target in margins:
            known = (part >= 0) & (target[part] > 0)
            sums = np.bincount(part[known], weight[known], minlength=len(target))
            able = np.where(sums > 0, target, 0.0)
            factor = able / max(able.sum(), 1e-300) * sums.sum() / np.maximum(sums, 1e-12)
            weight[known] *= factor[part[known]]
        weight = np.clip(weight / weight.mean(), LEAST_WEIGHT, MOST_WEIGHT) if n_people else weight
    effective = float(weight.sum() ** 2 / (weight * weight).sum()) if n_people else 0.0
    return Weights(weight, effective, tuple(missing), benchmark)


def _together(part: Ints, target: Floats, smallest: int) -> tuple[Ints, Floats]:
    """Hidden values that the benchmark names as the first of them, or as no value when they are too few."""
    sizes = np.bincount(part + 1, minlength=len(target) + 1)[1:]
    hide = hidden(sizes[None, :], np.array([len(part)]), smallest)[0] & (target > 0)
    if not hide.any():
        return part, target
    first = int(hide.argmax())
    place = np.where(hide, first, np.arange(len(target)))
    together = np.where(hide, 0.0, target)
    if sizes[hide].sum() >= smallest:
        together[first] = target[hide].sum()
    return np.where(part >= 0, place[part], -1), together
