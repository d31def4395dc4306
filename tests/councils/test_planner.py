"""Planning backwards, held against trying every day."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from regiotafel.councils.planning.rules import Plan, Stop, earliest, latest, plan, together

FIRST = date(2027, 1, 4)
DAYS = st.integers(0, 24).map(lambda n: FIRST + timedelta(days=n))
STOPS = st.lists(
    st.builds(Stop, st.integers(0, 6), st.lists(DAYS, max_size=5, unique=True).map(sorted)), min_size=1, max_size=4
)


def ways(stops: Sequence[Stop]) -> list[tuple[date, ...]]:
    """Every choice of days that keeps the terms."""
    return [
        days
        for days in product(*(stop.days for stop in stops))
        if all(days[n] - days[n - 1] >= timedelta(days=stops[n].gap) for n in range(1, len(stops)))
    ]


@given(STOPS, DAYS)
def test_planned_backwards_is_the_latest_of_all_ways(stops: list[Stop], wanted: date) -> None:
    found = [days for days in ways(stops) if days[-1] <= wanted]
    planned = latest(stops, wanted)
    if not found:
        assert not planned.days
        assert planned.stuck is not None
        return
    assert tuple(planned.days) == tuple(max(days[n] for days in found) for n in range(len(stops)))
    assert tuple(planned.days) in found
    assert planned.ready_by == planned.days[0] - timedelta(days=stops[0].gap)


@given(STOPS, DAYS)
def test_planned_forwards_is_the_soonest_of_all_ways(stops: list[Stop], ready: date) -> None:
    found = [days for days in ways(stops) if days[0] - ready >= timedelta(days=stops[0].gap)]
    planned = earliest(stops, ready)
    assert tuple(planned.days) == (tuple(min(days[n] for days in found) for n in range(len(stops))) if found else ())


@given(STOPS, DAYS, DAYS)
def test_a_route_is_possible_when_some_way_lies_between_both_ends(stops: list[Stop], wanted: date, start: date) -> None:
    some = [days for days in ways(stops) if days[-1] <= wanted and days[0] - start >= timedelta(days=stops[0].gap)]
    planned = plan(stops, wanted=wanted, start=start)
    assert planned.is_possible == bool(some)


@given(st.dictionaries(st.sampled_from("abc"), STOPS, min_size=1), DAYS)
def test_the_critical_ones_need_the_text_first_and_a_meeting_that_falls_out_is_worth_what_planning_anew_says(
    routes: dict[str, list[Stop]], wanted: date
) -> None:
    found = together(routes, wanted=wanted, starts=dict.fromkeys(routes, FIRST))
    ready = {key: day for key, stops in routes.items() if (day := latest(stops, wanted).ready_by)}
    assert found.ready_by == min(ready.values(), default=None)
    assert found.critical == {key for key, day in ready.items() if day == found.ready_by}
    for key, shift in found.shifts.items():
        last = latest(routes[key], wanted).days[-1]
        fewer = [*routes[key][:-1], Stop(routes[key][-1].gap, [one for one in routes[key][-1].days if one < last])]
        anew = latest(fewer, wanted).ready_by
        assert shift.n_days == (None if anew is None else (ready[key] - anew).days)
        if anew is not None:
            after = min({**ready, key: anew}.values())
            assert shift.n_days_together == (min(ready.values()) - after).days


def test_where_it_cannot_be_done_it_says_at_which_stop_and_by_when() -> None:
    march, april = date(2027, 3, 4), date(2027, 4, 8)
    stops = [Stop(0, [april]), Stop(14, [march, april])]
    assert latest(stops, april) == Plan(stuck=0, bound=date(2027, 3, 25))
