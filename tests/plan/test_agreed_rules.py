"""What is agreed with providers: until when it goes on, what comes too late, and hours in a year. No database."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from regiotafel.plan.agreements.rules import (
    add_months,
    begins_too_soon,
    earlier_days,
    ends_on,
    late_by,
    notice_by,
    periods_of,
)
from regiotafel.plan.models import Arrangement, Extension, Secondment
from regiotafel.plan.seconding.rules import hours_in, years_of
from regiotafel.reports.gantt import Dot, Row, Span, gantt

TODAY = date(2027, 3, 1)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def test_months_end_on_the_last_day_of_a_month_that_has_no_such_day() -> None:
    assert add_months(date(2027, 12, 31), 12) == date(2028, 12, 31)
    assert add_months(date(2027, 8, 30), 6) == date(2028, 2, 29)
    assert add_months(date(2027, 2, 28), 12) == date(2028, 2, 29), "the last day stays the last day"
    assert add_months(date(2027, 3, 31), -1) == date(2027, 2, 28)


@given(DAYS, st.integers(-240, 240))
def test_so_many_months_on_is_in_that_month_and_in_no_later_one(start: date, n: int) -> None:
    found = add_months(start, n)
    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == n


def contract(**more: object) -> Arrangement:
    return Arrangement(**{"from_on": date(2025, 1, 1), "until_on": date(2027, 12, 31), **more})


def test_an_option_begins_on_the_day_after_and_counts_when_it_was_taken() -> None:
    states = ("taken", "not_taken", "open", "dropped")
    options = [Extension(months=12, state=state, number=n) for n, state in enumerate(states)]
    agreed, taken, maybe = periods_of(contract(), options)
    assert (agreed.last, taken.first, taken.last) == (date(2027, 12, 31), date(2028, 1, 1), date(2028, 12, 31))
    assert (maybe.last, maybe.is_certain, taken.is_certain) == (date(2029, 12, 31), False, True)
    assert ends_on(contract(), options) == date(2028, 12, 31)
    assert notice_by(contract(notice_months=6), options) == date(2028, 6, 30)
    assert periods_of(contract(until_on=None), options) == []
    assert notice_by(contract(until_on=None, notice_months=6), []) is None


def test_what_is_not_ready_in_time_says_why() -> None:
    on = date(2027, 5, 1)
    assert late_by(on, date(2027, 4, 1), False, None, TODAY) == ""
    assert "pas klaar op 2 mei 2027" in late_by(on, date(2027, 5, 2), False, None, TODAY)
    assert "pas klaar in 2028" in late_by(on, None, False, 2028, TODAY)
    assert late_by(on, date(2027, 5, 2), True, 2028, TODAY) == "", "it is ready"
    assert "had klaar moeten zijn" in late_by(on, date(2027, 2, 1), False, None, TODAY)
    assert "nog niet klaar" in late_by(date(2027, 2, 1), None, False, 2027, TODAY)
    assert begins_too_soon(2027, date(2028, 1, 1))
    assert not begins_too_soon(2028, date(2028, 6, 1))
    assert not begins_too_soon(None, date(2028, 6, 1))


@dataclass
class Step:
    at: datetime


def test_who_is_no_member_reads_no_day_from_before_it_was_public() -> None:
    steps = [Step(datetime(2027, month, 1, 12, tzinfo=UTC)) for month in (1, 2, 3)]
    assert earlier_days(steps, date(2027, 2, 1), all_of_them=True) == steps[:2]
    assert earlier_days(steps, date(2027, 2, 1), all_of_them=False) == steps[1:2]
    assert earlier_days(steps, None, all_of_them=False) == []


def test_hours_of_a_year_are_of_the_days_that_somebody_works_there() -> None:
    whole = Secondment(hours=10, from_on=date(2027, 1, 1), until_on=None)
    half = Secondment(hours=10, from_on=date(2027, 7, 2), until_on=date(2027, 12, 31))
    assert [hours_in(whole, year) for year in (2026, 2027, 2028)] == [0, 520, 520]
    assert hours_in(half, 2027) == 261
    assert years_of([whole, half], TODAY) == [2027, 2028, 2029]
    assert years_of([half], TODAY) == [2027]
    assert years_of([], TODAY) == []


def test_a_picture_of_times_escapes_names_and_shows_what_is_not_certain() -> None:
    both = [Span(date(2027, 1, 1), date(2027, 12, 31), "<b>tot"), Span(TODAY, date(2028, 1, 1), "optie", is_sure=False)]
    rows = [Row("<script>", [Dot(TODAY, "gunning")], spans=both), Row("maatregel", [], spans=[both[0]])]
    picture = gantt(rows, title="Tijd", today=TODAY, months=["m"] * 12)
    assert "&lt;script&gt;" in picture
    assert "<b>" not in picture
    assert picture.count("<rect") == 3
    assert picture.count("stroke-dasharray") == 1
    assert "style=" not in picture
