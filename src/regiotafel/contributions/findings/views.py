"""What was taken along from consultations: where it belongs and what we do with it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.contributions.answering.views import answer_page, keep_or_drop
from regiotafel.contributions.findings import actions
from regiotafel.contributions.findings.loading import load, load_about, load_to_take
from regiotafel.contributions.findings.queries import findings_of, takeable
from regiotafel.contributions.linking.forms import PassageForm
from regiotafel.contributions.linking.views import settle_link
from regiotafel.contributions.loading import passage_choices, staff_page
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.web.fields import number_of


@door("contribution.handle")
def findings(request: RegionRequest) -> HttpResponse:
    """What was taken along from consultations, and what can be."""
    fault: Refused | None = None
    if request.method == "POST":
        statement = load_to_take(request, number_of(request.POST.get("statement", "")))
        try:
            taken = actions.take_finding(by=member(request), at=timezone.now(), statement=statement)
        except Refused as refused:
            fault = refused
        else:
            messages.success(request, _("Overgenomen. Vul nu in waar het bij hoort en wat je ermee doet."))
            return redirect("contributions:answer_finding", request.region.slug, taken.pk)
    return staff_page(
        request,
        "contributions/findings.html",
        taken=findings_of(request.region),
        takeable=takeable(request.region, timezone.now()),
        fault=fault,
    )


@door("contribution.handle")
def answer_finding(request: RegionRequest, finding: int) -> HttpResponse:
    """Where a finding belongs and what we do with it, on one page."""
    found = load(request, finding)
    passages = passage_choices(request)
    place = PassageForm(None, passages=passages, auto_id="id_place_%s")
    done = keep_or_drop(request, found)
    if isinstance(done, HttpResponse):
        return done
    fault, kept = done, request.POST.dict() if done else None
    if request.method == "POST" and {"link", "reject"} & set(request.POST):
        sent = request.POST if "link" in request.POST else None
        place = PassageForm(sent, passages=passages, auto_id="id_place_%s")
        if not place.is_bound or place.is_valid():
            fault = settle_link(request, found, place)
            if not fault:
                return redirect("contributions:answer_finding", request.region.slug, finding)
    context = {"finding": found, "place": place, "forms": [place]}
    return answer_page(request, found, "contributions/answer_finding.html", fault=fault, kept=kept, **context)


@door("thread.judge")
@require_safe
def words(request: RegionRequest, slug: str, number: int) -> HttpResponse:
    """A statement with how people answered it, for who judges its links: taken along, it never changes."""
    found = load_about(request, slug, number)
    return staff_page(request, "contributions/words.html", part="contributions/_words.html", finding=found)
