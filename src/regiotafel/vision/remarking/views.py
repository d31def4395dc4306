"""Remarks beside the text: making one, answering it, and putting it away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.permissions import may
from regiotafel.vision.loading import load_passage, load_proposal, load_remark, saved, writing_page
from regiotafel.vision.models import Document, Remark
from regiotafel.vision.reading.queries import current_wording
from regiotafel.vision.remarking import actions
from regiotafel.vision.remarking.forms import HideForm, RemarkForm
from regiotafel.vision.remarking.queries import talk_of
from regiotafel.vision.remarking.rules import may_resolve
from regiotafel.web.pages import posted

RESOLVE = "resolve"


@door("proposal.make")
def remark_on_passage(request: RegionRequest, document: str, number: int) -> HttpResponse:
    passage = load_passage(request, document, number)
    about = {"passage": passage, "wording": current_wording(passage)}
    back = redirect("vision:of_passage", request.region.slug, document, number)
    return _remark(request, passage.document, back, about, passage=passage)


@door("proposal.make")
def remark_on_proposal(request: RegionRequest, document: str, proposal: int) -> HttpResponse:
    found = load_proposal(request, document, proposal)
    back = redirect("vision:proposal", request.region.slug, document, proposal)
    return _remark(request, found.document, back, {"proposal": found}, proposal=found)


@door("proposal.make")
def remark(request: RegionRequest, document: str, remark: int) -> HttpResponse:
    """One remark with its answers; here it is answered and dealt with."""
    found = load_remark(request, document, remark)
    back = redirect("vision:remark", request.region.slug, document, remark)
    by = member(request)
    is_resolving = request.POST.get("do", "") == RESOLVE
    about = {
        "talk": talk_of(found, with_hidden=may("remark.hide", request.standings)),
        "may_resolve": may_resolve(found, by.pk if by else None, request.standings),
    }
    if is_resolving:
        return _resolve(request, found, back, about)
    return _remark(request, found.document, back, about, answers=found)


@door("remark.hide")
def hide_remark(request: RegionRequest, document: str, remark: int) -> HttpResponse:
    found = load_remark(request, document, remark)
    form = HideForm(posted(request))
    if form.is_valid():
        actions.hide(by=member(request), at=timezone.now(), remark=found, **form.cleaned_data)
        messages.success(request, _("De opmerking is verborgen."))
        return redirect("vision:proposals", request.region.slug, document)
    return writing_page(request, "vision/hide_remark.html", found.document, form=form, remark=found)


def _remark(
    request: RegionRequest, document: Document, back: HttpResponse, about: dict[str, Any], **of: Any
) -> HttpResponse:
    form = RemarkForm(posted(request))
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "document": document, **of}
    is_saved, fault = saved(form, lambda: actions.remark(**done, **form.cleaned_data))
    if is_saved:
        messages.success(request, _("Je opmerking staat erbij."))
        return back
    return writing_page(request, "vision/remark.html", document, form=form, fault=fault, **about)


def _resolve(request: RegionRequest, found: Remark, back: HttpResponse, about: dict[str, Any]) -> HttpResponse:
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "standings": request.standings}
    try:
        actions.resolve(**done, remark=found)
    except Refused as refused:
        return writing_page(request, "vision/remark.html", found.document, form=RemarkForm(), fault=refused, **about)
    messages.success(request, _("De opmerking is afgehandeld."))
    return back
