"""What councils bring to the desk: the way of each text, and what is to be done by when."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.councils.models import RouteStep
from regiotafel.councils.papers.queries import open_papers, unanswered_points
from regiotafel.councils.planning.queries import NextStep, next_steps, steps_by_key
from regiotafel.regions.menu import Due, Tool, Turn
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may, own_municipalities

DESK = (Tool("route.read", _("Besluitvorming"), "councils:index"),)


def turns(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """What only who works for a municipality can do there, across texts: write down what came of a step whose day is
    over, and answer points of advice."""
    own = own_municipalities(standings)
    if not own:
        return
    today = timezone.localdate(now)
    coming = [one for one in next_steps(region, today) if one.municipality in own and one.last_on]
    over = {one.step: one.last_on for one in coming if one.last_on and one.last_on < today}
    for step in steps_by_key(list(over)).values() if over else ():
        if may("decision.note", standings, of=step.route.municipality):
            yield _not_noted(region, step)
    for paper in unanswered_points(region, own):
        if may("paper.note", standings, of=paper.municipality):
            args = [region.slug, paper.release.document.slug, paper.municipality_id, paper.pk]
            named = {"title": paper.title, "who": paper.get_body_display(), "name": paper.municipality}
            told = gettext("punt “%(title)s” van %(who)s in %(name)s wacht op antwoord") % named
            yield Turn(told, reverse("councils:paper", args=args), first=reverse("councils:paper", args=args))


def _not_noted(region: Region, step: RouteStep) -> Turn:
    document, route = step.route.document, step.route
    named = {"step": str(step), "text": document.title, "name": route.municipality}
    told = gettext("wat kwam er in %(name)s uit “%(step)s” (%(text)s)?") % named
    if step.is_decision:
        url = reverse("councils:route", args=[region.slug, document.slug, route.municipality_id])
    else:
        url = reverse("councils:outcome", args=[region.slug, document.slug, route.municipality_id, step.pk])
    return Turn(told, url, first=url, n_late=1)


def dues(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Due]:
    """The next step of the municipality that somebody works for, in every text; and what was promised there. Four
    queries, however many texts there are."""
    own = own_municipalities(standings)
    if not own:
        return
    coming = [one for one in next_steps(region, timezone.localdate(now)) if one.municipality in own]
    steps = steps_by_key([one.step for one in coming])
    for one in coming:
        if (step := steps.get(one.step)) is not None:
            yield from _of_step(region, standings, one, step)
    yield from _papers(region, standings, own)


def _of_step(region: Region, standings: Collection[Standing], coming: NextStep, step: RouteStep) -> Iterator[Due]:
    document = step.route.document
    named, given = {"text": document.title, "step": str(step)}, [region.slug, document.slug, coming.municipality]
    yours = may("decision.note", standings, of=step.route.municipality)
    done: dict[str, Any] = {"url": reverse("councils:route", args=given), "is_promise": True, "is_yours": yours}
    if coming.papers_on:
        yield Due(coming.papers_on, gettext("stukken klaar voor “%(step)s” (%(text)s)") % named, **done)
    if coming.last_on:
        yield Due(coming.last_on, gettext("%(step)s (%(text)s)") % named, **done)


def _papers(region: Region, standings: Collection[Standing], own: Collection[int]) -> Iterator[Due]:
    """Motions and promises that still are to be done, for who keeps them up."""
    for paper in open_papers(region, own):
        if paper.due_on is not None:
            args = [region.slug, paper.release.document.slug, paper.municipality_id, paper.pk]
            named = {"kind": paper.get_kind_display(), "title": paper.title, "owner": paper.owner}
            told = gettext("%(kind)s “%(title)s” (%(owner)s)") if paper.owner else gettext("%(kind)s “%(title)s”")
            yours = may("paper.note", standings, of=paper.municipality)
            url = reverse("councils:paper", args=args)
            yield Due(paper.due_on, told % named, url, is_promise=True, is_yours=yours)
