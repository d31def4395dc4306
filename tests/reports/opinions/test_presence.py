"""Who took part beside who there are: like is compared with like, and nobody in a small group is counted."""

from __future__ import annotations

from regiotafel.engine.results.opinions import Benchmark, BenchmarkValue, DeclaredValue, Weights
from regiotafel.reports.opinions.presence import Presence, presences


def presence(values: list[tuple[str, int | None]], numbers: dict[str, int]) -> Presence:
    declared = tuple(DeclaredValue(value=value, hidden=n is None, n_people=n) for value, n in values)
    there = tuple(BenchmarkValue(value=value, number=n) for value, n in numbers.items())
    benchmark = {"role": Benchmark(source="CBS", year=2025, values=there)}
    weights = Weights(effective_people=1.0, missing=(), benchmark=benchmark) if numbers else None
    (found,) = presences({"role": declared}, weights)
    return found


def test_who_is_there_less_than_half_as_much_is_missed() -> None:
    found = presence([("jongere", 10), ("ouder", 90)], {"jongere": 50, "ouder": 50})
    assert [row.value for row in found.missed] == ["jongere"]
    assert [(row.of_hundred, row.should) for row in found.rows] == [(10, 50), (90, 50)]


def test_who_is_not_there_at_all_has_a_row() -> None:
    found = presence([("ouder", 90)], {"jongere": 50, "ouder": 50})
    assert [(row.value, row.n_people, row.is_missed) for row in found.rows] == [
        ("jongere", 0, True),
        ("ouder", 90, False),
    ]


def test_who_is_hidden_has_no_share_and_is_left_out_on_both_sides() -> None:
    found = presence([("gemeente", None), ("jongere", 50), ("ouder", 50)], {"gemeente": 800, "jongere": 100})
    hidden, young, _ = found.rows
    assert (hidden.n_people, hidden.of_hundred, hidden.should, hidden.is_missed) == (None, None, None, False)
    assert (young.of_hundred, young.should) == (50, 100)


def test_too_few_to_expect_anything_is_not_called_missed() -> None:
    found = presence([("jongere", 0), ("ouder", 12)], {"jongere": 30, "ouder": 70})
    assert found.missed == ()


def test_without_a_benchmark_only_participants_are_told() -> None:
    found = presence([("jongere", 10), ("ouder", 90)], {})
    assert not found.has_benchmark
    assert [row.of_hundred for row in found.rows] == [10, 90]
