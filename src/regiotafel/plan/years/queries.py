"""What laying measures over the years is made of, and the variants of it that are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from regiotafel.history.rules import fingerprint
from regiotafel.plan.making.queries import capacity_of
from regiotafel.plan.measures.queries import needs_in
from regiotafel.plan.models import Effort, Measure, MeasureState, Place, Plan, Size, Variant
from regiotafel.plan.order.queries import values_of
from regiotafel.plan.queries import measures_of, takes_by_size
from regiotafel.plan.rules import OUT, Amount
from regiotafel.plan.years.rules import CAN_BE_PLANNED, At
from regiotafel.text.folding import fold_name


def total(amounts: Iterable[Amount]) -> Amount:
    found = list(amounts)
    return Amount(sum(one.money for one in found), sum(one.hours for one in found))


@dataclass(frozen=True)
class Smaller:
    """Another size of a measure, and what that takes by year."""

    key: int
    name: str
    filled_in: Mapping[int, Amount]


@dataclass(frozen=True)
class Timed:
    """One measure that is still to be done or under way. filled_in: what it takes, by year; needs: numbers of measures
    that must be done before it, of those that are; gone: what it waits for, and will not be done; sizes: by key."""

    measure: Measure
    filled_in: Mapping[int, Amount]
    needs: Sequence[int]
    gone: Sequence[Measure]
    sizes: Mapping[int, Smaller] = field(default_factory=dict)

    def amounts(self, size: int | None = None) -> list[Amount]:
        """Of each year that it runs, from its first; at least one."""
        smaller = self.sizes.get(size) if size is not None else None
        takes = smaller.filled_in if smaller else self.filled_in
        years = sorted(takes)
        span = range(years[0], years[-1] + 1) if years else ()
        return [takes.get(year, Amount()) for year in span] or [Amount()]

    @property
    def begins(self) -> int | None:
        """As it is filled in."""
        return min(self.filled_in, default=None)

    @property
    def has_begun(self) -> bool:
        return self.measure.state == MeasureState.BUSY and self.begins is not None


@dataclass(frozen=True)
class Given:
    """What is laid over the years. there_is: in each year of the plan, None where nobody has said so yet; spent: what
    measures that are done took of that. values: what a measure is worth, by its number. year: of today."""

    plan: Plan
    rows: Sequence[Timed]
    there_is: Sequence[Amount | None]
    spent: Sequence[Amount]
    values: Mapping[int, float]
    year: int

    @property
    def now(self) -> int:
        """The year of this plan in which we are; its first, before it begins, and its last, when it is over."""
        return min(max(self.year, self.plan.first_year), self.plan.last_year)

    @property
    def seen(self) -> str:
        """Another one as soon as a measure is."""
        return fingerprint(*((one.measure.number, one.measure.version) for one in self.rows))


def given_of(plan: Plan, year: int) -> Given:
    """As many queries however many measures there are."""
    takes = takes_by_size(Effort.objects.filter(measure__plan=plan))
    sizes: dict[int, dict[int, Smaller]] = {}
    for size in Size.objects.filter(measure__plan=plan).order_by("pk"):
        found = Smaller(size.pk, size.name, takes.get((size.measure_id, size.pk), {}))
        sizes.setdefault(size.measure_id, {})[size.pk] = found
    every, capacity = {one.number: one for one in measures_of(plan)}, capacity_of(plan)
    done = [takes.get((one.pk, None), {}) for one in every.values() if one.state == MeasureState.DONE]
    return Given(
        plan,
        _timed(plan, every, takes, sizes),
        there_is=[capacity.get(year) for year in plan.years],
        spent=[total(one.get(year, Amount()) for one in done) for year in plan.years],
        values=values_of(plan),
        year=year,
    )


def _timed(
    plan: Plan,
    every: Mapping[int, Measure],
    takes: Mapping[tuple[int, int | None], Mapping[int, Amount]],
    sizes: Mapping[int, Mapping[int, Smaller]],
) -> list[Timed]:
    needs = needs_in(plan)
    going = {number for number, one in every.items() if one.state not in (*OUT, MeasureState.DONE)}
    return [
        Timed(
            measure=one,
            filled_in=takes.get((one.pk, None), {}),
            needs=[on for on in needs.get(number, ()) if on in going],
            gone=[every[on] for on in needs.get(number, ()) if on in every and every[on].state in OUT],
            sizes=sizes.get(one.pk, {}),
        )
        for number, one in every.items()
        if number in going
    ]


# --- What is kept


def variants_of(plan: Plan) -> QuerySet[Variant]:
    return Variant.objects.filter(plan=plan).order_by("pk")


def variant_in(plan: Plan, pk: int) -> Variant | None:
    found = Variant.objects.filter(plan=plan, pk=pk).first()
    if found is not None:
        found.plan = plan
    return found


def variant_named(plan: Plan, name: str, but: Variant | None = None) -> Variant | None:
    same = Variant.objects.filter(plan=plan, once=fold_name(name))
    return (same.exclude(pk=but.pk) if but else same).first()


def places_of(variant: Variant) -> dict[int, At]:
    """By the number of a measure. One query."""
    rows = Place.objects.filter(variant=variant).order_by("measure__number")
    return {number: At(year, size) for number, year, size in rows.values_list("measure__number", "first_year", "size")}


# --- What changes when one is made the planning


@dataclass(frozen=True)
class Turned:
    """What a measure becomes: its state, and what it takes by year. is_smaller: at another size than was proposed."""

    row: Timed
    state: MeasureState
    takes: Mapping[int, Amount]
    is_smaller: bool

    @property
    def is_other(self) -> bool:
        """It takes something else, or in other years."""
        return self.takes != self.row.filled_in

    @property
    def is_as_it_is(self) -> bool:
        return not self.is_other and self.state == self.row.measure.state

    @property
    def before(self) -> Amount:
        return total(self.row.filled_in.values())

    @property
    def after(self) -> Amount:
        return total(self.takes.values())

    @property
    def years(self) -> list[tuple[int, int] | None]:
        """From the first to the last, as they were and as they will be; None: nothing is filled in."""
        return [(min(takes), max(takes)) if takes else None for takes in (self.row.filled_in, self.takes)]


def turned_by(given: Given, places: Mapping[int, At]) -> list[Turned]:
    """Those that change. What has begun and what is an idea stays as it is."""
    found = [_turned(row, places.get(row.measure.number)) for row in given.rows]
    return [one for one in found if not one.is_as_it_is]


def _turned(row: Timed, place: At | None) -> Turned:
    state, takes = MeasureState(row.measure.state), row.filled_in
    if place is None or state not in CAN_BE_PLANNED:
        later = place is None and state == MeasureState.PLANNED
        return Turned(row, MeasureState.LATER if later else state, takes, is_smaller=False)
    fresh = {place.year + n: amount for n, amount in enumerate(row.amounts(place.size)) if any(amount)}
    is_smaller = place.size is not None and bool(takes)
    return Turned(row, MeasureState.PLANNED, fresh or takes, is_smaller)
