"""What came out of a consultation. The page reads one report, however many people answered."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from regiotafel.consultations.loading import load
from regiotafel.consultations.models import Consultation
from regiotafel.consultations.outcome.actions import ask_for_report
from regiotafel.consultations.outcome.loading import load_counted, sees_results
from regiotafel.consultations.outcome.queries import Result, result_of, told_report_key
from regiotafel.consultations.outcome.tasks import count_inside, refresh_report
from regiotafel.consultations.queries import n_people_told, numbers_not_asked, statements_about
from regiotafel.consultations.rules import ENOUGH_ANSWERS, is_running
from regiotafel.consultations.taking_part.access import participant_id
from regiotafel.mandates.loading import load as load_subject
from regiotafel.queues import QueueFull, put
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.permissions import may
from regiotafel.reports.opinions.outcome import Outcome
from regiotafel.reports.opinions.statements import ORDERS
from regiotafel.text.folding import fold
from regiotafel.text.places import to_find
from regiotafel.web.fields import looked_for
from regiotafel.web.marks import View
from regiotafel.web.pages import kept_by_reader, page

# On a telephone six screens.
STATEMENTS_PER_PAGE = 15
# What is asked of the list stands on its own page. Addresses from before that page lead there.
OF_THE_LIST = {"volgorde", "zoek", "pagina"}


@dataclass(frozen=True)
class Tab:
    """A page of the outcome: the name of its address, what it is called, the template of what stands on it; and whether
    it is there while people still answer."""

    route: str
    title: str | Promise
    body: str
    while_running: bool = True


SUMMARY, STATEMENTS, GROUPS, PEOPLE, COUNTING = TABS = (
    Tab("outcome", _("Samenvatting"), "report/glance.html"),
    Tab("outcome_statements", _("Alle stellingen"), "consultations/outcome_list.html"),
    Tab("outcome_groups", _("De groepen"), "report/groups.html", while_running=False),
    Tab("outcome_people", _("Wie deden mee?"), "report/people.html", while_running=False),
    Tab("outcome_counting", _("Hoe we rekenen"), "report/counting.html"),
)
WHOLE = Tab("outcome_whole", _("Alles op één pagina"), "report/whole.html")


@door("outcome.read")
@require_safe
def outcome(request: RegionRequest, slug: str) -> HttpResponse:
    """In one look: what is shared, what divides, the map, who took part, and what was done with it."""
    if "stand" in request.GET:
        return _state(request, load(request, slug), request.GET["stand"])
    if OF_THE_LIST & set(request.GET):
        of_the_list = reverse("consultations:outcome_statements", args=[request.region.slug, slug])
        return redirect(f"{of_the_list}?{request.GET.urlencode()}")
    return _read(request, load(request, slug), SUMMARY)


def _page_of(tab: Tab) -> View:
    @door("outcome.read")
    @require_safe
    def shown(request: RegionRequest, slug: str) -> HttpResponse:
        return _read(request, load(request, slug), tab)

    return shown


statements, groups, people, counting = (_page_of(tab) for tab in (STATEMENTS, GROUPS, PEOPLE, COUNTING))
# What is printed: the first page, the figures in one table, and how they were counted.
whole = _page_of(WHOLE)


def _read(request: RegionRequest, consultation: Consultation, tab: Tab) -> HttpResponse:
    if not sees_results(request, consultation):
        return _answer_first(request, consultation)
    result = _fresh_result(request, consultation)
    context = _context(request, consultation, result)
    if result.outcome and not result.outcome.is_too_small:
        if result.outcome.is_running and not tab.while_running:
            return redirect("consultations:outcome", request.region.slug, consultation.slug)
        context |= _tabs(request, consultation, tab, result.outcome)
        if tab is STATEMENTS:
            context |= _statements(request, result.outcome, context["as_visitor"])
    # It may hold somebody's own place.
    return kept_by_reader(render(request, "consultations/outcome.html", context))


def _answer_first(request: RegionRequest, consultation: Consultation) -> HttpResponse:
    now = timezone.now()
    context = {
        "consultation": consultation,
        "state": consultation.state(now),
        "here": "rondes",
        "n_people": n_people_told(consultation, now),
        "enough": ENOUGH_ANSWERS,
        "takes_part": participant_id(request, consultation) is not None,
    }
    return kept_by_reader(render(request, "consultations/outcome_after.html", context))


def _tabs(request: RegionRequest, consultation: Consultation, tab: Tab, outcome: Outcome) -> dict[str, Any]:
    """The addresses of the pages of the outcome. Who sees more and looks at what visitors see, goes on doing so."""
    as_visitor = "bezoekers=ja" if "bezoekers" in request.GET else ""
    at = [consultation.region.slug, consultation.slug]
    ends = f"?{as_visitor}" if as_visitor else ""
    url = {one.route: reverse(f"consultations:{one.route}", args=at) + ends for one in (*TABS, WHOLE)}
    return {
        "tab": tab,
        "is_summary": tab is SUMMARY,
        "as_visitor": as_visitor,
        "tabs": [
            {"name": one.title, "url": url[one.route], "is_current": one is tab}
            for one in TABS
            if one.while_running or not outcome.is_running
        ],
        "at": {
            "statements": url["outcome_statements"],
            "groups": url["outcome_groups"],
            "people": url["outcome_people"],
        },
        "whole_url": url["outcome_whole"],
    }


@door("outcome.read")
@require_safe
def statement(request: RegionRequest, slug: str, number: int) -> HttpResponse:
    consultation = load(request, slug)
    if not sees_results(request, consultation):
        return _answer_first(request, consultation)
    result = _fresh_result(request, consultation)
    outcome, shown = load_counted(result.outcome, number)
    context = _context(request, consultation, result) | {
        "statement": shown,
        "blocks": shown.blocks,
        "conclusions": outcome.about(shown),
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


def _statements(request: RegionRequest, outcome: Outcome, as_visitor: str) -> dict[str, Any]:
    """The page of the list that was asked for: in which order, with which words in it."""
    how, words = request.GET.get("volgorde", ""), looked_for(request.GET)
    how = how if how in ORDERS else ORDERS[0]
    wanted = fold(words, accents=False)
    found = [one for one in outcome.in_order(how) if not wanted or wanted in to_find(f"{one.id}. {one.text}")]
    names = {
        "eens": gettext("Meeste overeenstemming eerst"),
        "verdeeld": gettext("Meeste verdeeldheid eerst"),
        "nummer": gettext("Op nummer"),
    }
    search = {"zoek": words} if words else {}
    before = f"{as_visitor}&" if as_visitor else ""
    return {
        "page": Paginator(found, STATEMENTS_PER_PAGE).get_page(request.GET.get("pagina")),
        "words": words,
        "how": how,
        "orders": [
            {"name": name, "url": f"?{before}{urlencode({'volgorde': order, **search})}", "is_current": order == how}
            for order, name in names.items()
        ],
        "query": f"{before}{urlencode({'volgorde': how, **search})}&",
    }


def _state(request: RegionRequest, consultation: Consultation, seen: str) -> HttpResponse:
    """What the waiting part of the page asks for again and again: is a newer count there?"""
    is_new = str(told_report_key(consultation, timezone.now())) != seen
    if not is_new and _fresh_result(request, consultation).is_awaited:
        # Nothing to swap: a screen reader hears nothing twice, and the page asks again.
        return kept_by_reader(HttpResponse(status=204))
    context = {"consultation": consultation, "seen": seen, "is_new": is_new}
    return kept_by_reader(render(request, "consultations/outcome_state.html", context))


@door("consultation.read")
@require_safe
def about_subject(request: RegionRequest, subject: str) -> HttpResponse:
    """What people were asked about a subject of the register, by the words with which they look for it."""
    found = load_subject(request, subject)
    rows = statements_about(request.region, f"{found.title} {found.words}", timezone.now())
    part = "consultations/_about_subject.html"
    return page(request, "consultations/about_subject.html", part=part, subject=found, statements=rows, here="rondes")
