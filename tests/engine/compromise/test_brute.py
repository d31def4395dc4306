"""Three hundred small regions in which every package is tried: every rule, every conflict and every repair agrees."""

from __future__ import annotations

import numpy as np
import pytest

from regiotafel.engine.compromise import BY_PEOPLE, RULES, conflicts, package_of
from tests.engine.compromise.brute import SAME, Brute, region

N_REGIONS = 300
FEW_MEMBERS = 11  # so that all their sets can be tried


@pytest.fixture(scope="module")
def regions() -> list[Brute]:
    random = np.random.default_rng(7)
    return [Brute(region(random)) for _ in range(N_REGIONS)]


@pytest.mark.parametrize(
    ("rule", "by_people"), [*((one, False) for one in RULES[:-1]), *((one, True) for one in BY_PEOPLE[:-1])]
)
def test_a_rule_finds_what_trying_every_package_finds(regions: list[Brute], rule: str, by_people: bool) -> None:
    n_found, some = 0, regions[:100] if by_people else regions
    for at, brute in enumerate(some):
        found = package_of(brute.problem, rule, by_people=by_people)
        best = None if rule == "nash" and brute.is_no_bargain() else brute.best(rule, by_people=by_people)
        if best is None:
            assert found is None, at
            continue
        assert found is not None, at
        assert found.is_proven, at
        assert found.levels.tolist() == best.tolist(), (at, found.satisfaction, brute.problem.satisfaction(best))
        n_found += 1
    assert n_found > len(some) / 3


def test_satisfaction_is_what_counting_by_hand_gives(regions: list[Brute]) -> None:
    for brute in regions:
        at = len(brute.packages) // 2
        assert np.abs(brute.problem.satisfaction(brute.packages[at]) - brute.satisfied[at]).max() < SAME


def test_the_median_has_the_fewest_steps_of_what_the_law_allows(regions: list[Brute]) -> None:
    for brute in regions:
        found, problem = package_of(brute.problem, "median"), brute.problem
        assert found is not None
        for j, wants in enumerate(problem.wants.T):
            steps = [sum(abs(k - one) for one in wants if one >= 0) for k in range(problem.n_levels)]
            allowed = [k for k in range(problem.n_levels) if problem.allowed[j, k]]
            assert found.levels[j] == min(allowed, key=lambda k: (steps[k], k))


def test_conflicts_and_repairs_are_all_that_there_are(regions: list[Brute]) -> None:
    n_impossible = 0
    for at, brute in enumerate(regions):
        found = conflicts(brute.problem)
        assert bool(found.conflicts) != brute.possible.any(), at
        n_members = int(brute.problem.never.any(axis=2).sum()) + len(brute.problem.links)
        if found.conflicts and n_members <= FEW_MEMBERS:
            n_impossible += 1
            fails, repairs = brute.conflicts()
            assert set(found.conflicts) == fails, at
            assert set(found.repairs) == repairs, at
            assert found.are_whole
    assert n_impossible > 20
