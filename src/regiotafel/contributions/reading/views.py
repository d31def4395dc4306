"""What everybody can read: all contributions, one of them, and what stands beside a passage or an outcome."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regiotafel.consultations.loading import load as load_consultation
from regiotafel.contributions.answering.queries import shown_words, way_of
from regiotafel.contributions.findings.queries import findings_of
from regiotafel.contributions.linking.queries import followed
from regiotafel.contributions.loading import load, load_for_everybody, load_passage_at, staff_page
from regiotafel.contributions.loops.queries import counts
from regiotafel.contributions.reading.forms import FilterForm
from regiotafel.contributions.reading.loading import load_counted_number
from regiotafel.contributions.reading.queries import listed, n_listed, voices_of
from regiotafel.contributions.reading.rules import answers_headline, headline
from regiotafel.contributions.states.rules import PUBLIC
from regiotafel.regions.access import RegionRequest, door
from regiotafel.vision.reading.queries import chapters_of
from regiotafel.web.pages import page

PAGE = 20


@door("contribution.read")
@require_safe
def index(request: RegionRequest) -> HttpResponse:
    form = FilterForm(request.GET, sections=chapters_of(request.region))
    wanted = form.cleaned_data if form.is_valid() else {}
    asked = {name: value for name in form.fields if (value := wanted.get(name))}
    found = listed(
        request.region,
        words=wanted.get("zoek", ""),
        kind=wanted.get("soort", ""),
        state=wanted.get("stand", ""),
        section=wanted.get("hoofdstuk"),
        order=wanted.get("volgorde", ""),
    )
    pages = Paginator(found, PAGE)
    if not asked.keys() - {"volgorde"}:
        pages.count = n_listed(request.region)
    context: dict[str, Any] = {
        "here": "inbreng",
        "form": form,
        "page": pages.get_page(request.GET.get("pagina")),
        "query": urlencode(asked) + "&" if asked else "",
        "is_filtered": bool(asked),
        "is_narrowed": bool(asked.keys() - {"zoek"}),
        "counts": counts(request.region),
    }
    return render(request, "contributions/index.html", context)


@door("contribution.read")
@require_safe
def read(request: RegionRequest, number: int) -> HttpResponse:
    """Its words for everybody once it was let in. Who took it back is not read any more; the answer stays."""
    contribution = load_for_everybody(request, number)
    way = way_of(contribution)
    made_of = [one for one in way.made_of if one.state in PUBLIC]
    went_on_in = [one for one in way.went_on_in if one.state in PUBLIC]
    in_answers = shown_words(way.answers)
    return page(
        request,
        "contributions/read.html",
        here="inbreng",
        contribution=contribution,
        is_readable=contribution.state in PUBLIC and contribution.anonymised_at is None,
        headline=headline(
            contribution, n_made_of=len(made_of), n_went_on_in=len(went_on_in), is_answered=bool(way.answers)
        ),
        made_of=made_of,
        went_on_in=went_on_in,
        own_answers=way.own_answers,
        answers=way.answers,
        answers_headline=answers_headline(contribution, n_answers=len(way.answers), n_went_on_in=len(went_on_in)),
        in_answers=in_answers,
        followed=followed([contribution], way.known_since(contribution.sent_in_at), in_answers),
    )


@door("contribution.read")
@require_safe
def margin(request: RegionRequest, document: str, number: int) -> HttpResponse:
    """The voices and findings behind a passage: a part of its page for htmx, a page for who has no scripts."""
    passage = load_passage_at(request, document, number)
    context: dict[str, Any] = {
        "here": "visie",
        "passage": passage,
        "voices": voices_of(passage),
        "region": request.region,
    }
    return page(request, "contributions/margin.html", part="contributions/_margin.html", **context)


@door("contribution.read")
@require_safe
def of_consultation(request: RegionRequest, slug: str, number: int | None = None) -> HttpResponse:
    """What was done with the outcome, or with one statement: for who took part, on the page of the outcome."""
    consultation = load_consultation(request, slug)
    one = load_counted_number(request, consultation, number)
    taken = findings_of(request.region, consultation, one)
    context: dict[str, Any] = {
        "here": "rondes",
        "consultation": consultation,
        "number": one,
        "taken": taken,
        "n_answered": sum(finding.answer is not None for finding in taken),
        "n_changed": sum(finding.changed_the_text for finding in taken),
        "region": request.region,
    }
    part = "contributions/_of_consultation.html"
    if "kort" in request.GET:
        part = "contributions/_of_consultation_short.html"
    return page(request, "contributions/of_consultation.html", part=part, **context)


@door("thread.judge")
@require_safe
def words(request: RegionRequest, number: int) -> HttpResponse:
    """What somebody sent in, for the page where its links are judged: it never changes."""
    context = {"contribution": load(request, number)}
    return staff_page(request, "contributions/words.html", part="contributions/_words.html", **context)
