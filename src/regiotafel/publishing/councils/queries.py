"""Decisions of councils that nobody wrote down yet."""

from collections.abc import Collection, Iterator
from datetime import date

from django.utils import timezone

from regiotafel.councils.models import Route
from regiotafel.regions.models import Municipality, Region
from regiotafel.regions.parties.queries import places_of
from regiotafel.vision.deciding.queries import newest_by
from regiotafel.vision.models import Decision, Release


def still_to_note(
    region: Region, municipalities: Collection[int], today: date
) -> Iterator[tuple[Release, Municipality]]:
    """Of texts without a planning: the newest version on the evening that the region wrote down for a council, when
    that is over and nothing is written down about the text. Where there is a planning, that asks. At most three
    queries."""
    over = places_of(region).filter(municipality__in=municipalities, council_decides_on__lt=today)
    if not (places := list(over.order_by("municipality__in_order"))):
        return
    planned = Route.objects.filter(document__region=region).values("document")
    rows = Release.objects.filter(document__region=region).exclude(document__in=planned)
    releases = list(rows.select_related("document").order_by("number"))
    told = newest_by(releases, municipalities).values()  # what was taken back, was not decided
    document_of = {one.pk: one.document_id for one in releases}
    decided = {(document_of[one.release_id], one.municipality_id) for one in told if one.decision != Decision.NONE}
    for place in places:
        there = {one.document_id: one for one in releases if _was_there(one, place.council_decides_on)}
        for document, release in there.items():
            if (document, place.municipality_id) not in decided:
                yield release, place.municipality


def _was_there(release: Release, on: date | None) -> bool:
    return on is not None and timezone.localdate(release.at) <= on
