"""What councils bring to the desk: the way of each text, and what is to be done by when."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.councils.models import RouteStep
from regiotafel.councils.papers.queries import open_papers
from regiotafel.councils.planning.queries import NextStep, next_steps, steps_by_key
from regiotafel.regions.menu import Due, Tool
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may

DESK = (Tool("route.read", _("Besluitvorming"), "councils:index"),)


def dues(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Due]:
    """The next step of the municipality that somebody works for, in every text; and what was promised there. Four
    queries, however many texts there are."""
    own = [one.municipality_id for one in standings if one.municipality_id is not None]
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


def _papers(region: Region, standings: Collection[Standing], own: list[int]) -> Iterator[Due]:
    """Motions and promises that still are to be done, for who keeps them up."""
    for paper in open_papers(region, own) if own else ():
        if paper.due_on is not None:
            args = [region.slug, paper.release.document.slug, paper.municipality_id, paper.pk]
            named = {"kind": paper.get_kind_display(), "title": paper.title, "owner": paper.owner}
            told = gettext("%(kind)s “%(title)s” (%(owner)s)") if paper.owner else gettext("%(kind)s “%(title)s”")
            yours = may("paper.note", standings, of=paper.municipality)
            url = reverse("councils:paper", args=args)
            yield Due(paper.due_on, told % named, url, is_promise=True, is_yours=yours)
