"""Giving an answer, or a better one."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regiotafel.contributions.answering import actions
from regiotafel.contributions.answering.forms import AnswerForm
from regiotafel.contributions.answering.queries import answers_given
from regiotafel.contributions.answering.rules import AnswerConflict, AnswerIncomplete
from regiotafel.contributions.lineage.queries import made_of
from regiotafel.contributions.linking.queries import links_of
from regiotafel.contributions.loading import load, passage_choices, staff_page
from regiotafel.contributions.models import Answer, Contribution, Finding, LinkState, State
from regiotafel.contributions.states.rules import MOVES
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.vision.queries import current_wordings, passage_by_key, wording_by_key, wordings_to_name


@door("contribution.handle")
def answer(request: RegionRequest, number: int) -> HttpResponse:
    contribution = load(request, number)
    context: dict[str, Any] = {
        "contribution": contribution,
        "made_of": made_of(contribution),
        "can_answer": State.ANSWERED in MOVES[State(contribution.state)],
    }
    return answer_page(request, contribution, "contributions/answer.html", context)


def answer_page(
    request: RegionRequest, source: Contribution | Finding, template: str, context: dict[str, Any]
) -> HttpResponse:
    links, given = links_of(source), answers_given(source)
    words = current_wordings({link.passage_id for link in links if link.state == LinkState.CONFIRMED})
    is_pressed = request.method == "POST" and "heard" in request.POST
    form = _form(request, links, given, is_pressed)
    fault, theirs = context.pop("fault", ""), None
    if is_pressed and form.is_valid():
        try:
            _give(request, source, form)
        except AnswerIncomplete as missing:
            form.add_error(missing.field, str(missing))
        except AnswerConflict as conflict:
            fault, theirs = str(conflict), conflict.theirs
        except Refused as refused:
            fault = str(refused)
        else:
            messages.success(request, _("Je antwoord staat er. Iedereen kan het lezen."))
            return redirect(_where_to_read(request, source))
    return staff_page(
        request,
        template,
        form=form,
        fault=fault,
        theirs=theirs,
        # Who saves after a conflict improves what the other wrote, having read it.
        number=theirs.number if theirs else form["number"].value(),
        links=links,
        words=sorted(words.values(), key=lambda wording: wording.passage.number),
        given=answers_given(source) if theirs else given,
        **context,
    )


def _where_to_read(request: RegionRequest, source: Contribution | Finding) -> str:
    if isinstance(source, Contribution):
        return reverse("contributions:read", args=[request.region.slug, source.number])
    return reverse("contributions:findings", args=[request.region.slug])


def _form(request: RegionRequest, links: list[Any], given: list[Answer], is_pressed: bool) -> AnswerForm:
    passages = {link.passage_id for link in links if link.state == LinkState.CONFIRMED}
    latest = given[0] if given else None
    initial: dict[str, Any] = {"number": 0, "passage": next(iter(passages), None) if len(passages) == 1 else None}
    if latest is not None:
        initial = {name: getattr(latest, name) for name in ("heard", "verdict", "why", "who_then", "number")}
        initial |= {"passage": latest.passage_id, "was": latest.was_id, "becomes": latest.becomes_id}
        passages |= {latest.passage_id} if latest.passage_id else set()
    wordings = [
        (
            str(one.pk),
            _("passage %(passage)d, tekst %(n)d van %(day)s: %(words)s")
            % {"passage": one.passage.number, "n": one.number, "day": _day(one.at), "words": one.text[:80]},
        )
        for one in wordings_to_name(passages)
    ]
    return AnswerForm(
        request.POST if is_pressed else None, initial=initial, passages=passage_choices(request), wordings=wordings
    )


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def _give(request: RegionRequest, source: Contribution | Finding, form: AnswerForm) -> Answer:
    values = form.cleaned_data
    by_source = {"contribution": source} if isinstance(source, Contribution) else {"finding": source}
    return actions.give_answer(
        by=member(request),
        at=timezone.now(),
        heard=values["heard"],
        verdict=values["verdict"],
        why=values["why"],
        who_then=values["who_then"],
        number=values["number"],
        passage=passage_by_key(request.region, values["passage"]),
        was=wording_by_key(values["was"]),
        becomes=wording_by_key(values["becomes"]),
        **by_source,
    )
