"""The first page of the site and of a region."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from regiotafel.consultations.queries import Listed, listed
from regiotafel.contributions.moderating.queries import waiting
from regiotafel.contributions.workbench.queries import open_ones
from regiotafel.pages.queries.front import latest_outcome, regions_now, waiting_in
from regiotafel.publishing.queries import done_in
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.permissions import may
from regiotafel.web.marks import open_to_all


@open_to_all
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/front.html", {"regions": regions_now(timezone.now()), "is_demo": settings.DEMO})


@door("region.read")
@require_safe
def region_home(request: RegionRequest) -> HttpResponse:
    now = timezone.now()
    may_read_drafts = may("consultation.read_draft", request.standings)
    consultations = listed(request.region, now, with_drafts=may_read_drafts)
    by_state = {state: [c for c in consultations if c.state == state] for state in ("running", "planned", "closed")}
    context = {
        "here": "regio",
        "running": [{"item": item, "left": _left(item.consultation.closes_at, now)} for item in by_state["running"]],
        "planned": by_state["planned"],
        "n_closed": len(by_state["closed"]),
        "outcome": latest_outcome(consultations),
        "done": done_in(request.region, now),
        "turns": _turns(request, consultations),
        "links": _tools(request),
    }
    return render(request, "pages/region_home.html", context)


def _left(closes_at: datetime | None, now: datetime) -> str:
    """How long somebody can still take part, in words."""
    if closes_at is None:
        return ""
    days = (_day(closes_at) - _day(now)).days
    if days <= 0:
        return _("Sluit vandaag")
    return ngettext("Sluit morgen", "Nog %(n)d dagen", days) % {"n": days}


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _turns(request: RegionRequest, consultations: list[Listed]) -> list[dict[str, Any]]:
    """What waits for this member, most pressing first."""
    slug = request.region.slug
    turns = []
    if may("statement.moderate", request.standings):
        for there in waiting_in(request.region):
            sentence = ngettext(
                "Eén stelling wacht op jou in “%(title)s”", "%(n)d stellingen wachten op jou in “%(title)s”", there.n
            )
            url = reverse("consultations:moderation_queue", args=[slug, there.consultation.slug])
            turns.append({"name": sentence % {"n": there.n, "title": there.consultation}, "url": url})
    turns += _turns_with_contributions(request)
    if may("consultation.write", request.standings):
        for item in consultations:
            if item.state == "draft":
                url = reverse("consultations:edit", args=[slug, item.consultation.slug])
                turns.append({"name": _("“%(title)s” is nog niet open") % {"title": item.consultation}, "url": url})
    return turns


def _turns_with_contributions(request: RegionRequest) -> list[dict[str, Any]]:
    slug = request.region.slug
    turns = []
    if may("contribution.moderate", request.standings) and (n := waiting(request.region).count()):
        sentence = ngettext(
            "Eén stuk inbreng wacht op een moderator", "%(n)d stukken inbreng wachten op een moderator", n
        )
        turns.append({"name": sentence % {"n": n}, "url": reverse("contributions:queue", args=[slug])})
    if may("contribution.handle", request.standings) and (n := open_ones(request.region).count()):
        sentence = ngettext("Eén stuk inbreng wacht op antwoord", "%(n)d stukken inbreng wachten op antwoord", n)
        turns.append({"name": sentence % {"n": n}, "url": reverse("contributions:workbench", args=[slug])})
    return turns


def _tools(request: RegionRequest) -> list[dict[str, str]]:
    tools = (
        ("consultation.write", "consultations:new", _("Begin een gesprek")),
        ("organisation.write", "regions:new_organisation", _("Voeg een organisatie toe")),
        ("member.manage", "regions:members", _("Leden en rollen")),
        ("region.write", "regions:settings", _("Instellingen van de regio")),
        ("history.read", "pages:history", _("Geschiedenis van handelingen")),
    )
    return [
        {"name": name, "url": reverse(url, args=[request.region.slug])}
        for act, url, name in tools
        if may(act, request.standings)
    ]
