"""What a plan can hold, and what already stands in its years."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regiotafel.plan.models import Effort, Measure, Place, Plan, PlanYear
from regiotafel.plan.rules import Amount
from regiotafel.regions.models import Region
from regiotafel.text.folding import fold_name
from regiotafel.vision.models import Document


def slugs_of(region: Region) -> set[str]:
    return set(Plan.objects.filter(region=region).values_list("slug", flat=True))


def is_plan_title_taken(region: Region, title: str, but: Plan | None = None) -> bool:
    same = Plan.objects.filter(region=region, once=fold_name(title))
    return (same.exclude(pk=but.pk) if but else same).exists()


def documents_of(region: Region) -> QuerySet[Document]:
    return Document.objects.filter(region=region)


def capacity_of(plan: Plan) -> dict[int, Amount]:
    """By year; of a year that is not there nobody has said it yet."""
    rows = PlanYear.objects.filter(plan=plan).order_by("year")
    return {one.year: Amount(one.money, one.hours) for one in rows}


def years_used(plan: Plan) -> dict[int, str]:
    """By year for which something was filled in, what that is. Four queries."""
    found = {one.year: _("wat er is aan geld en inzet") for one in PlanYear.objects.filter(plan=plan)}
    measures = Measure.objects.filter(plan=plan)
    for effort in Effort.objects.filter(measure__plan=plan).select_related("measure").order_by("-measure__number"):
        found[effort.year] = _named(effort.measure)
    for one in measures.exclude(earliest_year=None, latest_year=None).order_by("-number"):
        found |= {year: _named(one) for year in (one.earliest_year, one.latest_year) if year is not None}
    for place in Place.objects.filter(variant__plan=plan).select_related("variant").order_by("-variant"):
        found[place.first_year] = _("de variant “%(name)s” over de jaren") % {"name": place.variant.name}
    return found


def _named(measure: Measure) -> str:
    return _("maatregel %(number)d, “%(title)s”") % {"number": measure.number, "title": measure.title}


def n_measures(plan: Plan) -> int:
    return Measure.objects.filter(plan=plan).count()
