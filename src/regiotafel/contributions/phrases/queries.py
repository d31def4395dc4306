"""The phrases of a region."""

from django.db.models import QuerySet

from regiotafel.contributions.models import Phrase
from regiotafel.regions.models import Region


def phrases_of(region: Region) -> QuerySet[Phrase]:
    return Phrase.objects.filter(region=region)


def phrase_in(region: Region, pk: int | None) -> Phrase | None:
    return phrases_of(region).filter(pk=pk).first() if pk is not None else None
