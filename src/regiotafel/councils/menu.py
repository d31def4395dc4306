"""What councils bring to the desk: the way of each text, and what is to be done by when."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.councils.models import Paper, RouteStep
from regiotafel.councils.papers.queries import open_papers
from regiotafel.councils.papers.rules import is_late, is_unanswered
from regiotafel.councils.planning.queries import NextStep, next_steps, steps_by_key
from regiotafel.regions.menu import Due, Tool, Turn
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may, own_municipalities
from regiotafel.vision.models import Release
from regiotafel.vision.queries import newest_releases
from regiotafel.web.days import day

DESK = (Tool("route.read", _("Besluitvorming"), "councils:index"),)


def turns(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """What only who works for a municipality can do there, across texts: write down what came of a step whose day is
    over, say what became of a motion or promise that should be done by now, and answer points of advice."""
    own = own_municipalities(standings)
    if not own:
        return
    today = timezone.localdate(now)
    coming = [one for one in next_steps(region, today) if one.municipality in own and one.last_on]
    over = {one.step: one.last_on for one in coming if one.last_on and one.last_on < today}
    steps = [
        one for one in steps_by_key(list(over)).values() if may("decision.note", standings, of=one.route.municipality)
    ]
    decided = newest_releases([one.route.document for one in steps if one.is_decision])
    for step in steps:
        yield _not_noted(region, step, decided.get(step.route.document_id))
    for paper in open_papers(region, own):
        if not may("paper.note", standings, of=paper.municipality):
            continue
        if is_unanswered(paper):
            named = {"title": paper.title, "who": paper.get_body_display(), "name": paper.municipality}
            told = gettext("punt “%(title)s” van %(who)s in %(name)s wacht op antwoord") % named
            yield _of_paper(region, paper, told, n_late=int(is_late(paper, today)))
        elif is_late(paper, today):
            named = {"paper": _named(paper), "name": paper.municipality, "on": day(paper.due_on)}
            told = gettext("%(paper)s in %(name)s moest klaar zijn op %(on)s. Hoe staat het ervoor?") % named
            yield _of_paper(region, paper, told, n_late=1)


def _of_paper(region: Region, paper: Paper, told: str, n_late: int) -> Turn:
    url = _address(region, paper)
    return Turn(told, url, first=url, n_late=n_late)


def _address(region: Region, paper: Paper) -> str:
    return reverse("councils:paper", args=[region.slug, paper.release.document.slug, paper.municipality_id, paper.pk])


def _named(paper: Paper) -> str:
    named = {"kind": paper.get_kind_display(), "title": paper.title, "owner": paper.owner}
    return (gettext("%(kind)s “%(title)s” (%(owner)s)") if paper.owner else gettext("%(kind)s “%(title)s”")) % named


def _not_noted(region: Region, step: RouteStep, release: Release | None) -> Turn:
    """A decision is written down beside the version that it was about."""
    document, place = step.route.document, step.route.municipality
    named = {"step": str(step), "text": document.title, "name": place}
    if step.is_decision and release is not None:
        told = gettext("wat besloot de gemeenteraad van %(name)s over “%(text)s”?") % named
        url = reverse(
            "publishing:decide", args=[region.slug, document.slug, release.number, step.route.municipality_id]
        )
    elif step.is_decision:
        told = gettext("de gemeenteraad van %(name)s zou besluiten over “%(text)s”: wat is de nieuwe dag?") % named
        url = reverse("councils:route", args=[region.slug, document.slug, step.route.municipality_id])
    else:
        told = gettext("wat kwam er in %(name)s uit “%(step)s” (%(text)s)?") % named
        url = reverse("councils:outcome", args=[region.slug, document.slug, step.route.municipality_id, step.pk])
    return Turn(told, url, first=url, n_late=1)


def dues(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Due]:
    """The next step of the municipality that somebody works for, in every text; and what was promised there. What is
    late waits among the turns of who can do it. Four queries, however many texts there are."""
    own = own_municipalities(standings)
    if not own:
        return
    today = timezone.localdate(now)
    coming = [one for one in next_steps(region, today) if one.municipality in own]
    steps = steps_by_key([one.step for one in coming])
    for one in coming:
        if (step := steps.get(one.step)) is not None:
            yield from _of_step(region, standings, one, step, today)
    for paper in open_papers(region, own):
        yours = may("paper.note", standings, of=paper.municipality)
        if paper.due_on is not None and not (yours and is_late(paper, today)):
            yield Due(paper.due_on, _named(paper), _address(region, paper), is_promise=True, is_yours=yours)


def _of_step(
    region: Region, standings: Collection[Standing], coming: NextStep, step: RouteStep, today: date
) -> Iterator[Due]:
    """Nobody writes down that papers were ready: that day is over when it is over."""
    document = step.route.document
    named = {"text": document.title, "step": str(step)}
    url = reverse("councils:route", args=[region.slug, document.slug, coming.municipality])
    yours = may("decision.note", standings, of=step.route.municipality)
    if coming.papers_on:
        yield Due(coming.papers_on, gettext("stukken klaar voor “%(step)s” (%(text)s)") % named, url, is_yours=yours)
    if coming.last_on and not (yours and coming.last_on < today):
        yield Due(coming.last_on, gettext("%(step)s (%(text)s)") % named, url, is_promise=True, is_yours=yours)
