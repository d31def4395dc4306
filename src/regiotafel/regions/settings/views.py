"""What a region is, whose and how it is reached, and the steps of its process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseForm, BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.history.queries import last_saved
from regiotafel.history.rules import Act, ChangedMeanwhile
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.acts import CONTACT_SET, REGION_DESCRIBED, RESPONSIBLE_NAMED, STEPS_PLANNED, WORK_AGREED
from regiotafel.regions.menu import settings_tabs
from regiotafel.regions.settings import actions
from regiotafel.regions.settings.forms import (
    ContactForm,
    ProposalForm,
    RegionForm,
    ResponsibleForm,
    StepForm,
    StepFormSet,
    WorkForm,
    form_of,
    of_plans,
    one_plan,
    plain,
    proposal_form,
    steps_of,
    steps_sent,
    together_form,
)
from regiotafel.regions.settings.queries import planned_steps
from regiotafel.regions.settings.rules import proposed_steps
from regiotafel.web import conflicts
from regiotafel.web.pages import page
from regiotafel.web.quiet_days import SUMMER


@dataclass(frozen=True)
class Part:
    """What one page says of a region: its word in the address, its form, how it is saved, and what is told then."""

    word: str
    template: str
    form: type[BaseForm]
    change: Callable[..., None]
    act: Act
    told: str | Promise


DESCRIPTION = Part(
    "settings",
    "regions/settings.html",
    RegionForm,
    actions.describe_region,
    REGION_DESCRIBED,
    gettext_lazy("De naam en de tekst zijn opgeslagen."),
)
CONTACT = Part(
    "contact",
    "regions/contact.html",
    ContactForm,
    actions.set_contact,
    CONTACT_SET,
    gettext_lazy("Opgeslagen. Dit staat nu onderaan elke pagina van de regio."),
)
RESPONSIBLE = Part(
    "responsible",
    "regions/responsible.html",
    ResponsibleForm,
    actions.name_responsible,
    RESPONSIBLE_NAMED,
    gettext_lazy("Opgeslagen. Dit staat nu op de pagina over privacy van de regio."),
)
WORK = Part(
    "work",
    "regions/work.html",
    WorkForm,
    actions.agree_on_work,
    WORK_AGREED,
    gettext_lazy("De werkafspraken zijn opgeslagen."),
)


@door("region.write")
def settings(request: RegionRequest) -> HttpResponse:
    return _change(request, DESCRIPTION)


@door("region.write")
def contact(request: RegionRequest) -> HttpResponse:
    return _change(request, CONTACT)


@door("region.write")
def responsible(request: RegionRequest) -> HttpResponse:
    return _change(request, RESPONSIBLE)


@door("region.write")
def work(request: RegionRequest) -> HttpResponse:
    return _change(request, WORK)


def _change(request: RegionRequest, part: Part) -> HttpResponse:
    form = part.form(request.POST) if request.method == "POST" else form_of(part.form, request.region)
    context: dict[str, Any] = {"tabs": settings_tabs(request.region, part.word)}
    if form.is_valid():
        try:
            part.change(by=member(request), at=timezone.now(), region=request.region, **form.cleaned_data)
        except ChangedMeanwhile as changed:
            theirs = form_of(part.form, changed.theirs)
            conflict = conflicts.of_forms(theirs, form, **last_saved(changed.theirs, part.act))
            context |= {"fault": changed, "conflict": conflict}
            form = part.form({**request.POST.dict(), **conflict.values})
        else:
            messages.success(request, str(part.told))
            return redirect("pages:set_up", request.region.slug)
    return page(request, part.template, form=form, **context)


@door("region.write")
def steps(request: RegionRequest) -> HttpResponse:
    planned = planned_steps(request.region)
    begun = of_plans([], planned).values
    if request.method != "POST":
        return _empty_steps(request) if not planned else _steps_page(request, StepFormSet(initial=planned), begun)
    formset = StepFormSet(request.POST, initial=planned)
    # What came after this person began is no row of theirs.
    formset.initial = planned[: formset.initial_form_count()]
    if not formset.is_valid():
        return _steps_page(request, formset, request.POST)
    return _plan(request, formset)


def _empty_steps(request: RegionRequest) -> HttpResponse:
    """Where there are none yet, a usual process is proposed, counted back from the day that is asked."""
    begun, form = of_plans([], []).values, ProposalForm(request.GET if "raden" in request.GET else None)
    if not form.is_valid():
        return _steps_page(request, StepFormSet(), begun, proposal=form)
    last = form.cleaned_data["raden"]
    today = timezone.localdate()
    proposed = proposal_form(last)
    is_late = bool(proposed_steps(last)[0]["starts_on"] < today)
    more = {"proposal": form, "is_proposed": True, "is_late": is_late, "in_recess": last.month in SUMMER}
    return _steps_page(request, proposed, begun, **more)


def _plan(request: RegionRequest, formset: BaseFormSet[StepForm]) -> HttpResponse:
    sent = [actions.StepText(**step) for step in steps_of(formset)]
    seen = request.POST.get("seen", "")
    try:
        actions.plan_steps(by=member(request), at=timezone.now(), region=request.region, steps=sent, seen=seen)
    except ChangedMeanwhile as changed:
        return _two_plans(request, formset, changed)
    messages.success(request, _("De stappen zijn opgeslagen. Ze staan bovenaan elke pagina."))
    return redirect("pages:set_up", request.region.slug)


def _two_plans(request: RegionRequest, formset: BaseFormSet[StepForm], changed: ChangedMeanwhile) -> HttpResponse:
    """Theirs and mine as one, and what both changed."""
    theirs, begun = changed.theirs, conflicts.unsigned(request.POST.get(conflicts.BEGUN, ""))
    lines = one_plan(begun["steps"] if begun else None, steps_sent(formset), plain(theirs))
    conflict = of_plans(lines, theirs, **last_saved(request.region, STEPS_PLANNED))
    together = together_form(lines, theirs)
    return _steps_page(request, together, conflict.values, fault=changed, conflict=conflict)


def _steps_page(
    request: RegionRequest, formset: BaseFormSet[StepForm], begun: Mapping[str, Any], **context: Any
) -> HttpResponse:
    """begun: what this person started from, as the form sends it along."""
    context |= {name: begun.get(name, "") for name in ("seen", conflicts.BEGUN)}
    context |= {"tabs": settings_tabs(request.region, "steps"), "formset": formset}
    return page(request, "regions/steps.html", form=formset, **context)
