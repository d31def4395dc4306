"""Who decides what: for everybody who asks."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.mandates.loading import load, register_page
from regiotafel.mandates.register.forms import AskForm
from regiotafel.mandates.register.queries import (
    ForResident,
    Settled,
    changes_of,
    first_release_with,
    for_resident,
    found_in,
    history_of,
    last_agreement,
    levels_on_map,
    mandates_of,
    map_of_subject,
    may_be_in_danger,
    register_of,
    settled_on,
    teams_in,
)
from regiotafel.mandates.register.rules import told
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.models import RegionMunicipality
from regiotafel.regions.parties.queries import places_of
from regiotafel.regions.permissions import may
from regiotafel.web.fields import number_of


@door("mandate.read")
@require_safe
def index(request: RegionRequest) -> HttpResponse:
    """A question and where somebody lives; the answers, or all subjects while nothing was asked."""
    places = list(places_of(request.region))
    form = AskForm(request.GET, places=places)
    asked = form.cleaned_data.get("zoek", "") if form.is_valid() else ""
    rows, place = register_of(request.region, timezone.localdate()), _place(request, places)
    found = found_in(rows, asked) if asked else []
    context: dict[str, Any] = {"form": form, "asked": asked, "place": place, "rows": rows}
    context |= {"teams": teams_in(place) if place else [], "is_danger": may_be_in_danger(asked)}
    context["found"] = [
        {"row": one.settled, "why": [told(why) for why in one.why], "answer": _answer(one.settled, place)}
        for one in found
    ]
    context["answers"] = [for_resident(one, place) for one in rows] if place and not asked else []
    return register_page(request, "mandates/index.html", **context)


# So many changes of before stand there at once; the others a click further.
MOST_SHOWN = 8


def _answer(settled: Settled, place: RegionMunicipality | None) -> ForResident | None:
    return for_resident(settled, place) if place else None


def _place(request: RegionRequest, places: list[RegionMunicipality]) -> RegionMunicipality | None:
    """The municipality that the address names, when it takes part."""
    wanted = number_of(request.GET.get("gemeente", ""))
    return next((one for one in places if one.municipality_id == wanted), None)


@door("mandate.read")
@require_safe
def subject(request: RegionRequest, subject: str) -> HttpResponse:
    found, today = load(request, subject), timezone.localdate()
    places = list(places_of(request.region))
    settled, place = settled_on(found, today), _place(request, places)
    levels = levels_on_map(settled, places)
    context: dict[str, Any] = {"subject": found, "settled": settled, "places": places, "place": place}
    context |= {"levels": levels, "map": map_of_subject(found, request.region, levels)}
    context |= {"answer": for_resident(settled, place), "teams": teams_in(place)} if place else {}
    context["mandates"] = [{"mandate": one, "state": _state(one, settled.now, today)} for one in mandates_of(found)]
    told = history_of(settled, sees_unchecked=may("mandate.write", request.standings))
    context |= {"since": first_release_with(found), "agreement": last_agreement(found), "history": told}
    return register_page(request, "mandates/subject.html", **context)


def _state(mandate: Any, now: Any, today: Any) -> str:
    """As a timeline shows it: `now`, `later` or `done`."""
    if mandate.withdrawn_at is None and mandate.from_on > today:
        return "later"
    return "now" if now is not None and mandate.pk == now.pk else "done"


@door("mandate.read")
@require_safe
def changes(request: RegionRequest) -> HttpResponse:
    """What is decided by somebody else from a day on: what comes, and what has been."""
    today, found = timezone.localdate(), changes_of(request.region)
    been = [one for one in found if one.on <= today]
    coming = sorted((one for one in found if one.on > today), key=lambda one: one.on)
    context: dict[str, Any] = {
        "coming": coming,
        "next": next((one for one in coming if not one.is_off), None),
        "been": been[:MOST_SHOWN],
        "earlier": been[MOST_SHOWN:],
        "feed_url": reverse("mandates:changes_feed", args=[request.region.slug]),
        "feed_title": _("Wat verandert er in wie beslist wat"),
    }
    return register_page(request, "mandates/changes.html", **context)
