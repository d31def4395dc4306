"""Who took part beside who there are: like is compared with like, and nobody in a small group is counted."""

from __future__ import annotations

from typing import Any

from regiotafel.reports.opinions.presence import presences


def report(values: list[tuple[str, int | None]], numbers: dict[str, int]) -> dict[str, Any]:
    rows = [{"value": value, **({"hidden": True} if n is None else {"n_people": n})} for value, n in values]
    benchmark = {"source": "CBS", "year": 2025, "values": [{"value": v, "number": n} for v, n in numbers.items()]}
    return {"declared": {"role": rows}, "weights": {"benchmark": {"role": benchmark}} if numbers else None}


def test_who_is_there_less_than_half_as_much_is_missed() -> None:
    (found,) = presences(report([("jongere", 10), ("ouder", 90)], {"jongere": 50, "ouder": 50}))
    assert [row.value for row in found.missed] == ["jongere"]
    assert [(row.of_hundred, row.should) for row in found.rows] == [(10, 50), (90, 50)]


def test_who_is_not_there_at_all_has_a_row() -> None:
    (found,) = presences(report([("ouder", 90)], {"jongere": 50, "ouder": 50}))
    assert [(row.value, row.n_people, row.is_missed) for row in found.rows] == [
        ("jongere", 0, True),
        ("ouder", 90, False),
    ]


def test_who_is_hidden_has_no_share_and_is_left_out_on_both_sides() -> None:
    (found,) = presences(
        report([("gemeente", None), ("jongere", 50), ("ouder", 50)], {"gemeente": 800, "jongere": 100})
    )
    hidden, young, _ = found.rows
    assert (hidden.n_people, hidden.of_hundred, hidden.should, hidden.is_missed) == (None, None, None, False)
    assert (young.of_hundred, young.should) == (50, 100)


def test_too_few_to_expect_anything_is_not_called_missed() -> None:
    (found,) = presences(report([("jongere", 0), ("ouder", 12)], {"jongere": 30, "ouder": 70}))
    assert found.missed == ()


def test_without_a_benchmark_only_participants_are_told() -> None:
    (found,) = presences(report([("jongere", 10), ("ouder", 90)], {}))
    assert not found.has_benchmark
    assert [row.of_hundred for row in found.rows] == [10, 90]
