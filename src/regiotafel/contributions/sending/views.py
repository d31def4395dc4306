"""Sending something in, by anybody without an account or by a member for somebody else."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from regiotafel import codes
from regiotafel.brakes.access import places_of
from regiotafel.brakes.actions import counted
from regiotafel.brakes.rules import Brake
from regiotafel.consultations.statements.rules import remarks_about_persons
from regiotafel.contributions.models import Kind
from regiotafel.contributions.sending import actions
from regiotafel.contributions.sending.forms import ContributionForm, EnterForForm
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.parties.queries import organisations_of
from regiotafel.tables.queries import meetings_in
from regiotafel.vision.models import Passage
from regiotafel.vision.reading.queries import current_wordings, passage_at
from regiotafel.web.fields import number_of
from regiotafel.web.pages import page


@door("contribution.send_in")
def send_in(request: RegionRequest) -> HttpResponse:
    """First a warning when somebody can be recognised; pressing again with the same words sends them."""
    passage = _passage(request)
    form = ContributionForm(request.POST or None, initial=_initial(request, passage))
    context = _context(form, passage)
    if request.method == "POST" and form.is_valid() and not _warned(form, context):
        at = timezone.now()
        try:
            with counted(at=at, brakes=[Brake.SENT_IN], places=places_of(request)):
                _new, code = actions.send_in(
                    at=at,
                    region=request.region,
                    kind=form.cleaned_data["kind"],
                    text=form.cleaned_data["text"],
                    key=form.cleaned_data["key"],
                    about_passage=passage,
                )
        except Refused as refused:
            context["fault"] = refused
        else:
            return redirect(reverse("receipts:receipt", args=[codes.show(code)]) + "?nieuw")
    return page(request, "contributions/send_in.html", **context)


@door("contribution.enter_for")
def enter_for(request: RegionRequest) -> HttpResponse:
    """The same for a member who writes down what somebody else said; the receipt is for that person."""
    passage = _passage(request)
    form = EnterForForm(
        request.POST or None,
        initial=_initial(request, passage),
        tables=meetings_in(request.region),
        organisations=organisations_of(request.region),
    )
    context = _context(form, passage)
    if request.method == "POST" and form.is_valid() and not _warned(form, context):
        values = {name: form.cleaned_data[name] for name in ("kind", "text", "key", "via", "table", "organisation")}
        try:
            _new, code = actions.enter_for(
                by=member(request), at=timezone.now(), region=request.region, about_passage=passage, **values
            )
        except Refused as refused:
            context["fault"] = refused
        else:
            return redirect(reverse("receipts:receipt", args=[codes.show(code)]) + "?nieuw=namens")
    return page(request, "contributions/enter_for.html", kept=False, **context)


def _passage(request: RegionRequest) -> Passage | None:
    """What the sender points at, carried along in the form. Something unknown is nothing."""
    sent = request.POST if request.method == "POST" else request.GET
    number = number_of(sent.get("passage", ""))
    return None if number is None else passage_at(request.region, sent.get("document", ""), number)


def _initial(request: RegionRequest, passage: Passage | None) -> dict[str, Any]:
    kind = request.GET.get("soort", Kind.REACTION if passage else "")
    return {"key": uuid.uuid4(), "kind": kind if kind in Kind.values else ""}


def _context(form: ContributionForm, passage: Passage | None) -> dict[str, Any]:
    return {
        "here": "inbreng",
        "form": form,
        "passage": passage,
        # Only who sees the form again reads them.
        "passage_now": SimpleLazyObject(lambda: current_wordings({passage.pk}).get(passage.pk) if passage else None),
    }


def _warned(form: ContributionForm, context: dict[str, Any]) -> bool:
    """Whether there is a warning about these words that the sender has not seen yet."""
    context["text"] = form.cleaned_data["text"]
    context["warnings"] = remarks_about_persons(form.cleaned_data["text"])
    return bool(context["warnings"]) and form.cleaned_data["seen"] != form.cleaned_data["text"]
