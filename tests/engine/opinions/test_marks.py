"""A mark on the map stands for a few people, never for one."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from regiotafel.engine.opinions.marks import MOST_AS_MARKS, fields, marks, sides
from regiotafel.engine.results.opinions import FIELDS_ACROSS, FIELDS_UP

places = st.tuples(
    st.floats(-5, 5, allow_nan=False), st.floats(-5, 5, allow_nan=False), st.sampled_from([None, 0, 1, 2])
)


@given(st.lists(places, max_size=200), st.integers(1, 8))
def test_a_mark_never_stands_for_fewer_people(points: list[tuple[float, float, int | None]], smallest: int) -> None:
    found = marks(points, smallest)
    sizes = Counter(group for _, _, group in points if group is not None)
    assert all(mark.n_people >= smallest for mark in found)
    for group, size in sizes.items():
        drawn = sum(mark.n_people for mark in found if mark.group == group)
        assert drawn == (size if size >= smallest else 0)


@given(st.lists(places, max_size=60), st.randoms())
def test_marks_do_not_depend_on_the_order_of_people(points: list[tuple[float, float, int | None]], random) -> None:  # type: ignore[no-untyped-def]
    other = list(points)
    random.shuffle(other)
    assert [(m.n_people, m.group) for m in marks(points, 5)] == [(m.n_people, m.group) for m in marks(other, 5)]


def test_many_people_make_no_more_marks_than_a_page_can_carry() -> None:
    points = [(float(i % 317), float(i % 211), i % 3) for i in range(30_000)]
    assert 100 < len(fields(points, 5)) <= FIELDS_ACROSS * FIELDS_UP
    assert len(marks(points[:MOST_AS_MARKS], 5)) <= MOST_AS_MARKS // 5


@given(st.lists(places, max_size=200), st.integers(1, 8), st.randoms())
def test_a_field_of_few_people_stays_empty_and_the_order_of_people_does_not_matter(  # type: ignore[no-untyped-def]
    points: list[tuple[float, float, int | None]], smallest: int, random
) -> None:
    found = fields(points, smallest)
    assert all(mark.n_people >= smallest for mark in found)
    assert sum(mark.n_people for mark in found) <= sum(group is not None for _, _, group in points)
    other = list(points)
    random.shuffle(other)
    assert fields(other, smallest) == found


def test_people_on_one_spot_are_one_field_with_the_group_that_most_are_of() -> None:
    points = [(0.1, 0.1, 0)] * 6 + [(0.1, 0.1, 1)] * 9 + [(3.0, 3.0, 0)] * 4 + [(-3.0, 3.0, 2)] * 20
    found = {(mark.x > 0, mark.n_people, mark.group) for mark in fields(points, 5)}
    assert found == {(False, 20, 2)}  # the four outside a field would follow from the fifteen
    more = [*points, (-3.0, -3.0, 0)]
    assert {mark.n_people for mark in fields(more, 5)} == {15, 20}


def test_a_group_stands_on_the_side_where_its_people_stand() -> None:
    points = [(1.0, 0.1, 0), (2.0, -0.1, 0), (-1.0, -1.0, 1), (-0.5, -3.0, 1), (9.0, 9.0, None)]
    assert sides(points, 3) == [(1, 0), (-1, -1), (0, 0)]
