"""The door of every page below a region: which region, who is asking, may they.

A view below `/<region>/` is wrapped in `door(act)`; it then gets a request with `region` and `roles`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from regiotafel.people.models import User
from regiotafel.regions.models import Membership, Region, Role
from regiotafel.regions.queries import has_logo, memberships_of, region_by_slug, roles_of, steps_of
from regiotafel.regions.rules import EVERYBODY, PERMISSIONS, NotAllowed, is_allowed
from regiotafel.web.marks import View, marked


class RegionRequest(HttpRequest):
    """A request that came through a door."""

    region: Region
    roles: frozenset[Role]


def door(act: str, *, finds_region: bool = True) -> Callable[[View], View]:
    """Lets in who may do `act` in the region of the address; asks others to log in, or says no.

    A view for everybody may find its region itself (`finds_region=False`), together with what it needs anyway.
    """
    if act not in PERMISSIONS or not (finds_region or PERMISSIONS[act].roles == EVERYBODY):
        raise KeyError(act)

    def wrap(view: View) -> View:
        if not finds_region:
            return marked(view, act)

        @wraps(view)
        def guarded(request: RegionRequest, region: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            found = region_by_slug(region)
            if found is None:
                raise Http404("Deze regio bestaat niet.")
            request.region = found
            request.roles = roles_of(member(request), found)
            if not is_allowed(act, request.roles):
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                raise PermissionDenied(str(NotAllowed(act)))
            return view(request, *args, **kwargs)

        return marked(guarded, act)

    return wrap


def member(request: HttpRequest) -> User | None:
    """Who is logged in. Without a session cookie nothing is looked up."""
    return request.user if request.user.is_authenticated else None


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page shows: the region, its steps, and what this person may do."""
    region: Region | None = getattr(request, "region", None)
    roles: frozenset[Role] = getattr(request, "roles", frozenset({Role.VISITOR}))
    return {
        "region": region,
        "roles": roles,
        "may": {act.replace(".", "_"): is_allowed(act, roles) for act in PERMISSIONS},
        "steps": SimpleLazyObject(lambda: steps_of(region, timezone.localdate()) if region else []),
        "theme_logo_url": SimpleLazyObject(lambda: _theme_logo_url(region)),
        "memberships": SimpleLazyObject(lambda: _memberships(request)),
    }


def _theme_logo_url(region: Region | None) -> str:
    if region is None or not has_logo(region.theme):
        return ""
    return reverse("regions:theme_logo", args=[region.slug, region.theme_version])


def _memberships(request: HttpRequest) -> list[Membership]:
    # A request that was refused early has no user yet.
    user = member(request) if hasattr(request, "user") else None
    return list(memberships_of(user)) if user else []
