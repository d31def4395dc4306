"""The plan as other programs and other sites take it: what moved as a feed, all of it as JSON, and a piece for a page
of somebody else."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.plan.loading import load, load_for_all, plan_page
from regiotafel.plan.telling.forms import choice_form
from regiotafel.plan.telling.queries import Move, as_data, chosen_among, moves_in, parts_of, told_of
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.feeds import IN_A_FEED, Feed, atom
from regiotafel.web.files import as_file
from regiotafel.web.links import link, whole
from regiotafel.web.pages import page
from regiotafel.web.security import framed_elsewhere


@door("plan.read")
@require_safe
def moves_feed(request: RegionRequest, plan: str) -> HttpResponse:
    """What moved in the plan, the newest first."""
    of = load(request, plan)
    address = link("plan:plan", request.region.slug, of.slug)
    made = Feed(
        title=_("Wat verandert er in “%(plan)s” · %(region)s") % {"plan": of.title, "region": request.region.name},
        link=address,
        description="",
        language="nl",
        author_name=request.region.name,
        feed_url=whole(request.path),
    )
    for one in moves_in(of, IN_A_FEED):
        made.add_item(**_item(address, one))
    return atom(made)


def _item(address: str, move: Move) -> dict[str, Any]:
    there = f"{address}maatregelen/{move.measure.number}/" if move.measure else address
    return {
        "title": f"{move.measure.title}: {move.title}" if move.measure else move.title,
        "link": there,
        "unique_id": f"{there}#{move.key}",
        # A reader of feeds takes it for HTML.
        "description": escape(move.text),
        "pubdate": move.at,
        "updateddate": move.at,
    }


@door("plan.read")
@require_safe
def plan_json(request: RegionRequest, plan: str) -> HttpResponseBase:
    of, today = load(request, plan), timezone.localdate()
    parts = parts_of(of, told_of(of), today.year)
    data = as_data(of, parts, link("plan:plan", request.region.slug, of.slug), today)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return as_file(response, request.region.slug, of.slug, ending="json")


@door("plan.read")
@framed_elsewhere
@require_safe
def embedded(request: RegionRequest, plan: str) -> HttpResponse:
    """A piece for a page of another site: what everybody reads, whoever asks, and nothing to press."""
    of = load_for_all(request, plan)
    every = told_of(of)
    choice = choice_form(request.GET, request.region, every).choice()
    parts = parts_of(of, chosen_among(every, choice), timezone.localdate().year)
    return page(request, "plan/embedded.html", plan=of, parts=parts, choice=choice)


@door("plan.read")
@require_safe
def embed(request: RegionRequest, plan: str) -> HttpResponse:
    """How somebody shows the plan on a site of their own."""
    of = load(request, plan)
    form = choice_form(request.GET, request.region, told_of(of))
    address = link("plan:embedded", request.region.slug, of.slug) + form.query()
    told = _("Wat komt eerst en waarom: %(title)s") % {"title": of.title}
    code = format_html('<iframe src="{}" title="{}" width="100%" height="700" loading="lazy"></iframe>', address, told)
    return plan_page(request, "plan/embed.html", plan=of, form=form, address=address, code=code)
