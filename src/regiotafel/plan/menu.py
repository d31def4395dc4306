"""What a plan brings to the frame of a region: a link as soon as there is one, and the work on the desk."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from regiotafel.people.models import User
from regiotafel.plan.criteria.queries import left_to_score
from regiotafel.plan.measures.queries import without_owner
from regiotafel.plan.rules import PART
from regiotafel.regions.menu import MenuItem, Task, Tool, Turn
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may

MENU = (MenuItem(PART, _("Het plan"), "plan:index", from_its_beginning=True),)
DESK = (Tool("measure.score", _("Het plan"), "plan:index"),)


def turns(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """Measures to which nobody sees: for who writes the plan. One query."""
    if PART not in region.parts or not may("plan.write", standings):
        return
    for plan, title, n in without_owner(region):
        told = ngettext(
            "maatregel van “%(title)s” heeft nog geen eigenaar",
            "maatregelen van “%(title)s” hebben nog geen eigenaar",
            n,
        )
        url = f"{reverse('plan:measures', args=[region.slug, plan])}?eigenaar=nobody"
        yield Turn(told % {"title": title}, url, n=n, is_awaited=False)


def own_turns(user: User, region: Region, standings: Collection[Standing]) -> Iterator[Turn]:
    """Proposed measures of which this person has not said what they are worth. One query."""
    if PART not in region.parts or not may("measure.score", standings):
        return
    for plan, title, n in left_to_score(region, user):
        told = ngettext(
            "maatregel van “%(title)s” wacht op jouw scores", "maatregelen van “%(title)s” wachten op jouw scores", n
        )
        url = reverse("plan:scores", args=[region.slug, plan])
        yield Turn(told % {"title": title}, url, n=n, is_awaited=False)


def to_set_up(region: Region) -> Iterator[Task]:
    is_there = PART in region.parts
    told = (
        gettext("Er is een uitvoeringsplan.")
        if is_there
        else gettext("Begin een plan als de tekst er is. Dan wordt duidelijk wat er eerst komt.")
    )
    address = "plan:index" if is_there else "plan:new_plan"
    yield Task(gettext("Het plan"), told, reverse(address, args=[region.slug]), is_there, may_wait=True)
