"""What councils bring to the desk: the way of each text, and what is to be done by when."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.councils.papers.queries import open_papers
from regiotafel.councils.planning.queries import listed_texts
from regiotafel.regions.menu import Due, Tool
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may

DESK = (Tool("route.read", _("Besluitvorming"), "councils:index"),)


def dues(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Due]:
    """The next step of the municipality that somebody works for, in every text; and what was promised there."""
    own = [one for one in standings if one.municipality_id is not None]
    for text in listed_texts(region, timezone.localdate(now)) if own else ():
        for way in text.planning.routes if text.planning else ():
            if not any(one.is_for(way.municipality) for one in own) or way.next is None:
                continue
            url = reverse("councils:route", args=[region.slug, text.document.slug, way.municipality.pk])
            named = {"text": text.document.title, "step": str(way.next.step)}
            yours = may("decision.note", standings, of=way.municipality)
            if way.next.papers_on:
                told = gettext("stukken klaar voor “%(step)s” (%(text)s)") % named
                yield Due(way.next.papers_on, told, url, is_promise=True, is_yours=yours)
            if way.next.last_on:
                told = gettext("%(step)s (%(text)s)") % named
                yield Due(way.next.last_on, told, url, is_promise=True, is_yours=yours)
    yield from _papers(region, standings, [one.municipality_id for one in own if one.municipality_id is not None])


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
