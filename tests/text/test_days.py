"""Days as people type them."""

import pytest

from regiotafel.text.days import weekday_in, written_day, written_moment


@pytest.mark.parametrize(
    "typed",
    ["5 maart 2027", "5 mrt 2027", "5-3-2027", "vr 5 maart ’27", "vrijdag 5 Mrt. 2027", "2027-03-05", "5 March 2027"],
)
def test_a_day_is_read_however_it_is_written(typed: str) -> None:
    assert written_day(typed) == "2027-03-05"
    assert written_moment(f"{typed} 14.30 uur") == "2027-03-05 14:30"


@pytest.mark.parametrize(
    ("typed", "weekday"),
    [("vr 5 maart 2027", 4), ("Zondag, 5-3-2027", 6), ("5 maart 2027", None), ("maart 2027", None), ("", None)],
)
def test_a_day_of_the_week_is_read_where_it_is_written(typed: str, weekday: int | None) -> None:
    assert weekday_in(typed) == weekday


@pytest.mark.parametrize("name", ["marcht", "maar", "maandag", "junior", "mein", "okto", "septembers", "de", "decent"])
def test_what_only_begins_like_a_month_is_none(name: str) -> None:
    assert written_day(f"5 {name} 2027") == f"5 {name} 2027"
