"""The statements of the editors; letting those of others in or not, and showing how that is done."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from regiotafel.consultations.acts import STATEMENT_MENDED
from regiotafel.consultations.loading import consultation_page, load, staff_page
from regiotafel.consultations.models import Consultation, Statement, StatementState
from regiotafel.consultations.queries import n_accepted_statements
from regiotafel.consultations.statements import actions
from regiotafel.consultations.statements.forms import BetterWordsForm, LogForm, MendForm, SeedsForm
from regiotafel.consultations.statements.loading import load_statement
from regiotafel.consultations.statements.queries import (
    all_statements,
    decisions,
    has_votes,
    is_taken,
    last_decision,
    moderation_counts,
    queue_of,
    refusals_by_reason,
    statement_texts,
    waiting,
    waiting_statement,
)
from regiotafel.consultations.statements.rules import REASONS, check_can_moderate, is_mendable, is_seen, warnings_about
from regiotafel.history.queries import last_saved
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.begun.access import begun_in
from regiotafel.regions.begun.actions import keeps_draft
from regiotafel.regions.permissions import may
from regiotafel.web import conflicts
from regiotafel.web.refusing import RefusalForm


@door("consultation.write")
@keeps_draft(gettext_lazy("Nieuwe stellingen"))
def statements(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    form = SeedsForm(
        request.POST or None, initial=begun_in(request), there=statement_texts(consultation, request.standings)
    )
    fault: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_seeds(
                by=member(request),
                at=timezone.now(),
                consultation=consultation,
                texts=form.cleaned_data["texts"],
                theme=form.cleaned_data["theme"],
            )
        except Refused as refused:
            fault = refused
        else:
            messages.success(request, _("Toegevoegd: %(n)d.") % {"n": len(added)})
            return redirect("consultations:statements", request.region.slug, slug)
    seen = [one for one in all_statements(consultation) if is_seen(one, request.standings)]
    rows = [(statement, warnings_about(statement.text)) for statement in seen]
    context = {
        "form": form,
        "fault": fault,
        "rows": rows,
        "n_accepted": n_accepted_statements(consultation),
        "n_waiting": 0 if may("statement.moderate", request.standings) else moderation_counts(consultation).n_waiting,
    }
    return staff_page(request, "consultations/statements.html", consultation, **context)


@door("consultation.write")
def replace(request: RegionRequest, slug: str, number: int) -> HttpResponse:
    consultation = load(request, slug)
    statement = load_statement(request, consultation, number)
    mends = is_mendable(statement, has_votes=has_votes(statement))
    form = MendForm(
        request.POST or None,
        initial={"text": statement.text, "seen": statement.text},
        old=statement.text,
        is_taken=lambda text: is_taken(consultation, text, request.standings),
    )
    fault: Refused | None = None
    meanwhile = {"seen": form["seen"].value()}
    if request.method == "POST" and form.is_valid():
        values = {
            "by": member(request),
            "at": timezone.now(),
            "statement": statement,
            "text": form.cleaned_data["text"],
        }
        try:
            if mends:
                actions.mend(**values, seen=form.cleaned_data["seen"])
            else:
                actions.replace(**values, explanation=form.cleaned_data["explanation"])
        except ChangedMeanwhile as conflict:
            fault, meanwhile = conflict, _both_words(form, statement, conflict.theirs)
            form.data = {**request.POST.dict(), "text": meanwhile["conflict"].values["text"]}
            statement.text = conflict.theirs
        except Refused as refused:
            fault = refused
        else:
            messages.success(request, _("De nieuwe tekst staat erin."))
            return redirect("consultations:statements", request.region.slug, slug)
    context = {"form": form, "fault": fault, "statement": statement, "mends": mends, **meanwhile}
    return staff_page(request, "consultations/replace.html", consultation, **context)


def _both_words(form: MendForm, statement: Statement, theirs: str) -> dict[str, Any]:
    """What the other changed, and what saving these words would change. Saving is a choice now: theirs were read."""
    mine, started = form.cleaned_data["text"], form.cleaned_data["seen"]
    saved = last_saved(statement, STATEMENT_MENDED)
    conflict = conflicts.of_text("text", started, mine, theirs, **saved)
    return {"seen": theirs, "conflict": conflict}


QUEUE_PAGE = 10
LOG_PAGE = 25


@door("consultation.read")
@require_safe
def counts(request: RegionRequest, slug: str) -> HttpResponse:
    """Public: how many statements came in, and what happened to them."""
    consultation = load(request, slug)
    context = {
        "counts": moderation_counts(consultation),
        "refusals": refusals_by_reason(consultation),
    }
    return consultation_page(request, "consultations/moderation_counts.html", consultation, **context)


@door("statement.moderate")
@require_safe
def queue(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    page = Paginator(waiting(consultation), QUEUE_PAGE).get_page(request.GET.get("pagina"))
    context = {"page": page, "items": queue_of(consultation, list(page))}
    return staff_page(request, "consultations/moderation_queue.html", consultation, **context)


@door("statement.moderate")
def decide(request: RegionRequest, slug: str, number: int) -> HttpResponse:
    """One waiting statement: let it in, refuse it, or let it in with better words."""
    consultation = load(request, slug)
    statement = load_statement(request, consultation, number)
    verdict = request.POST.get("verdict", "")
    refusal = RefusalForm(request.POST if verdict == "refuse" else None, reasons=REASONS)
    better = BetterWordsForm(
        request.POST if verdict == "reword" else None,
        initial={"text": statement.text},
        auto_id="id_better_%s",
        old=statement.text,
        # The old words make room for the new ones, so only other statements count.
        is_taken=lambda text: is_taken(consultation, text, request.standings),
    )
    fault: Refused | None = None
    if request.method == "POST" and _is_ready(verdict, refusal, better):
        try:
            done = _carry_out(request, statement, verdict, refusal, better)
        except Refused as refused:
            fault = refused
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
    return _("Stelling %(number)d doet mee, met jouw tekst.") % {"number": new.number}


def _decide_page(
    request: RegionRequest,
    consultation: Consultation,
    statement: Statement,
    refusal: RefusalForm,
    better: BetterWordsForm,
    fault: Refused | None,
) -> HttpResponse:
    if request.method == "POST":  # somebody else may have decided meanwhile
        statement = load_statement(request, consultation, statement.number)
    is_waiting = statement.state == StatementState.WAITING
    if request.method == "POST" and fault is None:
        fault = _too_late(statement)
    context = {
        "fault": fault,
        "item": waiting_statement(consultation, statement) if is_waiting else None,
        "statement": statement,
        "decision": None if is_waiting else last_decision(statement),
        "refusal": refusal,
        "better": better,
    }
    template = "consultations/moderation_queue_decide.html"
    return staff_page(request, template, consultation, forms=[refusal, better], **context)


def _too_late(statement: Statement) -> Refused | None:
    try:
        check_can_moderate(statement)
    except Refused as refused:
        return refused
    return None


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
    return staff_page(request, "consultations/moderation_log.html", consultation, **context)
