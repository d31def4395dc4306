"""Saying which kind a passage is: of one that stands, of all in a chapter, or while writing a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.begun.access import begun_in
from regiotafel.regions.begun.actions import keeps_draft
from regiotafel.vision.loading import back_to_text, load, load_passage, load_section, saved, writing_page
from regiotafel.vision.models import Passage
from regiotafel.vision.naming import actions
from regiotafel.vision.naming.forms import AddPassageForm, KindForm, KindsForm, TakeBackForm
from regiotafel.vision.naming.queries import last_kind, last_named, named_in, principles_of
from regiotafel.vision.naming.rules import WrongKind, seen_kind
from regiotafel.vision.reading.queries import current_wording
from regiotafel.web.pages import posted


@door("vision.write")
def kind(request: RegionRequest, document: str, number: int) -> HttpResponse:
    passage = load_passage(request, document, number)
    form = _form(request, passage)
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "passage": passage}
    is_saved, fault = saved(form, lambda: actions.name_kind(**done, **form.values()))
    if is_saved:
        messages.success(request, _("Opgeslagen wat voor passage %(number)d is.") % {"number": number})
        return redirect("vision:passage", request.region.slug, document, number)
    return _kind_page(request, passage, form, fault)


def _form(request: RegionRequest, passage: Passage) -> KindForm:
    """As it stands now. What only an exception says is kept empty for the others."""
    last = last_kind(passage)
    start = passage.particulars._asdict() | {"principle": passage.principle_id, "seen": seen_kind(last)}
    of: dict[str, Any] = {
        "principles": principles_of(passage.document),
        "passage": passage,
        "is_named": last is not None,
    }
    return KindForm(posted(request), initial=start, **of)


def _kind_page(request: RegionRequest, passage: Passage, form: KindForm, fault: Refused | None = None) -> HttpResponse:
    """After a refusal pressing again is a choice: this person reads what stands there now."""
    if fault is not None:
        passage = load_passage(request, passage.document.slug, passage.number)
        form.data = request.POST.dict() | {"seen": str(seen_kind(last_kind(passage)))}
    context = {"passage": passage, "wording": current_wording(passage), "form": form, "fault": fault}
    return writing_page(request, "vision/kind.html", passage.document, **context)


@door("vision.write")
def kinds(request: RegionRequest, document: str, section: int) -> HttpResponse:
    """Of all passages of a chapter at once."""
    found = load(request, document)
    chapter, by = load_section(request, found, section), member(request)
    form = KindsForm(posted(request), rows=named_in(chapter))
    done: dict[str, Any] = {"by": by, "at": timezone.now(), "document": found}
    named: list[Passage] = []

    def act() -> None:
        named.extend(actions.name_kinds(**done, chosen=form.chosen(), reason=form.cleaned_data["reason"]))

    is_saved, fault = saved(form, act)
    if is_saved:
        messages.success(request, _told(len(named)))
        return redirect("vision:kinds", request.region.slug, document, section)
    if fault is not None:
        rows = named_in(load_section(request, found, section))
        form = _refused(KindsForm(form.again(rows), rows=rows), fault)
    context = {"form": form, "section": chapter, "fault": fault, "last": last_named(chapter, by)}
    return writing_page(request, "vision/kinds.html", found, **context)


def _refused(form: KindsForm, fault: Refused) -> KindsForm:
    """The sentence stands at the passage that it is about."""
    if form.is_valid() and fault.field in form.fields:
        form.add_error(fault.field, str(fault))
    return form


def _told(n: int) -> str:
    if not n:
        return _("Er is niets veranderd.")
    return ngettext("Opgeslagen: de soort van één passage.", "Opgeslagen: de soort van %(n)d passages.", n) % {"n": n}


@door("vision.write")
@require_POST
def kinds_back(request: RegionRequest, document: str, section: int) -> HttpResponse:
    """As it was before this person saved last, while nobody changed any of it since."""
    found = load(request, document)
    chapter, by = load_section(request, found, section), member(request)
    form, last = TakeBackForm(request.POST), last_named(chapter, by)
    try:
        if not form.is_valid() or not last or form.cleaned_data["last"] != last[0].pk:
            raise WrongKind(_("Dit kun je niet meer terugzetten. Er is intussen iets veranderd."))
        done = actions.take_back(by=by, at=timezone.now(), document=found, named=last)
    except Refused as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _told(len(done)))
    return redirect("vision:kinds", request.region.slug, document, section)


@door("vision.write")
@keeps_draft(gettext_lazy("Nieuwe passage"))
def add_passage(request: RegionRequest, document: str, section: int) -> HttpResponse:
    found = load(request, document)
    chapter = load_section(request, found, section)
    form = AddPassageForm(posted(request), initial=begun_in(request), principles=principles_of(found))
    made: list[Passage] = []
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "section": chapter}
    is_saved, fault = saved(form, lambda: made.append(actions.add_named(**done, **form.values())))
    if is_saved:
        messages.success(request, _("Passage %(number)d staat in de tekst.") % {"number": made[0].number})
        return back_to_text(request, made[0])
    return writing_page(request, "vision/add_passage.html", found, form=form, section=chapter, fault=fault)
