"""Letting statements in or not, and showing how that is done."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.consultations.actions import statements as actions
from regiotafel.consultations.forms.moderating import LogForm, RefusalForm
from regiotafel.consultations.forms.preparing import BetterWordsForm
from regiotafel.consultations.models import Consultation, Statement, StatementState
from regiotafel.consultations.queries.statements import (
    decisions,
    is_taken,
    last_decision,
    moderation_counts,
    queue_of,
    refusals_by_reason,
    waiting,
    waiting_statement,
)
from regiotafel.consultations.queries.voting import statement_in
from regiotafel.consultations.rules import ConsultationFault, check_can_moderate
from regiotafel.consultations.views.loading import load
from regiotafel.consultations.views.staff import staff_page
from regiotafel.regions.access import RegionRequest, door, member

QUEUE_PAGE = 10
LOG_PAGE = 25


@door("consultation.read")
@require_safe
def counts(request: RegionRequest, slug: str) -> HttpResponse:
    """Public: how many statements came in, and what happened to them."""
    consultation = load(request, slug)
    context = {
        "consultation": consultation,
        "state": consultation.state(timezone.now()),
        "here": "gesprekken",
        "counts": moderation_counts(consultation, timezone.now()),
        "refusals": refusals_by_reason(consultation),
    }
    return render(request, "consultations/moderation_counts.html", context)


@door("statement.moderate")
@require_safe
def queue(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    page = Paginator(waiting(consultation), QUEUE_PAGE).get_page(request.GET.get("pagina"))
    context = {"page": page, "items": queue_of(consultation, list(page))}
    return staff_page(request, "consultations/moderation_queue.html", consultation, context)


@door("statement.moderate")
def decide(request: RegionRequest, slug: str, number: int) -> HttpResponse:
    """One waiting statement: let it in, refuse it, or let it in with better words."""
    consultation = load(request, slug)
    statement = statement_in(consultation, number)
    if statement is None:
        raise Http404("Deze stelling bestaat niet in dit gesprek.")
    verdict = request.POST.get("verdict", "")
    refusal = RefusalForm(request.POST if verdict == "refuse" else None)
    better = BetterWordsForm(
        request.POST if verdict == "reword" else None,
        initial={"text": statement.text},
        auto_id="id_better_%s",
        old=statement.text,
        # The old words make room for the new ones, so only other statements count.
        is_taken=lambda text: is_taken(consultation, text),
    )
    fault = ""
    if request.method == "POST" and _is_ready(verdict, refusal, better):
        try:
            done = _carry_out(request, statement, verdict, refusal, better)
        except ConsultationFault as refused:
            fault = str(refused)
        else:
            messages.success(request, done)
            return redirect("consultations:moderation_queue", request.region.slug, slug)
    return _decide_page(request, consultation, statement, refusal, better, fault)


def _is_ready(verdict: str, refusal: RefusalForm, better: BetterWordsForm) -> bool:
    return (
        verdict == "accept"
        or (verdict == "refuse" and refusal.is_valid())
        or (verdict == "reword" and better.is_valid())
    )


def _carry_out(
    request: RegionRequest, statement: Statement, verdict: str, refusal: RefusalForm, better: BetterWordsForm
) -> str:
    by, at = member(request), timezone.now()
    if verdict == "accept":
        actions.accept(by=by, at=at, statement=statement)
        return _("Stelling %(number)d doet mee.") % {"number": statement.number}
    if verdict == "refuse":
        actions.refuse(by=by, at=at, statement=statement, **refusal.cleaned_data)
        return _("Stelling %(number)d doet niet mee. De inzender leest waarom.") % {"number": statement.number}
    new = actions.accept_reworded(by=by, at=at, statement=statement, **better.cleaned_data)
    return _("Stelling %(number)d doet mee, met jouw woorden.") % {"number": new.number}


def _decide_page(
    request: RegionRequest,
    consultation: Consultation,
    statement: Statement,
    refusal: RefusalForm,
    better: BetterWordsForm,
    fault: str,
) -> HttpResponse:
    statement.refresh_from_db()
    is_waiting = statement.state == StatementState.WAITING
    if request.method == "POST" and not fault:
        fault = _too_late(statement)
    context = {
        "fault": fault,
        "item": waiting_statement(consultation, statement) if is_waiting else None,
        "statement": statement,
        "decision": None if is_waiting else last_decision(statement),
        "refusal": refusal,
        "better": better,
    }
    invalid = any(form.is_bound and not form.is_valid() for form in (refusal, better))
    status = 409 if fault else 422 if invalid else 200
    return staff_page(request, "consultations/moderation_queue_decide.html", consultation, context, status=status)


def _too_late(statement: Statement) -> str:
    try:
        check_can_moderate(statement)
    except ConsultationFault as fault:
        return str(fault)
    return ""


@door("moderation.read_log")
@require_safe
def log(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    form = LogForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    words, verdict = wanted.get("zoek", ""), wanted.get("besluit", "")
    found = decisions(consultation, words=words, verdict=verdict)
    context = {
        "form": form,
        "page": Paginator(found, LOG_PAGE).get_page(request.GET.get("pagina")),
        "query": urlencode({"zoek": words, "besluit": verdict}) + "&" if words or verdict else "",
        "is_filtered": bool(words or verdict),
    }
    return staff_page(request, "consultations/moderation_log.html", consultation, context)
