"""The list of consultations; making one, opening it and closing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from regiotafel.consultations.loading import load, staff_page
from regiotafel.consultations.models import Consultation, PointKind
from regiotafel.consultations.preparing import actions
from regiotafel.consultations.preparing.forms import (
    AfterOpeningForm,
    FrameForm,
    TitleForm,
    frame_form_of,
    frame_form_with_more_rows,
    typed_frame_form,
)
from regiotafel.consultations.preparing.rules import (
    PromiseFixed,
    check_can_close,
    closing_of,
    is_promise_fixed,
    needed_of_moments,
    needed_to_open,
    remarks_on_moments,
)
from regiotafel.consultations.queries import accepted_statements, frame, listed, points_of, saved_by
from regiotafel.consultations.rules import reads_drafts
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.web import conflicts
from regiotafel.web.conflicts import Conflict
from regiotafel.web.pages import page


@door("consultation.read")
def index(request: RegionRequest) -> HttpResponse:
    items = listed(request.region, timezone.now(), with_drafts=reads_drafts(request.standings))
    return render(request, "consultations/index.html", {"items": items})


@door("consultation.write")
def new(request: RegionRequest) -> HttpResponse:
    form = TitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        consultation = actions.draft(
            by=member(request), at=timezone.now(), region=request.region, title=form.cleaned_data["title"]
        )
        messages.success(request, _("De ronde is gemaakt. Alleen jullie zien die. Vul nu de rest in."))
        return redirect("consultations:edit", request.region.slug, consultation.slug)
    crumbs = [{"name": _("Rondes"), "url": reverse("consultations:index", args=[request.region.slug])}]
    return page(request, "consultations/new.html", form=form, crumbs=crumbs, here="rondes")


@door("consultation.write")
def edit(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    if is_promise_fixed(consultation):
        return _edit_after_opening(request, consultation)
    if request.method != "POST":
        return _edit_page(request, consultation, frame_form_of(consultation, points_of(consultation)))
    if (kind := request.POST.get("more", "")) in ("fixed", "open"):
        return _edit_page(request, consultation, frame_form_with_more_rows(request.POST.dict(), kind), more=kind)
    form = typed_frame_form(request.POST.dict())
    if not form.is_valid():
        return _edit_page(request, consultation, form)
    try:
        actions.change(
            by=member(request),
            at=timezone.now(),
            consultation=consultation,
            version=form.cleaned_data["version"],
            values=form.values(),
            points=[actions.PointText(kind, text, why) for kind, text, why in form.points()],
        )
    except (ChangedMeanwhile, PromiseFixed) as fault:
        return _conflict(request, load(request, slug), form, fault)
    messages.success(request, _("Opgeslagen."))
    _warn_of_moments(request, load(request, slug))
    return redirect("consultations:open" if "next" in request.POST else "consultations:edit", request.region.slug, slug)


def _warn_of_moments(request: RegionRequest, consultation: Consultation) -> None:
    for gap, is_there in needed_of_moments(consultation, timezone.now()):
        if not is_there:
            messages.warning(request, _("Let op: zo kun je nog niet openen. Dit is nog nodig: %(gap)s.") % {"gap": gap})
    for remark in remarks_on_moments(consultation):
        messages.warning(request, remark)


def _edit_page(request: RegionRequest, consultation: Consultation, form: FrameForm, **more: Any) -> HttpResponse:
    return staff_page(request, "consultations/edit.html", consultation, form=form, **more)


def _conflict(
    request: RegionRequest, consultation: Consultation, form: FrameForm | AfterOpeningForm, fault: Refused
) -> HttpResponse:
    """Both texts beside each other; what was typed stays in the form, and saving it again is now a choice."""
    data = request.POST.dict()
    conflict = _both(consultation, typed_frame_form(data) if "title" in data else form)
    context, data = {"fault": fault, "conflict": conflict}, {**data, **conflict.values}
    if is_promise_fixed(consultation):
        return _after_opening_page(request, consultation, _after_opening_form(consultation, data), **context)
    return _edit_page(request, consultation, typed_frame_form(data), **context)


def _both(consultation: Consultation, typed: FrameForm | AfterOpeningForm) -> Conflict:
    """What is saved now, beside what this person typed. What cannot be saved any more is shown as well."""
    saved = saved_by(consultation)
    if isinstance(typed, AfterOpeningForm):
        return conflicts.of_forms(_after_opening_form(consultation, None), typed, **saved)
    points = {f"{kind}_": str(capfirst(kind.label)) for kind in PointKind}
    theirs = frame_form_of(consultation, points_of(consultation))
    return conflicts.of_forms(theirs, typed, lists=points, all_mine=is_promise_fixed(consultation), **saved)


def _after_opening_form(consultation: Consultation, data: dict[str, str] | None) -> AfterOpeningForm:
    return AfterOpeningForm(
        data,
        initial={
            "introduction": consultation.introduction,
            "audience": consultation.audience,
            "closes_at": consultation.closes_at,
            "results_after_answers": consultation.results_after_answers,
            "version": consultation.version,
        },
        is_closed=consultation.state(timezone.now()) == "closed",
        planned=consultation.closes_at,
    )


def _edit_after_opening(request: RegionRequest, consultation: Consultation) -> HttpResponse:
    if request.method != "POST":
        return _after_opening_page(request, consultation, _after_opening_form(consultation, None))
    form = _after_opening_form(consultation, request.POST.dict())
    if not form.is_valid():
        return _after_opening_page(request, consultation, form)
    try:
        actions.change(
            by=member(request),
            at=timezone.now(),
            consultation=consultation,
            version=form.cleaned_data["version"],
            values=form.values(),
        )
    except ChangedMeanwhile as fault:
        return _conflict(request, load(request, consultation.slug), form, fault)
    except PromiseFixed as fault:
        form.add_error("closes_at" if "closes_at" in form.fields else None, str(fault))
        return _after_opening_page(request, consultation, form)
    messages.success(request, _("Opgeslagen."))
    return redirect("consultations:edit", request.region.slug, consultation.slug)


def _after_opening_page(
    request: RegionRequest, consultation: Consultation, form: AfterOpeningForm, **more: Any
) -> HttpResponse:
    return staff_page(
        request, "consultations/edit_opened.html", consultation, form=form, frame=frame(consultation), **more
    )


@door("consultation.write")
def open_consultation(request: RegionRequest, slug: str) -> HttpResponse:
    """What people will read, and what is still missing before they can."""
    consultation = load(request, slug)
    fault: Refused | None = None
    if request.method == "POST":
        try:
            actions.open_consultation(by=member(request), at=timezone.now(), consultation=consultation)
        except Refused as refused:
            fault = refused
            consultation = load(request, slug)
        else:
            is_read = _("De informatie staat op de site. Vanaf het moment dat je koos, kan iedereen die lezen.")
            is_open = _("De ronde is geopend. Vanaf het moment dat je koos, kan iedereen meedoen.")
            messages.success(request, is_read if consultation.is_information else is_open)
            return redirect("consultations:read", request.region.slug, slug)
    asked = list(accepted_statements(consultation))
    needed = needed_to_open(consultation, points_of(consultation), len(asked), timezone.now())
    context = {
        "fault": fault,
        "needed": needed,
        "remarks": remarks_on_moments(consultation),
        "n_missing": sum(not is_there for _gap, is_there in needed),
        "frame": frame(consultation),
        "statements": asked,
    }
    return staff_page(request, "consultations/open.html", consultation, **context)


@door("consultation.write")
def close(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    fault: Refused | None = None
    if request.method == "POST":
        try:
            closed = actions.close(by=member(request), at=timezone.now(), consultation=consultation)
        except Refused as refused:
            fault = refused
        else:
            if closed.opened_at is None:
                messages.success(request, _("Dit is weer een concept. Je kunt alles veranderen."))
                return redirect("consultations:edit", request.region.slug, slug)
            messages.success(request, _("De ronde is gesloten. We tellen nu alle antwoorden."))
            return redirect("consultations:outcome", request.region.slug, slug)
    else:
        try:
            check_can_close(consultation, timezone.now())
        except Refused as refused:
            fault = refused
    closing = closing_of(consultation, timezone.now())
    return staff_page(request, "consultations/close.html", consultation, fault=fault, closing=closing)
