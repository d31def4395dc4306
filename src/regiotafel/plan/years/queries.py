"""What laying measures over the years is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regiotafel.plan.making.queries import capacity_of
from regiotafel.plan.measures.queries import needs_in
from regiotafel.plan.models import Effort, Measure, MeasureState, Plan
from regiotafel.plan.queries import measures_of
from regiotafel.plan.rules import OUT, Amount


@dataclass(frozen=True)
class Timed:
    """One measure that is still to be done or under way. filled_in: what it takes, by year; needs: numbers of measures
    that must be done before it, of those that are; gone: what it waits for, and will not be done."""

    measure: Measure
    filled_in: Mapping[int, Amount]
    needs: Sequence[int]
    gone: Sequence[Measure]

    @property
    def amounts(self) -> list[Amount]:
        """Of each year that it runs, from its first; at least one."""
        years = sorted(self.filled_in)
        span = range(years[0], years[-1] + 1) if years else ()
        return [self.filled_in.get(year, Amount()) for year in span] or [Amount()]

    @property
    def begins(self) -> int | None:
        """As it is filled in."""
        return min(self.filled_in, default=None)


def timed(plan: Plan) -> list[Timed]:
    """Three queries, however many measures there are."""
    efforts: dict[int, dict[int, Amount]] = {}
    for one in Effort.objects.filter(measure__plan=plan, size__isnull=True).order_by("year"):
        if one.money or one.hours:
            efforts.setdefault(one.measure_id, {})[one.year] = Amount(one.money, one.hours)
    every, needs = {one.number: one for one in measures_of(plan)}, needs_in(plan)
    going = {number for number, one in every.items() if one.state not in (*OUT, MeasureState.DONE)}
    return [
        Timed(
            measure=one,
            filled_in=efforts.get(one.pk, {}),
            needs=[on for on in needs.get(number, ()) if on in going],
            gone=[every[on] for on in needs.get(number, ()) if on in every and every[on].state in OUT],
        )
        for number, one in every.items()
        if number in going
    ]


def there_is(plan: Plan) -> list[Amount | None]:
    """Of each year of the plan; None: nobody has said so yet."""
    capacity = capacity_of(plan)
    return [capacity.get(year) for year in plan.years]
