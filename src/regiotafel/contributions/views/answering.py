"""Giving an answer, or a better one, and looking again at links whose text has changed."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from regiotafel.contributions import actions
from regiotafel.contributions.forms.handling import AnswerForm, PassageForm
from regiotafel.contributions.models import Answer, Contribution, Finding, LinkState, State
from regiotafel.contributions.queries import reviews as reviews_of
from regiotafel.contributions.queries.findings import finding_in, findings_of, statement_to_take, takeable
from regiotafel.contributions.queries.lineage import answers_given, made_of
from regiotafel.contributions.queries.linking import link_of, links_of, review_of
from regiotafel.contributions.queries.reading import current_wordings, passage_by_key, wording_by_key, wordings_to_name
from regiotafel.contributions.rules import MOVES, AnswerConflict, AnswerIncomplete, ContributionFault
from regiotafel.contributions.views.handling import settle_link
from regiotafel.contributions.views.staff import load, passage_choices, staff_page, status_of
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.vision.queries import differences

REVIEWS_PAGE = 20


@door("contribution.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: RegionRequest, number: int) -> HttpResponse:
    contribution = load(request, number)
    context: dict[str, Any] = {
        "contribution": contribution,
        "made_of": made_of(contribution),
        "can_answer": State.ANSWERED in MOVES[State(contribution.state)],
    }
    return _answer(request, contribution, "contributions/answer.html", context)


@door("contribution.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def answer_finding(request: RegionRequest, finding: int) -> HttpResponse:
    """Where a finding belongs and what we do with it, on one page."""
    found = finding_in(request.region, finding)
    if found is None:
        raise Http404("Deze uitkomst bestaat niet.")
    passages = passage_choices(request)
    place = PassageForm(None, passages=passages, auto_id="id_place_%s")
    fault = ""
    if request.method == "POST" and {"link", "reject"} & set(request.POST):
        sent = request.POST if "link" in request.POST else None
        place = PassageForm(sent, passages=passages, auto_id="id_place_%s")
        if not place.is_bound or place.is_valid():
            fault = settle_link(request, found, place)
            if not fault:
                return redirect("contributions:answer_finding", request.region.slug, finding)
    context = {"finding": found, "place": place, "fault": fault, "can_answer": True}
    return _answer(request, found, "contributions/answer_finding.html", context)


def _answer(
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
        except ContributionFault as refused:
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
        status=status_of(form, fault),
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


# --- Links to look at again


@door("contribution.handle")
@require_safe
def reviews(request: RegionRequest) -> HttpResponse:
    page = Paginator(reviews_of(request.region), REVIEWS_PAGE).get_page(request.GET.get("pagina"))
    items = []
    # What was held against the same words of a passage stands together: its words are read once.
    for _same, some in groupby(page, key=lambda review: (review.now.pk, review.before.pk)):
        found = list(some)
        changed = differences(found[0].before.text, found[0].now.text)
        items.append({"passage": found[0].link.passage, "review": found[0], "reviews": found, "differences": changed})
    return staff_page(request, "contributions/reviews.html", items=items, page=page)


@door("contribution.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def clear_review(request: RegionRequest, link: int) -> HttpResponse:
    """One link: it still belongs, or not any more."""
    found = link_of(request.region, link)
    if found is None:
        raise Http404("Deze koppeling bestaat niet.")
    fault = ""
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            if request.POST.get("verdict") == "reject":
                actions.reject_link(by=member(request), at=timezone.now(), link=found)
            else:
                number = int(seen) if seen.isascii() and seen.isdigit() else 0
                actions.clear_review(by=member(request), at=timezone.now(), link=found, seen=number)
        except ContributionFault as refused:
            fault = str(refused)
        else:
            messages.success(request, _("Nagekeken."))
            return redirect("contributions:reviews", request.region.slug)
    review = review_of(found)
    shown = differences(review.before.text, review.now.text) if review else []
    return staff_page(
        request,
        "contributions/clear_review.html",
        link=found,
        review=review,
        differences=shown,
        fault=fault,
        status=409 if fault else 200,
    )


# --- Findings


@door("contribution.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def findings(request: RegionRequest) -> HttpResponse:
    """What was taken along from consultations, and what can be."""
    fault = ""
    if request.method == "POST":
        named = request.POST.get("statement", "")
        statement = statement_to_take(request.region, int(named)) if named.isascii() and named.isdigit() else None
        if statement is None:
            raise Http404("Deze stelling bestaat niet in deze regio.")
        try:
            taken = actions.take_finding(by=member(request), at=timezone.now(), statement=statement)
        except ContributionFault as refused:
            fault = str(refused)
        else:
            messages.success(request, _("Meegenomen. Zeg nu waar het bij hoort en wat je ermee doet."))
            return redirect("contributions:answer_finding", request.region.slug, taken.pk)
    return staff_page(
        request,
        "contributions/findings.html",
        taken=findings_of(request.region),
        takeable=takeable(request.region),
        fault=fault,
        status=409 if fault else 200,
    )
