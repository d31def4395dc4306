"""The list of consultations; making one, opening it and closing it."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.consultations.loading import load, staff_page
from regiotafel.consultations.models import Consultation
from regiotafel.consultations.preparing import actions
from regiotafel.consultations.preparing.forms import (
    AfterOpeningForm,
    FrameForm,
    TitleForm,
    frame_form_of,
    frame_form_with_more_rows,
    typed_frame_form,
)
from regiotafel.consultations.preparing.queries import as_words
from regiotafel.consultations.preparing.rules import PromiseFixed, check_can_close, is_promise_fixed, needed_to_open
from regiotafel.consultations.queries import accepted_statements, frame, listed, points_of
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.permissions import may


@door("consultation.read")
def index(request: RegionRequest) -> HttpResponse:
    drafts = may("consultation.read_draft", request.standings)
    items = listed(request.region, timezone.now(), with_drafts=drafts)
    return render(request, "consultations/index.html", {"items": items})


@door("consultation.write")
def new(request: RegionRequest) -> HttpResponse:
    form = TitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        consultation = actions.draft(
            by=member(request), at=timezone.now(), region=request.region, title=form.cleaned_data["title"]
        )
        messages.success(request, _("Het gesprek is gemaakt. Alleen jullie zien het. Vul nu de rest in."))
        return redirect("consultations:edit", request.region.slug, consultation.slug)
    crumbs = [{"name": _("Gesprekken"), "url": reverse("consultations:index", args=[request.region.slug])}]
    context = {"form": form, "crumbs": crumbs, "here": "gesprekken"}
    return render(request, "consultations/new.html", context, status=_status(form))


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
        return _edit_page(request, consultation, form, status=422)
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
        return _conflict(request, load(request, slug), form, str(fault))
    messages.success(request, _("Bewaard."))
    return redirect("consultations:open" if "next" in request.POST else "consultations:edit", request.region.slug, slug)


def _edit_page(
    request: RegionRequest, consultation: Consultation, form: FrameForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    return staff_page(request, "consultations/edit.html", consultation, {"form": form, **more}, status=status)


def _conflict(
    request: RegionRequest, consultation: Consultation, form: FrameForm | AfterOpeningForm, fault: str
) -> HttpResponse:
    """Both texts beside each other; what was typed stays in the form, and saving it again is now a choice."""
    data = request.POST.dict()
    typed = typed_frame_form(data) if "title" in data else form
    context = {"fault": fault, "differences": _differences(consultation, typed if typed.is_valid() else form)}
    if is_promise_fixed(consultation):
        again = _after_opening_form(consultation, {**data, "version": str(consultation.version)})
        return _after_opening_page(request, consultation, again, status=409, **context)
    return _edit_page(
        request, consultation, typed_frame_form(data, version=consultation.version), status=409, **context
    )


def _differences(consultation: Consultation, typed: FrameForm | AfterOpeningForm) -> list[tuple[str, str, str]]:
    """name of the field, what is saved now, what this person typed"""
    mine = typed.values()
    saved = {name: getattr(consultation, name) for name in mine}
    if isinstance(typed, FrameForm):
        points = [(point.kind, point.text, point.why) for point in points_of(consultation)]
        theirs, ours = as_words(consultation, saved, points), as_words(consultation, mine, typed.points())
    else:
        theirs, ours = as_words(consultation, saved, None), as_words(consultation, mine, None)
    return [(label, theirs[label], ours[label]) for label in ours if theirs[label] != ours[label]]


def _after_opening_form(consultation: Consultation, data: dict[str, str] | None) -> AfterOpeningForm:
    return AfterOpeningForm(
        data,
        initial={
            "introduction": consultation.introduction,
            "audience": consultation.audience,
            "closes_at": consultation.closes_at,
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
        return _after_opening_page(request, consultation, form, status=422)
    try:
        actions.change(
            by=member(request),
            at=timezone.now(),
            consultation=consultation,
            version=form.cleaned_data["version"],
            values=form.values(),
        )
    except ChangedMeanwhile as fault:
        return _conflict(request, load(request, consultation.slug), form, str(fault))
    except PromiseFixed as fault:
        form.add_error("closes_at" if "closes_at" in form.fields else None, str(fault))
        return _after_opening_page(request, consultation, form, status=422)
    messages.success(request, _("Bewaard."))
    return redirect("consultations:edit", request.region.slug, consultation.slug)


def _after_opening_page(
    request: RegionRequest, consultation: Consultation, form: AfterOpeningForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "frame": frame(consultation), **more}
    return staff_page(request, "consultations/edit_opened.html", consultation, context, status=status)


@door("consultation.write")
def open_consultation(request: RegionRequest, slug: str) -> HttpResponse:
    """What people will read, and what is still missing before they can."""
    consultation = load(request, slug)
    fault = ""
    if request.method == "POST":
        try:
            actions.open_consultation(by=member(request), at=timezone.now(), consultation=consultation)
        except Refused as refused:
            fault = str(refused)
            consultation = load(request, slug)
        else:
            messages.success(request, _("Het gesprek is geopend. Vanaf het moment dat je koos kan iedereen meedoen."))
            return redirect("consultations:read", request.region.slug, slug)
    asked = list(accepted_statements(consultation))
    needed = needed_to_open(consultation, points_of(consultation), len(asked), timezone.now())
    context = {
        "fault": fault,
        "needed": needed,
        "n_missing": sum(not is_there for _gap, is_there in needed),
        "frame": frame(consultation),
        "statements": asked,
    }
    return staff_page(request, "consultations/open.html", consultation, context, status=409 if fault else 200)


@door("consultation.write")
def close(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    fault = ""
    if request.method == "POST":
        try:
            closed = actions.close(by=member(request), at=timezone.now(), consultation=consultation)
        except Refused as refused:
            fault = str(refused)
        else:
            if closed.opened_at is None:
                messages.success(request, _("Het gesprek is weer een concept. Je kunt alles veranderen."))
                return redirect("consultations:edit", request.region.slug, slug)
            messages.success(request, _("Het gesprek is gesloten. Hieronder staat de uitkomst."))
            return redirect("consultations:outcome", request.region.slug, slug)
    else:
        try:
            check_can_close(consultation, timezone.now())
        except Refused as refused:
            fault = str(refused)
    status = 409 if fault and request.method == "POST" else 200
    return staff_page(request, "consultations/close.html", consultation, {"fault": fault}, status=status)


def _status(form: Form, fault: str = "") -> int:
    if fault:
        return 409
    return 422 if form.is_bound and not form.is_valid() else 200
