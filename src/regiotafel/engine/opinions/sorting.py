"""The statements sorted: what everybody agrees on, what divides, what marks a group, and what nobody knows yet."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

import numpy as np

from regiotafel.engine.common.answers import AGREE, DISAGREE
from regiotafel.engine.common.arrays import Ints
from regiotafel.engine.common.shares import FALSE_DISCOVERY_RATE, difference, low_end, more_than_others, q_values
from regiotafel.engine.results.opinions import Answer

from .splits import Cell, Split, Splits, by_as_much

WIDEST = 0.4  # an interval wider than this says nothing yet
# People who answered: nothing marks a group, divides it from others or is unexpected of it, by what fewer say.
FEWEST = 10
# A divide says something of two groups at once, and of those who differ most: each must be surer than an interval is,
# so that at most one named divide in twenty is none (benchmarks/accuracy counts them).
SURE_OF_SIDE = 0.025
# When more of a group happen to agree, the groups that are learned lie as much further apart there, nearly.
FOLLOWS = 0.7
MOST_PER_KIND = 10  # conclusions
KEPT_UNTIL = 0.25  # what was said stays said until the chance that most people don't think so is larger


@dataclass(frozen=True)
class Divide:
    """The two groups that differ most in agreeing, and the interval of the difference."""

    difference: float
    low: float
    high: float
    high_group: int
    low_group: int


@dataclass(frozen=True)
class Statement:
    """position: among the statements; agreement, disagreement: geometric mean over groups; …_low: lower end in the
    least agreeing group."""

    position: int
    splits: Splits = field(repr=False)
    agreement: float | None
    agreement_low: float | None
    disagreement: float | None
    disagreement_low: float | None
    divide: Divide | None
    known: bool

    @property
    def everybody(self) -> Cell:
        return self.splits.everybody.cells(self.position)[0]

    @property
    def by_group(self) -> tuple[Cell, ...]:
        return self.splits.by_group.cells(self.position)

    def declared(self, name: str) -> tuple[Cell, ...]:
        """By the values of a declared property."""
        return self.splits.by_declared[name].cells(self.position)


@dataclass(frozen=True)
class Distinctive:
    """An answer ("agree" or "disagree") that a group gives more often than the others together."""

    group: int
    statement: int
    answer: Answer
    share: float
    share_others: float
    q_value: float


@dataclass(frozen=True)
class Said:
    """Positions of the statements that the count before called common ground, and common disagreement."""

    common_ground: frozenset[int] = frozenset()
    common_disagreement: frozenset[int] = frozenset()


NOTHING_SAID = Said()


@dataclass(frozen=True)
class Sorting:
    """common_ground … unknown: positions of statements, best first; a statement may be in none. kept: what stands in
    one of the first two only because it was said before. distinctive: by group, strongest first; distinctive_cut: the
    largest p-value that still counts."""

    statements: tuple[Statement, ...]
    common_ground: tuple[int, ...]
    common_disagreement: tuple[int, ...]
    divides: tuple[int, ...]
    unknown: tuple[int, ...]
    kept: tuple[int, ...]
    distinctive: tuple[Distinctive, ...]
    distinctive_cut: float

    @property
    def concluded(self) -> Ints:
        """Positions of the statements of which is said that they are common ground or divide."""
        kinds = (self.common_ground, self.common_disagreement, self.divides)
        return np.array(sorted({j for kind in kinds for j in kind[:MOST_PER_KIND]}), dtype=np.int64)


def sort(splits: Splits, smallest: int, said: Said = NOTHING_SAID) -> Sorting:
    """With one group nothing divides and nothing marks it."""
    statements = _statements(splits, smallest)
    with_groups = splits.by_group.n_parts > 1
    distinctive, cut = _distinctive(splits.by_group) if with_groups else ((), 0.0)
    agreed = _best([(one.agreement_low, one.agreement) for one in statements])
    disagreed = _best([(one.disagreement_low, one.disagreement) for one in statements])
    still = _still(splits.by_group, said, {*agreed, *disagreed})
    return Sorting(
        statements=statements,
        common_ground=agreed + still[AGREE],
        common_disagreement=disagreed + still[DISAGREE],
        kept=tuple(sorted(still[AGREE] + still[DISAGREE])),
        divides=_apart(statements) if with_groups else (),
        unknown=tuple(one.position for one in statements if not one.known),
        distinctive=distinctive,
        distinctive_cut=cut,
    )


def _best(scores: Sequence[tuple[float | None, float | None]]) -> tuple[int, ...]:
    """Where a majority is sure, by (low end, middle) per statement."""
    sure = [(-low, -(middle or 0.0), j) for j, (low, middle) in enumerate(scores) if low is not None and low > 0.5]
    return tuple(j for _, _, j in sorted(sure))


def _still(groups: Split, said: Said, sure: Set[int]) -> dict[int, tuple[int, ...]]:
    """By answer: what was said before, is sure no more, and stays said; likeliest first."""
    found = {}
    for answer, before in ((AGREE, said.common_ground), (DISAGREE, said.common_disagreement)):
        rows = np.array(sorted(before - sure), dtype=np.int64)
        ends = low_end(groups.told.lower[rows, :, answer], groups.sizes[rows], KEPT_UNTIL)
        ends = by_as_much(ends, groups.moved[rows, :, answer]).min(axis=1)
        stays = groups.all_shown[rows] & (ends > 0.5)
        found[answer] = tuple(rows[stays][np.argsort(-ends[stays], kind="stable")].tolist())
    return found


def _apart(statements: Sequence[Statement]) -> tuple[int, ...]:
    """Where most people of one group are sure to agree, and most people of another are sure not to."""
    if not statements:
        return ()
    groups = statements[0].splits.by_group
    able, lower, sizes, moved = groups.sizes >= FEWEST, groups.told.lower, groups.sizes, groups.moved[:, :, AGREE]
    above = able & (low_end(lower[:, :, AGREE], sizes, SURE_OF_SIDE) + moved > 0.5)
    below = able & (low_end(sizes - groups.told.upper[:, :, AGREE], sizes, SURE_OF_SIDE) - moved > 0.5)
    found = []
    for one in statements:
        divide, j = one.divide, one.position
        if divide is not None and above[j, divide.high_group] and below[j, divide.low_group]:
            found.append((-divide.low, j))
    return tuple(j for _, j in sorted(found))


def _statements(splits: Splits, smallest: int) -> tuple[Statement, ...]:
    everybody, by_group = splits.everybody, splits.by_group
    wide = everybody.agree[:, 0, 2] - everybody.agree[:, 0, 1] > WIDEST
    few = np.asarray((by_group.sizes < smallest).any(axis=1))
    known: list[bool] = (~(wide | few)).tolist()
    over_groups = _over_groups(by_group)
    return tuple(
        Statement(
            position=j,
            splits=splits,
            divide=divide,
            known=known,
            **{name: over_groups[name][j] for name in over_groups},
        )
        for j, (divide, known) in enumerate(zip(_divides(by_group), known, strict=True))
    )


def _over_groups(groups: Split) -> dict[str, list[float | None]]:
    """Geometric mean and least low end, of agree and of disagree; None where a group is hidden or empty."""
    whole = groups.all_shown
    columns = {
        "agreement": np.exp(np.log(groups.agree[:, :, 0]).mean(axis=1)),
        "agreement_low": groups.agree[:, :, 1].min(axis=1),
        "disagreement": np.exp(np.log(groups.disagree[:, :, 0]).mean(axis=1)),
        "disagreement_low": groups.disagree[:, :, 1].min(axis=1),
    }
    return {
        name: [float(one) if shown else None for one, shown in zip(column, whole, strict=True)]
        for name, column in columns.items()
    }


def _divides(groups: Split) -> list[Divide | None]:
    """Per statement, between the shown groups that agree most and least."""
    shown = ~groups.hide & (groups.sizes > 0)
    estimate, rows = groups.agree[:, :, 0], np.arange(len(shown))
    high = np.where(shown, estimate, -np.inf).argmax(axis=1)
    low = np.where(shown, estimate, np.inf).argmin(axis=1)
    others = shown.copy()
    others[rows, high] = False
    low = np.where(high == low, others.argmax(axis=1), low)
    middle, least, most = difference(groups.agree[rows, high], groups.agree[rows, low])
    width = 1.0 - (1.0 - FOLLOWS) * (groups.pull[high] + groups.pull[low])
    least, most = middle - width * (middle - least), middle + width * (most - middle)
    return [
        Divide(
            difference=float(middle[j]),
            low=float(least[j]),
            high=float(most[j]),
            high_group=int(high[j]),
            low_group=int(low[j]),
        )
        if two
        else None
        for j, two in enumerate(np.asarray(others.any(axis=1)).tolist())
    ]


def _distinctive(groups: Split) -> tuple[tuple[Distinctive, ...], float]:
    """Answers given more often in one group than by the others together, strongest first; and the largest p-value
    that still counts."""
    sizes = groups.sizes
    all_hits = np.stack([groups.unpulled(one) for one in (AGREE, DISAGREE)])
    tests = np.stack([more_than_others(hits, sizes) for hits in all_hits])
    testable = np.broadcast_to(~groups.hide & (sizes >= FEWEST), tests.shape) & (tests < 1.0)
    q = np.ones(tests.shape)
    q[testable] = q_values(tests[testable])
    answer, j, group = np.nonzero(q <= FALSE_DISCOVERY_RATE)
    hits, size = all_hits[answer, j, group], sizes[j, group]
    others = all_hits.sum(axis=2)[answer, j] - hits
    share = (hits + 0.5) / (size + 1.0)
    share_others = (others + 0.5) / (sizes.sum(axis=1)[j] - size + 1.0)
    q_value = q[answer, j, group]
    found = tuple(
        Distinctive(
            group=int(group[i]),
            statement=int(j[i]),
            answer="agree" if answer[i] == AGREE else "disagree",
            share=float(share[i]),
            share_others=float(share_others[i]),
            q_value=float(q_value[i]),
        )
        for i in np.lexsort((share_others - share, q_value, group))
    )
    cut = float(tests[q <= FALSE_DISCOVERY_RATE].max(initial=0.0))
    return found, cut
