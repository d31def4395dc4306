"""One analysis from votes to a report. Nothing in a report is about fewer than `smallest` people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from . import agreement
from .agreement import AGREE, DISAGREE, FALSE_DISCOVERY_RATE
from .conclusions import Conclusion, Distinctive, conclude
from .groups import Groups, find_groups
from .privacy import hidden
from .space import SETTLED_ROUNDS, Answers, open_space
from .votes import Bools, Floats, Ints, Votes, in_order

ENGINE_VERSION = "1.0"
SCHEMA = "regiotafel-report/1"
ALARM = 0.4  # rank correlation between number of votes and distance to the centre
WIDEST = 0.4  # an interval wider than this says nothing yet


@dataclass(frozen=True)
class Estimate:
    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class Cell:
    """What the people of one group, role, municipality … answered to one statement; no numbers when hidden."""

    part: int
    hidden: bool
    n_agree: int = 0
    n_disagree: int = 0
    n_unsure: int = 0
    agree: Estimate | None = None
    disagree: Estimate | None = None

    @property
    def n_people(self) -> int:
        return self.n_agree + self.n_disagree + self.n_unsure


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
    """agreement, disagreement: geometric mean over groups; …_low: lower end in the least agreeing group."""

    everybody: Cell
    by_group: tuple[Cell, ...]
    by_declared: Mapping[str, tuple[Cell, ...]]
    agreement: float | None
    agreement_low: float | None
    disagreement: float | None
    disagreement_low: float | None
    divide: Divide | None
    known: bool


@dataclass(frozen=True)
class Declared:
    """People per declared value; None where that is hidden."""

    values: tuple[str, ...]
    n_people: tuple[int | None, ...]


@dataclass(frozen=True)
class Report:
    """The whole result; `as_json` turns it into the documented JSON. Positions are those of the votes.

    points: float64[people, 2]; explained: float64[2];
    common_ground … unknown: positions of statements, best first.
    """

    seed: int
    smallest: int
    n_people: int
    n_statements: int
    n_votes: int
    groups: Groups
    group_sizes: tuple[int, ...]
    explained: Floats
    points: Floats
    statements: tuple[Statement, ...]
    declared: Mapping[str, Declared]
    common_ground: tuple[int, ...]
    common_disagreement: tuple[int, ...]
    divides: tuple[int, ...]
    unknown: tuple[int, ...]
    distinctive: tuple[Distinctive, ...]
    conclusions: tuple[Conclusion, ...]
    votes_correlation: float

    @property
    def alarm(self) -> bool:
        return abs(self.votes_correlation) >= ALARM


def analyse(
    votes: Votes,
    *,
    seed: int = 0,
    declared: Mapping[str, Sequence[str | None]] | None = None,
    smallest: int = 5,
    n_resamples: int = 20,
) -> Report:
    """Analyse the votes of one conversation.

    declared: per property one value (or None) per person, in the order of positions.
    n_resamples: refits to see whether groups are stable; 0 leaves stability unknown.
    Raises ValueError for votes or declared values that do not fit.
    """
    votes = in_order(votes)
    declared = declared or {}
    for name, values in declared.items():
        if len(values) != votes.n_people:
            raise ValueError(f"{name} must have one value per person")
    places, groups = _people(votes, seed, smallest, n_resamples)
    parts = {name: _parts(values) for name, values in declared.items()}
    by_group = _split(votes, groups.index, groups.n_groups, smallest)
    by_declared = {
        name: _split(votes, part, len(values), smallest, _hidden_totals(part, len(values), smallest))
        for name, (values, part) in parts.items()
    }
    statements = _statements(votes, by_group, by_declared, smallest)
    found = Findings.of(statements, groups.n_groups > 1)
    distinctive = _distinctive(by_group) if groups.n_groups > 1 else ()
    correlation = _votes_correlation(votes, places.points)
    report = Report(
        seed=seed,
        smallest=smallest,
        n_people=votes.n_people,
        n_statements=votes.n_statements,
        n_votes=len(votes.value),
        groups=groups,
        group_sizes=tuple(int(n) for n in np.bincount(groups.index + 1, minlength=groups.n_groups + 1)[1:]),
        explained=places.explained,
        points=places.points,
        statements=statements,
        declared={name: _declared(values, part, smallest) for name, (values, part) in parts.items()},
        common_ground=found.common_ground,
        common_disagreement=found.common_disagreement,
        divides=found.divides,
        unknown=found.unknown,
        distinctive=distinctive,
        conclusions=(),
        votes_correlation=correlation,
    )
    return replace(report, conclusions=conclude(report))


# --- people


@dataclass(frozen=True)
class _Places:
    points: Floats
    explained: Floats


def _people(votes: Votes, seed: int, smallest: int, n_resamples: int) -> tuple[_Places, Groups]:
    """Places and groups, calculated in an order of people that depends on their votes only.

    So neither the order of rows nor the names of people can change which random numbers meet whom.
    """
    order = _order_of_people(votes)
    place = np.empty(votes.n_people, dtype=np.int64)
    place[order] = np.arange(votes.n_people)
    decided = votes.value != 0
    person, statement = place[votes.person[decided]], votes.statement[decided].astype(np.int64)
    rows = np.lexsort((statement, person))
    answers = Answers(
        person[rows],
        statement[rows],
        votes.value[decided][rows].astype(np.float64),
        votes.n_people,
        votes.n_statements,
    )
    random = np.random.default_rng(seed)
    space = open_space(answers, 4, random, SETTLED_ROUNDS)
    groups = find_groups(answers, space, smallest=smallest, n_resamples=n_resamples, random=random)
    points = space.drawn() if votes.n_people >= smallest else np.zeros((votes.n_people, 2))
    places = _Places(points[place], space.explained[:2])
    return places, replace(groups, index=groups.index[place], between=groups.between[place])


def _order_of_people(votes: Votes) -> Ints:
    """People by a hash of their votes (the sum of a fixed random number per statement and answer).

    Only people with the same votes share a hash, and those are interchangeable.
    """
    codes = np.random.default_rng(7).integers(0, 2**63, size=(max(votes.n_statements, 1), 3), dtype=np.uint64)
    hashes = np.zeros(votes.n_people, dtype=np.uint64)
    present, starts = np.unique(votes.person, return_index=True)
    if len(present):
        hashes[present] = np.add.reduceat(codes[votes.statement, votes.value + 1], starts)
    return np.argsort(hashes, kind="stable")


def _votes_correlation(votes: Votes, points: Floats) -> float:
    n_votes = np.bincount(votes.person, minlength=votes.n_people).astype(np.float64)
    return agreement.spearman(n_votes, np.hypot(points[:, 0], points[:, 1]).round(6))


# --- declared properties


def _parts(values: Sequence[str | None]) -> tuple[tuple[str, ...], Ints]:
    """Sorted distinct values, and the position of each person's value among them (-1 for None)."""
    distinct = tuple(sorted({value for value in values if value}))
    place = {value: position for position, value in enumerate(distinct)}
    return distinct, np.array([place.get(value, -1) if value else -1 for value in values], dtype=np.int64)


def _hidden_totals(part: Ints, n_parts: int, smallest: int) -> Bools:
    sizes = np.bincount(part + 1, minlength=n_parts + 1)[1:]
    return np.asarray(hidden(sizes[None, :], np.array([len(part)]), smallest)[0])


def _declared(values: tuple[str, ...], part: Ints, smallest: int) -> Declared:
    sizes = np.bincount(part + 1, minlength=len(values) + 1)[1:]
    hide = _hidden_totals(part, len(values), smallest)
    return Declared(values, tuple(None if away else int(size) for size, away in zip(sizes, hide, strict=True)))


# --- statements


@dataclass(frozen=True)
class _Split:
    """counts: [statements, parts, 3]; totals: [statements]; hide: [statements, parts]; agree, disagree:
    estimate, low, high [statements, parts, 3]."""

    counts: Ints
    totals: Ints
    hide: Bools
    agree: Floats
    disagree: Floats


def _split(votes: Votes, part: Ints, n_parts: int, smallest: int, also: Bools | None = None) -> _Split:
    counts = agreement.count(votes, part, n_parts)
    totals = np.bincount(votes.statement, minlength=votes.n_statements).astype(np.int64)
    sizes = counts.sum(axis=2)
    wide = None if also is None else np.broadcast_to(also, sizes.shape)
    return _Split(
        counts,
        totals,
        hidden(sizes, totals, smallest, wide),
        agreement.jeffreys(counts[:, :, AGREE], sizes),
        agreement.jeffreys(counts[:, :, DISAGREE], sizes),
    )


def _statements(
    votes: Votes, by_group: _Split, by_declared: Mapping[str, _Split], smallest: int
) -> tuple[Statement, ...]:
    everybody = _split(votes, np.zeros(votes.n_people, dtype=np.int64), 1, smallest)
    means = _over_groups(by_group)
    columns = {name: _cells(split) for name, split in by_declared.items()}
    group_cells, total_cells = _cells(by_group), _cells(everybody)
    wide = everybody.agree[:, 0, 2] - everybody.agree[:, 0, 1] > WIDEST
    few = (by_group.counts.sum(axis=2) < smallest).any(axis=1) | by_group.hide.any(axis=1)
    return tuple(
        Statement(
            everybody=total_cells[j][0],
            by_group=group_cells[j],
            by_declared={name: cells[j] for name, cells in columns.items()},
            agreement=means[0][j],
            agreement_low=means[1][j],
            disagreement=means[2][j],
            disagreement_low=means[3][j],
            divide=_divide(by_group, j),
            known=not (wide[j] or few[j]),
        )
        for j in range(votes.n_statements)
    )


def _over_groups(split: _Split) -> tuple[list[float | None], ...]:
    """Geometric mean and least low end, of agree and of disagree; None where a group is hidden or empty."""
    whole = ~split.hide.any(axis=1) & (split.counts.sum(axis=2) > 0).all(axis=1)
    columns = (
        np.exp(np.log(split.agree[:, :, 0]).mean(axis=1)),
        split.agree[:, :, 1].min(axis=1),
        np.exp(np.log(split.disagree[:, :, 0]).mean(axis=1)),
        split.disagree[:, :, 1].min(axis=1),
    )
    return tuple(
        [float(one) if shown else None for one, shown in zip(column, whole, strict=True)] for column in columns
    )


def _cells(split: _Split) -> list[tuple[Cell, ...]]:
    counts, hide = split.counts.tolist(), split.hide.tolist()
    agree, disagree = split.agree.tolist(), split.disagree.tolist()
    cells = []
    for j, row in enumerate(counts):
        one = []
        for part, (n_agree, n_disagree, n_unsure) in enumerate(row):
            if hide[j][part]:
                one.append(Cell(part, hidden=True))
                continue
            empty = n_agree + n_disagree + n_unsure == 0
            estimates = (None, None) if empty else (Estimate(*agree[j][part]), Estimate(*disagree[j][part]))
            one.append(Cell(part, False, n_agree, n_disagree, n_unsure, *estimates))
        cells.append(tuple(one))
    return cells


def _divide(split: _Split, statement: int) -> Divide | None:
    """Between the shown groups that agree most and least."""
    shown = np.flatnonzero(~split.hide[statement] & (split.counts[statement].sum(axis=1) > 0))
    if len(shown) < 2:
        return None
    agree = split.agree[statement]
    high = int(shown[agree[shown, 0].argmax()])
    low = int(shown[agree[shown, 0].argmin()])
    if high == low:
        low = int(shown[shown != high][0])
    gap, least, most = agreement.difference(agree[high], agree[low])
    return Divide(gap, least, most, high, low)


def _distinctive(split: _Split) -> tuple[Distinctive, ...]:
    """Answers given more often in one group than by the others together, strongest first."""
    sizes = split.counts.sum(axis=2)
    tests = np.stack([agreement.more_than_others(split.counts[:, :, answer], sizes) for answer in (AGREE, DISAGREE)])
    testable = np.broadcast_to(~split.hide & (sizes > 0), tests.shape) & (tests < 1.0)
    q = np.ones(tests.shape)
    q[testable] = agreement.q_values(tests[testable])
    found = []
    for answer, j, group in np.argwhere(q <= FALSE_DISCOVERY_RATE):
        hits, size = split.counts[j, :, answer], sizes[j]
        others = int(size.sum() - size[group])
        share = (hits[group] + 0.5) / (size[group] + 1.0)
        share_others = (hits.sum() - hits[group] + 0.5) / (others + 1.0)
        name = "agree" if answer == AGREE else "disagree"
        found.append(
            Distinctive(int(group), int(j), name, float(share), float(share_others), float(q[answer, j, group]))
        )
    return tuple(sorted(found, key=lambda one: (one.group, one.q_value, one.share_others - one.share)))


@dataclass(frozen=True)
class Findings:
    """Positions of statements, best first."""

    common_ground: tuple[int, ...]
    common_disagreement: tuple[int, ...]
    divides: tuple[int, ...]
    unknown: tuple[int, ...]

    @staticmethod
    def of(statements: Sequence[Statement], with_groups: bool) -> Findings:
        """Sort the statements into common ground, divides and not known yet; a statement may be in none."""

        def best(low: str, middle: str) -> tuple[int, ...]:
            scored = [(getattr(one, low), getattr(one, middle), j) for j, one in enumerate(statements)]
            sure = [one for one in scored if one[0] is not None and one[0] > 0.5]
            return tuple(j for _, _, j in sorted(sure, key=lambda one: (-one[0], -one[1], one[2])))

        apart = []
        for j, one in enumerate(statements):
            if with_groups and one.divide is not None and one.divide.low > 0:
                high = one.by_group[one.divide.high_group].agree
                low = one.by_group[one.divide.low_group].agree
                if high is not None and low is not None and high.estimate > 0.5 > low.estimate:
                    apart.append((-one.divide.low, j))
        return Findings(
            best("agreement_low", "agreement"),
            best("disagreement_low", "disagreement"),
            tuple(j for _, j in sorted(apart)),
            tuple(j for j, one in enumerate(statements) if not one.known),
        )
