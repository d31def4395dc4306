"""What came out of a consultation. The page reads one report, however many people answered."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.consultations.loading import load
from regiotafel.consultations.models import Consultation
from regiotafel.consultations.outcome.actions import ask_for_report
from regiotafel.consultations.outcome.loading import load_counted
from regiotafel.consultations.outcome.queries import Result, result_of, told_report_key
from regiotafel.consultations.outcome.tasks import count_inside, refresh_report
from regiotafel.consultations.queries import numbers_not_asked
from regiotafel.consultations.rules import is_running
from regiotafel.consultations.taking_part.access import participant_id
from regiotafel.queues import QueueFull, put
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.permissions import may
from regiotafel.reports.opinions.outcome import Outcome
from regiotafel.reports.opinions.statements import ORDERS
from regiotafel.reports.parts import PARTS
from regiotafel.text.folding import fold
from regiotafel.text.places import to_find
from regiotafel.web.fields import looked_for
from regiotafel.web.pages import kept_by_reader

STATEMENTS_PER_PAGE = 50
# So many stand on the first page, the others behind a link; for two or three more nobody should have to press.
STATEMENTS_OPEN = 8
# What is asked of the list stands on the page with everything. Addresses from before that page lead there.
OF_THE_LIST = {"volgorde", "zoek", "pagina"}


@door("outcome.read")
@require_safe
def outcome(request: RegionRequest, slug: str) -> HttpResponse:
    """What matters. What is folded is fetched when somebody opens it, or read on the page with everything."""
    consultation = load(request, slug)
    if "stand" in request.GET:
        return _state(request, consultation, request.GET["stand"])
    if OF_THE_LIST & set(request.GET):
        return redirect(f"{_whole(consultation)}?{request.GET.urlencode()}")
    return _read(request, consultation)


@door("outcome.read")
@require_safe
def whole(request: RegionRequest, slug: str) -> HttpResponse:
    """Everything on one page: to print, to search in, and for who has no scripts. Or one part of it."""
    consultation = load(request, slug)
    part = request.GET.get("deel", "")
    part = part if part in PARTS else ""
    return _read(request, consultation, part, is_whole=not part)


def _whole(consultation: Consultation) -> str:
    return reverse("consultations:outcome_whole", args=[consultation.region.slug, consultation.slug])


def _read(
    request: RegionRequest, consultation: Consultation, part: str = "", *, is_whole: bool = False
) -> HttpResponse:
    """is_whole: nothing is fetched later. part: only this."""
    result = _fresh_result(request, consultation)
    context = _context(request, consultation, result)
    if result.outcome and not result.outcome.is_too_small:
        everything = _whole(consultation)
        # Who sees more and looks at what visitors see, goes on doing so: in a part, in the list, and in its numbers.
        as_visitor = "bezoekers=ja&" if "bezoekers" in request.GET else ""
        context |= {
            "site": {
                "everything": everything,
                "as_visitor": as_visitor,
                # The page with everything, when what is folded is fetched; and the address of a part.
                "later": "" if is_whole else f"{everything}?{as_visitor}".rstrip("?&"),
                "fetched": f"{everything}?{as_visitor}deel=",
            },
            "part": part,
            "body": PARTS.get(part),
            **_statements(request, result.outcome, everything, as_visitor),
        }
    # Where there is nothing to tell, a part of it is the page that says so.
    template = "consultations/outcome_part.html" if context.get("body") else "consultations/outcome.html"
    # It may hold somebody's own place.
    return kept_by_reader(render(request, template, context))


@door("outcome.read")
@require_safe
def statement(request: RegionRequest, slug: str, number: int) -> HttpResponse:
    consultation = load(request, slug)
    result = _fresh_result(request, consultation)
    outcome, shown = load_counted(result.outcome, number)
    conclusions = outcome.about(shown)
    context = _context(request, consultation, result) | {
        "statement": shown,
        "blocks": shown.blocks,
        "conclusions": conclusions,
    }
    # The list of all statements opens only the table, in its own place.
    template = "report/table.html" if request.GET.get("deel") == "tabel" else "consultations/outcome_statement.html"
    return kept_by_reader(render(request, template, context))


def _fresh_result(request: RegionRequest, consultation: Consultation) -> Result:
    """What is told now. When it has closed, whoever looks first starts the last count.

    Who may export the votes has every answer anyway: while it runs they read the count of everything that they start.
    """
    now = timezone.now()
    is_inside = "bezoekers" not in request.GET and may("votes.export", request.standings)
    result = result_of(consultation, now, participant_id(request, consultation), is_inside=is_inside)
    if result.is_wanted:
        _ask_a_count(consultation, now, is_inside=is_inside)
    return result


def _ask_a_count(consultation: Consultation, now: datetime, *, is_inside: bool) -> None:
    """Who only reads is not kept from it when nothing can be written (no room on the disk), or too much waits."""
    with suppress(DatabaseError, QueueFull), transaction.atomic():
        if ask_for_report(at=now, consultation=consultation):
            put(count_inside if is_inside and is_running(consultation, now) else refresh_report, consultation.pk)


def _context(request: RegionRequest, consultation: Consultation, result: Result) -> dict[str, Any]:
    counted = {one.id for one in result.outcome.statements} if result.outcome else set()
    not_asked = numbers_not_asked(consultation) & counted
    return {
        "consultation": consultation,
        "state": consultation.state(timezone.now()),
        "here": "rondes",
        "site": True,
        "report": result.report,
        "outcome": result.outcome,
        "not_asked": not_asked,
        "n_asked": len(counted) - len(not_asked),
        "counted_until": result.report.counted_until if result.report else None,
        "is_awaited": result.is_awaited,
        "inside": result.is_inside,
        "takes_part": participant_id(request, consultation) is not None,
        "me": result.place,
    }


def _statements(request: RegionRequest, outcome: Outcome, everything: str, as_visitor: str) -> dict[str, Any]:
    """The page of the list that was asked for: in which order, with which words in it."""
    how, words = request.GET.get("volgorde", ""), looked_for(request.GET)
    how = how if how in ORDERS else ORDERS[0]
    wanted = fold(words, accents=False)
    found = [one for one in outcome.in_order(how) if not wanted or wanted in to_find(f"{one.id}. {one.text}")]
    names = {"eens": _("Eens voorop"), "verdeeld": _("Verdeeld voorop"), "nummer": _("Op nummer")}
    page = Paginator(found, STATEMENTS_PER_PAGE).get_page(request.GET.get("pagina"))
    search = {"zoek": words} if words else {}
    # Those that few people answered have a list of their own, at the end.
    shown = sorted(page.object_list, key=lambda one: one.is_hidden)
    n_open = len(shown) if len(shown) <= STATEMENTS_OPEN + 4 else STATEMENTS_OPEN
    return {
        "page": page,
        "shown": shown,
        "first": shown[:n_open],
        "rest": shown[n_open:],
        "words": words,
        "how": how,
        "folded": True,
        "orders": [
            {
                "name": name,
                "url": f"{everything}?{as_visitor}{urlencode({'volgorde': order, **search})}#stellingen",
                "is_current": order == how,
            }
            for order, name in names.items()
        ],
        "query": f"{as_visitor}{urlencode({'volgorde': how, **search})}&",
    }


def _state(request: RegionRequest, consultation: Consultation, seen: str) -> HttpResponse:
    """What the waiting part of the page asks for again and again: is a newer count there?"""
    is_new = str(told_report_key(consultation, timezone.now())) != seen
    if not is_new and _fresh_result(request, consultation).is_awaited:
        # Nothing to swap: a screen reader hears nothing twice, and the page asks again.
        return kept_by_reader(HttpResponse(status=204))
    context = {"consultation": consultation, "seen": seen, "is_new": is_new}
    return kept_by_reader(render(request, "consultations/outcome_state.html", context))
