"""What of the thread waits for a member."""

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from regiotafel.regions.menu import Turn
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may
from regiotafel.thread.linking.queries import to_review


def turns(region: Region, standings: Collection[Standing]) -> Iterator[Turn]:
    """Links of which an end changed since somebody held the two against each other."""
    if may("thread.judge", standings) and (n := to_review(region).count()):
        sentence = ngettext(
            "Eén koppeling moet je nakijken, want er is iets veranderd",
            "%(n)d koppelingen moet je nakijken, want er is iets veranderd",
            n,
        )
        yield Turn(sentence % {"n": n}, reverse("thread:reviews", args=[region.slug]), is_awaited=False)
