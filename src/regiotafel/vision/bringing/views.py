"""Bringing a document: choosing it, looking at what stands in it, and taking that over."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.formats.faults import FileRefused
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.vision.bringing import actions
from regiotafel.vision.bringing.actions import Chosen
from regiotafel.vision.bringing.forms import BeginForm, BringForm, TakeOverForm
from regiotafel.vision.bringing.queries import brought_to, passages_by_number
from regiotafel.vision.loading import load, load_brought, saved, writing_page
from regiotafel.vision.models import Brought, BroughtAs, Document
from regiotafel.web.files import sentences_of
from regiotafel.web.pages import posted


@door("vision.write")
def bring(request: RegionRequest, document: str) -> HttpResponse:
    found = load(request, document)
    files = request.FILES if request.method == "POST" else None
    start = BroughtAs.RETURN if passages_by_number(found) else BroughtAs.WHOLE
    form = BringForm(posted(request), files, initial={"what": start})
    fault: Refused | None = None
    if form.is_valid():
        made, fault = _read(request, found, form)
        if made is not None:
            return redirect("vision:brought", request.region.slug, document, made.pk)
    return writing_page(request, "vision/bring.html", found, form=form, fault=fault, brought=brought_to(found))


def _read(request: RegionRequest, found: Document, form: BringForm) -> tuple[Brought | None, Refused | None]:
    name, data = form.named()
    said: dict[str, Any] = {"what": form.cleaned_data["what"], "name": name, "data": data}
    try:
        return actions.bring(by=member(request), at=timezone.now(), document=found, **said), None
    except FileRefused as refused:
        for sentence in sentences_of(refused):
            form.add_error("brought", sentence)
    except Refused as refused:
        return None, refused
    return None, None


@door("vision.write")
def brought(request: RegionRequest, document: str, brought: int) -> HttpResponse:
    """What stands in it, to be looked at; and when it was taken over, what came of it."""
    found = load_brought(request, document, brought)
    if found.done_at is not None:
        return writing_page(request, "vision/brought.html", found.document, found=found)
    if found.what == BroughtAs.WHOLE:
        return _begin(request, found)
    return _choose(request, found)


def _choose(request: RegionRequest, found: Brought) -> HttpResponse:
    form = TakeOverForm(posted(request), plan=found.plan, numbers=list(passages_by_number(found.document)))
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "standings": request.standings}
    is_saved, fault = saved(form, lambda: actions.take_over(**done, brought=found, chosen=_chosen(form)))
    if is_saved:
        messages.success(request, _("Het document is ingelezen."))
        return redirect("vision:brought", request.region.slug, found.document.slug, found.pk)
    return writing_page(request, "vision/take_over.html", found.document, form=form, fault=fault, found=found)


def _chosen(form: TakeOverForm) -> Chosen:
    return Chosen(form.chosen("item"), form.chosen("remark"))


def _begin(request: RegionRequest, found: Brought) -> HttpResponse:
    form = BeginForm(posted(request), plan=found.plan)
    if form.is_valid():
        actions.begin_with(by=member(request), at=timezone.now(), brought=found, kept=form.kept())
        if found.plan.get("n_more"):
            told = _("De tekst is ingelezen. Kies hetzelfde document nog eens: dan lezen we wat anderen erin schreven.")
            messages.success(request, told)
            return redirect("vision:bring", request.region.slug, found.document.slug)
        messages.success(request, _("De tekst is ingelezen."))
        return redirect("vision:edit", request.region.slug, found.document.slug)
    return writing_page(request, "vision/begin_with.html", found.document, form=form, found=found)
