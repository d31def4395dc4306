"""The list with which the administrator of a new region sets it up."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from regiotafel.pages.menu import tasks_of
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.menu import settings_tabs
from regiotafel.web.links import is_of_this_machine, whole
from regiotafel.web.pages import page


@door("region.write")
@require_safe
def set_up(request: RegionRequest) -> HttpResponse:
    tasks = tasks_of(request.region)
    needed = [task for task in tasks if not task.may_wait]
    context: dict[str, Any] = {
        "tabs": settings_tabs(request.region, "set_up"),
        "needed": needed,
        "may_wait": [task for task in tasks if task.may_wait],
        "next": next((task for task in needed if not task.is_done), None),
        "n_needed": len(needed),
        "only_here": whole("/") if is_of_this_machine() else "",
        "n_done": sum(task.is_done for task in needed),
    }
    return page(request, "pages/set_up.html", **context)
