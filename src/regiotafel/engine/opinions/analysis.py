"""One analysis, from votes to what is found in them. Nothing in it is about fewer than `smallest` people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats, Ints
from regiotafel.engine.common.privacy import SMALLEST_GROUP, as_told, told_sum
from regiotafel.engine.common.worlds import Table

from .checks.beside import answers_of, open_beside, tables_of
from .checks.crossings import Crossing, crossings
from .checks.readings import Reading, counted, read_again, weighted_reading
from .checks.repeats import NO_REPEATS, Repeats, repeats
from .checks.straight import straight_liners
from .checks.unexpected import Unexpected, unexpected
from .checks.variance import Share, of_told, variance_share
from .checks.weighting import Weights, rake, weighted_shares
from .counting import State, Tally, partition
from .groups import Claim, Groups
from .model import Model, Placed, finish, place, tally, without_people
from .sorting import NOTHING_SAID, Said, Sorting, sort
from .splits import Declared, Parts, Split, Splits, declared_people, declared_splits, parts_of, split
from .votes import Votes, in_order

ENGINE_VERSION = "1.6"


@dataclass(frozen=True)
class People:
    """What is about one person each: group, whether their votes leave it unsure, how often they stayed in it when
    resampled (NaN: never asked) [people]; points to draw [people, 2], and their standard errors [people]."""

    group: Ints
    between: Bools
    stays: Floats
    points: Floats
    errors: Floats


NOBODY = People(
    group=np.zeros(0, dtype=np.int64),
    between=np.zeros(0, dtype=np.bool_),
    stays=np.zeros(0),
    points=np.zeros((0, 2)),
    errors=np.zeros(0),
)


@dataclass(frozen=True)
class Further:
    """How people answered by what they declared, and what other counts of the same votes say: all votes are needed at
    once for it. n_straight: people who gave one answer to everything, None when that is not told; weighted: share of
    everybody that gave each answer, by the weights [statements, answers], NaN where it is not told; shares: between the
    values of each declared property."""

    declared: Mapping[str, Declared] = field(default_factory=dict)
    by_declared: Mapping[str, Split] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    same_votes: Repeats = NO_REPEATS
    n_straight: int | None = None
    weights: Weights | None = None
    weighted: Floats | None = None
    shares: Mapping[str, Share | None] = field(default_factory=dict)
    crossings: tuple[Crossing, ...] = ()


@dataclass(frozen=True)
class Answered:
    """How everybody and each part of the people answered, sorted. Positions are those of the votes."""

    splits: Splits
    sorting: Sorting
    further: Further

    @property
    def n_groups(self) -> int:
        return self.splits.by_group.n_parts


def answered(splits: Splits, further: Further, smallest: int, said: Said = NOTHING_SAID) -> Answered:
    """The statements sorted by how everybody and each group answered them, beside what was said before."""
    return Answered(splits=splits, sorting=sort(splits, smallest, said), further=further)


@dataclass(frozen=True)
class Analysis:
    """The whole result; `as_json` turns it into the documented JSON. Positions are those of the votes.

    n_votes_told: as many of n_votes as everybody may know;
    model: without people, its groups in order of size; group_sizes: of everybody; n_between: whose votes leave their
    group unsure; people: nobody when the votes came in parts.
    """

    seed: int
    smallest: int
    n_people: int
    n_statements: int
    n_votes: int
    n_votes_told: int
    model: Model
    group_sizes: tuple[int, ...]
    n_between: int
    answered: Answered
    unexpected: tuple[Unexpected, ...]
    people: People

    @property
    def splits(self) -> Splits:
        return self.answered.splits

    @property
    def sorting(self) -> Sorting:
        return self.answered.sorting

    @property
    def further(self) -> Further:
        return self.answered.further

    @property
    def groups(self) -> Groups:
        return self.model.groups


def analyse(
    votes: Votes,
    *,
    seed: int = 0,
    declared: Mapping[str, Sequence[str | None]] | None = None,
    benchmark: Mapping[str, Mapping[str, float]] | None = None,
    only: Mapping[str, Sequence[bool]] | None = None,
    when: Sequence[float] | None = None,
    smallest: int = SMALLEST_GROUP,
    n_resamples: int = 20,
    before: Claim | None = None,
) -> Analysis:
    """What is found in the votes of one conversation.

    declared: per property one value (or None) per person, in the order of positions. benchmark: per declared property
    how many people (or organisations) there are with each value: gives the reading "weighted". only: further readings,
    each with those of whom it is true. when: seconds on any clock at which each person last answered (NaN: unknown).
    n_resamples: refits to see whether groups are stable, fewer or more as that is soon clear or not; 0 leaves it open.
    before: what was last said of the same conversation. Raises ValueError for votes or values that do not fit.
    """
    votes = _checked(in_order(votes), {**(declared or {}), **(only or {})})
    state = _state(votes)
    model = finish(state, seed=seed, smallest=smallest, n_resamples=n_resamples, before=before)
    placed = place(votes, model)
    table, parts = tally(votes, placed, model.groups.n_groups, everybody=True), parts_of(declared or {})
    straight = straight_liners(votes)
    splits, group = _splits(state, table, model, smallest), np.argsort(_order(table))[placed.group]
    same = repeats(votes, smallest, None if when is None else np.asarray(when, dtype=np.float64))
    people = declared_people(parts, smallest)
    by_declared = declared_splits(votes, state.counts, parts, people, smallest)
    crossed = crossings(votes, parts, people, by_declared, smallest)
    first = _tables(splits, group)
    by_declared, crossed = open_beside(votes, parts, first, by_declared, crossed)
    weights = rake(parts, benchmark, people, crossed) if benchmark and parts else None
    further = Further(
        declared=people,
        by_declared=by_declared,
        same_votes=same,
        n_straight=as_told(int(straight.sum()), votes.n_people, smallest),
        weights=weights,
        weighted=None if weights is None else weighted_shares(weights, splits.everybody, by_declared, crossed),
        shares=_shares(votes, parts, by_declared, smallest, seed, n_resamples),
        crossings=crossed,
    )
    found = answered(replace(splits, by_declared=by_declared), further, smallest)
    tables = [*first, *tables_of(parts, by_declared, crossed)]
    chosen = counted(parts, people, same, straight, only or {}, smallest)
    further = replace(further, readings=_readings(votes, found, tables, group, chosen, smallest))
    found = replace(found, further=further)
    return analysis_of(state, model, table, seed=seed, smallest=smallest, found=found, placed=placed)


def _checked(votes: Votes, of_people: Mapping[str, Sequence[object]]) -> Votes:
    for name, values in of_people.items():
        if len(values) != votes.n_people:
            raise ValueError(f"{name} must have one value per person")
    return votes


def _state(votes: Votes) -> State:
    """Also of who gave no answer: a last count may keep the answers of some back, and tells that they took part."""
    return replace(partition(votes), n_people=votes.n_people)


def analysis_of(
    state: State,
    model: Model,
    table: Tally,
    *,
    seed: int = 0,
    smallest: int = SMALLEST_GROUP,
    found: Answered | None = None,
    placed: Placed | None = None,
) -> Analysis:
    """From what all parts of the votes left behind. found, placed: how they answered, and everybody, when there was one
    part."""
    order = _order(table)
    found = found or answered(_splits(state, table, model, smallest), Further(), smallest)
    people = NOBODY if placed is None else _people(placed, model, order, is_shown=state.n_people >= smallest)
    model = without_people(model).in_order(order)
    return Analysis(
        seed=seed,
        smallest=smallest,
        n_people=state.n_people,
        n_statements=state.n_statements,
        n_votes=state.n_votes,
        n_votes_told=told_sum(state.counts.sum(axis=1), smallest),
        model=model,
        group_sizes=tuple(table.sizes[order].tolist()),
        n_between=int(table.between.sum()),
        answered=found,
        unexpected=unexpected(found.splits.by_group),
        people=people,
    )


def _order(table: Tally) -> Ints:
    """The groups of the model, largest first."""
    return np.argsort(-table.sizes, kind="stable")


def _splits(state: State, table: Tally, model: Model, smallest: int) -> Splits:
    """Of everybody, and of the groups, largest first."""
    everybody, order = split(state.counts[:, None], state.counts, smallest), _order(table)
    by_group = split(table.counts[:, order], state.counts, smallest, pull=model.pull[order])
    return Splits(everybody, by_group, {})


def _tables(splits: Splits, group: Ints) -> list[Table]:
    """What is told of everybody, and of the groups when there are any; group: of each person [people]."""
    everybody = Table(np.zeros(len(group), dtype=np.int64), splits.everybody.told.lower)
    return [everybody, *([Table(group, splits.by_group.told.lower)] if splits.by_group.n_parts > 1 else [])]


def _readings(
    votes: Votes,
    found: Answered,
    tables: Sequence[Table],
    group: Ints,
    chosen: Mapping[str, Floats],
    smallest: int,
) -> dict[str, Reading]:
    """The further readings; chosen: who counts in those that leave out others; tables: all that is told."""
    readings, splits, further = {}, found.splits, found.further
    if further.weights is not None:
        effective = further.weights.effective
        readings["weighted"] = weighted_reading(
            splits.by_group, splits.everybody, further.weighted, effective, votes.n_people
        )
    if chosen:
        rows = found.sorting.concluded
        readings |= read_again(votes, answers_of(votes), tables, splits.by_group, group, chosen, rows, smallest)
    return readings


def _shares(
    votes: Votes, parts: Parts, by_declared: Mapping[str, Split], smallest: int, seed: int, n_resamples: int
) -> dict[str, Share | None]:
    random = np.random.default_rng((seed, 1))
    return {
        name: of_told(
            variance_share(votes, part, len(values), smallest, random, n_resamples > 0),
            by_declared[name],
            int((part >= 0).sum()),
        )
        for name, (values, part) in parts.items()
    }


def _people(placed: Placed, model: Model, order: Ints, *, is_shown: bool) -> People:
    """order: which group of the model comes first; of a few people nobody has a place."""
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    stays = np.full(len(placed.group), np.nan)
    if len(model.stays):
        stays[model.sampled] = model.stays
    return People(
        group=rank[placed.group],
        between=placed.between(),
        stays=stays,
        points=placed.points if is_shown else np.zeros_like(placed.points),
        errors=placed.error if is_shown else np.zeros_like(placed.error),
    )
