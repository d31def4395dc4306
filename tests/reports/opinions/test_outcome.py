"""What a person reads of a report: whole numbers, an order, and nothing about a few people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regiotafel.engine.results.opinions import Marking, read_person
from regiotafel.reports.opinions.outcome import read
from regiotafel.reports.opinions.rows import of_hundred
from tests.reports.sample import report


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=5))
def test_parts_of_hundred_are_exactly_hundred_and_within_one(counts: list[int]) -> None:
    parts = of_hundred(*counts)
    total = sum(counts)
    assert sum(parts) == (100 if total else 0)
    assert all(abs(part - 100 * count / total) < 1 for part, count in zip(parts, counts, strict=True) if total)


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
        assert isinstance(one.numbers, Marking)
        answer = one.numbers.answer
        rows = one.statement.by_group.rows
        own, others = rows[one.group.index], [row for row in rows if row.group != one.group.index]
        n, n_others = getattr(own, f"n_{answer}"), sum(getattr(row, f"n_{answer}") for row in others)
        told, told_others = one.own_and_others
        if one.others is None:  # not told exactly
            assert abs(told - 100 * n / own.n_people) < 10
            continue
        assert told == getattr(own, answer)
        assert abs(told - 100 * n / own.n_people) < 1
        assert abs(told_others - 100 * n_others / sum(row.n_people for row in others)) < 1
    for shared in outcome.shared:
        assert shared.row is shared.statement.by_group.rows[shared.one.index]


def test_group_that_agrees_least_is_the_one_with_the_smallest_part() -> None:
    outcome = read(report())
    assert outcome.common_ground
    for one in outcome.common_ground:
        assert one.statement is not None
        parts = [row.n_agree / row.n_people for row in one.statement.by_group.rows]
        if one.row is None:  # a tie, or not told exactly
            assert parts[0] == parts[1] or any(row.n_untold for row in one.statement.by_group.rows)
            continue
        assert one.group is not None
        assert one.row.n_agree / one.row.n_people == min(parts)
        assert one.group.index == one.row.group


def test_own_place_is_that_of_the_report() -> None:
    data = report()
    outcome = read(data)
    person = data["people"]["7"]
    place = outcome.place_of(read_person(person))
    assert (place.x, place.y) == (person["x"], person["y"])
    assert place.group is not None
    assert place.group.index == person["group"]


def test_every_conclusion_is_there_with_its_numbers() -> None:
    data = report()
    outcome = read(data)
    assert len(outcome.conclusions) == len(data["conclusions"])
    for conclusion in outcome.divides:
        assert conclusion.row is not None
        assert conclusion.other_row is not None
        assert conclusion.row.agree > conclusion.other_row.agree


def test_another_document_is_refused() -> None:
    with pytest.raises(ValueError, match="something-else/1"):
        read({"schema": "something-else/1"})


def test_a_report_that_lacks_a_figure_is_refused() -> None:
    for name in ("weights", "n_people", "space"):
        data = report()
        del data[name]
        with pytest.raises(ValueError, match=name):
            read(data)


def test_nothing_that_a_reader_is_shown_needs_the_people_of_a_report() -> None:
    whole, everybody = report(), report()
    del everybody["people"]
    assert read(everybody).marks == read(whole).marks
    assert read(everybody).groups == read(whole).groups


def test_shares_between_and_what_groups_share_become_whole_numbers() -> None:
    outcome = read(report(140))
    assert {one.name for one in outcome.between} == {"role", "municipality"}
    assert all(0 <= one.parts <= 100 for one in outcome.between)
    assert all(2 * getattr(one.row, f"n_{one.answer}") > one.row.n_people for one in outcome.shared)
