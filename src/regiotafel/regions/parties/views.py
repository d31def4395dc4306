"""Who take part, and each organisation."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.history.queries import last_saved
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.acts import ORGANISATION_CHANGED
from regiotafel.regions.models import Organisation, RegionMunicipality
from regiotafel.regions.parties import actions
from regiotafel.regions.parties.forms import OrganisationForm, PartyFilterForm
from regiotafel.regions.parties.loading import load
from regiotafel.regions.parties.queries import map_of, organisations_found, places_by_sub_region
from regiotafel.regions.parties.rules import TakesNoPart
from regiotafel.regions.permissions import may
from regiotafel.regions.rules import NameTaken, NotAllowed
from regiotafel.web import conflicts
from regiotafel.web.pages import page, posted


@door("region.read")
@require_safe
def parties(request: RegionRequest) -> HttpResponse:
    form = PartyFilterForm(request.GET)
    wanted = form.wanted()
    sub_regions = places_by_sub_region(request.region)
    context: dict[str, Any] = {
        "here": "wie-doen-er-mee",
        "form": form,
        "is_filtered": any(wanted.values()),
        "sub_regions": [{"name": part.name, "places": [_place(one) for one in part.places]} for part in sub_regions],
        "map": map_of(request.region, sub_regions),
        "n_municipalities": sum(len(part.places) for part in sub_regions),
        "organisations": list(organisations_found(request.region, **wanted)),
        "links": [
            {
                "name": _("Voeg een organisatie toe"),
                "url": reverse("regions:new_organisation", args=[request.region.slug]),
            }
        ],
    }
    return page(request, "regions/parties.html", **context)


def _place(place: RegionMunicipality) -> dict[str, str]:
    n = place.n_young_people
    young = _("%(n)s inwoners tot 23 jaar") % {"n": number_format(n, force_grouping=True)} if n else ""
    url = reverse("regions:municipality", args=[place.region.slug, place.pk])
    return {"name": place.municipality.name, "young": young, "url": url}


@door("organisation.write")
def new_organisation(request: RegionRequest) -> HttpResponse:
    form = OrganisationForm(posted(request), region=request.region)
    if form.is_valid():
        try:
            new = actions.add_organisation(
                by=member(request), at=timezone.now(), region=request.region, **form.values()
            )
        except (NameTaken, TakesNoPart) as taken:  # a second click, or a colleague who was just before
            form.add_error(taken.field, str(taken))
        else:
            messages.success(request, _("%(name)s staat erbij.") % {"name": new.name})
            return redirect("regions:parties", request.region.slug)
    return page(request, "regions/organisation.html", here="wie-doen-er-mee", form=form)


@door("region.read")
def organisation(request: RegionRequest, organisation: int) -> HttpResponse:
    found = load(request, organisation)
    may_write = may("organisation.write", request.standings)
    if request.method != "POST":
        form = OrganisationForm(instance=found, region=request.region) if may_write else None
        return page(request, "regions/organisation.html", here="wie-doen-er-mee", form=form, organisation=found)
    if not may_write:
        raise PermissionDenied(str(NotAllowed("organisation.write")))
    return _change_organisation(request, found)


def _change_organisation(request: RegionRequest, found: Organisation) -> HttpResponse:
    context: dict[str, Any] = {}
    form = OrganisationForm(request.POST, instance=found, region=request.region)
    # The form fills in the new values on its object: what is kept is read again.
    kept = load(request, found.pk)
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            actions.change_organisation(
                by=member(request), at=timezone.now(), organisation=kept, seen=seen, **form.values()
            )
        except (NameTaken, TakesNoPart) as taken:
            form.add_error(taken.field, str(taken))
        except ChangedMeanwhile as changed:
            kept = changed.theirs
            theirs = OrganisationForm(instance=kept, region=request.region)
            conflict = conflicts.of_forms(theirs, form, **last_saved(kept, ORGANISATION_CHANGED))
            context = {"fault": changed, "conflict": conflict}
            sent = {**request.POST.dict(), **conflict.values}
            form = OrganisationForm(sent, instance=load(request, kept.pk), region=request.region)
        else:
            messages.success(request, _("De gegevens zijn opgeslagen."))
            return redirect("regions:organisation", request.region.slug, kept.pk)
    return page(request, "regions/organisation.html", here="wie-doen-er-mee", form=form, organisation=kept, **context)
