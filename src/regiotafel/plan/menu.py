"""What a plan brings to the frame of a region: a link as soon as there is one, and the work on the desk."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from regiotafel.people.models import User
from regiotafel.plan.agreements.queries import open_moments, open_needs
from regiotafel.plan.agreements.rules import is_yours, sees_all
from regiotafel.plan.ballots.queries import to_give
from regiotafel.plan.criteria.queries import left_to_score
from regiotafel.plan.measures.queries import owner_name, owner_of, without_owner
from regiotafel.plan.outcomes.queries import to_count
from regiotafel.plan.progress.queries import Due, asked_in, rhythms
from regiotafel.plan.rules import PART
from regiotafel.regions.menu import Due as DueOn
from regiotafel.regions.menu import MenuItem, Task, Tool, Turn
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may, own_municipalities, own_parties

MENU = (MenuItem(PART, _("Het plan"), "plan:index", from_its_beginning=True),)
DESK = (
    Tool("measure.score", _("Het plan"), "plan:index"),
    Tool("arrangement.read", _("Afspraken met aanbieders"), "plan:arrangements"),
)
# So many days ahead a day of an arrangement stands on the desk.
AHEAD = timedelta(days=60)


def turns(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """Of which measures it is due to be told how they go, what can still be chosen for a party; and for who writes the
    plan to which measures nobody sees. Without a number beside them: the pages behind them have others too."""
    if PART not in region.parts:
        return
    yield from _to_tell(region, standings, now)
    if may("ballot.give", standings):
        yield from _to_choose(region, standings, now)
    if not may("plan.write", standings):
        return
    for round in to_count(region, now):
        url = reverse("plan:outcome", args=[region.slug, round.plan.slug, round.number])
        yield Turn(gettext("De uitkomst van “%(title)s” is nog niet verteld") % {"title": round.title}, url)
    for plan, title, n in without_owner(region):
        told = ngettext(
            "Eén maatregel van “%(title)s” heeft nog geen eigenaar",
            "%(n)d maatregelen van “%(title)s” hebben nog geen eigenaar",
            n,
        )
        url = f"{reverse('plan:measures', args=[region.slug, plan])}?eigenaar=nobody"
        yield Turn(told % {"title": title, "n": n}, url, is_awaited=False)


def _to_choose(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """Rounds of choosing in which their municipality or organisation can still choose."""
    for round, n in to_give(region, standings, now):
        told = ngettext("Eén keuze in “%(title)s” is nog open", "%(n)d keuzes in “%(title)s” zijn nog open", n)
        url = reverse("plan:choice", args=[region.slug, round.plan.slug, round.number])
        yield Turn(told % {"title": round.title, "n": n}, url, is_awaited=False)


def own_turns(user: User, region: Region, standings: Collection[Standing]) -> Iterator[Turn]:
    """Proposed measures of which this person has not said what they are worth. One query. Without a number beside
    it too."""
    if PART not in region.parts or not may("measure.score", standings):
        return
    for plan, title, n in left_to_score(region, user):
        told = ngettext(
            "Eén maatregel van “%(title)s” wacht op jouw scores",
            "%(n)d maatregelen van “%(title)s” wachten op jouw scores",
            n,
        )
        url = reverse("plan:scores", args=[region.slug, plan])
        yield Turn(told % {"title": title, "n": n}, url, is_awaited=False)


def _to_tell(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """To who sees to a measure as soon as it is asked; of the others who writes the plan has what is late."""
    writes = may("plan.write", standings)
    if not (writes or own_parties(standings)):
        return
    for asked in asked_in(rhythms().filter(plan__region=region), now):
        due = [one for one in asked.due if _is_own(one, standings) or (writes and _is_for_writers(one))]
        if due:
            told = ngettext(
                "Eén maatregel van “%(title)s” waarover nog gemeld wordt hoe het gaat",
                "%(n)d maatregelen van “%(title)s” waarover nog gemeld wordt hoe het gaat",
                len(due),
            )
            args = [region.slug, asked.plan.slug]
            first = reverse("plan:tell_progress", args=[*args, due[0].measure.number])
            n_late = sum(one.is_late for one in due)
            late = ngettext("Eén is te laat.", "%(n)d zijn te laat.", n_late) % {"n": n_late} if n_late else ""
            url = f"{reverse('plan:progress', args=args)}#te-melden"
            told %= {"title": asked.plan.title, "n": len(due)}
            yield Turn(told, url, first=first, n_late=n_late, explained=late)


def _is_for_writers(due: Due) -> bool:
    return due.is_late or owner_of(due.measure) is None


def _is_own(due: Due, standings: Collection[Standing]) -> bool:
    owner = owner_of(due.measure)
    return owner is not None and any(one.is_for(owner) for one in standings)


def dues(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[DueOn]:
    """When it is asked next how measures go, for who sees to something: what was asked waits among the turns. And what
    is agreed with providers."""
    if PART not in region.parts:
        return
    yield from _agreed(region, standings, now)
    if not (may("plan.write", standings) or own_parties(standings)):
        return
    for asked in asked_in(rhythms().filter(plan__region=region), now):
        name = gettext("Melden hoe het gaat met de maatregelen van “%(title)s”") % {"title": asked.plan.title}
        yield DueOn(asked.next_on, name, reverse("plan:progress", args=[region.slug, asked.plan.slug]), is_yours=False)


def _agreed(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[DueOn]:
    """Days of what is agreed with providers, and what must be ready before them, for who sees to it. Six queries."""
    if not sees_all(standings):
        return
    own, writes, today = own_municipalities(standings), may("arrangement.write", standings), timezone.localdate(now)
    for one in open_moments(region, today, today + AHEAD):
        if is_yours(one.arrangement, own, writes=writes):
            told = gettext("%(what)s van “%(title)s”") % {"what": one.name, "title": one.arrangement.title}
            yield DueOn(one.on, told, one.url, is_promise=True, is_yours=writes)
    for need in open_needs(region):
        arrangement = need.milestone.arrangement
        whose = need if owner_name(need) else arrangement
        if need.by_on and need.by_on <= today + AHEAD and is_yours(whose, own, writes=writes):
            named = {"what": need, "when": need.milestone, "title": arrangement.title}
            told = gettext("%(what)s moet klaar zijn voor %(when)s van “%(title)s”") % named
            url = reverse("plan:arrangement", args=[region.slug, arrangement.number])
            yours = may("prerequisite.ready", standings, of=whose.municipality)
            yield DueOn(need.by_on, told, url, is_promise=True, is_yours=yours)


def to_set_up(region: Region) -> Iterator[Task]:
    is_there = PART in region.parts
    told = (
        gettext("Er is een uitvoeringsplan.")
        if is_there
        else gettext("Begin een plan als de tekst er is. Dan wordt duidelijk wat er eerst komt.")
    )
    address = "plan:index" if is_there else "plan:new_plan"
    yield Task(gettext("Het plan"), told, reverse(address, args=[region.slug]), is_there, may_wait=True)
