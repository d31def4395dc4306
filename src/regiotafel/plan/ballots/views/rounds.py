"""Rounds of choosing: which there are, what one asks, and what who writes the plan does with it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from regiotafel.plan.ballots import actions
from regiotafel.plan.ballots.analysis import OfFour, of_fours
from regiotafel.plan.ballots.forms import VersionForm, change_form, new_form, run_forms
from regiotafel.plan.ballots.loading import load_choice, load_round
from regiotafel.plan.ballots.queries import (
    Option,
    capacity_now,
    kind_rows,
    options_of,
    own_ballots,
    rounds_seen,
    unasked_parts,
    waiting_parties,
)
from regiotafel.plan.ballots.rules import sees_ballots
from regiotafel.plan.ballots.tags import together
from regiotafel.plan.loading import done_by, kept, load, plan_page, writing_page
from regiotafel.plan.models import ChoiceForm, ChoiceRound
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.permissions import may
from regiotafel.web.conflicts import sent_again
from regiotafel.web.pages import posted


def to_round(round: ChoiceRound) -> HttpResponse:
    return redirect("plan:choice", round.plan.region.slug, round.plan.slug, round.number)


@door("plan.read")
@require_safe
def choices(request: RegionRequest, plan: str) -> HttpResponse:
    """Which rounds there are."""
    of, now = load(request, plan), timezone.now()
    rows = [(one, one.state(now)) for one in rounds_seen(of, request.standings, now)]
    return plan_page(request, "plan/choices.html", plan=of, rows=rows)


@door("plan.read")
@require_safe
def choice(request: RegionRequest, plan: str, choice: int) -> HttpResponse:
    """What is asked, of whom, how it is counted, and how far it is."""
    of = load(request, plan)
    one, now = load_round(request, of, choice), timezone.now()
    state = one.state(now)
    context = _asked(one, is_open=state == "open") | {"plan": of, "choice": one, "state": state}
    context |= {"own": own_ballots(one, request.standings, member(request))}
    if sees := sees_ballots(one, request.standings, now):
        context |= {"sees_ballots": sees, "fours": _fours(one, context["options"])}
    if state == "open" and may("plan.write", request.standings):
        context["waiting"] = waiting_parties(one)
    return plan_page(request, "plan/choice.html", **context)


def _fours(one: ChoiceRound, options: Sequence[Option]) -> list[OfFour]:
    return of_fours(one, options) if one.form == ChoiceForm.FOUR else []


def _asked(one: ChoiceRound, *, is_open: bool) -> dict[str, Any]:
    """What can be chosen, and how it is counted."""
    capacity = one.capacity if one.opened_at else capacity_now(one.plan)
    found: dict[str, Any] = {"options": options_of(one), "others": unasked_parts(one)}
    return found | {"kinds": kind_rows(one, is_open=is_open), "there_is": together(one, capacity)}


@door("plan.write")
def new_choice(request: RegionRequest, plan: str) -> HttpResponse:
    of = load(request, plan)
    form, done = new_form(posted(request), of), done_by(request, plan=of)
    if kept(form, lambda: actions.prepare_round(**done, **form.values()))[0]:
        messages.success(
            request, _("De keuzeronde staat klaar. Nu lezen alleen jullie die. Controleer alles en open de ronde.")
        )
        return redirect("plan:choices", request.region.slug, of.slug)
    return writing_page(request, "plan/choice_form.html", plan=of, form=form)


@door("plan.write")
def change_choice(request: RegionRequest, plan: str, choice: int) -> HttpResponse:
    of = load(request, plan)
    one = load_round(request, of, choice)
    form, done = change_form(posted(request), one), done_by(request, round=one)
    is_done, fault = kept(form, lambda: actions.change_round(**done, **form.values()))
    if is_done:
        return to_round(one)
    if fault:
        form = change_form(sent_again(request.POST, fault.theirs, "version"), one)
    return writing_page(request, "plan/choice_form.html", plan=of, choice=one, form=form, fault=fault)


@door("plan.write")
def open_choice(request: RegionRequest, plan: str, choice: int) -> HttpResponse:
    """What will be fixed, to look at once more."""
    of = load(request, plan)
    one = load_round(request, of, choice)
    form, done = VersionForm(posted(request), initial={"version": one.version}), done_by(request, round=one)
    is_done, fault = kept(form, lambda: actions.open_round(**done, **form.cleaned_data))
    if is_done:
        messages.success(request, _("De keuzeronde is open. Nodig nu uit wie kan kiezen."))
        return to_round(one)
    context = _asked(one, is_open=True) | {"plan": of, "choice": one}
    return writing_page(request, "plan/choice_open.html", form=form, fault=fault, **context)


RUN: Mapping[str, Callable[..., ChoiceRound]] = {
    "prolong": actions.prolong_round,
    "close": actions.close_round,
    "stop": actions.stop_round,
}


@door("plan.write")
def run_choice(request: RegionRequest, plan: str, choice: int) -> HttpResponse:
    """Longer, over, or stopped."""
    one, word = load_choice(request, plan, choice), request.POST.get("do", "")
    forms = run_forms(posted(request), one, word)
    fault = None
    if word in RUN:
        act, done = RUN[word], done_by(request, round=one)
        is_done, fault = kept(forms[word], lambda: act(**done, **forms[word].cleaned_data))
        if is_done:
            return to_round(one)
    context = {"plan": one.plan, "choice": one, "state": one.state(timezone.now()), "fault": fault}
    context |= {f"{name}_form": form for name, form in forms.items()}
    return writing_page(request, "plan/choice_run.html", forms=list(forms.values()), **context)


@door("plan.write")
@require_POST
def invite(request: RegionRequest, plan: str, choice: int) -> HttpResponse:
    """A letter to who can still choose."""
    one = load_choice(request, plan, choice)
    try:
        n = actions.invite(at=timezone.now(), round=one)
    except Refused as fault:
        messages.error(request, str(fault))
        return to_round(one)
    told = ngettext("Eén bericht gemaild.", "%(n)d berichten gemaild.", n) % {"n": n}
    nobody = _("Niemand hoefde een bericht: iedereen koos al, of kreeg er vandaag een.")
    messages.success(request, told if n else nobody)
    return to_round(one)
