"""One analysis from votes to a report. Nothing in a report is about fewer than `smallest` people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from . import agreement
from .agreement import AGREE, DISAGREE, FALSE_DISCOVERY_RATE
from .cells import Cell, Split, split
from .conclusions import Conclusion, Distinctive, conclude
from .counting import State, Tally, partition
from .crossings import Crossing, crossings
from .groups import Groups
from .model import Model, Placed, finish, place, tally, without_people
from .privacy import hidden
from .readings import Reading, Repeats, Share, Unexpected, Weights, rake, repeats, unexpected, variance_share
from .votes import Bools, Floats, Ints, Votes, in_order

ENGINE_VERSION = "1.2"
SCHEMA = "regiotafel-report/1"
ALARM = 0.4  # rank correlation between number of votes and distance to the centre
WIDEST = 0.4  # an interval wider than this says nothing yet


@dataclass(frozen=True)
class Divide:
    """The two groups that differ most in agreeing, and the interval of the difference."""

    difference: float
    low: float
    high: float
    high_group: int
    low_group: int


@dataclass(frozen=True)
class Splits:
    """How all statements were answered: by everybody (one part), and by the parts of each division of the people."""

    everybody: Split
    by_group: Split
    by_declared: Mapping[str, Split]


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
class Declared:
    """People per declared value; None where that is hidden."""

    values: tuple[str, ...]
    n_people: tuple[int | None, ...]


@dataclass(frozen=True)
class Report:
    """The whole result; `as_json` turns it into the documented JSON. Positions are those of the votes.

    points: float64[people, 2]; errors: their standard errors [people]; explained: float64[2];
    common_ground … unknown: positions of statements, best first; same_votes: people per list of votes that is there
    too often, and the minutes in which half of them came; shares: between the values of each declared property.
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
    errors: Floats
    splits: Splits
    statements: tuple[Statement, ...]
    declared: Mapping[str, Declared]
    common_ground: tuple[int, ...]
    common_disagreement: tuple[int, ...]
    divides: tuple[int, ...]
    unknown: tuple[int, ...]
    distinctive: tuple[Distinctive, ...]
    distinctive_cut: float
    conclusions: tuple[Conclusion, ...]
    votes_correlation: float
    n_dimensions: int | None
    n_between: int
    unexpected: tuple[Unexpected, ...]
    readings: Mapping[str, Reading]
    same_votes: tuple[int, ...]
    same_votes_minutes: tuple[int | None, ...]
    weights: Weights | None
    shares: Mapping[str, Share | None]
    crossings: tuple[Crossing, ...]

    @property
    def alarm(self) -> bool:
        return abs(self.votes_correlation) >= ALARM


def analyse(
    votes: Votes,
    *,
    seed: int = 0,
    declared: Mapping[str, Sequence[str | None]] | None = None,
    benchmark: Mapping[str, Mapping[str, float]] | None = None,
    only: Mapping[str, Sequence[bool]] | None = None,
    when: Sequence[float] | None = None,
    smallest: int = 5,
    n_resamples: int = 20,
) -> Report:
    """Analyse the votes of one conversation.

    declared: per property one value (or None) per person, in the order of positions.
    benchmark: per declared property how many people (or organisations) there are with each value: gives the reading
    "weighted". only: further readings, each with those of whom it is true (the invited people, for example).
    when: seconds on any clock at which each person last answered (NaN: unknown), for lists of votes that came together.
    n_resamples: refits to see whether groups are stable; 0 leaves stability unknown.
    Raises ValueError for votes or declared values that do not fit.
    """
    votes = in_order(votes)
    declared = declared or {}
    for name, values in declared.items():
        if len(values) != votes.n_people:
            raise ValueError(f"{name} must have one value per person")
    state = partition(votes)
    model = finish(state, seed=seed, smallest=smallest, n_resamples=n_resamples)
    placed = place(votes, model)
    parts = {name: _parts(values) for name, values in declared.items()}
    same = repeats(votes, smallest, None if when is None else np.asarray(when, dtype=np.float64))
    weights = rake(parts, benchmark, smallest) if benchmark and parts else None
    counted = _counted(parts, same, weights, only or {}, smallest)
    found = report_of(
        state,
        model,
        tally(votes, placed, model.groups.n_groups),
        seed=seed,
        smallest=smallest,
        by_declared={
            name: split(
                agreement.count(votes, part, len(values)),
                state.counts.sum(axis=1),
                smallest,
                _hidden_totals(part, len(values), smallest),
            )
            for name, (values, part) in parts.items()
        },
        declared={name: _declared(values, part, smallest) for name, (values, part) in parts.items()},
        readings=_readings(votes, placed, model.groups.n_groups, counted),
    )
    random = np.random.default_rng((seed, 1))
    found = replace(
        found,
        same_votes=same.sizes,
        same_votes_minutes=same.minutes,
        weights=weights,
        shares={
            name: variance_share(votes, part, len(values), smallest, random, n_resamples > 0)
            for name, (values, part) in parts.items()
        },
        crossings=crossings(votes, parts, smallest),
    )
    return _with_people(found, placed, model)


def report_of(
    state: State,
    model: Model,
    table: Tally,
    *,
    seed: int = 0,
    smallest: int = 5,
    by_declared: Mapping[str, Split] | None = None,
    declared: Mapping[str, Declared] | None = None,
    readings: Mapping[str, Reading] | None = None,
) -> Report:
    """The report from what all parts of the votes left behind: nothing in it is about one person."""
    order = np.argsort(-table.sizes, kind="stable")
    totals = state.counts.sum(axis=1)
    by_group = split(table.counts[:, order], totals, smallest)
    everybody = split(state.counts[:, None, [2, 0, 1]], totals, smallest)
    splits = Splits(everybody, by_group, by_declared or {})
    statements = _statements(splits, smallest)
    n_groups = model.groups.n_groups
    found = Findings.of(statements, n_groups > 1)
    distinctive, cut = _distinctive(by_group) if n_groups > 1 else ((), 0.0)
    report = Report(
        seed=seed,
        smallest=smallest,
        n_people=state.n_people,
        n_statements=state.n_statements,
        n_votes=state.n_votes,
        groups=replace(
            without_people(model).groups,
            stability_of_group=tuple(model.groups.stability_of_group[i] for i in order)
            if model.groups.stability_of_group
            else (),
        ),
        group_sizes=tuple(table.sizes[order].tolist()),
        explained=model.axes.explained[:2],
        points=np.zeros((0, 2)),
        errors=np.zeros(0),
        splits=splits,
        statements=statements,
        declared=declared or {},
        common_ground=found.common_ground,
        common_disagreement=found.common_disagreement,
        divides=found.divides,
        unknown=found.unknown,
        distinctive=distinctive,
        distinctive_cut=cut,
        conclusions=(),
        votes_correlation=model.votes_correlation,
        n_dimensions=model.n_dimensions,
        n_between=int(table.between.sum()),
        unexpected=unexpected(by_group.counts, by_group.hide),
        readings=_in_order(readings or {}, order),
        same_votes=(),
        same_votes_minutes=(),
        weights=None,
        shares={},
        crossings=(),
    )
    return replace(report, conclusions=conclude(report))


def _counted(
    parts: Mapping[str, tuple[tuple[str, ...], Ints]],
    same: Repeats,
    weights: Weights | None,
    only: Mapping[str, Sequence[bool]],
    smallest: int,
) -> dict[str, Floats]:
    """The weight of each person in each further reading."""
    counted = {
        name: np.asarray(chosen, dtype=np.float64)
        for name, chosen in only.items()
        if min(sum(chosen), len(chosen) - sum(chosen)) >= smallest
    }
    if weights is not None:
        counted["weighted"] = weights.of_person
    if same.sizes:
        counted["without_same_votes"] = (~same.again).astype(np.float64)
    for name, (_, part) in parts.items():
        # How many it counts tells how many it leaves out.
        if min((part < 0).sum(), (part >= 0).sum()) >= smallest:
            counted[f"declared_{name}"] = (part >= 0).astype(np.float64)
    return counted


def _readings(votes: Votes, placed: Placed, n_groups: int, counted: Mapping[str, Floats]) -> dict[str, Reading]:
    for name, weight in counted.items():
        if len(weight) != votes.n_people:
            raise ValueError(f"{name} must have one value per person")
    return {name: Reading.of(votes, placed.group, n_groups, weight) for name, weight in counted.items()}


def _in_order(readings: Mapping[str, Reading], order: Ints) -> dict[str, Reading]:
    return {name: replace(one, agree=one.agree[:, order]) for name, one in readings.items()}


def _with_people(report: Report, placed: Placed, model: Model) -> Report:
    sizes = np.bincount(placed.group, minlength=report.groups.n_groups)
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    stays = np.full(report.n_people, np.nan)
    if len(model.groups.stability_of_person):
        stays[model.sampled] = model.groups.stability_of_person
    groups = replace(report.groups, index=rank[placed.group], between=placed.between(), stability_of_person=stays)
    if report.n_people < report.smallest:
        return replace(report, groups=groups, points=np.zeros((report.n_people, 2)), errors=np.zeros(report.n_people))
    return replace(report, groups=groups, points=placed.points, errors=placed.error)


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


def _statements(splits: Splits, smallest: int) -> tuple[Statement, ...]:
    everybody, by_group = splits.everybody, splits.by_group
    wide = everybody.agree[:, 0, 2] - everybody.agree[:, 0, 1] > WIDEST
    few = (by_group.counts.sum(axis=2) < smallest).any(axis=1) | by_group.hide.any(axis=1)
    columns = (*_over_groups(by_group), _divides(by_group), (~(wide | few)).tolist())
    return tuple(Statement(j, splits, *row) for j, row in enumerate(zip(*columns, strict=True)))


def _over_groups(groups: Split) -> tuple[list[float | None], ...]:
    """Geometric mean and least low end, of agree and of disagree; None where a group is hidden or empty."""
    whole = ~groups.hide.any(axis=1) & (groups.counts.sum(axis=2) > 0).all(axis=1)
    columns = (
        np.exp(np.log(groups.agree[:, :, 0]).mean(axis=1)),
        groups.agree[:, :, 1].min(axis=1),
        np.exp(np.log(groups.disagree[:, :, 0]).mean(axis=1)),
        groups.disagree[:, :, 1].min(axis=1),
    )
    return tuple(
        [float(one) if shown else None for one, shown in zip(column, whole, strict=True)] for column in columns
    )


def _divides(groups: Split) -> list[Divide | None]:
    """Per statement, between the shown groups that agree most and least."""
    shown = ~groups.hide & (groups.counts.sum(axis=2) > 0)
    estimate, rows = groups.agree[:, :, 0], np.arange(len(shown))
    high = np.where(shown, estimate, -np.inf).argmax(axis=1)
    low = np.where(shown, estimate, np.inf).argmin(axis=1)
    others = shown.copy()
    others[rows, high] = False
    low = np.where(high == low, others.argmax(axis=1), low)
    ends = agreement.difference(groups.agree[rows, high], groups.agree[rows, low])
    return [
        Divide(*divide) if two else None
        for two, *divide in zip(others.any(axis=1).tolist(), *(one.tolist() for one in (*ends, high, low)), strict=True)
    ]


def _distinctive(groups: Split) -> tuple[tuple[Distinctive, ...], float]:
    """Answers given more often in one group than by the others together, strongest first; and the largest p-value
    that still counts."""
    sizes = groups.counts.sum(axis=2)
    tests = np.stack([agreement.more_than_others(groups.counts[:, :, answer], sizes) for answer in (AGREE, DISAGREE)])
    testable = np.broadcast_to(~groups.hide & (sizes > 0), tests.shape) & (tests < 1.0)
    q = np.ones(tests.shape)
    q[testable] = agreement.q_values(tests[testable])
    answer, j, group = np.nonzero(q <= FALSE_DISCOVERY_RATE)
    hits, size = groups.counts[j, group, answer], sizes[j, group]
    all_hits, all_sizes = groups.counts.sum(axis=1)[j, answer], sizes.sum(axis=1)[j]
    share = (hits + 0.5) / (size + 1.0)
    share_others = (all_hits - hits + 0.5) / (all_sizes - size + 1.0)
    order = np.lexsort((share_others - share, q[answer, j, group], group))
    columns = (group, j, answer, share, share_others, q[answer, j, group])
    found = tuple(
        Distinctive(one, statement, "agree" if given == AGREE else "disagree", *rest)
        for one, statement, given, *rest in zip(*(column[order].tolist() for column in columns), strict=True)
    )
    cut = float(tests[q <= FALSE_DISCOVERY_RATE].max(initial=0.0))
    return found, cut


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
                agree = one.splits.by_group.agree[j, :, 0]
                if agree[one.divide.high_group] > 0.5 > agree[one.divide.low_group]:
                    apart.append((-one.divide.low, j))
        return Findings(
            best("agreement_low", "agreement"),
            best("disagreement_low", "disagreement"),
            tuple(j for _, j in sorted(apart)),
            tuple(j for j, one in enumerate(statements) if not one.known),
        )
