"""What a person reads of a report: whole numbers, an order, and nothing about a few people."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regiotafel.reports.opinions.marks import FIELDS_ACROSS, FIELDS_UP, MOST_AS_MARKS, fields, marks
from regiotafel.reports.opinions.outcome import public, read
from regiotafel.reports.opinions.rows import of_hundred
from tests.reports.sample import report


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=5))
def test_parts_of_hundred_are_exactly_hundred_and_within_one(counts: list[int]) -> None:
    parts = of_hundred(*counts)
    total = sum(counts)
    assert sum(parts) == (100 if total else 0)
    assert all(abs(part - 100 * count / total) < 1 for part, count in zip(parts, counts, strict=True) if total)


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
    assert found == {(True, 15, 1), (False, 20, 2)}


def test_common_ground_comes_first_and_divides_first_when_asked() -> None:
    data = report()
    outcome = read(data)
    assert data["common_ground"]
    assert data["divides"]
    assert [one.id for one in outcome.in_order("eens")][: len(data["common_ground"])] == data["common_ground"]
    assert [one.id for one in outcome.in_order("verdeeld")][: len(data["divides"])] == data["divides"]
    assert [one.id for one in outcome.in_order("nummer")] == [one["id"] for one in data["statements"]]


def test_rows_say_what_the_report_counted() -> None:
    data = report()
    one, shown = data["statements"][0], read(data).statements[0]
    assert shown.everybody.n_people == one["n_votes"]
    assert shown.everybody.agree + shown.everybody.disagree + shown.everybody.unsure == 100
    cell, row = one["by_group"][1], shown.by_group.rows[1]
    assert (row.n_agree, row.n_disagree) == (cell["n_agree"], cell["n_disagree"])
    assert row.agree_low == round(100 * cell["agree"]["low"])


def test_few_people_are_named_by_their_number() -> None:
    outcome = read(report(n_people=12, n_groups=1))
    row = outcome.statements[2].everybody
    assert row.agree_of == (row.n_agree, row.n_people)


def test_one_answer_of_one_group_is_the_same_number_in_every_sentence() -> None:
    outcome = read(report())
    marked = [one for _, own in outcome.portraits for one in own]
    assert marked
    for one in marked:
        assert one.statement is not None
        assert one.group is not None
        answer = one.numbers["answer"]
        rows = one.statement.by_group.rows
        own, others = rows[one.group.index], [row for row in rows if row.group != one.group.index]
        n, n_others = getattr(own, f"n_{answer}"), sum(getattr(row, f"n_{answer}") for row in others)
        told, told_others = one.own_and_others
        assert told == getattr(own, answer)
        assert abs(told - 100 * n / own.n_people) < 1
        assert abs(told_others - 100 * n_others / sum(row.n_people for row in others)) < 1
    for shared in outcome.shared:
        row = shared.statement.by_group.rows[shared.one.index]
        assert shared.share == (row.agree if shared.agrees else row.disagree)


def test_group_that_agrees_least_is_the_one_with_the_smallest_part() -> None:
    outcome = read(report())
    assert outcome.common_ground
    for one in outcome.common_ground:
        assert one.statement is not None
        assert one.row is not None
        assert one.group is not None
        parts = [row.n_agree / row.n_people for row in one.statement.by_group.rows]
        assert one.row.n_agree / one.row.n_people == min(parts)
        assert one.group.index == one.row.group


def test_public_report_holds_nothing_about_one_person() -> None:
    data = public(report())
    assert data["group_of_person"] == {}
    assert data["between_groups"] == []
    assert data["space"]["points"] == []
    assert data["statements"] == report()["statements"]


def test_own_place_is_found_by_key_and_missing_before_the_first_count() -> None:
    data = report()
    outcome = read(data)
    key = list(data["group_of_person"])[7]
    place = outcome.place_of(key)
    assert place is not None
    assert [place.x, place.y] == data["space"]["points"][7][:2]
    assert place.group is not None
    assert place.group.index == data["group_of_person"][key]
    assert outcome.place_of("9999") is None


def test_every_conclusion_is_there_with_its_numbers() -> None:
    data = report()
    outcome = read(data)
    assert len(outcome.conclusions) == len(data["conclusions"])
    for conclusion in outcome.divides:
        assert conclusion.row is not None
        assert conclusion.other_row is not None
        assert conclusion.row.agree > conclusion.other_row.agree


def test_wide_tables_hold_every_part_once() -> None:
    outcome = read(report())
    labels = [label for matrix in outcome.matrices(widest=3) for label in matrix.labels if matrix.name == "role"]
    assert labels == [one["value"] for one in outcome.data["declared"]["role"]]
    assert all(len(rows) == len(matrix.labels) for matrix in outcome.matrices(3) for _, rows in matrix.rows)


def test_another_document_is_refused() -> None:
    with pytest.raises(ValueError, match="not a regiotafel-report"):
        read({"schema": "something-else/1"})


def test_a_report_from_before_other_readings_can_still_be_read() -> None:
    old = report()
    for name in ("same_votes", "variance_shares", "unexpected", "readings", "weights"):
        del old[name]
    for one in old["conclusions"]:
        one.pop("voters_to_flip", None)
        one.pop("holds", None)
    for name in ("valley", "sharp", "n_between"):
        del old["groups_quality"][name]
    for name in ("n_dimensions", "errors", "stays"):
        del old["space"][name]
    outcome = read(old)
    assert (outcome.n_same, outcome.between, outcome.shared, outcome.is_sharp) == (0, (), (), True)
    assert not any(one.is_lost_when_weighted for one in outcome.conclusions)


def test_what_everybody_gets_holds_no_list_with_an_item_per_person() -> None:
    whole = report()
    everybody = public(whole)
    assert len(whole["space"]["errors"]) == len(whole["space"]["stays"]) == whole["n_people"]
    assert [everybody["space"][name] for name in ("points", "errors", "stays")] == [[], [], []]


def test_shares_between_and_what_groups_share_become_whole_numbers() -> None:
    outcome = read(report())
    assert {one.name for one in outcome.between} == {"role", "municipality"}
    assert all(0 <= one.parts <= 100 for one in outcome.between)
    assert all(one.share > 50 and one.other_share > 50 for one in outcome.shared)
