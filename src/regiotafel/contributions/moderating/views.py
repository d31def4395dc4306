"""Letting contributions in or not."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.consultations.statements.rules import remarks_about_persons
from regiotafel.contributions.loading import load, staff_page
from regiotafel.contributions.models import Contribution, RefusalReason, State
from regiotafel.contributions.moderating import actions
from regiotafel.contributions.moderating.queries import waiting
from regiotafel.contributions.moderating.rules import can_be_taken_down
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.web.refusing import RefusalForm

QUEUE_PAGE = 10
# Refusing what waits, and what was let in by mistake.
NEEDS_REASON = ("refuse", "take_down")


@door("contribution.moderate")
@require_safe
def queue(request: RegionRequest) -> HttpResponse:
    page = Paginator(waiting(request.region), QUEUE_PAGE).get_page(request.GET.get("pagina"))
    items = [{"contribution": one, "warnings": remarks_about_persons(one.text)} for one in page]
    return staff_page(request, "contributions/queue.html", page=page, items=items)


@door("contribution.moderate")
def moderate(request: RegionRequest, number: int) -> HttpResponse:
    contribution = load(request, number)
    verdict = request.POST.get("verdict", "")
    form = RefusalForm(request.POST if verdict in NEEDS_REASON else None, reasons=RefusalReason.choices)
    fault: Refused | None = None
    if verdict == "accept" or (verdict in NEEDS_REASON and form.is_valid()):
        try:
            done = _carry_out(request, contribution, verdict, form)
        except Refused as refused:
            fault = refused
        else:
            messages.success(request, done)
            return redirect("contributions:queue", request.region.slug)
    if verdict:  # somebody else may have decided meanwhile
        contribution = load(request, number)
    return staff_page(
        request,
        "contributions/moderate.html",
        contribution=contribution,
        is_waiting=contribution.state == State.WAITING,
        # Who came to decide about what waits reads first that somebody else did.
        can_take_down=can_be_taken_down(contribution) and verdict in ("", "take_down"),
        warnings=remarks_about_persons(contribution.text),
        form=form,
        fault=fault,
    )


def _carry_out(request: RegionRequest, contribution: Contribution, verdict: str, form: RefusalForm) -> str:
    by, at = member(request), timezone.now()
    if verdict == "accept":
        actions.accept(by=by, at=at, contribution=contribution)
        return _("Reactie %(number)d is geplaatst.") % {"number": contribution.number}
    put_out = actions.take_down if verdict == "take_down" else actions.refuse
    put_out(by=by, at=at, contribution=contribution, **form.cleaned_data)
    return _("Reactie %(number)d is niet geplaatst. De inzender leest waarom.") % {"number": contribution.number}
