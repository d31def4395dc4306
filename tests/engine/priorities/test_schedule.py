"""What begins when: the same as trying everything, and every schedule keeps to what was asked."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regiotafel.engine.common.solver import Patience
from regiotafel.engine.priorities.schedule import Break, Task, Work, broken, circle, delayed, scheduled, used

YEARS = (2027, 2028, 2029)


def worth(work: Work, begins: dict[str, int]) -> float:
    return sum(work.by_key[key].value * (work.last + 1 - year) for key, year in begins.items())


def best_of_all(work: Work) -> tuple[int, float]:
    """How many of those that must be in fit, and the highest value then: by trying everything."""
    keys = list(work.by_key)
    found = (0, 0.0)
    for years in product((None, *work.years), repeat=len(keys)):
        begins = {key: year for key, year in zip(keys, years, strict=True) if year is not None}
        if not broken(work, begins):
            fixed = sum(work.by_key[key].is_fixed for key in begins)
            found = max(found, (fixed, worth(work, begins)))
    return found


@st.composite
def works(draw: st.DrawFn, least_value: int = 0) -> Work:
    keys = [f"m{at}" for at in range(draw(st.integers(1, 4)))]
    numbers, tasks = st.integers(0, 5), []
    for at, key in enumerate(keys):
        length = draw(st.integers(1, 3))
        years = st.none() | st.sampled_from(YEARS)
        tasks.append(
            Task(
                key,
                {name: draw(st.lists(numbers, min_size=length, max_size=length)) for name in ("geld", "uren")},
                float(draw(st.integers(least_value, 4))),
                draw(years),
                draw(years),
                draw(st.frozensets(st.sampled_from(keys[:at]))) if at else frozenset(),
                draw(st.booleans()),
            )
        )
    amounts = st.lists(st.none() | st.integers(0, 8), min_size=3, max_size=3)
    only_one = draw(st.lists(st.frozensets(st.sampled_from(keys), min_size=2), max_size=1)) if len(keys) > 1 else []
    return Work(tasks, YEARS, {"geld": draw(amounts), "uren": draw(amounts)}, only_one)


@given(works())
@settings(max_examples=60)
def test_no_schedule_is_better_and_nothing_in_it_is_broken(work: Work) -> None:
    found = scheduled(work)
    assert found.is_proven
    assert found.gap == 0
    assert broken(work, found.begins) == ()
    fixed = sum(work.by_key[key].is_fixed for key in found.begins)
    assert (fixed, round(found.value, 6)) == best_of_all(work)
    assert set(found.begins) | set(found.out) == set(work.by_key)
    # What is out says what would be wrong, and nothing that would be free is left out.
    assert all(found.out.values())
    assert found == scheduled(replace(work, tasks=work.tasks[::-1]))


@given(works(), st.sampled_from(YEARS))
def test_what_slips_moves_all_that_waits_for_it_and_nothing_else(work: Work, year: int) -> None:
    begins = dict(scheduled(work).begins)
    for key, first in begins.items():
        moved = delayed(work, begins, key, max(year, first))
        assert all(moved[other] >= begins[other] for other in begins)
        assert not [one for one in broken(work, moved) if one.kind == "after"]
        waits = {key}
        while more := {other for other in begins if work.by_key[other].after & waits} - waits:
            waits |= more
        assert {other for other in begins if moved[other] != begins[other]} <= waits


@given(works(least_value=1))
@settings(max_examples=30)
def test_when_there_is_no_time_at_all_something_that_fits_is_found(work: Work) -> None:
    found = scheduled(work, Patience(until=0.0, clock=lambda: 1.0))
    assert broken(work, found.begins) == ()
    best = scheduled(work)
    assert found.value <= best.value <= found.bound + 1e-6 < float("inf")
    assert bool(found.begins) == bool(best.begins)


def test_each_kind_of_fault_is_named_with_what_would_do() -> None:
    work = Work(
        (
            Task("a", {"geld": (4, 4)}, 1.0),
            Task("b", {"geld": (3,)}, 1.0, earliest=2028, after=frozenset("a")),
            Task("c", {"geld": (1, 1)}, 1.0, latest=2028),
            Task("d", {"geld": (0,)}, 1.0, after=frozenset("e")),
            Task("e", {"geld": (0,)}, 1.0),
        ),
        YEARS,
        {"geld": (5, 5, None)},
        [frozenset(("a", "c"))],
    )
    assert set(broken(work, {"a": 2027, "b": 2027, "c": 2029, "d": 2027})) == {
        Break("early", "b", 2028),
        Break("after", "b", 2029, "a"),
        Break("late", "c", 2027),
        Break("after", "d", 0, "e"),
        Break("only_one", "c", other="a"),
        Break("over", "a", 2027, resource="geld", amount=2),
        Break("over", "b", 2027, resource="geld", amount=2),
    }
    assert used(work, {"a": 2028, "b": 2028}) == {"geld": (0, 7, 4)}


def test_nothing_fits_and_nothing_is_there() -> None:
    none = scheduled(Work((), YEARS, {"geld": (1, 1, 1)}))
    assert (none.begins, none.out, none.is_proven) == ({}, {}, True)
    dear = scheduled(Work((Task("a", {"geld": (9,)}, 2.0, is_fixed=True),), YEARS, {"geld": (1, 4, 2)}))
    assert dear.begins == {}
    # It would be least short in the year that can hold most.
    assert dear.out == {"a": (Break("over", "a", 2028, resource="geld", amount=5),)}
    late = scheduled(Work((Task("a", {"geld": (1, 1)}, 2.0, latest=2027),), YEARS, {}))
    assert [one.kind for one in late.out["a"]] == ["late"]


@pytest.mark.parametrize(
    ("after", "found"),
    [
        ({"a": "b", "b": "", "c": "a"}, ()),
        ({"a": "b", "b": "a"}, ("a", "b")),
        ({"a": "", "b": "da", "c": "b", "d": "c"}, ("b", "d", "c")),
        ({"a": "b", "b": "c", "c": "b"}, ("b", "c")),
    ],
)
def test_measures_that_wait_for_each_other_are_named(after: dict[str, str], found: tuple[str, ...]) -> None:
    tasks = [Task(key, {}, after=frozenset(others)) for key, others in after.items()]
    assert circle(tasks) == found
    if found:
        with pytest.raises(ValueError, match=", ".join(found)):
            Work(tasks, YEARS, {})


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Work((Task("a", {}), Task("a", {})), YEARS, {}),
        lambda: Work((Task("a", {}, after=frozenset("b")),), YEARS, {}),
        lambda: Work((Task("a", {"geld": (1,), "uren": (1, 2)}),), YEARS, {}),
        lambda: Work((Task("a", {"geld": (-1,)}),), YEARS, {}),
        lambda: Work((Task("a", {}, -1.0),), YEARS, {}),
        lambda: Work((), (), {}),
        lambda: Work((), (2027, 2029), {}),
        lambda: Work((), YEARS, {"geld": (1,)}),
    ],
)
def test_what_nobody_can_mean_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        wrong()  # type: ignore[operator]
