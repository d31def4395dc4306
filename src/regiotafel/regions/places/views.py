"""The municipalities of a region: each for everybody; all of them, with the sub-regions, for its administrator."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from regiotafel.history.queries import last_saved
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.acts import MUNICIPALITY_CHANGED
from regiotafel.regions.menu import settings_tabs
from regiotafel.regions.models import Municipality, OrganisationKind, RegionMunicipality
from regiotafel.regions.parties.queries import places_by_sub_region
from regiotafel.regions.places import actions
from regiotafel.regions.places.forms import NamesForm, PlaceForm, SubRegionForm, place_form, sub_region_form
from regiotafel.regions.places.loading import load_place, load_sub_region
from regiotafel.regions.places.queries import could_join, empty_sub_regions_of, needed_by, organisations_in
from regiotafel.regions.places.rules import check_can_leave
from regiotafel.regions.reference.rules import daily_name
from regiotafel.web import conflicts
from regiotafel.web.pages import page, posted


@door("region.read")
@require_safe
def municipality(request: RegionRequest, place: int) -> HttpResponse:
    found = load_place(request, place)
    there = organisations_in(found)
    context: dict[str, Any] = {
        "here": "wie-doen-er-mee",
        "place": found,
        "young": _large(found.n_young_people),
        "people": _large(found.n_people),
        "organisations": there,
        "teams": [one for one in there if one.kind == OrganisationKind.LOCAL_TEAM],
    }
    return page(request, "regions/municipality.html", **context)


def _large(n: int | None) -> str:
    return number_format(n, force_grouping=True) if n else ""


@door("region.write")
def places(request: RegionRequest) -> HttpResponse:
    wanted = could_join(request.region, timezone.localdate())
    if request.method == "POST" and "all" in request.POST:
        return _add(request, wanted)
    form = NamesForm(posted(request))
    if form.is_valid():
        return _add(request, form.cleaned_data["names"])
    context: dict[str, Any] = {
        "tabs": settings_tabs(request.region, "places"),
        "parts": places_by_sub_region(request.region),
        "empty_parts": empty_sub_regions_of(request.region),
        "could_join": wanted,
        "youth_region": daily_name(request.region.youth_region_name),
    }
    return page(request, "regions/places.html", form=form, **context)


def _add(request: RegionRequest, municipalities: list[Municipality]) -> HttpResponse:
    at = timezone.now()
    made = actions.add_municipalities(by=member(request), at=at, region=request.region, municipalities=municipalities)
    sentence = ngettext("Eén gemeente doet nu mee.", "%(n)d gemeenten doen nu mee.", len(made))
    messages.success(request, sentence % {"n": len(made)})
    return redirect("regions:places", request.region.slug)


@door("region.write")
def place(request: RegionRequest, place: int) -> HttpResponse:
    found = load_place(request, place)
    form = PlaceForm(request.POST, region=request.region) if request.method == "POST" else place_form(found)
    if not form.is_valid():
        return page(request, "regions/place.html", form=form, place=found)
    try:
        actions.change_municipality(by=member(request), at=timezone.now(), place=found, **form.cleaned_data)
    except ChangedMeanwhile as changed:
        return _conflict(request, form, changed)
    messages.success(request, _("De gegevens van %(name)s zijn opgeslagen.") % {"name": found.municipality.name})
    return redirect("regions:places", request.region.slug)


def _conflict(request: RegionRequest, form: PlaceForm, changed: ChangedMeanwhile) -> HttpResponse:
    theirs: RegionMunicipality = changed.theirs
    conflict = conflicts.of_forms(place_form(theirs), form, **last_saved(theirs, MUNICIPALITY_CHANGED))
    form = PlaceForm({**request.POST.dict(), **conflict.values}, region=request.region)
    return page(request, "regions/place.html", form=form, place=theirs, fault=changed, conflict=conflict)


@door("region.write")
def place_leaves(request: RegionRequest, place: int) -> HttpResponse:
    found = load_place(request, place)
    try:
        if request.method != "POST":
            check_can_leave(*needed_by(found))
            return page(request, "regions/place_leaves.html", place=found)
        actions.let_municipality_leave(by=member(request), at=timezone.now(), place=found)
    except Refused as fault:
        return page(request, "regions/place_leaves.html", place=found, fault=fault)
    messages.success(request, _("%(name)s doet niet meer mee.") % {"name": found.municipality.name})
    return redirect("regions:places", request.region.slug)


@door("region.write")
def new_sub_region(request: RegionRequest) -> HttpResponse:
    form = SubRegionForm(posted(request), region=request.region)
    if form.is_valid() and _is_set(request, form):
        return redirect("regions:places", request.region.slug)
    return page(request, "regions/sub_region.html", form=form)


@door("region.write")
def sub_region(request: RegionRequest, sub_region: int) -> HttpResponse:
    found = load_sub_region(request, sub_region)
    if "remove" in request.POST:
        actions.remove_sub_region(by=member(request), at=timezone.now(), sub_region=found)
        messages.success(request, _("De deelregio %(name)s is weg. De gemeenten doen nog mee.") % {"name": found.name})
        return redirect("regions:places", request.region.slug)
    form = SubRegionForm(request.POST, region=request.region) if request.method == "POST" else sub_region_form(found)
    try:
        if form.is_valid() and _is_set(request, form, sub_region=found):
            return redirect("regions:places", request.region.slug)
    except ChangedMeanwhile as changed:
        again = sub_region_form(load_sub_region(request, sub_region))
        return page(request, "regions/sub_region.html", form=again, sub_region=found, fault=changed)
    return page(request, "regions/sub_region.html", form=form, sub_region=found)


def _is_set(request: RegionRequest, form: SubRegionForm, **more: Any) -> bool:
    """Saved; or the form says why not."""
    given = form.cleaned_data if more else {name: form.cleaned_data[name] for name in ("name", "places")}
    given = {**given, "places": list(given["places"])}
    try:
        actions.set_sub_region(by=member(request), at=timezone.now(), region=request.region, **given, **more)
    except ChangedMeanwhile:
        raise
    except Refused as refused:
        form.add_error(refused.field, str(refused))
        return False
    messages.success(request, _("De deelregio %(name)s is opgeslagen.") % {"name": given["name"]})
    return True
