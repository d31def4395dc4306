"""Choosing: all measures on one page, or four at a time; and what somebody chose."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.plan.ballots import actions
from regiotafel.plan.ballots.forms import FourForm, GiveForm
from regiotafel.plan.ballots.loading import Giving, load_giving, load_turn
from regiotafel.plan.ballots.queries import four_at, history_of, options_of
from regiotafel.plan.loading import kept, writing_page
from regiotafel.plan.models import ChoiceForm
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.conflicts import sent_again
from regiotafel.web.pages import posted


@door("ballot.give")
def give(request: RegionRequest, plan: str, choice: int) -> HttpResponse:
    """All measures, each with one field. Of fours: the page on which somebody begins."""
    on = load_giving(request, plan, choice)
    if on.round.state(timezone.now()) != "open":
        return redirect(on.to("chosen"))
    if not on.mine.is_asked:
        messages.error(request, _("Met jouw rol kun je in deze keuzeronde niet kiezen."))
        return redirect(on.to("choice"))
    return _begun(request, on) if on.round.form == ChoiceForm.FOUR else _given(request, on)


def _begun(request: RegionRequest, on: Giving) -> HttpResponse:
    return writing_page(request, "plan/give_begin.html", **on.context)


def _given(request: RegionRequest, on: Giving) -> HttpResponse:
    options, ballot = options_of(on.round), on.mine.ballot
    form = GiveForm(posted(request), round=on.round, options=options, ballot=ballot)
    is_done, fault = kept(form, lambda: actions.give_ballot(**on.done(request), **form.said()))
    if is_done:
        messages.success(request, _("Je keuze is opgeslagen."))
        return redirect(on.to("chosen"))
    if fault:  # somebody else of the same party was before
        again = sent_again(request.POST, fault.theirs, "seen", says="number")
        form = GiveForm(again, round=on.round, options=options, ballot=None)
    theirs = fault.theirs if fault else None
    return writing_page(request, "plan/give.html", form=form, fault=fault, theirs=theirs, **on.context)


@door("ballot.give")
@require_POST
def give_begin(request: RegionRequest, plan: str, choice: int) -> HttpResponse:
    """The first four; or no preference at all."""
    on = load_giving(request, plan, choice)
    is_blank = "blank" in request.POST
    try:
        if is_blank:
            seen = on.mine.ballot.number if on.mine.ballot else 0
            actions.give_blank(**on.done(request), seen=seen)
        else:
            actions.begin_fours(**on.done(request))
    except Refused as fault:
        messages.error(request, str(fault))
    return redirect(on.to("chosen" if is_blank else "give_four"))


@door("ballot.give")
def give_four(request: RegionRequest, plan: str, choice: int, turn: int = 0) -> HttpResponse:
    """Four measures: which is the most important, and which the least?"""
    on = load_giving(request, plan, choice)
    ballot, is_open = on.mine.ballot, on.round.state(timezone.now()) == "open"
    if ballot is None or on.round.form != ChoiceForm.FOUR or not is_open:
        return redirect(on.to("give"))
    step = load_turn(request, on.round, ballot, turn)
    options = four_at(on.round, ballot, step)
    form = FourForm(posted(request), options=options, step=step, ballot=ballot)
    is_done, fault = kept(form, lambda: actions.give_four(**on.done(request), **form.cleaned_data))
    if is_done:
        return redirect(on.to("chosen" if step >= on.round.points else "give_four"))
    form = FourForm(None, options=options, step=step, ballot=fault.theirs) if fault else form
    context = on.context | {"step": step, "is_given": step <= len(ballot.said), "fault": fault}
    return writing_page(request, "plan/give_four.html", form=form, **context)


@door("ballot.give")
@require_safe
def chosen(request: RegionRequest, plan: str, choice: int) -> HttpResponse:
    """What somebody chose, to read again and to keep."""
    on = load_giving(request, plan, choice)
    context: dict[str, Any] = {**on.context, "state": on.round.state(timezone.now()), "options": options_of(on.round)}
    return writing_page(request, "plan/chosen.html", history=history_of(on.mine.ballot), **context)
