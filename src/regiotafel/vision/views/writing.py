"""Writing the text. Whoever saves after somebody else gets both texts on one page: nothing is lost."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.text.differences import differences
from regiotafel.vision import actions
from regiotafel.vision.forms import (
    BringBackForm,
    ChangeSectionForm,
    DocumentForm,
    NewPassageForm,
    PlaceForm,
    RetireForm,
    SectionForm,
    WordsForm,
)
from regiotafel.vision.models import Passage
from regiotafel.vision.queries import (
    current_text,
    current_wording,
    passage_in,
    retired_passages,
    sections_of,
    wording_of,
)
from regiotafel.vision.rules import (
    EditConflict,
    NothingChanged,
    PassageRetired,
    PassageStands,
    SectionConflict,
    VisionFault,
    WrongPlace,
)
from regiotafel.vision.views.loading import load, load_passage, load_section, writing_page


@door("vision.write")
def new_document(request: RegionRequest) -> HttpResponse:
    form = DocumentForm(request.POST or None)
    if form.is_valid():
        made = actions.draft_document(by=member(request), at=timezone.now(), region=request.region, **form.cleaned_data)
        messages.success(request, _("De tekst is er. Voeg nu het eerste hoofdstuk toe."))
        return redirect("vision:add_section", request.region.slug, made.slug)
    return writing_page(request, "vision/new_document.html", None, {"form": form}, status=status_of(form))


@door("vision.write")
def edit(request: RegionRequest, document: str) -> HttpResponse:
    found = load(request, document)
    context = {"sections": current_text(found), "retired": retired_passages(found)}
    return writing_page(request, "vision/edit.html", found, context)


@door("vision.write")
def add_section(request: RegionRequest, document: str) -> HttpResponse:
    found = load(request, document)
    form = SectionForm(request.POST or None)
    if form.is_valid():
        made = actions.add_section(by=member(request), at=timezone.now(), document=found, **form.cleaned_data)
        messages.success(request, _("Het hoofdstuk is er. Schrijf nu de eerste passage."))
        return redirect("vision:add_passage", request.region.slug, found.slug, made.pk)
    return writing_page(request, "vision/add_section.html", found, {"form": form}, status=status_of(form))


@door("vision.write")
def change_section(request: RegionRequest, document: str, section: int) -> HttpResponse:
    found = load(request, document)
    chapter = load_section(found, section)
    others = [one for one in sections_of(found) if one.pk != chapter.pk]
    before = [one.pk for one in others if one.position < chapter.position]
    initial = {
        "title": chapter.title,
        "theme": chapter.theme,
        "seen": chapter.title,
        "after": before[-1] if before else 0,
    }
    form = ChangeSectionForm(request.POST or None, others=others, initial=initial)
    fault = ""
    if form.is_valid():
        values = form.cleaned_data
        values["after"] = next((one for one in others if one.pk == values["after"]), None)
        try:
            actions.change_section(by=member(request), at=timezone.now(), section=chapter, **values)
        except SectionConflict as refused:
            fault = str(refused)
            # Pressing again is a choice now: this person has read what it is called.
            form = ChangeSectionForm({**request.POST.dict(), "seen": chapter.title}, others=others)
        else:
            messages.success(request, _("Het hoofdstuk is veranderd."))
            address = reverse("vision:edit", args=[request.region.slug, found.slug])
            return redirect(f"{address}#hoofdstuk-{chapter.pk}")
    context = {"form": form, "section": chapter, "fault": fault}
    return writing_page(request, "vision/change_section.html", found, context, status=status_of(form, fault))


@door("vision.write")
def add_passage(request: RegionRequest, document: str, section: int) -> HttpResponse:
    found = load(request, document)
    chapter = load_section(found, section)
    form = NewPassageForm(request.POST or None)
    if form.is_valid():
        made = actions.add_passage(by=member(request), at=timezone.now(), section=chapter, **form.cleaned_data)
        messages.success(request, _("Passage %(number)d staat in de tekst.") % {"number": made.number})
        return _back_to(request, made)
    context = {"form": form, "section": chapter}
    return writing_page(request, "vision/add_passage.html", found, context, status=status_of(form))


@door("vision.write")
def reword(request: RegionRequest, document: str, number: int) -> HttpResponse:
    passage = load_passage(request, document, number)
    if request.method != "POST":
        form = WordsForm(initial={"text": current_wording(passage).text, "version": passage.version})
        return _words_page(request, passage, form)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _words_page(request, passage, form, status=422)
    try:
        saved = actions.reword(by=member(request), at=timezone.now(), passage=passage, **form.cleaned_data)
    except EditConflict as conflict:
        return _merge_page(request, passage, form, conflict)
    except NothingChanged as fault:
        form.add_error("text", str(fault))
        return _words_page(request, passage, form, status=422)
    except PassageRetired as fault:
        return _words_page(request, load_passage(request, document, number), form, status=409, fault=str(fault))
    messages.success(
        request,
        _("Bewaard: dit is tekst %(version)d van passage %(number)d.") % {"version": saved.number, "number": number},
    )
    return _back_to(request, passage)


def _words_page(
    request: RegionRequest, passage: Passage, form: WordsForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"passage": passage, "wording": current_wording(passage), "form": form, **more}
    return writing_page(request, "vision/reword.html", passage.document, context, status=status)


def _merge_page(request: RegionRequest, passage: Passage, form: WordsForm, conflict: EditConflict) -> HttpResponse:
    """Their text, your text, what differs, and one field. Saving it now is a choice: it says it has seen theirs."""
    mine, theirs = form.cleaned_data["text"], conflict.theirs
    started = wording_of(passage, form.cleaned_data["version"])
    again = WordsForm({"text": mine, "reason": form.cleaned_data["reason"], "version": theirs.number})
    context = {
        "passage": passage,
        "fault": str(conflict),
        "form": again,
        "theirs": theirs,
        "mine": mine,
        "they_changed": differences(started.text, theirs.text) if started else [],
        "differences": differences(theirs.text, mine),
    }
    return writing_page(request, "vision/merge.html", passage.document, context, status=409)


@door("vision.write")
def move(request: RegionRequest, document: str, number: int) -> HttpResponse:
    passage = load_passage(request, document, number)
    form = PlaceForm(request.POST or None, sections=current_text(passage.document), passage=passage)
    fault = ""
    if form.is_valid():
        section_id, after_number = form.place_chosen()
        after = passage_in(passage.document, after_number) if after_number else None
        try:
            actions.move(
                by=member(request),
                at=timezone.now(),
                passage=passage,
                section=load_section(passage.document, section_id),
                after=after,
            )
        except (WrongPlace, PassageRetired) as refused:
            fault = str(refused)
        else:
            messages.success(request, _("Passage %(number)d staat op haar nieuwe plek.") % {"number": number})
            return _back_to(request, passage)
    context = {"passage": passage, "wording": current_wording(passage), "form": form, "fault": fault}
    return writing_page(request, "vision/move.html", passage.document, context, status=status_of(form, fault))


@door("vision.write")
def retire(request: RegionRequest, document: str, number: int) -> HttpResponse:
    passage = load_passage(request, document, number)
    form = RetireForm(request.POST or None, initial={"version": passage.version})
    fault = ""
    if form.is_valid():
        try:
            actions.retire(by=member(request), at=timezone.now(), passage=passage, **form.cleaned_data)
        except VisionFault as refused:
            fault = str(refused)
            passage = load_passage(request, document, number)
            form = RetireForm({"reason": form.cleaned_data["reason"], "version": passage.version})
        else:
            messages.success(request, _("Passage %(number)d is vervallen.") % {"number": number})
            return redirect("vision:passage", request.region.slug, document, number)
    context = {"passage": passage, "wording": current_wording(passage), "form": form, "fault": fault}
    return writing_page(request, "vision/retire.html", passage.document, context, status=status_of(form, fault))


@door("vision.write")
def bring_back(request: RegionRequest, document: str, number: int) -> HttpResponse:
    passage = load_passage(request, document, number)
    form = BringBackForm(request.POST or None)
    fault = ""
    if form.is_valid():
        try:
            actions.bring_back(by=member(request), at=timezone.now(), passage=passage, **form.cleaned_data)
        except PassageStands as refused:
            fault = str(refused)
        else:
            messages.success(request, _("Passage %(number)d staat weer in de tekst.") % {"number": number})
            return _back_to(request, passage)
    context = {"passage": passage, "wording": current_wording(passage), "form": form, "fault": fault}
    return writing_page(request, "vision/bring_back.html", passage.document, context, status=status_of(form, fault))


def _back_to(request: RegionRequest, passage: Passage) -> HttpResponse:
    """To the passage in the text that the editor came from."""
    address = reverse("vision:edit", args=[request.region.slug, passage.document.slug])
    return redirect(f"{address}#passage-{passage.number}")


def status_of(form: forms.Form, fault: str = "") -> int:
    if fault:
        return 409
    return 422 if form.is_bound and not form.is_valid() else 200
