"""What of the thread waits for a member."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from regiotafel.regions.menu import Tool, Turn
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may
from regiotafel.thread.linking.queries import reviews_in

DESK = (Tool("thread.judge", _("Controleren"), "thread:reviews"),)


def turns(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """Links of which an end changed since somebody held the two against each other."""
    if may("thread.judge", standings) and (waiting := reviews_in(region)).n:
        name = ngettext(
            "koppeling moet je controleren, want er is iets veranderd",
            "koppelingen moet je controleren, want er is iets veranderd",
            waiting.n,
        )
        yield Turn(
            name,
            reverse("thread:reviews", args=[region.slug]),
            waiting.n,
            is_awaited=False,
            first=reverse("thread:judge", args=[region.slug, waiting.first]),
            since=waiting.since,
        )
