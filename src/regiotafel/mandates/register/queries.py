"""What the register says: who decides about what, on a day, in each municipality."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from regiotafel.mandates.models import Deviation, LawFact, Mandate, Round, Subject
from regiotafel.mandates.queries import standing_mandates, subjects_with_law
from regiotafel.mandates.register.rules import holds, in_force, to_come
from regiotafel.regions.models import Region
from regiotafel.text.folding import fold_name


def is_title_taken(region: Region, title: str, but: Subject | None = None) -> bool:
    same = Subject.objects.filter(region=region, once=fold_name(title))
    return (same.exclude(pk=but.pk) if but else same).exists()


def slugs_of(region: Region) -> set[str]:
    return set(Subject.objects.filter(region=region).values_list("slug", flat=True))


def open_rounds_with(subject: Subject, at: datetime) -> list[str]:
    """The titles of rounds about it that were opened and are not closed yet."""
    rows = Round.objects.filter(round_subjects__subject=subject, opened_at__isnull=False, closes_at__gt=at)
    return list(rows.values_list("title", flat=True))


def mandates_of(subject: Subject) -> QuerySet[Mandate]:
    """All that was ever written down, the newest first."""
    return Mandate.objects.filter(subject=subject).select_related("by").order_by("-from_on", "-number")


def newest_mandate(subject: Subject) -> Mandate | None:
    return Mandate.objects.filter(subject=subject).order_by("-number").first()


def mandate_in(subject: Subject, number: int) -> Mandate | None:
    return Mandate.objects.filter(subject=subject, number=number).first()


def law_fact_in(subject: Subject, pk: int) -> LawFact | None:
    return LawFact.objects.filter(subject=subject, pk=pk).first()


def deviation_in(subject: Subject, pk: int) -> Deviation | None:
    return Deviation.objects.filter(subject=subject, pk=pk).select_related("municipality").first()


@dataclass(frozen=True)
class Settled:
    """A subject on a day: who decides, what changes later, and who does it in another way."""

    subject: Subject
    now: Mandate | None
    later: Sequence[Mandate]
    deviations: Sequence[Deviation]

    def level_in(self, municipality_id: int) -> str:
        """Where it is decided for who lives there; empty when nobody has said so."""
        own = self.deviation_of(municipality_id)
        return own.level if own else self.now.level if self.now else ""

    def deviation_of(self, municipality_id: int) -> Deviation | None:
        return next((one for one in self.deviations if one.municipality_id == municipality_id), None)


def register_of(region: Region, on: date) -> list[Settled]:
    """All subjects that stand, in four queries."""
    return [settled(one, on) for one in with_all_of_it(subjects_with_law(region))]


def settled_on(subject: Subject, on: date) -> Settled:
    [found] = with_all_of_it(Subject.objects.filter(pk=subject.pk).prefetch_related("law_facts"))
    return settled(found, on)


def with_all_of_it(subjects: QuerySet[Subject]) -> QuerySet[Subject]:
    return standing_mandates(subjects).prefetch_related(
        Prefetch("deviations", Deviation.objects.select_related("municipality"))
    )


def settled(subject: Subject, on: date) -> Settled:
    """Of a subject that was read `with_all_of_it`."""
    stands: list[Mandate] = subject.stands  # type: ignore[attr-defined]  # by `standing_mandates`
    deviations = [one for one in subject.deviations.all() if holds(one, on)]
    return Settled(subject, in_force(stands, on), to_come(stands, on), deviations)
