"""What was said of the kinds of passages, and what hangs on a principle."""

from django.db.models import QuerySet

from regiotafel.regions.models import Region
from regiotafel.vision.models import Document, NamedKind, Passage, PassageKind
from regiotafel.vision.queries import Standing, standing_as


def last_kind(passage: Passage) -> NamedKind | None:
    return NamedKind.objects.filter(passage=passage).first()


def principles_of(document: Document) -> list[Standing]:
    """On which an exception can hang, in the order of the text."""
    return standing_as(document, PassageKind.PRINCIPLE)


def exceptions_in(region: Region) -> QuerySet[Passage]:
    """All that stand in a text of the region."""
    rows = Passage.objects.filter(document__region=region, retired_at=None, kind=PassageKind.EXCEPTION)
    return rows.select_related("document", "principle").order_by("document__in_order", "number")
