"""Writing the text. Whoever saves after somebody else gets both texts on one page: nothing is lost."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.history.queries import last_saved
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.begun.access import begun_in
from regiotafel.regions.begun.actions import keeps_draft
from regiotafel.vision.acts import SECTION_CHANGED
from regiotafel.vision.loading import back_to_text, load, load_passage, load_section, opened, saved, writing_page
from regiotafel.vision.models import Passage
from regiotafel.vision.queries import passage_in, sections_of
from regiotafel.vision.reading.queries import current_text, current_wording
from regiotafel.vision.writing import actions
from regiotafel.vision.writing.forms import (
    BringBackForm,
    ChangeSectionForm,
    DocumentForm,
    PlaceForm,
    RetireForm,
    SectionForm,
    WhoActsForm,
    change_section_form,
)
from regiotafel.web import conflicts
from regiotafel.web.pages import posted


@door("vision.write")
@keeps_draft(gettext_lazy("Nieuwe tekst"))
def new_document(request: RegionRequest) -> HttpResponse:
    form = DocumentForm(posted(request), initial=begun_in(request))
    if form.is_valid():
        made = actions.draft_document(by=member(request), at=timezone.now(), region=request.region, **form.cleaned_data)
        messages.success(request, _("De tekst is er. Voeg nu het eerste hoofdstuk toe."))
        return redirect("vision:add_section", request.region.slug, made.slug)
    return writing_page(request, "vision/new_document.html", None, form=form)


@door("vision.write")
@keeps_draft(gettext_lazy("Nieuw hoofdstuk"))
def add_section(request: RegionRequest, document: str) -> HttpResponse:
    found = load(request, document)
    form = SectionForm(posted(request), initial=begun_in(request))
    if form.is_valid():
        made = actions.add_section(by=member(request), at=timezone.now(), document=found, **form.cleaned_data)
        messages.success(request, _("Het hoofdstuk is er. Schrijf nu de eerste passage."))
        return redirect("vision:add_passage", request.region.slug, found.slug, made.pk)
    return writing_page(request, "vision/add_section.html", found, form=form)


@door("vision.write")
def change_section(request: RegionRequest, document: str, section: int) -> HttpResponse:
    found = load(request, document)
    chapter = load_section(request, found, section)
    others = [one for one in sections_of(found) if one.pk != chapter.pk]
    now = change_section_form(chapter, others)
    form = ChangeSectionForm(request.POST, others=others) if request.method == "POST" else now
    context: dict[str, Any] = {}
    if form.is_valid():
        values = form.cleaned_data
        values["after"] = next((one for one in others if one.pk == values["after"]), None)
        try:
            actions.change_section(by=member(request), at=timezone.now(), section=chapter, **values)
        except ChangedMeanwhile as changed:
            conflict = conflicts.of_forms(now, form, **last_saved(chapter, SECTION_CHANGED))
            context = {"fault": changed, "conflict": conflict}
            # Pressing again is a choice now: this person has read what it is called.
            form = ChangeSectionForm({**request.POST.dict(), **conflict.values}, others=others)
        except Refused as refused:
            context = {"fault": refused}
        else:
            messages.success(request, _("Het hoofdstuk is veranderd."))
            address = reverse("vision:edit", args=[request.region.slug, found.slug])
            return redirect(f"{address}?hoofdstuk={chapter.pk}#hoofdstuk-{chapter.pk}")
    return writing_page(request, "vision/change_section.html", found, form=form, section=chapter, **context)


@door("vision.write")
def move(request: RegionRequest, document: str, number: int) -> HttpResponse:
    passage = load_passage(request, document, number)
    shown = opened(request, current_text(passage.document), passage)
    form = PlaceForm(posted(request), sections=shown["sections"], passage=passage)
    is_saved, fault = saved(form, lambda: _move(request, passage, *form.place_chosen()))
    if is_saved:
        messages.success(request, _("Passage %(number)d staat op de nieuwe plek.") % {"number": number})
        return back_to_text(request, passage)
    return _page(request, "vision/move.html", passage, form, fault, **shown)


def _move(request: RegionRequest, passage: Passage, chapter: int, after: int) -> None:
    section = load_section(request, passage.document, chapter)
    behind = passage_in(passage.document, after) if after else None
    actions.move(by=member(request), at=timezone.now(), passage=passage, section=section, after=behind)


def _page(
    request: RegionRequest, template: str, passage: Passage, form: Form, fault: Refused | None, **more: Any
) -> HttpResponse:
    context = {"passage": passage, "wording": current_wording(passage), "form": form, "fault": fault, **more}
    return writing_page(request, template, passage.document, **context)


@door("vision.write")
def who_acts(request: RegionRequest, document: str, number: int) -> HttpResponse:
    passage = load_passage(request, document, number)
    form = WhoActsForm(posted(request), initial={"who_acts": passage.who_acts, "seen": passage.who_acts})
    if not form.is_valid():
        return _page(request, "vision/who_acts.html", passage, form, None)
    try:
        actions.say_who_acts(by=member(request), at=timezone.now(), passage=passage, **form.values())
    except Refused as refused:
        now = load_passage(request, document, number)
        again = WhoActsForm({"who_acts": form.cleaned_data["who_acts"], "seen": now.who_acts})
        return _page(request, "vision/who_acts.html", now, again, refused)
    messages.success(request, _("Opgeslagen wie passage %(number)d doet.") % {"number": number})
    return redirect("vision:passage", request.region.slug, document, number)


@door("vision.write")
def retire(request: RegionRequest, document: str, number: int) -> HttpResponse:
    passage = load_passage(request, document, number)
    form = RetireForm(posted(request), initial={"version": passage.version})
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "passage": passage}
    is_saved, fault = saved(form, lambda: actions.retire(**done, **form.cleaned_data))
    if is_saved:
        messages.success(request, _("Passage %(number)d is vervallen.") % {"number": number})
        return redirect("vision:passage", request.region.slug, document, number)
    if fault is not None:  # as it reads now: pressing again is a choice
        passage = load_passage(request, document, number)
        form = RetireForm({"reason": form.cleaned_data["reason"], "version": passage.version})
    return _page(request, "vision/retire.html", passage, form, fault)


@door("vision.write")
def bring_back(request: RegionRequest, document: str, number: int) -> HttpResponse:
    passage = load_passage(request, document, number)
    form = BringBackForm(posted(request))
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "passage": passage}
    is_saved, fault = saved(form, lambda: actions.bring_back(**done, **form.cleaned_data))
    if is_saved:
        messages.success(request, _("Passage %(number)d staat weer in de tekst.") % {"number": number})
        return back_to_text(request, passage)
    return _page(request, "vision/bring_back.html", passage, form, fault)
