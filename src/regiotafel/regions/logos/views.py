"""The logo of a municipality or an organisation: to change, and the picture itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.logos.actions import set_logo
from regiotafel.regions.logos.forms import LogoForm
from regiotafel.regions.logos.loading import load_picture
from regiotafel.regions.models import Organisation, RegionMunicipality
from regiotafel.regions.parties.loading import load as load_organisation
from regiotafel.regions.places.loading import load_place
from regiotafel.web.pages import page, posted

# At its address there is never another picture. A region can be for some people only, so no proxy keeps it.
FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}


@door("organisation.write")
def of_organisation(request: RegionRequest, organisation: int) -> HttpResponse:
    found = load_organisation(request, organisation)
    return _change(request, found, "organisation")


@door("region.write")
def of_municipality(request: RegionRequest, place: int) -> HttpResponse:
    found = load_place(request, place)
    return _change(request, found, "municipality")


def _change(request: RegionRequest, party: Organisation | RegionMunicipality, kind: str) -> HttpResponse:
    """kind: the word in the names of its addresses."""
    is_sent, goes = request.method == "POST", "remove" in request.POST
    form = LogoForm(posted(request), request.FILES if is_sent else None, initial={"seen": party.logo})
    home = reverse(f"regions:{kind}", args=[request.region.slug, party.pk])
    context: dict[str, Any] = {"party": party, "home_url": home, "here": "wie-doen-er-mee"}
    if party.logo:
        context["picture_url"] = reverse(f"regions:{kind}_picture", args=[request.region.slug, party.pk, party.logo])
    if is_sent and (goes or form.is_valid()):
        logo, seen = None if goes else form.cleaned_data["logo"], request.POST.get("seen", "")
        try:
            set_logo(by=member(request), at=timezone.now(), party=party, logo=logo, seen=seen)
        except ChangedMeanwhile as changed:
            again = LogoForm(initial={"seen": party.logo})
            return page(request, "regions/logo.html", form=again, fault=changed, **context)
        messages.success(request, _("Het logo is weg.") if goes else _("Het logo is opgeslagen."))
        return redirect(home)
    return page(request, "regions/logo.html", form=form, **context)


@door("region.read")
@require_safe
def organisation_picture(request: RegionRequest, organisation: int, logo: str) -> HttpResponse:
    return _picture(load_picture(request, load_organisation(request, organisation), logo))


@door("region.read")
@require_safe
def municipality_picture(request: RegionRequest, place: int, logo: str) -> HttpResponse:
    return _picture(load_picture(request, load_place(request, place), logo))


def _picture(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="image/png", headers=FOR_EVER)
