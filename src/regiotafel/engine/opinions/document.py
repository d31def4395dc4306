"""A report as the documented JSON (docs/report-schema.md, report.schema.json)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_uppercase
from typing import Any

import numpy as np

from regiotafel.engine.common.shares import CONFIDENCE, FALSE_DISCOVERY_RATE, jeffreys

from .analysis import ENGINE_VERSION, Analysis
from .checks.weighting import Weights
from .splits import Split

SCHEMA = "regiotafel-report/1"


def as_json(
    found: Analysis,
    *,
    people: Sequence[object] = (),
    statements: Sequence[object] = (),
    texts: Mapping[str, str] | None = None,
    sources: Mapping[str, tuple[str, int]] | None = None,
    cpu_seconds: float | None = None,
) -> dict[str, Any]:
    """The report of an analysis, with ids in place of positions.

    people, statements: ids in the order of positions (positions themselves when left out); texts: per statement id;
    sources: per property of the benchmark who says so, and of which year.
    Raises ValueError when there are not as many ids as positions.
    """
    # An analysis of parts (`analysis_of`) knows nobody in particular.
    people_ids = _ids(people, len(found.people.points))
    ids = _ids(statements, found.n_statements)
    index = [None if one < 0 else one for one in found.people.group.tolist()]
    return {
        "schema": SCHEMA,
        "engine_version": ENGINE_VERSION,
        "seed": found.seed,
        "smallest": found.smallest,
        "confidence": CONFIDENCE,
        "false_discovery_rate": FALSE_DISCOVERY_RATE,
        "n_people": found.n_people,
        "n_statements": found.n_statements,
        "n_votes": found.n_votes,
        **_groups(found, people_ids, index),
        "space": _space(found, index),
        "statements": [*_statements(found, ids, texts or {})],
        "declared": {
            name: [
                {"value": value, "hidden": True} if n is None else {"value": value, "n_people": n}
                for value, n in zip(one.values, one.n_people, strict=True)
            ]
            for name, one in found.further.declared.items()
        },
        "crossings": [
            {"by": list(one.by), "cells": [{"values": list(c.values), "n_people": c.n_people} for c in one.cells]}
            for one in found.further.crossings
        ],
        **_findings(found, ids),
        **_checks(found, ids, sources or {}),
        "cpu_seconds": _round(cpu_seconds),
    }


def _groups(found: Analysis, people: list[str], index: Sequence[int | None]) -> dict[str, Any]:
    groups = found.groups
    return {
        "groups": [
            {
                "index": i,
                "name": ascii_uppercase[i],
                "size": n,
                "share": _round(n / max(found.n_people, 1)),
                "stability": _round(groups.stability_of_group[i]) if groups.stability_of_group else None,
            }
            for i, n in enumerate(found.group_sizes)
        ],
        "groups_found": groups.n_groups > 1,
        "groups_reason": groups.reason,
        "groups_quality": {
            "silhouette": _round(groups.silhouette),
            "stability": _round(groups.stability),
            "n_resamples": groups.n_resamples,
            "gain_per_vote": _round(groups.gain_per_vote),
            "valley": _round(groups.valley),
            "sharp": groups.sharp,
            "n_between": found.n_between,
        },
        "group_of_person": dict(zip(people, index, strict=True)),
        "between_groups": [people[i] for i in np.flatnonzero(found.people.between).tolist()],
    }


def _space(found: Analysis, index: Sequence[int | None]) -> dict[str, Any]:
    points = found.people.points.round(4) + 0.0  # no negative zero
    stays = found.people.stays.round(4).tolist()
    return {
        "explained": [_round(one) for one in found.model.axes.explained[:2].tolist()],
        "n_dimensions": found.model.n_dimensions,
        "errors": found.people.errors.round(4).tolist(),
        "stays": [None if one != one else one for one in stays],  # NaN
        "points": [[x, y, group] for (x, y), group in zip(points.tolist(), index, strict=True)],
    }


def _findings(found: Analysis, ids: Sequence[str]) -> dict[str, Any]:
    """What the report says of its statements, best first."""
    return {
        "common_ground": [ids[j] for j in found.sorting.common_ground],
        "common_disagreement": [ids[j] for j in found.sorting.common_disagreement],
        "divides": [ids[j] for j in found.sorting.divides],
        "unknown": [ids[j] for j in found.sorting.unknown],
        "distinctive": [
            {
                "group": one.group,
                "statement": ids[one.statement],
                "answer": one.answer,
                "share": _round(one.share),
                "share_others": _round(one.share_others),
                "q_value": _round(one.q_value),
            }
            for one in found.sorting.distinctive
        ],
        "conclusions": [
            {
                "kind": one.kind,
                **({} if one.statement is None else {"statement": ids[one.statement]}),
                **{name: _round(value) for name, value in one.numbers.items()},
            }
            for one in found.conclusions
        ],
    }


def _checks(found: Analysis, ids: Sequence[str], sources: Mapping[str, tuple[str, int]]) -> dict[str, Any]:
    """How firm that is, and in what other ways it was counted."""
    return {
        "alarms": [
            {
                "kind": "votes_per_person",
                "correlation": _round(found.model.votes_correlation),
                "raised": found.model.is_alarming,
            }
        ],
        "unexpected": [
            {
                "groups": [one.one, one.other],
                "statement": ids[one.statement],
                "answer": one.answer,
                "shares": [_round(one.share_one), _round(one.share_other)],
                "usual_difference": _round(one.usual),
            }
            for one in found.unexpected
        ],
        "readings": {name: {"n_people": round(one.n_people, 1)} for name, one in found.further.readings.items()},
        "weights": found.further.weights and _weights(found.further.weights, sources),
        "same_votes": list(found.further.same_votes.sizes),
        "same_votes_minutes": list(found.further.same_votes.minutes),
        "variance_shares": {
            name: {
                "between": _round(one.between),
                "low": _round(one.low),
                "high": _round(one.high),
                "p_value": _round(one.p_value),
                "n_values": one.n_parts,
            }
            for name, one in found.further.shares.items()
            if one is not None
        },
    }


def _weights(weights: Weights, sources: Mapping[str, tuple[str, int]]) -> dict[str, Any]:
    return {
        "effective_people": round(weights.effective, 1),
        "missing": [{"by": by, "value": value} for by, value in weights.missing],
        "benchmark": {
            name: {
                **dict(zip(("source", "year"), sources.get(name, (None, None)), strict=True)),
                "values": [{"value": value, "number": number} for value, number in wanted.items()],
            }
            for name, wanted in weights.benchmark.items()
        },
    }


def _statements(found: Analysis, ids: Sequence[str], texts: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    splits = found.splits
    groups = [{"group": group} for group in range(splits.by_group.counts.shape[1])]
    declared = {
        name: _cells(split, [{"value": value} for value in found.further.declared[name].values])
        for name, split in splits.by_declared.items()
    }
    columns = (found.sorting.statements, _cells(splits.everybody, [{}]), _cells(splits.by_group, groups))
    for j, (one, (whole,), by_group) in enumerate(zip(*columns, strict=True)):
        yield {
            "id": ids[j],
            "text": texts.get(ids[j]),
            "hidden": "hidden" in whole,
            "n_votes": whole.get("n_people"),
            **{name: whole.get(name) for name in ("n_agree", "n_disagree", "n_unsure", "agree", "disagree")},
            "by_group": by_group,
            "by_declared": {name: cells[j] for name, cells in declared.items()},
            "agreement": _round(one.agreement),
            "agreement_low": _round(one.agreement_low),
            "disagreement": _round(one.disagreement),
            "disagreement_low": _round(one.disagreement_low),
            "divide": one.divide and {name: _round(value) for name, value in vars(one.divide).items()},
            "by_crossing": [*_crossed(found, j)],
        }


def _crossed(found: Analysis, j: int) -> Iterator[dict[str, Any]]:
    """The combinations of declared values that are shown for one statement; the others are not named."""
    for crossing in found.further.crossings:
        for one in crossing.cells:
            if one.shown[j]:
                counts = one.counts[j]
                ends = jeffreys(counts[:2], counts.sum().repeat(2)).round(4)
                part = {"by": list(crossing.by), "values": list(one.values)}
                yield _cell(part, False, *counts.tolist(), *ends.ravel().tolist())


def _cells(split: Split, parts: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Per statement a cell for each part of the people; parts: what each is called."""
    # One long list a column: there are many cells, and few of anything else.
    columns: list[list[Any]] = [split.hide.ravel().tolist()]
    for numbers in (split.counts, split.agree.round(4), split.disagree.round(4)):
        columns += numbers.reshape(-1, 3).T.tolist()
    n_statements, n_parts = split.hide.shape
    cells = [_cell(*one) for one in zip([*parts] * n_statements, *columns, strict=True)]
    return [cells[j * n_parts : (j + 1) * n_parts] for j in range(n_statements)]


def _cell(
    part: dict[str, Any], hide: bool, n_agree: int, n_disagree: int, n_unsure: int, *ends: float
) -> dict[str, Any]:
    """ends: estimate, low and high of agreeing, and of disagreeing."""
    if hide:
        return {**part, "hidden": True}
    n_people = n_agree + n_disagree + n_unsure
    agree, low, high, disagree, disagree_low, disagree_high = ends
    return {
        **part,
        "n_people": n_people,
        "n_agree": n_agree,
        "n_disagree": n_disagree,
        "n_unsure": n_unsure,
        "agree": {"estimate": agree, "low": low, "high": high} if n_people else None,
        "disagree": {"estimate": disagree, "low": disagree_low, "high": disagree_high} if n_people else None,
    }


def _round(value: Any) -> Any:
    # Halves as numpy rounds them, so that one figure is one figure wherever it stands.
    return round(value * 1e4) / 1e4 if isinstance(value, float) else value


def _ids(ids: Sequence[object], n: int) -> list[str]:
    named = [str(one) for one in ids] if len(ids) else [str(position) for position in range(n)]
    if len(named) != n:
        raise ValueError(f"{n} ids are needed, not {len(named)}")
    return named
