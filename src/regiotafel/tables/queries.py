"""The meetings of a region."""

from datetime import date

from django.db.models import QuerySet

from regiotafel.regions.models import Region
from regiotafel.tables.models import Meeting
from regiotafel.text.folding import fold_name


def meetings_in(region: Region) -> QuerySet[Meeting]:
    """Newest first."""
    return Meeting.objects.filter(region=region).select_related("organisation").order_by("-held_on", "in_order", "pk")


def is_planned(region: Region, name: str, held_on: date) -> bool:
    """However its name is typed."""
    return Meeting.objects.filter(region=region, once=fold_name(name), held_on=held_on).exists()
