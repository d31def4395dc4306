"""What consultations bring to the frame and the first page of a region."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regiotafel.consultations.queries import are_opened, unfinished_in, with_days_ahead
from regiotafel.regions.menu import Draft, Due, MenuItem, Task, Tool, Turn, asked_once
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may
from regiotafel.web.days import last_date

MENU = (MenuItem("rondes", gettext_lazy("Geef je mening"), "consultations:index"),)
TOOLS = (Tool("consultation.write", gettext_lazy("Begin een ronde"), "consultations:new"),)

DESK = (Tool("consultation.read_draft", gettext_lazy("Rondes"), "consultations:index"),)

_unfinished_in = asked_once(unfinished_in)


def to_set_up(region: Region) -> Iterator[Task]:
    found = are_opened(region)
    if not found:
        told = _("Vraag mensen wat zij vinden. Je begint met een concept, dat alleen jullie zien.")
    elif any(found):
        told = _("Jullie hebben mensen iets gevraagd.")
    else:
        told = _("Er is een concept. Open het als alles erin staat.")
    address = "consultations:index" if found else "consultations:new"
    yield Task(_("De eerste vraag"), told, reverse(address, args=[region.slug]), any(found))


def turns(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """Statements that wait for a moderator, where they wait longest first."""
    for one in _unfinished_in(region) if may("statement.moderate", standings) else ():
        if one.n_waiting:
            name = ngettext(
                "stelling wacht op jou in “%(title)s”", "stellingen wachten op jou in “%(title)s”", one.n_waiting
            )
            url = reverse("consultations:moderation_queue", args=[region.slug, one.consultation.slug])
            yield Turn(name % {"title": one.consultation}, url, one.n_waiting, first=url, since=one.since)


def dues(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Due]:
    """When a round opens and closes. That happens by itself."""
    for one in with_days_ahead(region, now) if may("consultation.read_draft", standings) else ():
        url = reverse("consultations:read", args=[region.slug, one.slug])
        if one.opens_at is not None and one.opens_at > now:
            yield Due(timezone.localdate(one.opens_at), _("“%(title)s” gaat open") % {"title": one}, url)
        if one.closes_at is not None:
            yield Due(last_date(one.closes_at), _("“%(title)s” sluit") % {"title": one}, url)


def drafts(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Draft]:
    for one in _unfinished_in(region) if may("consultation.write", standings) else ():
        if one.consultation.opened_at is None:
            url = reverse("consultations:edit", args=[region.slug, one.consultation.slug])
            yield Draft(_("Ronde “%(title)s”") % {"title": one.consultation}, url, one.consultation.created_at)
