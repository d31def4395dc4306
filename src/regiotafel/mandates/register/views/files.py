"""The register as a table, and its changes as a feed."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.mandates.register.queries import Change, Settled, Unbound, changes_of, register_of
from regiotafel.mandates.register.rules import LAW_IN_CONFLICT
from regiotafel.regions.access import RegionRequest, door
from regiotafel.reports.register_table import write_register, write_register_workbook
from regiotafel.web.feeds import IN_A_FEED, Feed, atom
from regiotafel.web.files import csv_file, workbook_file
from regiotafel.web.links import whole


@door("mandate.read")
@require_safe
def register_csv(request: RegionRequest) -> HttpResponseBase:
    return csv_file(write_register(_rows(request)), *_named(request))


@door("mandate.read")
@require_safe
def register_xlsx(request: RegionRequest) -> HttpResponseBase:
    return workbook_file(write_register_workbook(_rows(request)), *_named(request))


def _named(request: RegionRequest) -> Sequence[object]:
    return (request.region.slug, "wie-beslist-wat", timezone.localdate())


def _rows(request: RegionRequest) -> Iterator[Sequence[object]]:
    return (_row(one) for one in register_of(request.region, timezone.localdate()))


def _row(one: Settled) -> Sequence[object]:
    """The cells of `reports.register_table.COLUMNS`."""
    subject, now = one.subject, one.now
    decided = (now.get_level_display(), now.holder, now.ground, now.from_on) if now else ("", "", "", "")
    facts = [f"{fact.article}: {fact.text} ({fact.get_mark_display()})" for fact in one.law]
    law = "; ".join([str(LAW_IN_CONFLICT), *facts] if one.is_law_in_conflict else facts)
    others = "; ".join(f"{each.municipality}: {each.get_level_display()} ({each.ground})" for each in one.deviations)
    later = "; ".join(
        f"{each.from_on}: {each.get_level_display()}, {each.holder}" + (f" ({_unbound(free)})" if free else "")
        for each, free in one.later_with_unbound()
    )
    reasons = (subject.learning, subject.equality, subject.scale)
    wanted, free = subject.get_level_wanted_display(), _places(one.not_bound)
    return (subject.title, subject.about, *decided, wanted, law, *reasons, others, later, free)


def _unbound(some: Sequence[Unbound]) -> str:
    return _("niet gebonden: %(places)s") % {"places": _places(some)}


def _places(some: Sequence[Unbound]) -> str:
    return ", ".join(f"{one.municipality} ({one.told})" for one in some)


@door("mandate.read")
@require_safe
def changes_feed(request: RegionRequest) -> HttpResponse:
    """The newest changes, and those that come."""
    made = Feed(
        title=_("Wat verandert er in wie beslist wat · %(region)s") % {"region": request.region.name},
        link=whole(reverse("mandates:changes", args=[request.region.slug])),
        description="",
        language="nl",
        author_name=request.region.name,
        feed_url=whole(request.path),
    )
    for change in changes_of(request.region)[:IN_A_FEED]:
        made.add_item(**_item(request, change))
    return atom(made)


def _item(request: RegionRequest, change: Change) -> dict[str, Any]:
    address = whole(reverse("mandates:subject", args=[request.region.slug, change.subject.slug]))
    return {
        "title": change.title,
        "link": address,
        "unique_id": f"{address}#{change.key}",
        # A reader of feeds takes it for HTML.
        "description": escape(change.in_words),
        "pubdate": change.at,
        "updateddate": change.at,
    }
