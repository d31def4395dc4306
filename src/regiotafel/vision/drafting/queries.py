"""New words that only members see, and the voices that may have led to them."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from regiotafel.regions.models import Region
from regiotafel.thread.models import Knot, Link, LinkState, Relation
from regiotafel.vision.models import Passage, PassageDraft


def draft_of(passage: Passage) -> PassageDraft | None:
    return PassageDraft.objects.filter(passage=passage).select_related("by").first()


def drafts_in(region: Region) -> QuerySet[PassageDraft]:
    """The newest first. That of a lapsed passage rests until the passage comes back."""
    rows = PassageDraft.objects.filter(passage__document__region=region, passage__retired_at=None)
    return rows.select_related("passage__document", "passage__section", "by")


def drafts_to_read(region: Region) -> QuerySet[PassageDraft]:
    """What is finished and waits for a second reader, longest first."""
    return drafts_in(region).filter(asked_at__isnull=False).order_by("asked_at", "pk")


def voices_beside(passage: Passage, chosen: Collection[int] = ()) -> list[Knot]:
    """What stands beside this passage on the thread, or was chosen before: everybody can read it, and it speaks for
    itself."""
    links = Link.objects.filter(from_knot=passage.knot_id, relation=Relation.COMES_FROM)
    beside = Q(pk__in=links.exclude(state=LinkState.REJECTED).values("to_knot")) | Q(pk__in=chosen)
    rows = Knot.objects.filter(beside, region=passage.document.region_id, is_public=True, is_live=True)
    return list(rows.select_related("region").order_by("pk"))
