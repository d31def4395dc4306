"""The meetings of a region."""

from django.db.models import QuerySet

from regiotafel.regions.models import Region
from regiotafel.tables.models import Meeting


def meetings_in(region: Region) -> QuerySet[Meeting]:
    """Newest first."""
    return Meeting.objects.filter(region=region).select_related("organisation").order_by("-held_on", "name", "pk")
