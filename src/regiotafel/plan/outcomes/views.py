"""What came out of a round of choosing: told, compared, tried otherwise, decided about, and as files."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.formats.pabulib import written
from regiotafel.formats.tables import write_csv
from regiotafel.plan.loading import done_by, kept, load, plan_page, pressed, writing_page
from regiotafel.plan.models import ChoiceRound, Plan
from regiotafel.plan.outcomes import actions
from regiotafel.plan.outcomes.analysis import command_of, file_of, from_kept, poll_of, rules_in, tried
from regiotafel.plan.outcomes.forms import DecideForm, PollForm, TakePollForm, WhatIfForm
from regiotafel.plan.outcomes.loading import changes_told, compared_told, load_counted, load_told, outcome_told
from regiotafel.plan.outcomes.queries import answers_in, decidable_in, decisions_of, outcome_of
from regiotafel.plan.outcomes.rules import NoOutcome, is_lost, told_as_file
from regiotafel.plan.outcomes.tags import csv_columns, csv_rows, days_of
from regiotafel.plan.outcomes.tasks import ask
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.conflicts import sent_again
from regiotafel.web.files import as_file, csv_file
from regiotafel.web.pages import kept_by_reader, posted


def _to(round: ChoiceRound) -> HttpResponse:
    return redirect("plan:outcome", round.plan.region.slug, round.plan.slug, round.number)


@door("plan.read")
@require_safe
def outcome(request: RegionRequest, plan: str, outcome: int) -> HttpResponse:
    """Who is in, who is not, and why."""
    of = load(request, plan)
    round = load_told(request, of, outcome)
    found = outcome_of(round)
    context: dict[str, Any] = {"plan": of, "round": round, "outcome": found, "is_told": round.told_at is not None}
    if found is not None and found.finished_at is None and is_lost(found.alive_at, timezone.now()):
        ask(found)
    if "stand" in request.GET:
        return kept_by_reader(render(request, "plan/outcomes/_counting.html", context))
    if found is not None:
        context["command"] = command_of(rules_in(found.how)[0], _("keuzes.json"))
    return plan_page(request, "plan/outcomes/outcome.html", **context, **outcome_told(round, answers_in(found)))


@door("plan.read")
@require_safe
def compare(request: RegionRequest, plan: str, outcome: int) -> HttpResponse:
    """The rules beside each other."""
    of = load(request, plan)
    round = load_told(request, of, outcome)
    answers = answers_in(load_counted(request, round))
    return plan_page(request, "plan/outcomes/compare.html", plan=of, round=round, **compared_told(round, answers))


@door("plan.read")
@require_safe
def what_if(request: RegionRequest, plan: str, outcome: int) -> HttpResponse:
    """Other shares, more or less money, another rule. Nothing of it is kept."""
    of = load(request, plan)
    round = load_told(request, of, outcome)
    found = load_counted(request, round)
    asked, rules = from_kept(found.asked, found.how)
    form, fault = WhatIfForm(request.GET, asked=asked, rules=rules), None
    context: dict[str, Any] = {"plan": of, "round": round, "form": form}
    try:
        if form.is_bound and form.is_valid():
            after = tried(asked, form.rule, form.shares, form.capacity)
            context |= changes_told(round, answers_in(found)[0], after)
    except NoOutcome as refused:
        fault = refused
    return plan_page(request, "plan/outcomes/what_if.html", fault=fault, **context)


@door("plan.write")
@require_POST
def count(request: RegionRequest, plan: str, outcome: int) -> HttpResponse:
    round = load_told(request, load(request, plan), outcome)
    found = actions.begin_counting(at=timezone.now(), round=round)
    if found.finished_at is None:
        ask(found)
    else:
        messages.success(request, _("Er is niets veranderd: dezelfde keuzes geven dezelfde uitkomst."))
    return _to(round)


@door("plan.write")
@require_POST
def tell(request: RegionRequest, plan: str, outcome: int) -> HttpResponse:
    round = load_told(request, load(request, plan), outcome)
    done = done_by(request, round=round, version=round.version)
    if pressed(request, lambda: actions.tell_outcome(**done)):
        messages.success(request, _("De uitkomst is verteld: iedereen kan die nu lezen."))
    return _to(round)


@door("plan.write")
def decide(request: RegionRequest, plan: str, outcome: int) -> HttpResponse:
    """What a body decides, beside what was counted."""
    of = load(request, plan)
    round = load_told(request, of, outcome)
    answers, sent = answers_in(load_counted(request, round)), posted(request)
    decisions = decisions_of(round)
    form = DecideForm(sent, rows=decidable_in(round, answers, decisions), last=next(iter(decisions), None))
    is_done, fault = kept(form, lambda: actions.decide(**done_by(request, round=round), **form.said()))
    if is_done:
        messages.success(request, _("Het besluit is opgeslagen. De maatregelen staan nu zoals is besloten."))
        return _to(round)
    if fault:
        form = DecideForm(sent_again(request.POST, fault.theirs, "seen", says="number"), rows=form.measures)
    context: dict[str, Any] = {"plan": of, "round": round, "answers": answers, "decisions": decisions}
    return writing_page(request, "plan/outcomes/decide.html", form=form, fault=fault, **context)


# --- Files


@door("plan.read")
@require_safe
def outcome_csv(request: RegionRequest, plan: str, outcome: int) -> HttpResponseBase:
    round = load_told(request, load(request, plan), outcome)
    answers = answers_in(load_counted(request, round))
    return csv_file(write_csv(csv_columns(answers), csv_rows(answers)), *_named(request, round))


@door("plan.read")
@require_safe
def outcome_json(request: RegionRequest, plan: str, outcome: int) -> HttpResponseBase:
    round = load_told(request, load(request, plan), outcome)
    found = load_counted(request, round)
    content = told_as_file(round.title, found.digest, answers_in(found))
    return as_file(HttpResponse(content, content_type="application/json"), *_named(request, round), ending="json")


@door("plan.write")
@require_safe
def ballots_json(request: RegionRequest, plan: str, outcome: int) -> HttpResponseBase:
    """What was counted, for `regiotafel prioritise`: without names, and with small groups."""
    round = load_told(request, load(request, plan), outcome)
    found = load_counted(request, round)
    asked, rules = from_kept(found.asked, found.how)
    answer = HttpResponse(file_of(asked, rules[0]), content_type="application/json")
    return as_file(answer, *_named(request, round), _("keuzes"), ending="json")


@door("plan.write")
@require_safe
def ballots_pb(request: RegionRequest, plan: str, outcome: int) -> HttpResponseBase:
    """The same for Pabulib, which knows no kinds of parties."""
    round = load_told(request, load(request, plan), outcome)
    found = load_counted(request, round)
    asked, _rules = from_kept(found.asked, found.how)
    content = written(poll_of(asked, answers_in(found)[0], days_of(round)))
    answer = HttpResponse(content, content_type="text/plain; charset=utf-8")
    return as_file(answer, *_named(request, round), ending="pb")


def _named(request: RegionRequest, round: ChoiceRound) -> tuple[object, ...]:
    return request.region.slug, round.plan.slug, _("uitkomst"), round.number


@door("plan.write")
def bring_poll(request: RegionRequest, plan: str) -> HttpResponse:
    """An election from elsewhere, shown before anything is kept of it."""
    of = load(request, plan)
    form = PollForm(posted(request), request.FILES or None, plan=of)
    if form.is_bound and form.is_valid():
        take = TakePollForm(plan=of, brought=form.data_read, kind=form.cleaned_data["kind"])
        return _preview(request, of, take, form)
    return writing_page(request, "plan/outcomes/bring.html", plan=of, form=form)


def _preview(request: RegionRequest, of: Plan, take: TakePollForm, form: PollForm) -> HttpResponse:
    kind = dict(form.fields["kind"].choices)[form.cleaned_data["kind"]]  # type: ignore[attr-defined]
    return writing_page(request, "plan/outcomes/bring_preview.html", plan=of, form=take, poll=form.poll, kind=kind)


@door("plan.write")
@require_POST
def take_poll(request: RegionRequest, plan: str) -> HttpResponse:
    of = load(request, plan)
    form, done = TakePollForm(request.POST, plan=of), done_by(request, plan=of)
    made: list[ChoiceRound] = []
    is_done, fault = kept(form, lambda: made.append(actions.take_poll(**done, **form.cleaned_data)))
    if is_done:
        messages.success(request, _("De keuzeronde is ingelezen. Reken nu de uitkomst uit."))
        return _to(made[0])
    return writing_page(request, "plan/outcomes/bring.html", plan=of, form=PollForm(plan=of), fault=fault, forms=[form])
