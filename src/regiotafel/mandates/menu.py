"""What the register brings to the frame of a region: a link as soon as there is a subject, and what waits for whom."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from regiotafel.mandates.agreeing.queries import undecided
from regiotafel.mandates.register.queries import deviations_to_review
from regiotafel.mandates.rules import PART
from regiotafel.regions.menu import Due, MenuItem, Task, Tool, Turn
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may

MENU = (MenuItem(PART, _("Wie beslist wat"), "mandates:index", from_its_beginning=True),)
DESK = (Tool("mandate.write", _("Wie beslist wat"), "mandates:index"),)


def turns(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """Agreements about which a municipality has decided nothing yet: for who writes that down."""
    own = [one for one in standings if one.municipality_id is not None]
    waiting = [
        (agreement, municipality)
        for agreement, municipality in (undecided(region) if own else ())
        if any(one.is_for(municipality) and may("consent.note", [one], of=municipality) for one in own)
    ]
    if waiting:
        agreement, municipality = waiting[0]
        address = [region.slug, agreement.subject.slug, agreement.number]
        name = ngettext(
            "akkoord wacht op het besluit van je gemeente",
            "akkoorden wachten op het besluit van je gemeente",
            len(waiting),
        )
        yield Turn(
            name,
            reverse("mandates:agreement", args=address),
            len(waiting),
            first=reverse("mandates:consent", args=[*address, municipality.pk]),
            since=agreement.at,
        )


def dues(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Due]:
    """A deviation that would be looked at again, or that ends."""
    if not may("mandate.write", standings):
        return
    for one in deviations_to_review(region, timezone.localdate(now)):
        told = gettext("%(place)s wijkt af bij “%(title)s”: bekijk dit opnieuw")
        url = reverse("mandates:subject", args=[region.slug, one.subject.slug])
        name = told % {"place": one.municipality, "title": one.subject.title}
        if one.review_on is not None:
            yield Due(one.review_on, name, f"{url}#afwijkingen", is_promise=True)


def to_set_up(region: Region) -> Iterator[Task]:
    is_there = PART in region.parts
    told = (
        gettext("Er staan onderwerpen in. Iedereen kan lezen wie beslist.")
        if is_there
        else gettext("Begin met een lijst van onderwerpen. Die neem je over met één klik.")
    )
    address = "mandates:index" if is_there else "mandates:take_over"
    yield Task(gettext("Wie beslist wat"), told, reverse(address, args=[region.slug]), is_there, may_wait=True)
