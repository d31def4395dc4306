"""The name, the text and the steps of a region."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.menu import settings_tabs
from regiotafel.regions.settings import actions
from regiotafel.regions.settings.forms import RegionForm, StepFormSet, region_form, steps_in_words, steps_of
from regiotafel.regions.settings.queries import planned_steps
from regiotafel.regions.settings.rules import seen_of_steps
from regiotafel.web import conflicts
from regiotafel.web.pages import page, posted


@door("region.write")
def settings(request: RegionRequest) -> HttpResponse:
    now = region_form(request.region)
    form = RegionForm(request.POST) if request.method == "POST" else now
    context: dict[str, Any] = {"tabs": settings_tabs(request.region, "settings")}
    if form.is_valid():
        try:
            actions.describe_region(by=member(request), at=timezone.now(), region=request.region, **form.cleaned_data)
        except ChangedMeanwhile as changed:
            theirs = region_form(changed.theirs)
            context |= {"fault": changed, "conflict": conflicts.of_forms(theirs, form)}
            form = RegionForm({**request.POST.dict(), "seen": theirs.initial["seen"]})
        else:
            messages.success(request, _("De naam en de tekst zijn bewaard."))
            return redirect("regions:settings", request.region.slug)
    return page(request, "regions/settings.html", form=form, **context)


@door("region.write")
def steps(request: RegionRequest) -> HttpResponse:
    planned = planned_steps(request.region)
    formset = StepFormSet(posted(request), initial=planned)
    seen = request.POST.get("seen", "") if formset.is_bound else seen_of_steps(planned)
    context: dict[str, Any] = {"tabs": settings_tabs(request.region, "steps"), "seen": seen}
    if formset.is_bound:
        # What came after this person began is no row of theirs.
        formset.initial = planned[: formset.initial_form_count()]
    if formset.is_valid():
        texts = steps_of(formset)
        try:
            actions.plan_steps(
                by=member(request),
                at=timezone.now(),
                region=request.region,
                steps=[actions.StepText(**step) for step in texts],
                seen=seen,
            )
        except ChangedMeanwhile as changed:
            conflict = conflicts.of_words(steps_in_words(changed.theirs), steps_in_words(texts))
            context |= {"fault": changed, "conflict": conflict, "seen": seen_of_steps(changed.theirs)}
        else:
            messages.success(request, _("De stappen zijn bewaard. Ze staan bovenaan elke pagina."))
            return redirect("regions:steps", request.region.slug)
    return page(request, "regions/steps.html", form=formset, formset=formset, **context)
