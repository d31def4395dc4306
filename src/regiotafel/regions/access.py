"""The door of every page below a region: which region, who is asking, may they.

A view below `/<region>/` is wrapped in `door(act)`; it then gets a request with `region` and `standings`: the
roles that the asker holds there, looked up when somebody first asks for them.
"""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext as _

from regiotafel.people.models import User
from regiotafel.regions.models import Membership, Region
from regiotafel.regions.permissions import EVERYBODY, PERMISSIONS, Party, Standing, may
from regiotafel.regions.queries import (
    has_logo,
    looks_after_site,
    memberships_of,
    region_by_slug,
    standings_of,
    steps_of,
)
from regiotafel.regions.rules import NotAllowed
from regiotafel.web.marks import SITE, View, marked
from regiotafel.web.pages import kept_by_nobody

# None: it is of nobody in particular.
FindsParty = Callable[..., Party | None]
Thing = TypeVar("Thing")
Sees = Callable[[Thing, Collection[Standing]], bool]
# Who holds no role: a visitor.
NOBODY: frozenset[Standing] = frozenset()


class RegionRequest(HttpRequest):
    """A request that came through a door."""

    region: Region
    standings: Collection[Standing]
    # Whose it is, behind a door that asks that.
    party: Party


def door(act: str, *, finds_region: bool = True, of: FindsParty | None = None) -> Callable[[View], View]:
    """Lets in who may do `act` in the region of the address; asks others to log in, or says no.

    - A view for everybody may find its region itself (`finds_region=False`), together with what it needs anyway. It
      then says with `enter` which one it is.
    - An act that some may do only for their own municipality or organisation asks whose it is: `of` finds that, from
      the request and what else the address holds.
    """
    permission = PERMISSIONS[act]
    if not (finds_region or permission.roles == EVERYBODY) or bool(permission.own) != bool(of):
        raise KeyError(act)

    def wrap(view: View) -> View:
        if not finds_region:
            return marked(view, act)

        @wraps(view)
        def guarded(request: HttpRequest, region: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            found = region_by_slug(region)
            if found is None:
                raise Http404(_("Deze regio bestaat niet."))
            inside = enter(request, found)
            party = of(inside, *args, **kwargs) if of is not None else None
            if party is not None:
                inside.party = party
            if not may(act, NOBODY) and not may(act, inside.standings, of=party):
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                raise PermissionDenied(str(NotAllowed(act)))
            return view(inside, *args, **kwargs)

        return marked(guarded, act)

    return wrap


def for_site(view: View) -> View:
    """Lets in who looks after the installation."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not looks_after_site(request.user):
            raise PermissionDenied(_("Dit is voor de beheerder van de hele site."))
        return kept_by_nobody(view(request, *args, **kwargs))

    return marked(guarded, SITE)


def enter(request: HttpRequest, region: Region) -> RegionRequest:
    """The request, now in this region. Who asks there is looked up only when somebody wants to know."""
    inside: RegionRequest = request  # type: ignore[assignment]  # the same object, which has these from now on
    inside.region = region
    standings = SimpleLazyObject(lambda: standings_of(member(request), region))
    inside.standings = standings
    return inside


def shown(found: Thing | None, standings: Collection[Standing], sees: Sees[Thing], missing: str | Promise) -> Thing:
    """What an address names, when who asks may see it in the state that it has.

    Else the answer is that of what is not there, in the same words: nobody learns by asking what they may not see.
    Every `load` of an app ends here, and a page finds nothing by a number or code in another way.
    """
    if found is None or not sees(found, standings):
        raise Http404(str(missing))
    return found


def behind_its_door(found: object, standings: Collection[Standing]) -> bool:
    """It has no state in which it is hidden: whoever came through the door of the page sees it."""
    return True


def member(request: HttpRequest) -> User | None:
    """Who is logged in. Without a session cookie nothing is looked up."""
    return request.user if request.user.is_authenticated else None


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page shows: the region, its steps, and what this person may do."""
    region: Region | None = getattr(request, "region", None)
    standings: Collection[Standing] = getattr(request, "standings", NOBODY)
    return {
        "region": region,
        "may": SimpleLazyObject(lambda: {act.replace(".", "_"): may(act, standings) for act in PERMISSIONS}),
        "steps": SimpleLazyObject(lambda: steps_of(region, timezone.localdate()) if region else []),
        "theme_css_url": _theme_css_url(region),
        "theme_logo_url": SimpleLazyObject(lambda: _theme_logo_url(region)),
        "memberships": SimpleLazyObject(lambda: _memberships(request)),
        "looks_after_site": SimpleLazyObject(lambda: hasattr(request, "user") and looks_after_site(member(request))),
    }


def _theme_css_url(region: Region | None) -> str:
    if region is None or not region.theme:
        return ""
    return reverse("regions:theme_css", args=[region.slug, region.theme_version])


def _theme_logo_url(region: Region | None) -> str:
    if region is None or not has_logo(region.theme):
        return ""
    return reverse("regions:theme_logo", args=[region.slug, region.theme_version])


def _memberships(request: HttpRequest) -> list[Membership]:
    # A request that was refused early has no user yet.
    user = member(request) if hasattr(request, "user") else None
    return list(memberships_of(user)) if user else []
