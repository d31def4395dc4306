"""Following what everybody can read, without an account; and the pages behind the links in a mail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from regiotafel.brakes.access import places_of
from regiotafel.brakes.actions import counted
from regiotafel.brakes.rules import Brake
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.queries import region_by_slug
from regiotafel.thread.following import actions
from regiotafel.thread.following.forms import AddressForm
from regiotafel.thread.following.queries import by_token
from regiotafel.thread.following.rules import can_follow
from regiotafel.thread.loading import load_for_everybody
from regiotafel.thread.models import Subscription
from regiotafel.web.marks import open_to_all
from regiotafel.web.pages import page, secret_address


@door("thread.follow")
def follow(request: RegionRequest, knot: int) -> HttpResponse:
    found = load_for_everybody(request, knot)
    form, is_asked = AddressForm(request.POST or None), False
    fault: Refused | None = None
    if request.method == "POST" and form.is_valid():
        at, places = timezone.now(), places_of(request)
        try:
            with counted(at=at, brakes=[Brake.SUBSCRIBED], places=places):
                actions.follow(at=at, knot=found, places=places, **form.cleaned_data)
            is_asked = True
        except Refused as refused:
            fault = refused
    return page(
        request,
        "thread/follow.html",
        form=form,
        fault=fault,
        knot=found,
        is_asked=is_asked,
        can_follow=can_follow(found),
        kept=False,
    )


@open_to_all
@secret_address
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Only looks: a press of the button confirms, never a mail program that follows links by itself."""
    subscription, is_done = by_token(token), False
    fault: Refused | None = None
    if request.method == "POST":
        try:
            subscription = actions.confirm(at=timezone.now(), token=token)
            is_done = True
        except Refused as refused:
            fault = refused
    return page(
        request,
        "thread/confirm.html",
        fault=fault,
        status=200 if subscription else 404,
        is_done=is_done,
        **_about(request, subscription),
    )


@csrf_exempt  # a mail program presses this button without ever seeing the page (RFC 8058); the token is the proof
@open_to_all
@secret_address
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """One press, and always 200, as a mail program expects. Pressed again it says that nobody follows by it."""
    subscription, was_there = by_token(token), False
    if request.method == "POST":
        was_there = actions.leave(token=token)
    is_unknown = request.method == "POST" and not was_there
    context = {"is_done": was_there, "is_unknown": is_unknown, **_about(request, subscription)}
    return page(request, "thread/leave.html", **context)


def _about(request: HttpRequest, subscription: Subscription | None) -> dict[str, Any]:
    """What the subscription is about. The frame of the page shows its region, as on any page below it."""
    knot = subscription.knot if subscription else None
    if knot is not None:
        request.region = region_by_slug(knot.region.slug)  # type: ignore[attr-defined]
    return {"subscription": subscription, "knot": knot}
