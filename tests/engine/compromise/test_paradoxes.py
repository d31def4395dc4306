"""What looks odd is counted by hand; and a search that is told in pieces ends where a whole one does."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import numpy as np

from regiotafel.engine.compromise import Patience, found, package_of, problem_of, quick, searched
from regiotafel.engine.results import compromise as results
from regiotafel.formats import positions
from tests.engine.compromise.brute import SAME, Brute, region

LEVELS = ["lokaal", "subregionaal", "regionaal"]


def told(**more: Any) -> results.Compromise:
    """Three municipalities; `klein` is outvoted on two of its three subjects, which hardly weigh for it."""
    document = {
        "levels": LEVELS,
        "parties": {"groot": {}, "klein": {}, "midden": {}},
        "subjects": {"crisis": {}, "pleegzorg": {}, "toegang": {}},
        "positions": {
            "groot": {one: {"wants": "regionaal", "points": 40} for one in ("crisis", "pleegzorg")},
            "midden": {one: {"wants": "regionaal", "points": 40} for one in ("crisis", "pleegzorg")},
            "klein": {
                "crisis": {"wants": "lokaal", "points": 10},
                "pleegzorg": {"wants": "lokaal", "points": 10},
                "toegang": {"wants": "lokaal", "points": 80},
            },
        },
        **more,
    }
    return found(problem_of(positions.read(json.dumps(document).encode())), rules=("utilitarian", "median"))


def test_who_is_outvoted_on_most_subjects_can_be_content() -> None:
    (one,) = told().paradoxes
    assert (one.kind, one.party, one.n, one.of, one.satisfaction) == ("outvoted_yet_content", "klein", 2, 3, 80.0)


def test_what_a_majority_wants_of_each_subject_need_not_go_together() -> None:
    link = {"if": {"crisis": {"is": "regionaal"}}, "then": {"pleegzorg": {"at_most": "subregionaal"}}}
    by_kind = {one.kind: one for one in told(links=[link]).paradoxes}
    broken = by_kind["majority_breaks_link"]
    assert broken.levels == {"crisis": "regionaal", "pleegzorg": "regionaal"}
    assert broken.members == [results.Member(link=0)]
    assert by_kind["median_crosses"].members == [results.Member(link=0)]


def test_a_median_that_crosses_a_red_line_names_it() -> None:
    positions = {
        "groot": {"crisis": {"wants": "regionaal", "points": 50}, "toegang": {"wants": "lokaal", "points": 50}},
        "klein": {"crisis": {"wants": "lokaal", "never": ["regionaal"], "points": 100}},
        "midden": {"crisis": {"wants": "regionaal", "points": 50}, "toegang": {"wants": "lokaal", "points": 50}},
    }
    by_kind = {one.kind: one for one in told(positions=positions).paradoxes}
    assert by_kind["median_crosses"].members == [results.Member(party="klein", subject="crisis")]


def test_a_search_in_pieces_ends_where_a_whole_one_does_and_its_packages_only_come_to_stand() -> None:
    random = np.random.default_rng(5)
    n_possible = 0
    for _ in range(12):
        problem = region(random)
        stages = list(searched(problem, explained=True))
        assert [one.n_done for one in stages] == [*range(1, stages[0].n + 1)]
        assert {one.n for one in stages} == {len(stages)}
        assert stages[-1].told == found(problem, explained=True)
        names = [{*one.told.packages} for one in stages]
        assert all(earlier <= later for earlier, later in pairwise(names))
        n_possible += stages[-1].told.feasible
    assert 0 < n_possible < 12


def test_the_quick_answer_is_a_package_and_never_claims_more_than_the_best() -> None:
    random = np.random.default_rng(8)
    for _ in range(30):
        problem = region(random)
        told, best = quick(problem), package_of(problem, "max_min")
        assert told.feasible == (best is not None)
        if best is None:
            assert told.conflicts
            continue
        package = told.packages["max_min"]
        assert package is not None
        levels = np.array([problem.levels.index(package.levels[name]) for name in problem.subjects])
        assert Brute(problem).problem.is_possible(levels)
        assert package.lowest <= best.lowest + SAME
        assert best.lowest * (1 - package.gap) <= package.lowest + SAME


def test_a_search_that_is_stopped_keeps_the_best_so_far() -> None:
    problem = region(np.random.default_rng(2))
    last = [*searched(problem, Patience(is_stopped=lambda: True), explained=True)][-1].told
    assert last.packages["leximin"] is not None
