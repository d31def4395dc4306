"""Who says yes to everything is told apart from who agrees, and prediction says what tells most of an answer."""

from __future__ import annotations

import numpy as np
import pytest

from regiotafel.engine.opinions import Analysis, Votes, analyse, report_of
from regiotafel.engine.results.opinions import plain, read
from tests.engine.opinions.people import conversation


def along(lean: np.ndarray, spread: float, n_people: int = 300, n_answers: int = 30, seed: int = 0) -> Votes:
    """People along one trait; lean: of each statement [statements]."""
    random = np.random.default_rng(seed)
    odds = random.normal(0.3, 1.0, len(lean)) + spread * random.normal(size=(n_people, 1)) * lean
    columns = np.concatenate([random.choice(len(lean), n_answers, replace=False) for _ in range(n_people)])
    people = np.repeat(np.arange(n_people), n_answers)
    agrees = random.random(len(people)) < 1.0 / (1.0 + np.exp(-odds[people, columns]))
    return Votes.of(people, columns, np.where(agrees, 1, -1))


def best(found: Analysis) -> str | None:
    told = report_of(found).prediction
    return None if told is None else told.best


@pytest.mark.parametrize("seed", range(3))
def test_who_says_yes_more_often_is_told_by_that_name(seed: int) -> None:
    found = analyse(along(np.ones(50), 0.7, seed=seed), n_resamples=0)
    assert found.groups.n_groups == 2
    assert best(found) == "tendency"


@pytest.mark.parametrize("seed", range(3))
def test_who_agrees_with_the_one_and_not_with_the_other_says_no_yes_to_everything(seed: int) -> None:
    lean = np.random.default_rng(seed).normal(size=50)
    found = report_of(analyse(along(lean, 1.2, seed=seed), n_resamples=0)).prediction
    assert found is not None
    assert found.best in ("trait", "alike")
    assert found.tendency <= 0.01 < found.trait


def test_groups_predict_best_where_they_were_planted() -> None:
    found = report_of(analyse(conversation(400, 50, 3, apart=2.0, n_answers=25)[0], n_resamples=0)).prediction
    assert found is not None
    assert found.best == "groups"
    assert found.groups is not None
    assert found.groups > found.trait > found.tendency


def test_nothing_is_predicted_of_people_who_are_alike() -> None:
    found = analyse(conversation(300, 40, 1, apart=0.0, n_answers=20)[0], n_resamples=0)
    assert found.groups.n_groups == 1
    told = report_of(found).prediction
    assert told is not None
    assert (told.groups, told.best) == (None, "nothing")


def test_of_few_people_it_is_not_told() -> None:
    assert best(analyse(along(np.ones(30), 1.0, n_people=49, n_answers=20), n_resamples=0)) is None


def test_which_answers_are_held_out_does_not_hang_on_the_seed() -> None:
    votes = along(np.ones(50), 0.7)
    one, other = (report_of(analyse(votes, seed=seed, n_resamples=0)) for seed in (0, 1))
    assert one.prediction is not None
    assert other.prediction is not None
    assert (one.prediction.tendency, one.prediction.best) == (other.prediction.tendency, other.prediction.best)


def test_a_report_of_before_opens_without_it() -> None:
    document = plain(report_of(analyse(along(np.ones(50), 0.7), n_resamples=0)))
    del document["prediction"]
    for group in document["groups"]:
        del group["pull"]
    opened = read(document)
    assert opened.prediction is None
    assert [group.pull for group in opened.groups] == [None, None]
