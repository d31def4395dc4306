"""Proposals for a text: read together, made, judged and answered."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.begun.access import begun_in
from regiotafel.regions.begun.actions import keeps_draft
from regiotafel.regions.permissions import may
from regiotafel.vision.loading import (
    load,
    load_passage,
    load_proposal,
    load_section,
    load_with_proposals,
    saved,
    text_page,
    writing_page,
)
from regiotafel.vision.models import TAKEN_OVER, Document, Proposal, ProposalKind, ProposalState
from regiotafel.vision.proposing import actions
from regiotafel.vision.proposing.actions import Judged
from regiotafel.vision.proposing.forms import (
    DecideForm,
    HideForm,
    IntendForm,
    ProposeForm,
    ProposePassageForm,
    ReadersForm,
    ReplyForm,
    passage_numbered,
)
from regiotafel.vision.proposing.queries import (
    colliding,
    counted,
    last_intention,
    proposals_about,
    proposals_of,
    shown,
    speaks_for,
    steps_of,
)
from regiotafel.vision.proposing.rules import is_maker, words_meant
from regiotafel.vision.queries import standing_in
from regiotafel.vision.reading.queries import current_wording
from regiotafel.vision.remarking.queries import talks
from regiotafel.web.pages import posted

# Working out what differs costs the most.
PROPOSALS_PAGE = 25


@door("vision.read")
def proposals(request: RegionRequest, document: str) -> HttpResponse:
    """In the order of the text: what waits, or what is done."""
    found = load_with_proposals(request, document)
    state = "done" if request.GET.get("status") == "besloten" else ""
    page_of = Paginator(proposals_of(found, state), PROPOSALS_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "state": state,
        "counted": counted(found),
        "page": page_of,
        "proposals": shown(page_of),
        "talks": talks(document=found),
        "query": "status=besloten&" if state else "",
    }
    return text_page(request, "vision/proposals.html", found, **context)


@door("vision.read")
def of_passage(request: RegionRequest, document: str, number: int) -> HttpResponse:
    """All that is proposed for one passage, and noted beside it, together."""
    load_with_proposals(request, document)
    passage = load_passage(request, document, number)
    found = shown(proposals_about(passage))
    context = {
        "passage": passage,
        "wording": current_wording(passage),
        "proposals": found,
        "n_waiting": sum(not one.proposal.is_done for one in found),
        "talks": talks(passage=passage),
    }
    return text_page(request, "vision/of_passage.html", passage.document, **context)


@door("vision.read")
def proposal(request: RegionRequest, document: str, proposal: int) -> HttpResponse:
    found = load_proposal(request, document, proposal)
    by = member(request)
    [one] = shown([found])
    context = {
        "one": one,
        "proposal": found,
        "moves": steps_of(found)[::-1],
        "colliding": [] if found.is_done else shown(colliding(found)),
        "is_maker": is_maker(found, by.pk if by else None, request.standings),
        "talks": talks(proposal=found),
    }
    return text_page(request, "vision/proposal.html", found.document, **context)


@door("proposal.make")
@keeps_draft(gettext_lazy("Wijzigingsvoorstel"))
def propose(request: RegionRequest, document: str, number: int) -> HttpResponse:
    """Other words for a passage, or none."""
    passage = load_passage(request, document, number)
    wording = current_wording(passage)
    start = {"kind": ProposalKind.REWORD, "text": wording.text, "base": passage.version, "whose": "self"}
    form = ProposeForm(posted(request), initial=start | begun_in(request), **_whose(request))
    context = {"passage": passage, "wording": wording}
    of = {"section": passage.section, "passage": passage}
    return _propose(request, passage.document, form, "vision/propose.html", context, of)


@door("proposal.make")
@keeps_draft(gettext_lazy("Voorstel voor een nieuwe passage"))
def propose_passage(request: RegionRequest, document: str, section: int) -> HttpResponse:
    found = load(request, document)
    chapter = load_section(request, found, section)
    there = standing_in(found, chapter)
    form = ProposePassageForm(posted(request), initial=begun_in(request), passages=there, **_whose(request))
    after = passage_numbered(there, form.cleaned_data["after"]) if form.is_valid() else None
    of = {"section": chapter, "passage": after}
    return _propose(request, found, form, "vision/propose_passage.html", {"section": chapter}, of)


def _whose(request: RegionRequest) -> dict[str, Any]:
    """For whom this person may speak."""
    for_others = may("vision.write", request.standings)
    organisations, councils = speaks_for(request.region, request.standings, everybody=for_others)
    return {"organisations": organisations, "councils": councils, "for_others": for_others}


def _propose(
    request: RegionRequest,
    document: Document,
    form: ProposeForm | ProposePassageForm,
    template: str,
    context: Mapping[str, Any],
    of: Mapping[str, Any],
) -> HttpResponse:
    fault: Refused | None = None
    if form.is_valid():
        values = form.cleaned_data
        said: dict[str, Any] = {"kind": values.get("kind", ProposalKind.ADD), "base": values.get("base", 0)}
        said |= {"passage_kind": values.get("passage_kind", "")}
        said |= {"text": values["text"], "reason": values["reason"], "whose": form.for_whom()}
        done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "standings": request.standings}
        try:
            made = actions.propose(**done, **said, **of)
        except Refused as refused:
            fault = refused
        else:
            messages.success(request, _("Je voorstel staat erbij. Je krijgt bericht als er iets mee gebeurt."))
            return redirect("vision:proposal", request.region.slug, document.slug, made.number)
    return writing_page(request, template, document, form=form, fault=fault, **context)


@door("vision.write")
def intend(request: RegionRequest, document: str, proposal: int) -> HttpResponse:
    found = load_proposal(request, document, proposal)
    latest = last_intention(found)
    start = {"text": words_meant(found, latest), "seen": found.n_steps, "intent": found.intent}
    form = IntendForm(posted(request), initial=start, proposal=found)
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "proposal": found}
    is_saved, fault = saved(form, lambda: actions.intend(**done, **form.cleaned_data))
    if is_saved:
        messages.success(request, _("Het voornemen staat erbij. De indiener krijgt bericht."))
        return _back(request, found)
    return _judge_page(request, "vision/intend.html", found, form, fault)


@door("vision.write")
def decide(request: RegionRequest, document: str, proposal: int) -> HttpResponse:
    """About this proposal, and at once about the others for the same words."""
    found = load_proposal(request, document, proposal)
    beside = colliding(found)
    version = found.passage.version if found.passage else 0
    latest = last_intention(found)
    start = {"text": words_meant(found, latest), "seen": found.n_steps, "version": version}
    start |= {"reason": latest.reason if latest else ""}
    form = DecideForm(posted(request), initial=start | {"intent": found.intent}, proposal=found, beside=beside)
    is_saved, fault = saved(form, lambda: _decide(request, found, form, beside))
    if is_saved:
        messages.success(request, _("Er is besloten. De indieners krijgen bericht."))
        return _back(request, found)
    return _judge_page(request, "vision/decide.html", found, form, fault)


def _decide(request: RegionRequest, found: Proposal, form: DecideForm, beside: list[Proposal]) -> None:
    values = form.cleaned_data
    judged = [Judged(found, values["seen"], values["intent"], values["reason"])]
    judged += [
        Judged(
            one,
            values[f"seen_of_{one.number}"] or 0,
            values[f"intent_of_{one.number}"],
            values[f"reason_of_{one.number}"],
        )
        for one in beside
        if values[f"intent_of_{one.number}"]
    ]
    text = values["text"] if values["intent"] in TAKEN_OVER else ""
    done: dict[str, Any] = {"by": member(request), "at": timezone.now()}
    actions.decide(**done, judged=judged, version=values["version"], text=text)


def _judge_page(
    request: RegionRequest, template: str, found: Proposal, form: IntendForm, fault: Refused | None
) -> HttpResponse:
    """Beside the form: the words of now, what is proposed, and the others. After a refusal it is read anew: pressing
    again is a choice then."""
    proposal = load_proposal(request, found.document.slug, found.number) if fault else found
    if fault is not None:
        version = proposal.passage.version if proposal.passage else 0
        read = {"seen": str(proposal.n_steps), "version": str(version)}
        read |= {f"seen_of_{one.number}": str(one.n_steps) for one in colliding(proposal)}
        form.data = request.POST.dict() | read
    wording = current_wording(proposal.passage) if proposal.passage else None
    [one] = shown([proposal])
    is_about = wording is not None and proposal.kind != ProposalKind.ADD
    context = {
        "proposal": proposal,
        "one": one,
        "wording": wording if is_about else None,
        "colliding": shown(colliding(proposal)),
        "moves": steps_of(proposal)[::-1],
        "needs_second": proposal.document.region.second_reader,
    }
    return writing_page(request, template, proposal.document, form=form, fault=fault, **context)


@door("proposal.make")
def reply(request: RegionRequest, document: str, proposal: int) -> HttpResponse:
    """Its maker agrees with what is meant, answers, or takes it back."""
    found = load_proposal(request, document, proposal)
    can_agree = found.state == ProposalState.INTENDED
    form = ReplyForm(posted(request), initial={"seen": found.n_steps}, can_agree=can_agree)
    is_saved, fault = saved(form, lambda: _reply(request, found, form))
    if is_saved:
        messages.success(request, _("Je antwoord staat erbij."))
        return _back(request, found)
    [one] = shown([found])
    context = {"proposal": found, "one": one, "moves": steps_of(found)[::-1], "form": form, "fault": fault}
    return writing_page(request, "vision/reply.html", found.document, **context)


def _reply(request: RegionRequest, found: Proposal, form: ReplyForm) -> None:
    values = form.cleaned_data
    done: dict[str, Any] = {
        "by": member(request),
        "at": timezone.now(),
        "standings": request.standings,
        "proposal": found,
    }
    said: dict[str, Any] = {"seen": values["seen"], "reason": values["reason"]}
    if values["agrees"] == "withdraw":
        actions.withdraw(**done, **said)
    else:
        actions.reply(**done, **said, agrees=values["agrees"] == "yes")


@door("remark.hide")
def hide_proposal(request: RegionRequest, document: str, proposal: int) -> HttpResponse:
    found = load_proposal(request, document, proposal)
    form = HideForm(posted(request))
    if form.is_valid():
        actions.hide(by=member(request), at=timezone.now(), proposal=found, **form.cleaned_data)
        messages.success(request, _("Het voorstel is verborgen."))
        return redirect("vision:proposals", request.region.slug, document)
    [one] = shown([found])
    return writing_page(request, "vision/hide_proposal.html", found.document, form=form, proposal=found, one=one)


@door("vision.write")
def proposal_readers(request: RegionRequest, document: str) -> HttpResponse:
    """Who reads what is proposed for this text."""
    found = load(request, document)
    now = {"readers": found.proposals_for, "seen": found.proposals_for}
    form = ReadersForm(posted(request), initial=now)
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "document": found}
    is_saved, fault = saved(form, lambda: actions.show_proposals(**done, **form.cleaned_data))
    if is_saved:
        messages.success(request, _("Opgeslagen wie de voorstellen leest."))
        return redirect("vision:proposals", request.region.slug, document)
    return writing_page(request, "vision/proposal_readers.html", found, form=form, fault=fault)


def _back(request: RegionRequest, found: Proposal) -> HttpResponse:
    return redirect("vision:proposal", request.region.slug, found.document.slug, found.number)
