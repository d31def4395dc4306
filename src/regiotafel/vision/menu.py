"""What the text brings to the frame of a region: a link, as soon as there is a text."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.menu import Draft, Due, MenuItem, Task, Tool, Turn
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may
from regiotafel.vision.checking.queries import to_judge_again
from regiotafel.vision.drafting.queries import drafts_in, drafts_to_read
from regiotafel.vision.models import PassageDraft, Proposal, ProposalState
from regiotafel.vision.naming.queries import exceptions_in
from regiotafel.vision.proposing.queries import open_in
from regiotafel.vision.rules import PART

MENU = (MenuItem(PART, _("De visie"), "vision:index", from_its_beginning=True),)

DESK = (
    Tool("vision.write", _("De tekst"), "vision:index"),
    Tool("vision.read", _("Volledigheid"), "vision:all_checks"),
)


def turns(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    yield from _to_read(region, standings)
    yield from _to_judge(region, standings)


def _to_judge(region: Region, standings: Collection[Standing]) -> Iterator[Turn]:
    """What the law asks of which the judgement does not hold any more. Where a passage changed, its link waits, and is
    counted with the links."""
    waiting = to_judge_again(region) if may("vision.write", standings) else []
    if waiting:
        name = ngettext(
            "eis van de wet moet je opnieuw beoordelen", "eisen van de wet moet je opnieuw beoordelen", len(waiting)
        )
        url = reverse("vision:all_checks", args=[region.slug])
        document, first = waiting[0]
        address = reverse("vision:judge", args=[region.slug, document.slug, first.requirement.code])
        yield Turn(name, url, len(waiting), is_awaited=False, first=address)


def _to_read(region: Region, standings: Collection[Standing]) -> Iterator[Turn]:
    """New words that are finished and that somebody else reads before they are published."""
    rows = list(drafts_to_read(region)) if may("vision.write", standings) and region.second_reader else []
    if rows:
        name = ngettext(
            "gewijzigde tekst wacht op een tweede lezer", "gewijzigde teksten wachten op een tweede lezer", len(rows)
        )
        url = reverse("vision:drafts", args=[region.slug])
        yield Turn(name, url, len(rows), first=_address(region, rows[0]), since=rows[0].asked_at)
    if may("vision.write", standings) and PART in region.parts:
        yield from _proposals(region)


def _proposals(region: Region) -> Iterator[Turn]:
    """What was proposed for each text: first somebody says what is meant, then it is decided."""
    waiting: dict[str, list[Proposal]] = {}
    for one in open_in(region):
        waiting.setdefault(one.document.slug, []).append(one)
    for slug, rows in waiting.items():
        n = len(rows)
        name = ngettext("wijzigingsvoorstel wacht op een besluit", "wijzigingsvoorstellen wachten op een besluit", n)
        address = "vision:intend" if rows[0].state == ProposalState.OPEN else "vision:decide_proposal"
        first = reverse(address, args=[region.slug, slug, rows[0].number])
        yield Turn(name, reverse("vision:proposals", args=[region.slug, slug]), n, first=first, since=rows[0].at)


def dues(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Due]:
    """The days on which an exception ends or is looked at again."""
    if PART not in region.parts or not may("vision.write", standings):
        return
    for one in exceptions_in(region):
        names = {"number": one.number, "title": one.document}
        url = reverse("vision:passage", args=[region.slug, one.document.slug, one.number])
        if one.review_on is not None:
            told = gettext("passage %(number)d van “%(title)s” is een uitzondering: bekijk die opnieuw")
            yield Due(one.review_on, told % names, url, is_promise=True)
        if one.ends_on is not None:
            told = gettext("passage %(number)d van “%(title)s” is een uitzondering: die geldt tot en met deze dag")
            yield Due(one.ends_on, told % names, url, is_promise=True)


def drafts(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Draft]:
    for one in drafts_in(region) if may("vision.write", standings) else ():
        name = gettext("Passage %(number)d van “%(title)s”") % {
            "number": one.passage.number,
            "title": one.passage.document,
        }
        told = gettext("wacht op een tweede lezer") if one.asked_at else ""
        yield Draft(name, _address(region, one), one.saved_at, str(one.by or ""), told)


def _address(region: Region, draft: PassageDraft) -> str:
    return reverse("vision:reword", args=[region.slug, draft.passage.document.slug, draft.passage.number])


def to_set_up(region: Region) -> Iterator[Task]:
    is_there = PART in region.parts
    told = (
        gettext("Er is een tekst. Iedereen kan die lezen.")
        if is_there
        else gettext("Begin met een titel en hoofdstukken. Schrijven kan later.")
    )
    address = "vision:index" if is_there else "vision:new_document"
    yield Task(gettext("De tekst van de visie"), told, reverse(address, args=[region.slug]), is_there)
