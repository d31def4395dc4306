"""Links to look at again, and judging one: of any kind and any relation, with what each end was and is."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.thread.linking.actions import clear_review, confirm, reject
from regiotafel.thread.linking.loading import load
from regiotafel.thread.linking.queries import to_review
from regiotafel.thread.models import Link, LinkState, Relation
from regiotafel.thread.rules import is_to_review, sentence_of
from regiotafel.web.fields import number_of
from regiotafel.web.pages import page

REVIEWS_PAGE = 20


@door("thread.judge")
@require_safe
def reviews(request: RegionRequest) -> HttpResponse:
    """What was held against the same words stands together: those are read once."""
    found = Paginator(to_review(request.region), REVIEWS_PAGE).get_page(request.GET.get("pagina"))
    groups = [
        [(link, sentence_of(link)) for link in some]
        for _same, some in groupby(found, key=lambda link: (link.from_knot_id, link.held_from))
    ]
    return page(request, "thread/reviews.html", kept=False, region=request.region, groups=groups, page=found)


@door("thread.judge")
def judge(request: RegionRequest, link: int) -> HttpResponse:
    """One link: these belong together, still belong together, or do not."""
    found = load(request, link)
    fault: Refused | None = None
    if request.method == "POST":
        try:
            VERDICTS.get(request.POST.get("verdict", ""), _clear)(request, found)
        except Refused as refused:
            fault = refused
        else:
            messages.success(request, _("Gecontroleerd."))
            return redirect("thread:reviews", request.region.slug)
    more: dict[str, Any] = {"link": found, "sentence": sentence_of(found), "is_to_review": is_to_review(found)}
    return page(request, "thread/judge.html", fault=fault, kept=False, region=request.region, **more)


def _clear(request: RegionRequest, link: Link) -> None:
    """Who does not say what was read, read nothing that stands. Pressed again it is no news."""
    if link.state == LinkState.CONFIRMED and not is_to_review(link):
        return
    sent = [number_of(request.POST.get(field, "")) for field in ("seen_from", "seen_to")]
    seen_from, seen_to = (-1 if number is None else number for number in sent)
    clear_review(by=member(request), at=timezone.now(), link=link, seen=(seen_from, seen_to))


def _confirm(request: RegionRequest, link: Link) -> None:
    relation = Relation(link.relation)
    by, at = member(request), timezone.now()
    confirm(by=by, at=at, from_knot=link.from_knot, to_knot=link.to_knot, relation=relation)


def _reject(request: RegionRequest, link: Link) -> None:
    reject(by=member(request), at=timezone.now(), link=link)


VERDICTS: dict[str, Callable[[RegionRequest, Link], None]] = {"clear": _clear, "confirm": _confirm, "reject": _reject}
