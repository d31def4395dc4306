"""An analysis as a report: ids in place of positions, figures rounded, and what is about one person apart."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_uppercase
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from regiotafel.engine.common.answers import N_ANSWERS
from regiotafel.engine.common.arrays import Ints
from regiotafel.engine.common.privacy import SMALLEST_GROUP, as_told, told_sum
from regiotafel.engine.common.rounding import rounded
from regiotafel.engine.common.shares import CONFIDENCE, FALSE_DISCOVERY_RATE, jeffreys
from regiotafel.engine.results import opinions as results

from . import marks
from .analysis import ENGINE_VERSION, Analysis, Answered, Further, answered
from .checks.crossings import Crossing
from .checks.repeats import Repeats
from .checks.unexpected import Unexpected
from .checks.variance import Share
from .checks.weighting import Weights
from .conclusions import conclude
from .model import Model
from .sorting import NOTHING_SAID, Divide, Said
from .splits import Declared, Split, Splits, split

Of = TypeVar("Of", bound=results.Cell)

# Figures that say something of hidden parts too are told no finer than they are read: with four decimals one figure of
# a few people has few ways to come about. And the places of fewer people than this are not told,
# nor what predicts their answers.
HUNDREDTHS = 2
FEWEST_ON_MAP = 50
CHANCES = (0.01, 0.05, 0.1, 0.5, 1.0)

NOT_LOOKED_FOR = results.Quality(
    silhouette=None, stability=None, n_resamples=0, gain_per_vote=None, valley=None, sharp=None, n_between=0
)


def report_of(
    found: Analysis,
    *,
    statements: Sequence[object] = (),
    texts: Mapping[str, str] | None = None,
    sources: Mapping[str, tuple[str, int]] | None = None,
    cpu_seconds: float | None = None,
) -> results.Report:
    """What everybody may read of an analysis: nothing in it is about one person.

    statements: ids in the order of positions (positions themselves when left out); texts: per statement id; sources:
    per property of the benchmark who says so, and of which year.
    Raises ValueError when there are not as many ids as positions.
    """
    ids = _ids(statements, found.n_statements)
    points = _points(found)
    further, sorting = found.further, found.sorting
    return results.Report(
        schema=results.SCHEMA,
        engine_version=ENGINE_VERSION,
        seed=found.seed,
        smallest=found.smallest,
        confidence=CONFIDENCE,
        false_discovery_rate=FALSE_DISCOVERY_RATE,
        n_people=found.n_people if found.n_people >= found.smallest else 0,
        n_statements=found.n_statements,
        n_votes=found.n_votes_told,
        groups=tuple(_groups(found, points)),
        groups_reason=found.groups.reason,
        groups_quality=_quality(found),
        prediction=_prediction(found),
        space=_space(found, points),
        statements=tuple(_statements(found.answered, ids, texts or {})),
        declared={name: tuple(_declared(one)) for name, one in further.declared.items()},
        crossings=tuple(_crossing(one) for one in further.crossings),
        common_ground=tuple(ids[j] for j in sorting.common_ground),
        common_disagreement=tuple(ids[j] for j in sorting.common_disagreement),
        divides=tuple(ids[j] for j in sorting.divides),
        unknown=tuple(ids[j] for j in sorting.unknown),
        conclusions=tuple(conclude(found.answered, ids)),
        alarms=(_alarm(found.model),),
        unexpected=tuple(_unexpected(one, ids) for one in found.unexpected),
        readings={name: results.Reading(n_people=round(one.n_people)) for name, one in further.readings.items()},
        weights=None if further.weights is None else _weights(further.weights, sources or {}),
        same_votes=tuple(_same_votes(further.same_votes, found.n_people, found.smallest)),
        straight_liners=further.n_straight,
        variance_shares={name: _variance(one) for name, one in further.shares.items() if one is not None},
        cpu_seconds=rounded(cpu_seconds),
    )


def report_of_totals(
    counts: ArrayLike,
    *,
    n_people: int,
    statements: Sequence[object] = (),
    texts: Mapping[str, str] | None = None,
    before: results.Report | None = None,
    smallest: int = SMALLEST_GROUP,
) -> results.Report:
    """What may be told while people still answer: how often each answer was given, of everybody together. Nobody is
    divided in parts, so no two of these reports tell more of somebody than the difference of their counts.

    counts: agree, disagree and unsure [statements, 3]; n_people: at least so many gave them; statements, texts: as in
    `report_of`; before: what was told last, part of which is kept (`sorting.KEPT_UNTIL`). Raises
    ValueError for counts of another shape or below zero, and for another number of ids.
    """
    ids = _ids(statements, len(counts := np.asarray(counts, dtype=np.int64)))
    found = _together(counts, _said(before, ids), smallest)
    return results.Report(
        schema=results.SCHEMA,
        engine_version=ENGINE_VERSION,
        seed=0,
        smallest=smallest,
        confidence=CONFIDENCE,
        false_discovery_rate=FALSE_DISCOVERY_RATE,
        n_people=n_people,
        n_statements=len(ids),
        n_votes=told_sum(counts.reshape(-1, N_ANSWERS).sum(axis=1), smallest),
        groups=(_everybody(n_people),),
        groups_reason="running",
        groups_quality=NOT_LOOKED_FOR,
        space=results.Space(explained=(), n_dimensions=None, is_dense=False, marks=()),
        statements=tuple(_statements(found, ids, texts or {})),
        declared={},
        crossings=(),
        common_ground=tuple(ids[j] for j in found.sorting.common_ground),
        common_disagreement=tuple(ids[j] for j in found.sorting.common_disagreement),
        divides=(),
        unknown=tuple(ids[j] for j in found.sorting.unknown),
        kept=tuple(ids[j] for j in found.sorting.kept),
        conclusions=tuple(conclude(found, ids)),
        alarms=(),
        unexpected=(),
        readings={},
        weights=None,
        same_votes=(),
        straight_liners=None,
        variance_shares={},
        cpu_seconds=None,
    )


def _everybody(n_people: int) -> results.Group:
    return results.Group(index=0, name="A", size=n_people, share=float(n_people > 0), stability=None, across=0, up=0)


def _said(before: results.Report | None, ids: Sequence[str]) -> Said:
    if before is None:
        return NOTHING_SAID
    return Said(
        *(
            frozenset(j for j, id_ in enumerate(ids) if id_ in told)
            for told in (before.common_ground, before.common_disagreement)
        )
    )


def _together(counts: Ints, said: Said, smallest: int) -> Answered:
    """Everybody as one group, sorted."""
    whole = counts.reshape(len(counts), 1, N_ANSWERS)
    if (whole < 0).any():
        raise ValueError("nothing is counted fewer than no times")
    everybody = split(whole, whole[:, 0], smallest)
    return answered(Splits(everybody=everybody, by_group=everybody, by_declared={}), Further(), smallest, said)


def people_of(found: Analysis, people: Sequence[object] = ()) -> dict[str, results.Person]:
    """What is about one person each, by their ids (positions when left out); nobody when the votes came in parts."""
    one, points = found.people, _points(found)
    columns = (
        _ids(people, len(points)),
        points,
        one.errors.round(4).tolist(),
        one.stays.round(4).tolist(),
        one.between.tolist(),
    )
    return {
        id_: results.Person(
            group=group, x=x, y=y, error=error, stays=None if stays != stays else stays, between=between
        )
        for id_, (x, y, group), error, stays, between in zip(*columns, strict=True)
    }


def whole(found: Analysis, *, people: Sequence[object] = (), **options: Any) -> results.Report:
    """The report with its people, for who may know them; options: of `report_of`."""
    return results.with_people(report_of(found, **options), people_of(found, people), found.n_votes)


def as_json(found: Analysis, *, people: Sequence[object] = (), **options: Any) -> dict[str, Any]:
    """The same as plain values, as it stands in a JSON file."""
    return results.plain(whole(found, people=people, **options))


def _points(found: Analysis) -> list[marks.Point]:
    points = found.people.points.round(4) + 0.0  # no negative zero
    groups = [None if one < 0 else one for one in found.people.group.tolist()]
    return [(x, y, group) for (x, y), group in zip(points.tolist(), groups, strict=True)]


def _groups(found: Analysis, points: Sequence[marks.Point]) -> Iterator[results.Group]:
    stable = found.groups.stability_of_group
    sides = marks.sides(points, len(found.group_sizes))
    for i, (size, (across, up)) in enumerate(zip(found.group_sizes, sides, strict=True)):
        yield results.Group(
            index=i,
            name=ascii_uppercase[i],
            size=size if found.n_people >= found.smallest else 0,
            share=rounded(size / max(found.n_people, 1)),
            stability=_coarse(stable[i]) if stable else None,
            pull=rounded(float(found.model.pull[i])) if found.model.groups.n_groups > 1 else None,
            across=across,
            up=up,
        )


def _quality(found: Analysis) -> results.Quality:
    groups = found.groups
    return results.Quality(
        silhouette=_coarse(groups.silhouette),
        stability=_coarse(groups.stability),
        n_resamples=groups.n_resamples,
        gain_per_vote=_coarse(groups.gain_per_vote),
        valley=_coarse(groups.valley),
        valley_error=_coarse(groups.valley_error),
        sharp=groups.sharp,
        n_between=as_told(found.n_between, found.n_people, found.smallest),
        kept=groups.kept,
    )


def _prediction(found: Analysis) -> results.Prediction | None:
    one = found.model.prediction
    if one is None or found.n_people < FEWEST_ON_MAP:
        return None
    return results.Prediction(
        tendency=_coarse(one.tendency), trait=_coarse(one.trait), groups=_coarse(one.groups), best=one.best
    )


def _coarse(value: float | None) -> Any:
    return None if value is None else round(float(value), HUNDREDTHS) + 0.0


def _space(found: Analysis, points: Sequence[marks.Point]) -> results.Space:
    is_dense, enough = marks.is_dense(points), len(points) >= FEWEST_ON_MAP
    return results.Space(
        explained=tuple(_coarse(one) for one in found.model.axes.explained[:2].tolist()),
        n_dimensions=found.model.n_dimensions,
        is_dense=is_dense,
        marks=(marks.fields if is_dense else marks.marks)(points, found.smallest) if enough else (),
    )


def _declared(one: Declared) -> Iterator[results.DeclaredValue]:
    for value, n in zip(one.values, one.n_people, strict=True):
        yield results.DeclaredValue(value=value, hidden=n is None, n_people=n)


def _crossing(one: Crossing) -> results.Crossing:
    cells = tuple(results.DeclaredPair(values=cell.values, n_people=cell.n_people) for cell in one.cells)
    return results.Crossing(by=one.by, cells=cells)


def _alarm(model: Model) -> results.Alarm:
    return results.Alarm(
        kind="votes_per_person", correlation=_coarse(model.votes_correlation), raised=model.is_alarming
    )


def _same_votes(found: Repeats, n_people: int, smallest: int) -> Iterator[results.SameVotes]:
    if not as_told(sum(found.sizes), n_people, smallest):
        return
    for size, minutes in zip(found.sizes, found.minutes, strict=True):
        yield results.SameVotes(n_people=size, minutes=minutes)


def _unexpected(one: Unexpected, ids: Sequence[str]) -> results.Unexpected:
    return results.Unexpected(
        groups=(one.one, one.other),
        statement=ids[one.statement],
        answer=one.answer,
        shares=(rounded(one.share_one), rounded(one.share_other)),
        usual_difference=rounded(one.usual),
    )


def _variance(one: Share) -> results.VarianceShare:
    """The interval in twentieths, outward, and the chance as at most a round number: these are of people, not of what
    is told of them."""
    return results.VarianceShare(
        between=_coarse(one.between),
        low=None if one.low is None else math.floor(20 * one.low) / 20,
        high=None if one.high is None else math.ceil(20 * one.high) / 20,
        p_value=None if one.p_value is None else min(chance for chance in CHANCES if chance >= one.p_value),
        n_values=one.n_parts,
    )


def _weights(weights: Weights, sources: Mapping[str, tuple[str, int]]) -> results.Weights:
    return results.Weights(
        effective_people=round(weights.effective),
        missing=tuple(results.Missing(by=by, value=value) for by, value in weights.missing),
        benchmark={
            name: results.Benchmark(
                source=sources[name][0] if name in sources else None,
                year=sources[name][1] if name in sources else None,
                values=tuple(results.BenchmarkValue(value=value, number=number) for value, number in wanted.items()),
            )
            for name, wanted in weights.benchmark.items()
        },
    )


# --- statements


def _statements(found: Answered, ids: Sequence[str], texts: Mapping[str, str]) -> Iterator[results.Statement]:
    splits = found.splits
    groups = [{"group": group} for group in range(splits.by_group.n_parts)]
    by_declared = {
        name: _cells(results.OfValue, split, [{"value": value} for value in found.further.declared[name].values])
        for name, split in splits.by_declared.items()
    }
    by_group = _cells(results.OfGroup, splits.by_group, groups)
    for j, (whole,) in enumerate(_cells(results.Cell, splits.everybody, [{}])):
        one = found.sorting.statements[j]
        yield results.Statement(
            id=ids[j],
            text=texts.get(ids[j]),
            hidden=whole.hidden,
            n_votes=whole.n_people,
            n_agree=whole.n_agree,
            n_disagree=whole.n_disagree,
            n_unsure=whole.n_unsure,
            n_untold=None if whole.hidden else whole.n_untold,
            agree=whole.agree,
            disagree=whole.disagree,
            by_group=by_group[j],
            by_declared={name: cells[j] for name, cells in by_declared.items()},
            by_crossing=tuple(_crossed(found, j)),
            agreement=rounded(one.agreement),
            agreement_low=rounded(one.agreement_low),
            disagreement=rounded(one.disagreement),
            disagreement_low=rounded(one.disagreement_low),
            divide=None if one.divide is None else _divide(one.divide),
        )


def _crossed(found: Answered, j: int) -> Iterator[results.OfPair]:
    """The combinations of declared values that are shown for one statement; the others are not named."""
    for crossing in found.further.crossings:
        for one in crossing.cells:
            if one.shown[j]:
                counts = one.counts[j]
                ends = jeffreys(counts[:2], counts.sum().repeat(2)).round(4)
                part = {"by": crossing.by, "values": one.values}
                yield _cell(results.OfPair, part, False, *counts.tolist(), 0, *ends.ravel().tolist())


def _cells(kind: type[Of], split: Split, parts: Sequence[dict[str, Any]]) -> list[tuple[Of, ...]]:
    """Per statement a cell for each part of the people; parts: what each is called."""
    # One long list a column: there are many cells, and few of anything else.
    columns: list[list[Any]] = [split.hide.ravel().tolist()]
    columns += split.told.lower.reshape(-1, 3).T.tolist()
    columns.append(split.told.untold.ravel().tolist())
    for numbers in (split.agree.round(4), split.disagree.round(4)):
        columns += numbers.reshape(-1, 3).T.tolist()
    n_statements, n_parts = split.hide.shape
    cells = [_cell(kind, *one) for one in zip([*parts] * n_statements, *columns, strict=True)]
    return [tuple(cells[j * n_parts : (j + 1) * n_parts]) for j in range(n_statements)]


def _cell(
    kind: type[Of],
    part: dict[str, Any],
    hide: bool,
    n_agree: int,
    n_disagree: int,
    n_unsure: int,
    n_untold: int,
    *ends: float,
) -> Of:
    """ends: estimate, low and high of agreeing, and of disagreeing."""
    if hide:
        return kind(**part, hidden=True)
    n_people = n_agree + n_disagree + n_unsure + n_untold
    return kind(
        **part,
        n_people=n_people,
        n_agree=_count(n_agree, n_untold),
        n_disagree=_count(n_disagree, n_untold),
        n_unsure=_count(n_unsure, n_untold),
        n_untold=n_untold,
        agree=results.Estimate(estimate=ends[0], low=ends[1], high=ends[2]) if n_people else None,
        disagree=results.Estimate(estimate=ends[3], low=ends[4], high=ends[5]) if n_people else None,
    )


def _count(least: int, n_untold: int) -> int | None:
    """That at least nobody gave an answer says nothing, so it is not told; a zero would be read as nobody."""
    return None if n_untold and not least else least


def _divide(one: Divide) -> results.Divide:
    return results.Divide(
        difference=rounded(one.difference),
        low=rounded(one.low),
        high=rounded(one.high),
        high_group=one.high_group,
        low_group=one.low_group,
    )


def _ids(ids: Sequence[object], n: int) -> list[str]:
    named = [str(one) for one in ids] if len(ids) else [str(position) for position in range(n)]
    if len(named) != n:
        raise ValueError(f"{n} ids are needed, not {len(named)}")
    return named
