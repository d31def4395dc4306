"""Writing down what is agreed with providers, its options, its days and what must be ready before those."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regiotafel.plan.agreements import actions
from regiotafel.plan.agreements.forms import (
    ArrangementForm,
    ChangeArrangementForm,
    FindKnotForm,
    MoveForm,
    PrerequisiteForm,
    ReadyForm,
    WaitForm,
    begun_prerequisite,
    change_form,
    extension_form,
    milestone_form,
)
from regiotafel.plan.agreements.loading import (
    load_arrangement,
    load_extension,
    load_milestone,
    load_prerequisite,
    whose,
)
from regiotafel.plan.loading import done_by, kept, pressed, writing_page
from regiotafel.plan.models import Arrangement, Extension, Milestone, Prerequisite
from regiotafel.plan.origins.queries import knots_named, plans_to_write_in
from regiotafel.plan.queries import measures_in
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.conflicts import sent_again
from regiotafel.web.pages import posted

# What belongs to an agreement and is written down alike: its form, and what keeps it.
PARTS: Mapping[str, tuple[Callable[..., Form], Callable[..., object]]] = {
    "extension": (extension_form, actions.set_extension),
    "milestone": (milestone_form, actions.set_milestone),
}


def _to(arrangement: Arrangement) -> HttpResponse:
    return redirect("plan:arrangement", arrangement.region.slug, arrangement.number)


@door("arrangement.write")
def new_arrangement(request: RegionRequest) -> HttpResponse:
    form, made = ArrangementForm(posted(request), region=request.region), list[Arrangement]()
    done = done_by(request, region=request.region)
    if kept(form, lambda: made.append(actions.add_arrangement(**done, **form.values())))[0]:
        messages.success(request, _("De afspraak is opgeslagen. Vul nu in wat er op welke dag gebeurt."))
        return _to(made[0])
    return writing_page(request, "plan/arrangement_form.html", form=form)


@door("arrangement.write")
def change_arrangement(request: RegionRequest, arrangement: int) -> HttpResponse:
    now, sent = load_arrangement(request, arrangement), posted(request)
    form = ChangeArrangementForm(sent, region=request.region) if sent else change_form(now)
    done = done_by(request, arrangement=now)
    is_done, fault = kept(form, lambda: actions.change_arrangement(**done, **form.values()))
    if is_done:
        return _to(now)
    if fault and sent:
        form = ChangeArrangementForm(sent_again(sent, fault.theirs, "version"), region=request.region)
    return writing_page(request, "plan/arrangement_form.html", arrangement=now, form=form, fault=fault)


@door("arrangement.write")
@require_POST
def move_arrangement(request: RegionRequest, arrangement: int) -> HttpResponse:
    """It does not go on, or it does after all."""
    now = load_arrangement(request, arrangement)
    form, done = MoveForm(request.POST, arrangement=now), done_by(request, arrangement=now)
    is_done, fault = kept(form, lambda: actions.move_arrangement(**done, **form.cleaned_data))
    if is_done:
        return _to(now)
    if fault:
        form = MoveForm(sent_again(request.POST, fault.theirs, "version"), arrangement=now)
    return writing_page(request, "plan/arrangement_part.html", arrangement=now, form=form, fault=fault, asked="move")


@door("arrangement.write")
def new_extension(request: RegionRequest, arrangement: int) -> HttpResponse:
    return _part(request, "extension", load_arrangement(request, arrangement))


@door("arrangement.write")
def change_extension(request: RegionRequest, arrangement: int, extension: int) -> HttpResponse:
    now = load_arrangement(request, arrangement)
    return _part(request, "extension", now, load_extension(request, now, extension))


@door("arrangement.write")
def new_milestone(request: RegionRequest, arrangement: int) -> HttpResponse:
    """A day on which something happens."""
    return _part(request, "milestone", load_arrangement(request, arrangement))


@door("arrangement.write")
def change_milestone(request: RegionRequest, arrangement: int, milestone: int) -> HttpResponse:
    now = load_arrangement(request, arrangement)
    return _part(request, "milestone", now, load_milestone(request, now, milestone))


def _part(
    request: RegionRequest, asked: str, now: Arrangement, one: Extension | Milestone | None = None
) -> HttpResponse:
    """asked: which part of it this is, in what can be asked; one: the one that changes."""
    sent, begin, act = posted(request), *PARTS[asked]
    form, done = begin(sent, now, one), done_by(request, arrangement=now, **{asked: one})
    is_done, fault = kept(form, lambda: act(**done, **form.cleaned_data))
    if is_done:
        return _to(now)
    if fault and sent:
        form = begin(sent_again(sent, fault.theirs, "version"), now, one)
    more: dict[str, Any] = {"arrangement": now, asked: one, "asked": asked}
    return writing_page(request, "plan/arrangement_part.html", form=form, fault=fault, **more)


@door("arrangement.write")
def new_prerequisite(request: RegionRequest, arrangement: int, milestone: int) -> HttpResponse:
    """What must be ready before a day."""
    now = load_arrangement(request, arrangement)
    return _prerequisite(request, load_milestone(request, now, milestone))


@door("arrangement.write")
def change_prerequisite(request: RegionRequest, arrangement: int, milestone: int, prerequisite: int) -> HttpResponse:
    of = load_milestone(request, load_arrangement(request, arrangement), milestone)
    return _prerequisite(request, of, load_prerequisite(request, of, prerequisite))


def _prerequisite(request: RegionRequest, of: Milestone, one: Prerequisite | None = None) -> HttpResponse:
    sent, now, find = posted(request), of.arrangement, FindKnotForm(request.GET)
    knots = knots_named(request.region, find.sought()) if find.sought() else []
    knots += [one.knot] if one and one.knot and one.knot not in knots else []
    measures = list(measures_in(plans_to_write_in(request.region)))
    of_form: dict[str, Any] = {"region": request.region, "measures": measures, "knots": knots}
    form = PrerequisiteForm(sent, initial=begun_prerequisite(now.version, one, knots), **of_form)
    done = done_by(request, milestone=of, prerequisite=one)
    is_done, fault = kept(form, lambda: actions.set_prerequisite(**done, **form.values()))
    if is_done:
        return _to(now)
    if fault and sent:
        form = PrerequisiteForm(sent_again(sent, fault.theirs, "version"), **of_form)
    more: dict[str, Any] = {"arrangement": now, "milestone": of, "prerequisite": one, "find": find}
    return writing_page(request, "plan/prerequisite.html", form=form, fault=fault, sought=find.sought(), **more)


@door("prerequisite.ready", of=whose)
@require_POST
def say_ready(request: RegionRequest, arrangement: int, milestone: int, prerequisite: int) -> HttpResponse:
    """It is ready, or it is not after all."""
    of = load_milestone(request, load_arrangement(request, arrangement), milestone)
    one, form = load_prerequisite(request, of, prerequisite), ReadyForm(request.POST)
    done = done_by(request, prerequisite=one, is_ready=form.is_valid() and form.cleaned_data["is_ready"])
    pressed(request, lambda: actions.say_ready(**done))
    return _to(of.arrangement)


@door("arrangement.write")
@require_POST
def remove_prerequisite(request: RegionRequest, arrangement: int, milestone: int, prerequisite: int) -> HttpResponse:
    of = load_milestone(request, load_arrangement(request, arrangement), milestone)
    done = done_by(request, prerequisite=load_prerequisite(request, of, prerequisite))
    pressed(request, lambda: actions.remove_prerequisite(**done))
    return _to(of.arrangement)


@door("arrangement.write")
@require_POST
def let_wait(request: RegionRequest, arrangement: int) -> HttpResponse:
    """A measure that is carried out with it."""
    now = load_arrangement(request, arrangement)
    form = WaitForm(request.POST, measures=list(measures_in(plans_to_write_in(request.region))))
    done = done_by(request, arrangement=now)
    if kept(form, lambda: actions.let_wait(**done, measure=form.chosen()))[0]:
        messages.success(request, _("De maatregel wacht nu op deze afspraak."))
        return _to(now)
    return writing_page(request, "plan/arrangement_part.html", arrangement=now, form=form, asked="wait")
