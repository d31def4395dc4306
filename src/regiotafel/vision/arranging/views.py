"""Chapters in another order, a passage in two, two passages together, and back to earlier words."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.text.pieces import cuts, joined
from regiotafel.vision.arranging import actions
from regiotafel.vision.arranging.forms import AfterForm, JoinForm, OtherForm, RevertForm, SplitForm
from regiotafel.vision.arranging.queries import hanging_on, placed
from regiotafel.vision.arranging.rules import place_of
from regiotafel.vision.loading import (
    back_to_text,
    load,
    load_passage,
    load_section,
    load_wording,
    opened,
    saved,
    writing_page,
)
from regiotafel.vision.models import Passage, PassageDraft
from regiotafel.vision.reading.queries import current_text, current_wording
from regiotafel.vision.writing.actions import move_section as move_chapter
from regiotafel.vision.writing.queries import retired_passages
from regiotafel.web.pages import posted


@door("vision.write")
def edit(request: RegionRequest, document: str) -> HttpResponse:
    found = load(request, document)
    context = {"retired": retired_passages(found), **opened(request, placed(current_text(found)))}
    return writing_page(request, "vision/edit.html", found, **context)


@door("vision.write")
@require_POST
def move_section(request: RegionRequest, document: str, section: int) -> HttpResponse:
    """One step up or down: behind which chapter, stands in the button."""
    found = load(request, document)
    chapter = load_section(request, found, section)
    form = AfterForm(request.POST)
    after = form.cleaned_data["after"] if form.is_valid() else chapter.pk
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "section": chapter}
    place = load_section(request, found, after) if after else None
    is_saved, fault = saved(form, lambda: move_chapter(**done, after=place))
    if is_saved:
        messages.success(request, _("Het hoofdstuk staat op de nieuwe plek."))
    else:
        messages.error(request, str(fault or _("Deze plek is er niet meer. Kies een andere.")))
    address = reverse("vision:edit", args=[request.region.slug, document])
    return redirect(f"{address}?hoofdstuk={chapter.pk}#hoofdstuk-{chapter.pk}")


@door("vision.write")
def split(request: RegionRequest, document: str, number: int) -> HttpResponse:
    passage = load_passage(request, document, number)
    pieces = cuts(current_wording(passage).text)
    form = SplitForm(posted(request), initial={"version": passage.version}, pieces=pieces)
    made: list[Passage] = []
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "passage": passage}
    is_saved, fault = saved(form, lambda: made.append(actions.split(**done, **form.cleaned_data)))
    if is_saved:
        messages.success(request, _("Gesplitst: het tweede deel is passage %(number)d.") % {"number": made[0].number})
        return back_to_text(request, made[0])
    now = _again(request, passage, form, fault)
    about: dict[str, Any] = {"wording": current_wording(now), "hanging": hanging_on(now), "pieces": pieces}
    return _page(request, "vision/split.html", now, form, fault, **about)


@door("vision.write")
def join(request: RegionRequest, document: str, number: int) -> HttpResponse:
    """First which, then both beside each other."""
    passage = load_passage(request, document, number)
    choice, shown = _to_choose(request, passage)
    if passage.retired_at is not None or not choice.is_valid():
        return _page(request, "vision/join.html", passage, choice, wording=current_wording(passage), **shown)
    other = load_passage(request, document, choice.cleaned_data["met"])
    start = {"version": passage.version, "other_version": other.version}
    form = JoinForm(posted(request), initial=start)
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "passage": passage, "other": other}
    is_saved, fault = saved(form, lambda: actions.join(**done, **form.cleaned_data))
    if is_saved:
        told = _("Samengevoegd: de tekst van passage %(other)d staat nu in passage %(number)d.")
        messages.success(request, told % {"other": other.number, "number": passage.number})
        return back_to_text(request, passage)
    return _both(request, passage, other, form, fault)


def _to_choose(request: RegionRequest, passage: Passage) -> tuple[OtherForm, dict[str, Any]]:
    """Of a long text only the passages of one chapter, until one is chosen."""
    shown = opened(request, current_text(passage.document), passage)
    asked = request.GET if "met" in request.GET else None
    return OtherForm(asked, sections=shown["contents" if asked else "sections"], passage=passage), shown


def _both(
    request: RegionRequest, passage: Passage, other: Passage, form: JoinForm, fault: Refused | None
) -> HttpResponse:
    """After a refusal as they read now: pressing again is a choice."""
    if fault is not None:
        passage, other = (_now(request, one) for one in (passage, other))
        form.data = request.POST.dict() | {"version": str(passage.version), "other_version": str(other.version)}
    pair = sorted((passage, other), key=place_of)
    together = joined(*(current_wording(one).text for one in pair))
    about: dict[str, Any] = {"other": other, "together": together, "hanging": hanging_on(other)}
    return _page(request, "vision/join_both.html", passage, form, fault, **about)


@door("vision.write")
def revert(request: RegionRequest, document: str, number: int, version: int) -> HttpResponse:
    passage = load_passage(request, document, number)
    earlier = load_wording(request, passage, version)
    form = RevertForm(posted(request), initial={"version": passage.version})
    made: list[object] = []
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "passage": passage, "to": earlier.number}
    is_saved, fault = saved(form, lambda: made.append(actions.revert(**done, **form.cleaned_data)))
    if is_saved:
        waits = isinstance(made[0], PassageDraft)
        told = _("Een collega leest deze tekst en publiceert die.") if waits else _("De eerdere tekst staat er weer.")
        messages.success(request, told)
        return redirect("vision:passage", request.region.slug, document, number)
    now = _again(request, passage, form, fault)
    about = {"was": current_wording(now).text, "becomes": earlier.text}
    return _page(request, "vision/revert.html", now, form, fault, **about)


def _now(request: RegionRequest, passage: Passage) -> Passage:
    return load_passage(request, passage.document.slug, passage.number)


def _again(request: RegionRequest, passage: Passage, form: SplitForm | RevertForm, fault: Refused | None) -> Passage:
    """After a refusal the words of now are before this person: pressing again is a choice."""
    if fault is None:
        return passage
    now = _now(request, passage)
    form.data = request.POST.dict() | {"version": str(now.version)}
    return now


def _page(
    request: RegionRequest,
    template: str,
    passage: Passage,
    form: forms.Form,
    fault: Refused | None = None,
    **about: Any,
) -> HttpResponse:
    return writing_page(request, template, passage.document, passage=passage, form=form, fault=fault, **about)
