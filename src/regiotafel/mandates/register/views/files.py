"""The register as a table, and its changes as a feed."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.mandates.register.queries import Change, Settled, changes_of, register_of
from regiotafel.regions.access import RegionRequest, door
from regiotafel.reports.register_table import write_register, write_register_workbook
from regiotafel.web.days import day
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
    law = "; ".join(f"{fact.article}: {fact.text} ({fact.get_mark_display()})" for fact in one.law)
    others = "; ".join(f"{each.municipality}: {each.get_level_display()}" for each in one.deviations)
    later = "; ".join(f"{each.from_on}: {each.get_level_display()}, {each.holder}" for each in one.later)
    reasons = (subject.learning, subject.equality, subject.scale)
    return (subject.title, subject.about, *decided, subject.get_level_wanted_display(), law, *reasons, others, later)


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
        "title": _title(change),
        "link": address,
        "unique_id": f"{address}#besluit-{change.after.number}",
        # A reader of feeds takes it for HTML.
        "description": escape(_told(change)),
        "pubdate": change.after.at,
        "updateddate": change.after.at,
    }


def _title(change: Change) -> str:
    told = {"title": change.subject.title, "day": day(change.after.from_on)}
    return (
        _("%(title)s: vanaf %(day)s beslist iemand anders") % told
        if change.before
        else _("%(title)s: wie beslist vanaf %(day)s") % told
    )


def _told(change: Change) -> str:
    after = change.after
    now = _("%(holder)s (%(level)s), op grond van %(ground)s.") % {
        "holder": after.holder,
        "level": after.get_level_display(),
        "ground": after.ground,
    }
    before = (
        _("Eerst: %(holder)s (%(level)s).")
        % {
            "holder": change.before.holder,
            "level": change.before.get_level_display(),
        }
        if change.before
        else ""
    )
    return f"{now} {before}".strip()
