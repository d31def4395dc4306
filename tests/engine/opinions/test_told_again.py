"""What a report concludes follows from the counts in its JSON, so that whoever subtracts finds no more in it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from scipy.stats import beta

from regiotafel.engine.common.privacy import Told
from regiotafel.engine.opinions import analyse, as_json, splits
from regiotafel.engine.opinions.checks.crossings import Cross, Crossing
from regiotafel.engine.opinions.checks.robustness import voters_to_flip
from regiotafel.engine.opinions.checks.weighting import rake, weighted_shares
from regiotafel.engine.results import opinions as results
from regiotafel.engine.results.opinions import Cell, Report

from .people import conversation

BENCHMARK = {
    "role": {"ouder": 50.0, "jongere": 30.0, "gemeente": 20.0},
    "municipality": {"Elsmeer": 40.0, "Dorpwaard": 60.0},
}


@pytest.fixture(scope="module", params=[(160, 3, 0), (160, 2, 1), (60, 1, 2)])
def report(request: pytest.FixtureRequest) -> Report:
    """As everybody may read it: from its JSON, without people."""
    n, n_groups, seed = request.param
    votes, _ = conversation(n, 20, n_groups, apart=3.0, n_answers=14, seed=seed)
    random = np.random.default_rng(seed)
    said: dict[str, list[str | None]] = {
        "role": [("ouder", "jongere", "gemeente", None)[i] for i in random.choice(4, n, p=(0.4, 0.4, 0.05, 0.15))],
        "municipality": [("Elsmeer", "Dorpwaard", None)[i] for i in random.choice(3, n, p=(0.5, 0.4, 0.1))],
    }
    document = as_json(analyse(votes, declared=said, benchmark=BENCHMARK, n_resamples=0))
    del document["people"]
    return results.read(document)


def cells_of(report: Report) -> Iterator[Cell]:
    for one in report.statements:
        yield one.everybody
        yield from one.by_crossing
        for cells in one.by_declared.values():
            yield from cells


def estimate(hits: int, untold: int, n: int) -> tuple[float, float, float]:
    """Jeffreys of at least and at most so many."""
    low = beta.ppf(0.05, hits + 0.5, n - hits + 0.5) if hits else 0.0
    most = hits + untold
    high = beta.ppf(0.95, most + 0.5, n - most + 0.5) if most < n else 1.0
    return (hits + untold / 2 + 0.5) / (n + 1), low, high


def moved_of(report: Report, cells: tuple[results.OfGroup, ...], answer: int) -> list[float]:
    """By how much the share of each group is nearer to that of the others than its own votes say."""
    hits = [0 if cell.hidden else cell.counts[answer] + cell.n_untold / 2 for cell in cells]
    sizes = [cell.n_people or 0 for cell in cells]
    found = []
    for hit, size, group in zip(hits, sizes, report.groups, strict=True):
        rest = sum(sizes) - size
        apart = (sum(hits) - hit) / rest - hit / size if size and rest else 0.0
        found.append((group.pull or 0.0) * apart)
    return found


def moved(ends: tuple[float, float, float], by: float) -> tuple[float, ...]:
    """An end that says nobody or everybody stays."""
    return tuple(end if end in (0.0, 1.0) else min(max(end + by, 0.0), 1.0) for end in ends)


def test_estimates_of_groups_follow_from_their_counts_and_their_pull(report: Report) -> None:
    assert len(report.groups) == 1 or all(group.pull for group in report.groups)
    for one in report.statements:
        for answer in (0, 1):
            by = moved_of(report, one.by_group, answer)
            for cell, by_one in zip(one.by_group, by, strict=True):
                told = (cell.agree, cell.disagree)[answer]
                if told is not None:
                    expected = moved(estimate(cell.counts[answer], cell.n_untold, cell.n_people or 0), by_one)
                    assert (told.estimate, told.low, told.high) == pytest.approx(expected, abs=1e-4)


def test_estimates_follow_from_the_counts_of_their_cell(report: Report) -> None:
    for cell in cells_of(report):
        if cell.hidden or not cell.n_people:
            assert cell.agree is None
            assert cell.disagree is None
            assert not any(cell.counts)
            continue
        for told, hits in ((cell.agree, cell.counts[0]), (cell.disagree, cell.counts[1])):
            assert told is not None
            expected = estimate(hits, cell.n_untold, cell.n_people)
            assert (told.estimate, told.low, told.high) == pytest.approx(expected, abs=1e-4)


def test_what_is_common_and_what_divides_follows_from_the_groups(report: Report) -> None:
    for one in report.statements:
        if any(cell.hidden or not cell.n_people for cell in one.by_group):
            assert one.agreement is None
            assert one.agreement_low is None
            continue
        agree = [
            moved(estimate(cell.counts[0], cell.n_untold, cell.n_people or 0), by)
            for cell, by in zip(one.by_group, moved_of(report, one.by_group, 0), strict=True)
        ]
        assert one.agreement == pytest.approx(np.exp(np.mean(np.log([middle for middle, _, _ in agree]))), abs=1e-4)
        assert one.agreement_low == pytest.approx(min(low for _, low, _ in agree), abs=1e-4)
        if one.divide is not None:
            high, low = agree[one.divide.high_group], agree[one.divide.low_group]
            assert one.divide.difference == pytest.approx(high[0] - low[0], abs=1e-4)
            pulls = sum(report.groups[i].pull or 0.0 for i in (one.divide.high_group, one.divide.low_group))
            width = (1.0 - 0.3 * pulls) * np.hypot(high[0] - high[1], low[2] - low[0])
            assert one.divide.low == pytest.approx(max(high[0] - low[0] - width, -1), abs=2e-4)
    sure = {one.id for one in report.statements if (one.agreement_low or 0.0) > 0.5}
    assert set(report.common_ground) == sure


def test_conclusions_follow_from_the_cells(report: Report) -> None:
    of = {one.id: one for one in report.statements}
    for one in report.conclusions:
        cells = of[one.statement].by_group
        if isinstance(one, (results.CommonGround, results.CommonDisagreement)):
            answer = 0 if isinstance(one, results.CommonGround) else 1
            by = moved_of(report, cells, answer)
            columns = zip(cells, by, strict=True)
            flips = [voters_to_flip(cell.counts[answer], cell.n_people or 0, by_one) for cell, by_one in columns]
            assert one.voters_to_flip == min(flips)
        elif isinstance(one, results.Divided):
            divide = of[one.statement].divide
            assert divide is not None
            high, low = cells[divide.high_group], cells[divide.low_group]
            up, down = (moved_of(report, cells, 0)[i] for i in (divide.high_group, divide.low_group))
            n_high, n_low = high.n_people or 0, low.n_people or 0
            others = n_low - low.counts[0] - low.n_untold
            assert one.voters_to_flip == min(
                voters_to_flip(high.counts[0], n_high, up, 0.025), voters_to_flip(others, n_low, -down, 0.025)
            )
        elif isinstance(one, results.Marking):
            answer = 0 if one.answer == "agree" else 1
            hits = [0 if cell.hidden else cell.counts[answer] + cell.n_untold / 2 for cell in cells]
            sizes = [cell.n_people or 0 for cell in cells]
            by = moved_of(report, cells, answer)
            hits = [min(max(hit + by_one * n, 0), n) for hit, by_one, n in zip(hits, by, sizes, strict=True)]
            own, others = (hits[one.group], sizes[one.group]), (sum(hits), sum(sizes))
            assert one.share == pytest.approx((own[0] + 0.5) / (own[1] + 1), abs=1e-4)
            assert one.share_others == pytest.approx((others[0] - own[0] + 0.5) / (others[1] - own[1] + 1), abs=1e-4)


def test_weights_and_weighted_shares_follow_from_what_is_told(report: Report) -> None:
    declared = {name: declared_of(report, name) for name in report.declared}
    # Nobody's own value is used: here nobody has one.
    nobody = {name: (one.values, np.full(report.n_people, -1)) for name, one in declared.items()}
    crossings = crossings_of(report)
    weights = rake(nobody, BENCHMARK, declared, crossings)
    assert report.weights is not None
    assert report.weights.effective_people == round(weights.effective)
    whole = split_of([[one.everybody] for one in report.statements])
    by_declared = {name: split_of([one.by_declared[name] for one in report.statements]) for name in declared}
    shares = weighted_shares(weights, whole, by_declared, crossings)
    assert shares is not None
    place = {one.id: j for j, one in enumerate(report.statements)}
    for one in report.conclusions:
        if isinstance(one, (results.CommonGround, results.CommonDisagreement)):
            answer = 0 if isinstance(one, results.CommonGround) else 1
            assert one.weighted == (round(float(shares[place[one.statement], answer]), 2),)


def declared_of(report: Report, name: str) -> splits.Declared:
    told = report.declared[name]
    reading = report.readings.get(f"declared_{name}")
    without = 0 if reading is None else report.n_people - round(reading.n_people)
    return splits.Declared(
        tuple(one.value for one in told), tuple(one.n_people for one in told), reading is not None, without
    )


def crossings_of(report: Report) -> tuple[Crossing, ...]:
    found = []
    for crossing in report.crossings:
        at = [{one.value: i for i, one in enumerate(report.declared[name])} for name in crossing.by]
        cells = []
        for pair in crossing.cells:
            cell_of = [next((c for c in one.by_crossing if c.values == pair.values), None) for one in report.statements]
            counts = np.array([(0, 0, 0) if cell is None else cell.counts for cell in cell_of])
            shown = np.array([cell is not None for cell in cell_of])
            place = (at[0][pair.values[0]], at[1][pair.values[1]])
            cells.append(Cross(pair.values, place, pair.n_people, counts, shown))
        found.append(Crossing(crossing.by, tuple(cells)))
    return tuple(found)


def split_of(rows: list[list[Cell]] | list[tuple[Cell, ...]]) -> splits.Split:
    hide = np.array([[cell.hidden for cell in row] for row in rows])
    lower = np.array([[cell.counts for cell in row] for row in rows])
    untold = np.array([[cell.n_untold for cell in row] for row in rows])
    nothing, sizes = np.zeros((*hide.shape, 3)), lower.sum(axis=2) + untold
    return splits.Split(Told(hide, lower, untold), sizes, nothing, nothing, np.zeros(hide.shape[1]), nothing)
