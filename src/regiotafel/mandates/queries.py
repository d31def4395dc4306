"""Where things are in the register and its rounds."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from regiotafel.mandates.models import Deviation, LawFact, Mandate, Subject
from regiotafel.mandates.rules import is_in_conflict
from regiotafel.regions.models import Region


def subjects_of(region: Region) -> QuerySet[Subject]:
    """What stands in the register."""
    return Subject.objects.filter(region=region, retired_at__isnull=True).order_by("position", "pk")


def subjects_with_law(region: Region) -> QuerySet[Subject]:
    return subjects_of(region).prefetch_related("law_facts")


def subject_in(region: Region, slug: str) -> Subject | None:
    """Also when it has lapsed: its page stays."""
    found = Subject.objects.filter(region=region, slug=slug).select_related("knot", "passage__document").first()
    if found is not None:
        found.region = region
    return found


def law_facts_of(subject: Subject) -> list[LawFact]:
    return list(LawFact.objects.filter(subject=subject))


def standing_mandates(subjects: QuerySet[Subject]) -> QuerySet[Subject]:
    """Each subject with its mandates that were not withdrawn, in the order of their days, as `stands`; each with what
    was agreed, when it is so by that."""
    rows = Mandate.objects.filter(withdrawn_at__isnull=True).order_by("from_on", "number")
    rows = rows.select_related("agreement").prefetch_related("agreement__consents")
    return subjects.prefetch_related(Prefetch("mandates", rows, to_attr="stands"))


def subjects_in_conflict(region: Region, today: date) -> list[Subject]:
    """Of which what the law says leaves no level. Two queries."""
    return [one for one in subjects_with_law(region) if is_in_conflict(one.law_facts.all(), today)]


def mandate_in(subject: Subject, number: int) -> Mandate | None:
    return Mandate.objects.filter(subject=subject, number=number).first()


def law_fact_in(subject: Subject, pk: int) -> LawFact | None:
    return LawFact.objects.filter(subject=subject, pk=pk).first()


def deviation_in(subject: Subject, pk: int) -> Deviation | None:
    return Deviation.objects.filter(subject=subject, pk=pk).select_related("municipality").first()
