"""Two groups beside each other: held against the slow and plain way, and whatever the order and the names are."""

from __future__ import annotations

from itertools import combinations
from statistics import fmean, pvariance

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regiotafel.engine.compromise.beside import beside, wants_one
from regiotafel.engine.compromise.differences import FEWEST, MOST_DIVISIONS, Differences, differences
from regiotafel.formats.positions import Position, Positions, part_of
from regiotafel.text.same_subject import Pair, same_subjects

LEVELS = 5
Table = list[list[int]]


def tables(n_subjects: int) -> st.SearchStrategy[Table]:
    row = st.lists(st.integers(-1, LEVELS - 1), min_size=n_subjects, max_size=n_subjects)
    return st.lists(row, min_size=1, max_size=5)


GROUPS = st.integers(1, 4).flatmap(lambda n: st.tuples(tables(n), tables(n)))


def found_in(here: Table, there: Table) -> Differences:
    return differences(np.array(here), np.array(there), LEVELS, [True] * len(here[0]))


def naive(here: Table, there: Table) -> tuple[list[float], list[float], float | None]:
    """Within and between per subject, and the share between, by the definitions alone."""
    within, between, told = [], [], []
    for column, (one, other) in enumerate(zip(zip(*here, strict=True), zip(*there, strict=True), strict=True)):
        groups = [[level for level in some if level >= 0] for some in (one, other)]
        everybody = [*groups[0], *groups[1]]
        mean = fmean(everybody) if everybody else 0.0
        own = [fmean(some) for some in groups for _ in some]
        within.append(sum(len(some) * pvariance(some) for some in groups if some) / max(1, len(everybody)))
        between.append(fmean((one - mean) ** 2 for one in own) if everybody else 0.0)
        if everybody:
            assert within[-1] + between[-1] == pytest.approx(pvariance(everybody))
        if min(map(len, groups)) >= FEWEST:
            told.append(column)
    total = sum(within[column] + between[column] for column in told)
    return within, between, sum(between[column] for column in told) / total if total > 1e-12 else None


@settings(max_examples=200)
@given(GROUPS)
def test_the_variances_are_those_of_the_definition(groups: tuple[Table, Table]) -> None:
    found = found_in(*groups)
    within, between, share = naive(*groups)
    assert found.within.tolist() == pytest.approx(within)
    assert found.between.tolist() == pytest.approx(between)
    assert found.share_between == (None if share is None else pytest.approx(share))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 3).flatmap(lambda n: st.tuples(tables(n), tables(n))))
def test_chance_is_every_division_counted(groups: tuple[Table, Table]) -> None:
    found = found_in(*groups)
    if found.share_between is None:
        assert found.n_divisions == 0
        return
    told = [at for at, kind in enumerate(found.kinds) if kind != "few"]
    heard = [[[row[at] for at in told] for row in some if any(row[at] >= 0 for at in told)] for some in groups]
    rows = [*heard[0], *heard[1]]
    shares = []
    for chosen in combinations(range(len(rows)), len(heard[0])):
        some = [rows[at] for at in chosen], [row for at, row in enumerate(rows) if at not in chosen]
        parts = [_between([row[at] for row in some[0]], [row[at] for row in some[1]]) for at in range(len(told))]
        shares.append(sum(between for between, _total in parts) / sum(total for _between, total in parts))
    assert found.is_exact
    assert found.n_divisions == len(shares)
    assert found.by_chance == pytest.approx(fmean(shares))
    assert found.as_large == pytest.approx(fmean(one >= found.share_between - 1e-9 for one in shares))


def _between(one: list[int], other: list[int]) -> tuple[float, float]:
    groups = [[level for level in some if level >= 0] for some in (one, other)]
    everybody = [*groups[0], *groups[1]]
    if not all(groups):
        return 0.0, pvariance(everybody)
    mean = fmean(everybody)
    return sum(len(some) * (fmean(some) - mean) ** 2 for some in groups) / len(everybody), pvariance(everybody)


@settings(max_examples=60, deadline=None)
@given(GROUPS, st.randoms(use_true_random=False))
def test_swapping_groups_and_another_order_change_nothing(groups: tuple[Table, Table], random: object) -> None:
    here, there = groups
    columns = [*range(len(here[0]))]
    random.shuffle(columns)  # type: ignore[attr-defined]
    turned = [[[row[at] for at in columns] for row in reversed(some)] for some in (there, here)]
    one, other = found_in(here, there), found_in(*turned)
    assert other.kinds == tuple(one.kinds[at] for at in columns)
    assert other.within.tolist() == [one.within[at] for at in columns]
    assert other.between.tolist() == [one.between[at] for at in columns]
    assert other.share_between == one.share_between
    assert other.by_chance == pytest.approx(one.by_chance) if one.by_chance is not None else other.by_chance is None
    assert other.as_large == one.as_large


def test_of_too_many_divisions_the_same_are_drawn_in_any_order() -> None:
    random = np.random.default_rng(7)
    here, there = random.integers(0, LEVELS, (12, 6)), random.integers(1, LEVELS, (11, 6))
    columns = random.permutation(6)
    one = differences(here, there, LEVELS, [True] * 6)
    other = differences(there[::-1, columns], here[random.permutation(12)][:, columns], LEVELS, [True] * 6)
    assert not one.is_exact
    assert one.n_divisions < MOST_DIVISIONS
    assert (one.as_large, one.share_between) == (other.as_large, other.share_between)
    # With complete answers chance gives 1 / (n - 1) on average, whatever the sizes.
    assert one.by_chance == pytest.approx(1 / 22, rel=0.02)


def test_each_kind_of_subject_is_told_apart() -> None:
    #        same, words, level, divided, few
    here = [[2, 0, 0, 0, 1], [2, 0, 0, 1, 1], [2, 0, 1, 2, -1], [0, 0, 0, 3, -1]]
    there = [[2, 0, 2, 2, 1], [2, 0, 2, 2, 1], [2, 0, 2, 2, 1]]
    found = differences(np.array(here), np.array(there), LEVELS, [True, False, False, True, True])
    assert found.kinds == ("same", "words", "level", "divided", "few")


# --- By name


def region(names: str, said: dict[str, list[str]], levels: str = "lokaal regionaal landelijk") -> Positions:
    """said: of each subject the levels that its parties want, by their order."""
    parties = names.split()
    return Positions(
        levels.split(),
        dict.fromkeys(parties),
        dict.fromkeys(said),
        {
            party: {subject: Position(some[at]) for subject, some in said.items() if at < len(some)}
            for at, party in enumerate(parties)
        },
    )


def test_what_is_only_another_name_is_counted_apart() -> None:
    here = region("a b c", {"Toegang": ["lokaal"] * 3, "Crisis": ["regionaal"] * 3, "Zorg": ["lokaal"] * 3, "X": []})
    there = region("d e f", {"Teams": ["lokaal"] * 3, "Crisis": ["lokaal"] * 3, "Zorg": ["lokaal"] * 3})
    pairs = [Pair("Toegang", "Teams", ["wijkteam"]), Pair("Crisis", "Crisis"), Pair("Zorg", "Zorg")]
    found = beside(here, there, pairs, ("A", "B"))
    assert {one.names[0]: one.kind for one in found.subjects} == {"Toegang": "words", "Crisis": "level", "Zorg": "same"}
    assert found.only_words == pytest.approx(1 / 2)
    assert found.only == (["X"], [])
    # All that differs lies between: within a group they agree.
    assert found.share_between == 1.0
    assert found.as_large == pytest.approx(2 / 20)


def test_two_parts_of_one_file_never_differ_in_words_alone() -> None:
    whole = region("a b c d e f", {"Toegang": ["lokaal"] * 3 + ["regionaal"] * 3})
    pairs = same_subjects({"Toegang": []}, {"Toegang": []})
    found = beside(part_of(whole, {"a", "b", "c"}), part_of(whole, {"d", "e", "f"}), pairs, ("A", "B"))
    assert (found.only_words, found.kinds) == (0.0, {"level": 1})


def test_who_finds_every_level_as_good_wants_none() -> None:
    assert wants_one(Position("lokaal"), ["lokaal", "regionaal"])
    assert not wants_one(Position("lokaal", accepts={"regionaal": 1.0}), ["lokaal", "regionaal"])
    assert not wants_one(Position("lokaal", 0, {"regionaal": 1.0}, ["landelijk"]), ["lokaal", "regionaal", "landelijk"])
    assert wants_one(Position("lokaal", 0, {}, ["regionaal"]), ["lokaal", "regionaal"])
