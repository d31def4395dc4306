"""A page that may be opened only so often from one place."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from regiotafel.brakes import actions
from regiotafel.brakes.access import places_of
from regiotafel.brakes.rules import Brake, Braked
from regiotafel.web.marks import View
from regiotafel.web.pages import kept_by_nobody, page


def braked(brake: Brake, *, when: Callable[[HttpRequest], bool] = lambda _request: True) -> Callable[[View], View]:
    """For what costs the server much and everybody may ask. Stands below the door: whose role is known by then.

    when: not every request of the page costs much.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                if when(request):
                    actions.brake(at=timezone.now(), brake=brake, places=places_of(request))
            except Braked as refused:
                return kept_by_nobody(page(request, "429.html", fault=refused, status=refused.status))
            return view(request, *args, **kwargs)

        return guarded

    return wrap
