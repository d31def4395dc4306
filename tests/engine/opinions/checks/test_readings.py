"""How firm a conclusion is, and whether it also holds in other readings."""

from __future__ import annotations

import numpy as np
import pytest

from regiotafel.engine.common.answers import AGREE, DISAGREE, UNSURE
from regiotafel.engine.common.shares import jeffreys
from regiotafel.engine.opinions import Votes, analyse
from regiotafel.engine.opinions.checks.readings import Reading, weighted_reading
from regiotafel.engine.opinions.conclusions import conclude
from regiotafel.engine.opinions.counting import count
from regiotafel.engine.opinions.splits import Splits, split
from regiotafel.engine.results.opinions import CommonGround
from tests.engine.opinions.people import conversation


def low(hits: int, out_of: int) -> float:
    return float(jeffreys(np.array([hits]), np.array([out_of]))[0, 1])


def test_a_reading_of_everybody_says_what_the_groups_say() -> None:
    votes, planted = conversation(80, 20, 2)
    counts = count(votes, planted, 2)
    groups = split(counts, counts.sum(axis=1), 5)
    reading = Reading.of(groups.told.lower, groups.told.untold, ~groups.hide, 80.0, groups.moved)
    assert reading.n_people == pytest.approx(80)
    assert (reading.known == (~groups.hide & (groups.sizes > 0))).all()
    assert np.allclose(reading.least[reading.known], groups.agree[reading.known, 0])
    for answer, ends in ((AGREE, groups.agree), (DISAGREE, groups.disagree)):
        held = [reading.is_common(j, answer) for j in range(20)]
        known = reading.known.all(axis=1)
        assert [one for one, able in zip(held, known, strict=True) if able] == (
            (ends[known, :, 1] > 0.5).all(axis=1).tolist()
        )


def test_a_reading_counts_who_counts_and_nobody_else() -> None:
    votes, _ = conversation(160, 20, 2)
    counts = np.arange(160) % 2 == 0
    report = analyse(votes, only={"half": counts.tolist()}, n_resamples=0)
    reading, n_told = report.further.readings["half"], 0
    half = count(votes, np.where(counts, report.people.group, -1), len(report.group_sizes))
    for j in report.sorting.concluded:
        for group in np.flatnonzero(reading.known[j]):
            hits, size = half[j, group, AGREE], half[j, group].sum()
            assert abs(reading.least[j, group] - (hits + 0.5) / (size + 1.0)) <= 4 / (size + 1.0)
            n_told += 1
    assert n_told > 4


def test_who_is_left_out_does_not_follow_from_what_no_longer_holds() -> None:
    """Without the five who named no role fewer than a clear majority agrees: so these five agreed."""
    roles: list[str | None] = [None] * 5 + ["ouder"] * 21

    def said(value: list[int]) -> list[dict[str, bool]]:
        found = analyse(Votes.of(range(26), ["s"] * 26, value), declared={"role": roles}, n_resamples=0)
        return [one.holds for one in conclude(found.answered, ["s"]) if isinstance(one, CommonGround)]

    assert said([1] * 19 + [-1] * 7) == said([1] * 4 + [-1] + [1] * 15 + [-1] * 6)
    assert [low(14, 21) > 0.5, low(15, 21) > 0.5] == [False, True]  # so an exact count would tell them apart


def test_what_holds_whoever_is_left_out_is_said_to_hold() -> None:
    votes, _ = conversation(160, 20, 1, apart=0.0, n_answers=18)
    report = analyse(votes, only={"invited": [True] * 155 + [False] * 5}, n_resamples=0)
    reading, whole = report.further.readings["invited"], report.splits.everybody
    assert not reading.known.all()
    sure = whole.agree[:, 0, 1] > 0.6
    assert sure.any()
    assert all(reading.is_common(int(j), AGREE) for j in np.flatnonzero(sure))


def test_a_weighted_reading_follows_from_what_is_told() -> None:
    votes, _ = conversation(160, 20, 2)
    random = np.random.default_rng(1)
    said = {"role": random.choice(["ouder", "jongere"], 160, p=[0.8, 0.2]).tolist()}
    report = analyse(votes, declared=said, benchmark={"role": {"ouder": 1, "jongere": 1}}, n_resamples=0)
    further, splits = report.further, report.splits
    assert further.weights is not None
    again = weighted_reading(splits.by_group, splits.everybody, further.weighted, further.weights.effective, 160)
    assert (again.least == further.readings["weighted"].least).all()
    # Where nobody counts more than another it is the count of the page.
    same = weighted_reading(splits.by_group, splits.everybody, _shares(splits), 160.0, 160)
    assert np.allclose(same.least[same.known], splits.by_group.agree[same.known, 0])


def _shares(splits: Splits) -> np.ndarray:
    middle = np.stack([splits.everybody.middle(one)[:, 0] for one in range(3)], axis=1)
    return np.asarray(middle / middle.sum(axis=1, keepdims=True))


def test_each_answer_is_counted_in_its_place() -> None:
    votes, planted = conversation(80, 20, 2)
    counts = count(votes, planted, 2)
    for answer, value in ((AGREE, 1), (DISAGREE, -1), (UNSURE, 0)):
        of_group = [
            np.bincount(votes.statement[(votes.value == value) & (planted[votes.person] == g)], minlength=20)
            for g in (0, 1)
        ]
        assert (counts[:, :, answer] == np.stack(of_group, axis=1)).all()


def test_no_reading_tells_that_a_few_people_kept_silent() -> None:
    votes, _ = conversation(60, 20, 1, apart=0.0)
    report = analyse(votes, declared={"role": [None] * 3 + ["ouder"] * 57}, only={"invited": [True] * 58 + [False] * 2})
    assert report.further.readings == {}
