"""Prices, improvements and power, against trying everything."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np

from regiotafel.engine.compromise import banzhaf, best_concession, best_pair, improvement, package_of, prices, stability
from regiotafel.engine.compromise.concessions import red_lines, returns
from tests.engine.compromise.brute import SAME, Brute, region

N_REGIONS = 80


def regions() -> list[Brute]:
    random = np.random.default_rng(11)
    return [Brute(region(random)) for _ in range(N_REGIONS)]


def floor(brute: Brute) -> float | None:
    best = brute.best("max_min")
    return None if best is None else float(brute.problem.satisfaction(best).min())


def test_a_red_line_costs_what_the_floor_rises_without_it() -> None:
    n_priced = 0
    for brute in regions():
        problem, now = brute.problem, floor(brute)
        found = prices(problem, now)
        for one in found:
            without = Brute(problem.without_red_lines([(one.line.party, one.line.subject)]))
            then = floor(without)
            assert abs(one.price - max(0.0, (then or 0.0) - (now or 0.0))) < 5 * SAME
            n_priced += one.price > SAME
        best = best_concession(problem, now)
        assert (best.price if best else 0.0) == (found[0].price if found and found[0].price > SAME else 0.0)
    assert n_priced > 10


def test_the_best_pair_is_what_trying_all_pairs_gives_where_none_does_alone() -> None:
    n_unlocked = 0
    for brute in regions():
        problem, now = brute.problem, floor(brute)
        if any(one.price > SAME for one in prices(problem, now)):
            continue
        best = 0.0
        for lines in combinations(red_lines(problem), 2):
            without = Brute(problem.without_red_lines([(line.party, line.subject) for line in lines]))
            best = max(best, (floor(without) or 0.0) - (now or 0.0))
        found = best_pair(problem, now)
        assert abs((found.price if found else 0.0) - best) < 5 * SAME
        n_unlocked += found is not None
    assert n_unlocked > 0


def test_what_is_offered_in_return_adds_up_and_leaves_nobody_below_the_floor() -> None:
    n_offered = 0
    for brute in regions():
        problem, now = brute.problem, floor(brute)
        best = best_concession(problem, now)
        if best is None or best.levels is None:
            continue
        conceded, offered = best.line.party, returns(problem, best, now)
        without = problem.without_red_lines([(best.line.party, best.line.subject)])
        before, then = without.satisfaction(best.levels), best.levels.copy()
        then[[one.subject for one in offered]] = [one.level for one in offered]
        after = without.satisfaction(then)
        assert without.is_possible(then)
        assert after.min() >= (now or 0.0) - 2 * SAME
        assert abs(after[conceded] - before[conceded] - sum(one.gain for one in offered)) < SAME
        assert (before - after).sum() - (before - after)[conceded] <= sum(one.cost for one in offered) + SAME
        assert all(one.most <= one.cost + SAME and one.dearest != conceded for one in offered)
        assert not offered or after[conceded] > before[conceded]
        n_offered += bool(offered)
    assert n_offered > 0


def test_an_improvement_takes_from_nobody_and_gives_most_together() -> None:
    n_improved = 0
    for brute in regions():
        here = np.flatnonzero(brute.possible)
        if not len(here):
            continue
        problem, at = brute.problem, here[-1]
        fits = here[(brute.satisfied[here] >= brute.satisfied[at] - SAME).all(axis=1)]
        most = float(brute.satisfied[fits].mean(axis=1).max())
        found = improvement(problem, brute.packages[at])
        assert found.is_proven
        if most <= float(brute.satisfied[at].mean()) + SAME:
            assert found.package is None
        else:
            assert found.package is not None
            assert abs(found.package.mean - most) < 2 * SAME
            assert (found.package.satisfaction >= brute.satisfied[at] - SAME).all()
            n_improved += 1
    assert n_improved > 10


def test_an_improvement_brings_everybody_to_where_they_sign() -> None:
    n_brought = n_impossible = 0
    for brute in regions():
        here = np.flatnonzero(brute.possible)
        if not len(here):
            continue
        problem, at = brute.problem, here[0]
        now = brute.satisfied[at]
        least = np.full(problem.n_parties, 60.0)
        wanted = np.maximum(now, least)
        fits = here[(brute.satisfied[here] >= wanted - SAME).all(axis=1)]
        gains = fits[(brute.satisfied[fits] > now + SAME).any(axis=1)]
        found = improvement(problem, brute.packages[at], least)
        assert (found.package is None) == (not len(gains))
        if found.package is not None:
            assert (found.package.satisfaction >= wanted - SAME).all()
        n_brought += found.package is not None and bool((now < least).any())
        n_impossible += not len(fits)
    assert min(n_brought, n_impossible) > 3


def test_power_is_how_often_a_party_decides() -> None:
    random = np.random.default_rng(3)
    for _ in range(30):
        votes = random.integers(0, 9, int(random.integers(1, 7))).tolist()
        quota = int(random.integers(1, max(sum(votes), 1) + 1))
        swings = [
            sum(
                quota - own <= sum(v for v, is_in in zip(others, coalition, strict=True) if is_in) < quota
                for coalition in product([False, True], repeat=len(others))
            )
            for i, own in enumerate(votes)
            for others in [votes[:i] + votes[i + 1 :]]
        ]
        assert np.allclose(banzhaf(votes, quota), np.array(swings) / max(sum(swings), 1))
    assert banzhaf([51, 25, 24], 51).tolist() == [1.0, 0.0, 0.0]


def test_regret_is_never_less_than_another_package_shows() -> None:
    for brute in regions()[:20]:
        best = package_of(brute.problem, "max_min")
        if best is None:
            continue
        found = stability(brute.problem, best.levels)
        assert found.regret >= -SAME
        assert found.floor <= best.lowest + SAME
        assert found.others_regret >= 0
