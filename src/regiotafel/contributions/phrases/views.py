"""The phrases of a region: making one, and taking one away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.contributions.loading import staff_page
from regiotafel.contributions.phrases import actions
from regiotafel.contributions.phrases.forms import PhraseForm
from regiotafel.contributions.phrases.loading import load_phrase
from regiotafel.contributions.phrases.queries import phrases_of
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.web.fields import number_of


@door("contribution.handle")
def phrases(request: RegionRequest) -> HttpResponse:
    by, at = member(request), timezone.now()
    if "remove" in request.POST:
        found = load_phrase(request, number_of(request.POST["remove"]))
        actions.remove_phrase(by=by, at=at, phrase=found)
        messages.success(request, _("De standaardzin is weg."))
        return redirect("contributions:phrases", request.region.slug)
    form = PhraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.save_phrase(by=by, at=at, region=request.region, **form.cleaned_data)
        messages.success(request, _("De standaardzin is opgeslagen."))
        return redirect("contributions:phrases", request.region.slug)
    return staff_page(request, "contributions/phrases.html", form=form, phrases=phrases_of(request.region))
