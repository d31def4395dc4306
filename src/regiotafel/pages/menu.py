"""The menus of the site, gathered from what each app says in its own `menu.py`."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template import loader
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations import menu as consultations
from regiotafel.contributions import menu as contributions
from regiotafel.councils import menu as councils
from regiotafel.keeping import menu as keeping
from regiotafel.mandates import menu as mandates
from regiotafel.people.models import User
from regiotafel.plan import menu as plan
from regiotafel.publishing import menu as publishing
from regiotafel.regions import menu as regions
from regiotafel.regions.begun.queries import begun_by
from regiotafel.regions.menu import Draft, Due, MenuItem, Task, Tool, Turn
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may
from regiotafel.thread import menu as thread
from regiotafel.vision import menu as vision

SEARCH = MenuItem("zoeken", _("Zoeken"), "pages:search")
MENU = (
    *vision.MENU,
    *mandates.MENU,
    *plan.MENU,
    *publishing.MENU,
    *contributions.MENU,
    *consultations.MENU,
    *regions.MENU,
    SEARCH,
)
TOOLS = (*consultations.TOOLS, *regions.TOOLS, Tool("history.read", _("Logboek"), "pages:history"))
DESK = (
    Tool("desk.read", _("Mijn werk"), "pages:desk"),
    *contributions.DESK,
    *vision.DESK,
    *mandates.DESK,
    *plan.DESK,
    *councils.DESK,
    *thread.DESK,
    *consultations.DESK,
    Tool("history.read", _("Logboek"), "pages:history"),
)
DUES = (vision.dues, consultations.dues, contributions.dues, mandates.dues, plan.dues, councils.dues)
DRAFTS = (vision.drafts, contributions.drafts, consultations.drafts)
TURNS = (
    keeping.turns,
    consultations.turns,
    contributions.turns,
    vision.turns,
    mandates.turns,
    plan.turns,
    councils.turns,
    publishing.turns,
    thread.turns,
)
SET_UP = (regions.to_set_up, vision.to_set_up, mandates.to_set_up, plan.to_set_up, consultations.to_set_up)
FOOTER = (
    (_("Over Regiotafel"), "pages:about"),
    (_("Hoe we rekenen"), "pages:method"),
    (_("Wie mag wat"), "regions:permissions"),
    (_("Privacy"), "pages:privacy"),
    (_("Toegankelijkheid"), "pages:accessibility"),
)


@dataclass(frozen=True)
class Link:
    name: str | Promise
    url: str
    # What a page gives as `here` when it is below this link.
    word: str = ""


def tools_for(region: Region, standings: Collection[Standing]) -> list[Link]:
    return [_link(region, tool) for tool in TOOLS if may(tool.act, standings)]


def turns_for(user: User | None, region: Region, standings: Collection[Standing], now: datetime) -> list[Turn]:
    """What waits for this member: first what is late, then what others wait for too."""
    found = [turn for turns in TURNS for turn in turns(region, standings, now)]
    found += plan.own_turns(user, region, standings) if user else ()
    return sorted(found, key=lambda turn: (not turn.n_late, not turn.is_awaited))


def dues_for(region: Region, standings: Collection[Standing], now: datetime) -> list[Due]:
    """In order of time: what was promised and is not done yet also when that day is past."""
    return sorted((due for dues in DUES for due in dues(region, standings, now)), key=lambda due: due.on)


def drafts_for(user: User | None, region: Region, standings: Collection[Standing], now: datetime) -> list[Draft]:
    """The newest first; what only this person sees among them."""
    found = [draft for drafts in DRAFTS for draft in drafts(region, standings, now)]
    for one in begun_by(user, region) if user else ():
        found.append(Draft(one.name, one.place, one.saved_at, told=gettext("alleen jij ziet dit")))
    return sorted(found, key=lambda draft: draft.saved_at, reverse=True)


def tasks_of(region: Region) -> list[Task]:
    """All that a new region is set up with, done or not."""
    return [task for tasks in SET_UP for task in tasks(region)]


def still_to_set_up(region: Region, standings: Collection[Standing]) -> list[Task]:
    """What an administrator still has to set up; nothing for anybody else."""
    if not may("region.write", standings):
        return []
    return [task for task in tasks_of(region) if not (task.is_done or task.may_wait)]


def frame(request: HttpRequest) -> dict[str, Any]:
    """The links in the frame of every page. Who is logged in is looked up only by a page that shows them."""
    return {
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "desk_menu": SimpleLazyObject(lambda: _desk_menu(request)),
        "footer": _footer(getattr(request, "region", None)),
    }


def _menu(request: HttpRequest) -> list[Link]:
    region: Region | None = getattr(request, "region", None)
    return [*_desk(request, region), *_of_region(region), *_of_account(request)]


def _desk(request: HttpRequest, region: Region | None) -> list[Link]:
    """For who works in this region, before all else. Of a visitor nothing is looked up."""
    standings: Collection[Standing] = getattr(request, "standings", ())
    if region is None or not may("desk.read", standings):
        return []
    return [_link(region, DESK[0])]


def _desk_menu(request: HttpRequest) -> list[Link]:
    region: Region | None = getattr(request, "region", None)
    standings: Collection[Standing] = getattr(request, "standings", ())
    return [_link(region, tool) for tool in DESK if may(tool.act, standings)] if region else []


def _link(region: Region, tool: Tool) -> Link:
    return Link(tool.name, reverse(tool.address, args=[region.slug]))


def _footer(region: Region | None = None) -> list[Link]:
    """A region says itself who answers for what is kept there."""
    own = {"pages:privacy": reverse("pages:region_privacy", args=[region.slug])} if region else {}
    return [Link(name, own.get(address) or reverse(address)) for name, address in FOOTER]


def context_of_nobody() -> dict[str, Any]:
    """The same for a page without a request and without the database."""
    return {"menu": [_log_in()], "footer": _footer()}


@lru_cache(50)
def page_of_nobody(template: str, **context: Hashable) -> bytes:
    """Drawn once for the same words: what it says, it says when it is busy."""
    return loader.get_template(template).render(context | context_of_nobody()).encode()


def _of_region(region: Region | None) -> list[Link]:
    if region is None:
        return []
    return [
        Link(item.name, reverse(item.address, args=[region.slug]), item.word) for item in MENU if item.is_shown(region)
    ]


def _of_account(request: HttpRequest) -> list[Link]:
    # A request that was refused early has no user yet.
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return [_log_in()]
    return [Link(_("Mijn account"), reverse("people:profile"), "profiel")]


def _log_in() -> Link:
    return Link(_("Inloggen"), reverse("account_login"))
