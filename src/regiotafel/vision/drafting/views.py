"""Writing new words for a passage: kept as a draft, read by a colleague, published."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.text.tidy import tidy
from regiotafel.thread.models import Knot
from regiotafel.vision.drafting import actions
from regiotafel.vision.drafting.forms import DraftForm, started_from
from regiotafel.vision.drafting.queries import draft_of, drafts_to_read, voices_beside
from regiotafel.vision.drafting.rules import is_for_second_reader
from regiotafel.vision.loading import back_to_text, load_passage, writing_page
from regiotafel.vision.models import Passage, PassageDraft
from regiotafel.vision.queries import wording_of
from regiotafel.vision.reading.queries import current_wording
from regiotafel.vision.rules import NothingChanged
from regiotafel.web import conflicts
from regiotafel.web.pages import autosaved, is_part

# What can be pressed, and which of those need that nothing is missing.
SAVE, ASK, DROP, PUBLISH = "save", "ask", "drop", "publish"
WHOLE = (ASK, PUBLISH)


@door("vision.write")
@require_safe
def drafts(request: RegionRequest) -> HttpResponse:
    """What waits for a second reader."""
    return writing_page(request, "vision/drafts.html", None, drafts=drafts_to_read(request.region))


@door("vision.write")
def reword(request: RegionRequest, document: str, number: int) -> HttpResponse:
    passage = load_passage(request, document, number)
    draft = draft_of(passage)
    voices = voices_beside(passage, draft.led_by if draft else ())
    if request.method != "POST":
        form = DraftForm(initial=started_from(passage, current_wording(passage), draft), voices=voices)
        return _page(request, passage, form, draft)
    pressed = request.POST.get("do", PUBLISH)
    form = DraftForm(request.POST, voices=voices, is_whole=pressed in WHOLE)
    if not form.is_valid():
        return _page(request, passage, form, draft)
    try:
        return _carry_out(request, passage, form, pressed, voices)
    except ChangedMeanwhile as changed:
        if isinstance(changed.theirs, PassageDraft) or changed.theirs is None:
            theirs = changed.theirs
            return _page(request, passage, _seen_now(request, voices, theirs), theirs, fault=changed, theirs=theirs)
        return _merge_page(request, passage, form, voices, changed)
    except NothingChanged as fault:
        form.add_error("text", str(fault))
        return _page(request, passage, form, draft)
    except Refused as fault:
        return _page(request, load_passage(request, document, number), form, draft, fault=fault)


def _carry_out(
    request: RegionRequest, passage: Passage, form: DraftForm, pressed: str, voices: Sequence[Knot]
) -> HttpResponse:
    values, by, at = form.cleaned_data, member(request), timezone.now()
    here = redirect("vision:reword", request.region.slug, passage.document.slug, passage.number)
    seen = values["draft"] or 0
    if pressed == DROP:
        actions.drop_draft(passage=passage, seen=seen)
        messages.success(request, _("Het concept is weg. De tekst is niet veranderd."))
        return back_to_text(request, passage)
    words = {"text": values["text"], "reason": values["reason"]}
    chosen = set(values.get("led_by", ()))
    if pressed == PUBLISH:
        led_by = [knot for knot in voices if knot.pk in chosen]
        base = values["version"]
        saved = actions.publish(by=by, at=at, passage=passage, version=base, seen=seen, led_by=led_by, **words)
        done = _("Gepubliceerd: dit is tekst %(version)d van passage %(number)d.")
        messages.success(request, done % {"version": saved.number, "number": passage.number})
        return back_to_text(request, passage)
    draft = actions.save_draft(by=by, at=at, passage=passage, base=values["version"], seen=seen, led_by=chosen, **words)
    if is_part(request):  # a script keeps it while somebody writes
        return autosaved(draft.version, draft.saved_at)
    if pressed == ASK:
        actions.ask_reader(at=at, passage=passage, seen=draft.version)
        messages.success(request, _("Klaargezet. Een collega leest de tekst en publiceert die."))
        return here
    messages.success(request, _("Het concept is opgeslagen. Alleen beleidsmedewerkers en beheerders zien het."))
    return here


def _seen_now(request: RegionRequest, voices: Sequence[Knot], draft: PassageDraft | None) -> DraftForm:
    """Saving again is a choice: this person has the draft of their colleague before them now."""
    values = request.POST.copy()
    values["draft"] = str(draft.version if draft else 0)
    return DraftForm(values, voices=voices, is_whole=False)


def _page(
    request: RegionRequest,
    passage: Passage,
    form: DraftForm,
    draft: PassageDraft | None,
    *,
    fault: Refused | None = None,
    theirs: PassageDraft | None = None,
) -> HttpResponse:
    current = current_wording(passage)
    by = member(request)
    context: dict[str, Any] = {
        "passage": passage,
        "wording": current,
        "form": form,
        "fault": fault,
        "draft": draft,
        "theirs": theirs,
        "differs": draft is not None and draft.text != current.text,
        "asks_reader": request.region.second_reader,
        "can_publish": not request.region.second_reader or is_for_second_reader(draft, by.pk if by else None),
    }
    return writing_page(request, "vision/reword.html", passage.document, **context)


def _merge_page(
    request: RegionRequest, passage: Passage, form: DraftForm, voices: Sequence[Knot], changed: ChangedMeanwhile
) -> HttpResponse:
    """Their text, your text, what differs, and one field. Saving it now is a choice: it says it has seen theirs."""
    mine, theirs = form.cleaned_data, changed.theirs
    started = wording_of(passage, mine["version"])
    saved = {"by": theirs.by, "at": theirs.at, "reason": theirs.reason}
    begun, written = started.text if started else None, tidy(mine["text"])
    conflict = conflicts.of_text("text", begun, written, theirs.text, is_marked=True, **saved)
    sent = {"text": conflict.values["text"], "reason": mine["reason"], "version": theirs.number, "draft": mine["draft"]}
    again = DraftForm({**sent, "led_by": mine.get("led_by", [])}, voices=voices)
    context = {"passage": passage, "form": again, "fault": changed, "conflict": conflict}
    return writing_page(request, "vision/merge.html", passage.document, **context)
