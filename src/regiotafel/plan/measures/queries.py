"""Measures, found and read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.history.models import Entry
from regiotafel.history.rules import subject_of
from regiotafel.people.models import User
from regiotafel.plan.acts import EFFORT_SET, MEASURE_ADDED, MEASURE_CHANGED, NEEDS_SET, SIZE_REMOVED
from regiotafel.plan.models import (
    Dependency,
    Effort,
    Measure,
    MeasureState,
    MeasureStep,
    OneOf,
    Owned,
    Place,
    Plan,
    PlanState,
    Size,
)
from regiotafel.plan.queries import measures_of
from regiotafel.plan.rules import OUT, Amount, Owner
from regiotafel.regions.models import Municipality, Organisation, Region
from regiotafel.regions.parties.queries import municipalities_of, organisations_by_name
from regiotafel.text.differences import Difference, differences
from regiotafel.text.folding import fold, fold_name
from regiotafel.vision.models import Section


def measure_titled(plan: Plan, title: str, but: Measure | None = None) -> Measure | None:
    same = Measure.objects.filter(plan=plan, once=fold_name(title))
    return (same.exclude(pk=but.pk) if but else same).first()


def owner_of(owned: Owned) -> Municipality | Organisation | None:
    return owned.municipality or owned.organisation


def owner_name(owned: Owned) -> str:
    """Empty: nobody yet."""
    return _("de gemeenten samen") if owned.is_of_region else str(owner_of(owned) or "")


def word_of(owner: Owner) -> str:
    """As a form and a page name it; empty: nobody."""
    return owner if isinstance(owner, str) else f"{owner._meta.model_name}-{owner.pk}" if owner else ""


def parties_by_word(region: Region) -> dict[str, Municipality | Organisation]:
    """Who can own something, by how a form names them. Two queries."""
    named: Iterable[Municipality | Organisation] = (*municipalities_of(region), *organisations_by_name(region))
    return {word_of(one): one for one in named}


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


def variant_with(size: Size) -> str:
    """The name of the first variant over the years in which a measure has this size; empty: there is none."""
    found = Place.objects.filter(size=size).select_related("variant").order_by("variant").first()
    return found.variant.name if found else ""


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


def gone_needs(measure: Measure) -> QuerySet[Measure]:
    """What it waits for, and was withdrawn."""
    return needs_of(measure).filter(state=MeasureState.WITHDRAWN)


def others_of(measure: Measure) -> QuerySet[Measure]:
    """Of the same plan."""
    return measures_of(measure.plan).exclude(pk=measure.pk)


def exclusions_of(plan: Plan) -> QuerySet[OneOf]:
    """That hold something."""
    return OneOf.objects.filter(plan=plan, measures__isnull=False).distinct().order_by("pk")


def beside(measure: Measure) -> list[Measure]:
    """Of which only one comes in the plan, without itself."""
    if measure.one_of_id is None:
        return []
    return list(others_of(measure).filter(one_of=measure.one_of_id))


def duties_beside(measure: Measure, choice: OneOf | None) -> list[Measure]:
    """Of a choice what the law asks for and is not over, without itself."""
    if choice is None:
        return []
    return list(others_of(measure).filter(one_of=choice, is_statutory=True).exclude(state__in=OUT)[:1])


def choices_in(plan: Plan) -> dict[int, str]:
    """By the number of a measure, the name of the choice in which it is. One query."""
    rows = measures_of(plan).filter(one_of__isnull=False)
    return dict(rows.values_list("number", "one_of__name"))


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


def without_owner(region: Region) -> list[tuple[str, str, int]]:
    """Of each plan that is not over: its address, its title, and to how many of its measures nobody sees. One query."""
    rows = Measure.objects.filter(NOBODY, plan__region=region).exclude(plan__state=PlanState.DONE)
    rows = rows.exclude(state__in=(MeasureState.IDEA, *OUT)).order_by("plan__first_year", "plan")
    return list(rows.values_list("plan__slug", "plan__title").annotate(n=Count("pk")))


def owners_in(measures: Collection[Measure]) -> list[tuple[str, str]]:
    """Who own something among these, as a form offers them."""
    named = {owner_word(one): owner_name(one) or _("nog niemand") for one in measures}
    return sorted(named.items(), key=lambda one: fold(one[1]))


def owner_word(owned: Owned) -> str:
    if owned.municipality_id:
        return f"municipality-{owned.municipality_id}"
    if owned.organisation_id:
        return f"organisation-{owned.organisation_id}"
    return "region" if owned.is_of_region else "nobody"


# --- What was done to one of them

# By the act, as its history is read.
DONE: Mapping[str, Promise] = {
    MEASURE_ADDED.name: gettext_lazy("In het plan gezet"),
    MEASURE_CHANGED.name: gettext_lazy("Veranderd"),
    EFFORT_SET.name: gettext_lazy("Geld en inzet ingevuld"),
    SIZE_REMOVED.name: gettext_lazy("Kleinere vorm weggehaald"),
    NEEDS_SET.name: gettext_lazy("Samenhang gekozen"),
}
NAMES: Mapping[str, Promise] = {
    "title": gettext_lazy("titel"),
    "about": gettext_lazy("wat we doen"),
    "theme": gettext_lazy("thema"),
    "municipality": gettext_lazy("gemeente die ervoor zorgt"),
    "organisation": gettext_lazy("organisatie die ervoor zorgt"),
    "is_of_region": gettext_lazy("van de gemeenten samen"),
    "level": gettext_lazy("niveau"),
    "earliest_year": gettext_lazy("op zijn vroegst"),
    "latest_year": gettext_lazy("uiterlijk"),
    "is_statutory": gettext_lazy("wettelijk verplicht"),
    "ground": gettext_lazy("artikel of besluit"),
    "result": gettext_lazy("wat het oplevert"),
    "measured_by": gettext_lazy("hoe we dat meten"),
    "money": gettext_lazy("geld over alle jaren"),
    "hours": gettext_lazy("uren over alle jaren"),
}
# A larger number is an amount.
LAST_YEAR = 2100


# By the name of a field, was beside is.
Changes = Sequence[tuple[str, list[Difference]]]


@dataclass(frozen=True)
class Moment:
    """One change of a measure. number: of its line in the history."""

    number: int
    name: str
    at: datetime
    by: User | None
    changes: Changes
    is_beginning: bool


def history_of(measure: Measure) -> list[Moment]:
    """The newest first. Nothing of a change whose words were taken out. One query."""
    rows = Entry.objects.filter(subject=subject_of(measure), act__in=DONE).select_related("by").order_by("-number")
    return [_moment(one) for one in rows]


def moments_of(measures: Iterable[Measure], most: int) -> list[tuple[str, Moment]]:
    """Of these, the newest changes, each with which it is about; without how they began. One query."""
    acts = [name for name in DONE if name != MEASURE_ADDED.name]
    subjects = [subject_of(one) for one in measures]
    rows = Entry.objects.filter(subject__in=subjects, act__in=acts).select_related("by").order_by("-number")[:most]
    return [(one.subject, _moment(one)) for one in rows]


def _moment(entry: Entry) -> Moment:
    is_beginning = entry.act == MEASURE_ADDED.name
    return Moment(entry.number, _name_of(entry), entry.at, entry.by, _changes_in(entry), is_beginning)


def _name_of(entry: Entry) -> str:
    """What it takes says whether the measure became smaller."""
    was, now = (entry.data.get(side, {}).get("money") for side in ("before", "after"))
    if entry.act == EFFORT_SET.name and was and now is not None and was != now:
        return _("Kleiner gemaakt") if now < was else _("Groter gemaakt")
    return str(DONE[entry.act])


def _changes_in(entry: Entry) -> list[tuple[str, list[Difference]]]:
    before, after = entry.data.get("before", {}), entry.data.get("after", {})
    changed = [name for name in NAMES if name in after]
    return [
        (str(NAMES[name]), differences(*(_as_read(side.get(name)) for side in (before, after)))) for name in changed
    ]


def _as_read(value: object) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, int) and value > LAST_YEAR:
        return f"{value:,}".replace(",", ".")
    return "" if value is None else str(value)


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
