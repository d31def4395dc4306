"""Measures, found and read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from regiotafel.plan.models import Dependency, Effort, Measure, MeasureState, MeasureStep, OneOf, Plan, Size
from regiotafel.plan.queries import measures_of
from regiotafel.plan.rules import Amount
from regiotafel.regions.models import Municipality, Organisation
from regiotafel.text.folding import fold, fold_name
from regiotafel.vision.models import Section


def measure_titled(plan: Plan, title: str, but: Measure | None = None) -> Measure | None:
    same = Measure.objects.filter(plan=plan, once=fold_name(title))
    return (same.exclude(pk=but.pk) if but else same).first()


def owner_of(measure: Measure) -> Municipality | Organisation | None:
    return measure.municipality or measure.organisation


def owner_name(measure: Measure) -> str:
    """Empty: nobody yet."""
    return _("de gemeenten samen") if measure.is_of_region else str(owner_of(measure) or "")


def steps_of(measure: Measure) -> list[MeasureStep]:
    return list(MeasureStep.objects.filter(measure=measure).select_related("by").order_by("number"))


def efforts_of(measure: Measure, size: Size | None = None) -> dict[int, Amount]:
    """By year."""
    rows = Effort.objects.filter(measure=measure, size=size).order_by("year")
    return {one.year: Amount(one.money, one.hours) for one in rows}


def sizes_of(measure: Measure) -> list[Size]:
    return list(Size.objects.filter(measure=measure).prefetch_related("efforts").order_by("pk"))


def size_in(measure: Measure, pk: int) -> Size | None:
    found = Size.objects.filter(measure=measure, pk=pk).first()
    if found is not None:
        found.measure = measure
    return found


def is_size_name_taken(measure: Measure, name: str, but: Size | None = None) -> bool:
    same = Size.objects.filter(measure=measure, name=name)
    return (same.exclude(pk=but.pk) if but else same).exists()


def needs_in(plan: Plan) -> dict[int, list[int]]:
    """By the number of a measure, the numbers of what it needs. One query."""
    found: dict[int, list[int]] = {}
    rows = Dependency.objects.filter(measure__plan=plan).values_list("measure__number", "on__number")
    for number, on in rows.order_by("measure__number", "on__number"):
        found.setdefault(number, []).append(on)
    return found


def needs_of(measure: Measure) -> QuerySet[Measure]:
    """What must be done before it."""
    return Measure.objects.filter(needed_by__measure=measure).order_by("number")


def needed_by(measure: Measure) -> QuerySet[Measure]:
    """What waits for it, and was not withdrawn."""
    return measures_of(measure.plan).filter(needs__on=measure)


def exclusions_of(plan: Plan) -> QuerySet[OneOf]:
    """That hold something."""
    return OneOf.objects.filter(plan=plan, measures__isnull=False).distinct().order_by("pk")


def beside(measure: Measure) -> list[Measure]:
    """Of which only one comes in the plan, without itself."""
    if measure.one_of_id is None:
        return []
    return list(measures_of(measure.plan).filter(one_of=measure.one_of_id).exclude(pk=measure.pk))


def themes_of(plan: Plan) -> list[str]:
    """What measures of this plan and chapters of the vision are about."""
    used = Measure.objects.filter(plan=plan).values_list("theme", flat=True)
    written = Section.objects.filter(document__region=plan.region).values_list("theme", flat=True)
    return sorted({one for one in (*used, *written) if one}, key=fold)


# --- The list


@dataclass(frozen=True)
class Asked:
    """What somebody looks for in the list of measures."""

    text: str = ""
    state: str = ""
    owner: str = ""
    level: str = ""
    theme: str = ""
    order: str = ""

    @property
    def is_all(self) -> bool:
        return not any((self.text, self.state, self.owner, self.level, self.theme))


ORDERS: Mapping[str, tuple[str, ...]] = {
    "": ("number",),
    "titel": ("in_order", "number"),
    "geld": ("-money", "number"),
    "inzet": ("-hours", "number"),
    "status": ("state", "number"),
}


def found(plan: Plan, asked: Asked) -> QuerySet[Measure]:
    """With what each of them takes over all years, as `money` and `hours`. One query."""
    rows = Measure.objects.filter(plan=plan) if asked.state == MeasureState.WITHDRAWN else measures_of(plan)
    wanted = fold(asked.text, accents=False)
    by_text = Q(found_by__contains=wanted) if wanted else Q()
    if wanted.isdigit() and len(wanted) < 9:
        by_text |= Q(number=int(wanted))
    of_words = {name: value for name in ("state", "level", "theme") if (value := getattr(asked, name))}
    rows = rows.filter(by_text, owned_by(asked.owner), **of_words)
    whole = Q(efforts__size__isnull=True)
    counted = {name: Sum(f"efforts__{name}", filter=whole, default=0) for name in ("money", "hours")}
    return rows.select_related("municipality", "organisation").annotate(**counted).order_by(*ORDERS[asked.order])


def owned_by(word: str) -> Q:
    """word: as the form of the list sends it."""
    kind, _dash, key = word.partition("-")
    if kind in ("municipality", "organisation") and key.isdigit():
        return Q(**{f"{kind}_id": int(key)})
    return {"region": Q(is_of_region=True), "nobody": NOBODY}.get(kind, Q())


NOBODY = Q(municipality__isnull=True, organisation__isnull=True, is_of_region=False)


def owners_in(measures: Collection[Measure]) -> list[tuple[str, str]]:
    """Who own something among these, as a form offers them."""
    named = {owner_word(one): owner_name(one) or _("nog niemand") for one in measures}
    return sorted(named.items(), key=lambda one: fold(one[1]))


def owner_word(measure: Measure) -> str:
    if measure.municipality_id:
        return f"municipality-{measure.municipality_id}"
    if measure.organisation_id:
        return f"organisation-{measure.organisation_id}"
    return "region" if measure.is_of_region else "nobody"


# --- What all of them take


@dataclass
class YearSum:
    """Of one year: what there is, and what the measures in some states take of it."""

    year: int
    there_is: Amount | None
    takes: Amount = field(default_factory=Amount)

    @property
    def is_over(self) -> bool:
        there = self.there_is
        return there is not None and (self.takes.money > there.money or self.takes.hours > there.hours)


def sums(plan: Plan, capacity: Mapping[int, Amount], states: Sequence[str]) -> list[YearSum]:
    """One query."""
    rows = Effort.objects.filter(measure__plan=plan, size__isnull=True, measure__state__in=states)
    taken = {
        year: Amount(money, hours)
        for year, money, hours in rows.order_by().values_list("year").annotate(Sum("money"), Sum("hours"))
    }
    return [YearSum(year, capacity.get(year), taken.get(year, Amount())) for year in plan.years]
