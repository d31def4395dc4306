"""An editor's work: what waits, linking, merging and splitting."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from regiotafel.contributions import actions
from regiotafel.contributions.forms.handling import N_PARTS, MergeForm, PassageForm, SplitForm, WorkForm
from regiotafel.contributions.models import Contribution, Finding, State
from regiotafel.contributions.queries.linking import beside, links_of, look_alikes, suggested_passages
from regiotafel.contributions.queries.reading import contributions_in, narrowed, open_ones, passage_by_key, sections_of
from regiotafel.contributions.rules import ContributionFault, NotMergeable, is_move
from regiotafel.contributions.views.staff import load, passage_choices, staff_page, status_of
from regiotafel.regions.access import RegionRequest, door, member

WORKBENCH_PAGE = 10


@door("contribution.handle")
@require_safe
def workbench(request: RegionRequest) -> HttpResponse:
    """What waits longest first, with what may belong to it. Nothing here links or merges by itself."""
    form = WorkForm(request.GET, sections=sections_of(request.region))
    wanted = form.cleaned_data if form.is_valid() else {}
    asked = {name: value for name in form.fields if (value := wanted.get(name))}
    waiting = open_ones(request.region)
    found = narrowed(
        waiting, words=wanted.get("zoek", ""), kind=wanted.get("soort", ""), section=wanted.get("hoofdstuk")
    )
    page = Paginator(found, WORKBENCH_PAGE).get_page(request.GET.get("pagina"))
    return staff_page(
        request,
        "contributions/workbench.html",
        form=form,
        page=page,
        n_waiting=waiting.count() if asked else page.paginator.count,
        query=urlencode(asked) + "&" if asked else "",
        is_filtered=bool(asked),
        items=beside(request.region, list(page)),
    )


@door("contribution.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: RegionRequest, number: int) -> HttpResponse:
    contribution = load(request, number)
    form = PassageForm(request.POST if "passage" in request.POST else None, passages=passage_choices(request))
    fault = ""
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        fault = settle_link(request, contribution, form)
        if not fault:
            return redirect("contributions:link", request.region.slug, number)
    return staff_page(
        request,
        "contributions/link.html",
        contribution=contribution,
        links=links_of(contribution),
        suggestions=suggested_passages(contribution),
        form=form,
        fault=fault,
        status=status_of(form, fault),
    )


def settle_link(request: RegionRequest, source: Contribution | Finding, form: PassageForm) -> str:
    """One press: this passage belongs to it, or does not. Returns what went wrong, if anything did."""
    is_rejection = "reject" in request.POST
    named = request.POST.get("reject") or request.POST.get("confirm", "")
    pk = form.cleaned_data["passage"] if form.is_bound else int(named) if named.isascii() and named.isdigit() else None
    passage = passage_by_key(request.region, pk)
    if passage is None:
        raise Http404("Dit stuk tekst bestaat niet in deze regio.")
    by, at = member(request), timezone.now()
    try:
        if is_rejection:
            known = [one for one in links_of(source) if one.passage_id == passage.pk]
            if known:
                actions.reject_link(by=by, at=at, link=known[0])
            elif isinstance(source, Contribution):
                actions.reject_suggestion(by=by, at=at, contribution=source, passage=passage)
            messages.success(request, _("Passage %(number)d hoort er niet bij.") % {"number": passage.number})
        else:
            by_source = {"contribution": source} if isinstance(source, Contribution) else {"finding": source}
            actions.confirm_link(by=by, at=at, passage=passage, **by_source)
            messages.success(request, _("Gekoppeld aan passage %(number)d.") % {"number": passage.number})
    except ContributionFault as refused:
        return str(refused)
    return ""


@door("contribution.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: RegionRequest, number: int) -> HttpResponse:
    contribution = load(request, number)
    alike = look_alikes(contribution)
    waiting = [other for other in alike if is_move(other, State.MERGED)]
    form = MergeForm(
        request.POST or None,
        initial={"text": contribution.text, "kind": contribution.kind},
        look_alikes=[(str(other.number), f"{other.number} · {other.text[:200]}") for other in waiting],
    )
    fault = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = _merged(request, contribution, form)
        except ContributionFault as refused:
            fault = str(refused)
        else:
            messages.success(request, _("Samengevoegd tot inbreng %(number)d.") % {"number": made.number})
            return redirect("contributions:answer", request.region.slug, made.number)
    answered = [other for other in alike if other.state == State.ANSWERED]
    return staff_page(
        request,
        "contributions/merge.html",
        contribution=contribution,
        # Who pressed too late keeps the words that they wrote.
        can_merge=is_move(contribution, State.MERGED) or form.is_bound,
        answered=answered,
        form=form,
        fault=fault,
        status=status_of(form, fault),
    )


def _merged(request: RegionRequest, contribution: Contribution, form: MergeForm) -> Contribution:
    numbers = form.numbers()
    others = contributions_in(request.region, numbers)
    if missing := sorted(set(numbers) - {one.number for one in others}):
        raise NotMergeable(_("Deze nummers kennen we niet: %(numbers)s.") % {"numbers": ", ".join(map(str, missing))})
    return actions.merge(
        by=member(request),
        at=timezone.now(),
        contributions=[contribution, *others],
        text=form.cleaned_data["text"],
        kind=form.cleaned_data["kind"],
    )


@door("contribution.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: RegionRequest, number: int) -> HttpResponse:
    contribution = load(request, number)
    paragraphs = [part for part in contribution.text.split("\n") if part]
    # The last field has all that is left: no words of the sender are lost on the way.
    texts = [*paragraphs[: N_PARTS - 1], "\n".join(paragraphs[N_PARTS - 1 :])]
    initial = {f"part_{place}": text for place, text in enumerate(texts, 1)}
    form = SplitForm(request.POST or None, initial=initial)
    fault = ""
    if request.method == "POST" and form.is_valid():
        try:
            parts = actions.split(by=member(request), at=timezone.now(), contribution=contribution, parts=form.parts())
        except ContributionFault as refused:
            fault = str(refused)
        else:
            numbers = ", ".join(str(part.number) for part in parts)
            messages.success(request, _("Gesplitst in inbreng %(numbers)s.") % {"numbers": numbers})
            return redirect("contributions:workbench", request.region.slug)
    return staff_page(
        request,
        "contributions/split.html",
        contribution=contribution,
        can_split=is_move(contribution, State.SPLIT) or form.is_bound,
        form=form,
        fault=fault,
        status=status_of(form, fault),
    )
