"""Who decides now, as packages ask it; and what was searched before."""

from collections.abc import Iterable
from datetime import date

from regiotafel.mandates.models import Mandate, PackageSearch, Round, SearchKind, Subject
from regiotafel.regions.models import RegionMunicipality


def deciding_now(subjects: Iterable[Subject], today: date) -> dict[int, Mandate]:
    """By subject, the mandate that holds today. One query."""
    rows = Mandate.objects.filter(subject__in=list(subjects), withdrawn_at__isnull=True, from_on__lte=today)
    return {one.subject_id: one for one in rows.order_by("from_on", "number")}


def people_in(region_id: int) -> dict[int, int]:
    """By municipality, how many people it has, where that is known."""
    rows = RegionMunicipality.objects.filter(region=region_id, n_people__isnull=False)
    return {pk: n for pk, n in rows.values_list("municipality", "n_people") if n}


def sources_of_people(region_id: int) -> list[str]:
    """Who counted them, each once."""
    rows = RegionMunicipality.objects.filter(region=region_id).exclude(people_from="")
    return sorted(set(rows.values_list("people_from", flat=True)))


def searches_of(round: Round) -> list[PackageSearch]:
    """For the packages of the round itself, the newest first; that is the one about what holds now, once somebody
    looked."""
    return list(PackageSearch.objects.filter(round=round, kind=SearchKind.ROUND))


def search_with(round: Round, kind: SearchKind, key: str) -> PackageSearch | None:
    return PackageSearch.objects.filter(round=round, kind=kind, key=key).first()


# What the pages about packages search for.
FOR_PACKAGES = (SearchKind.ROUND, SearchKind.LIFTED)


def search_named(round: Round, name: str, kinds: Iterable[SearchKind] = FOR_PACKAGES) -> PackageSearch | None:
    """By its key in an address or a form; an empty one is the newest of the round itself. Of these kinds: each has a
    task of its own."""
    rows = PackageSearch.objects.filter(round=round, kind__in=kinds).defer("data")
    return (rows.filter(key=name) if name else rows.filter(kind=SearchKind.ROUND)).first()


def is_search_over(search: PackageSearch) -> bool:
    """Somebody stopped it, or other positions came."""
    return not PackageSearch.objects.filter(pk=search.pk, finished_at__isnull=True).exists()
