"""How a page finds a contribution, and what all pages for members share."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Contribution
from regiotafel.contributions.states.queries import contribution_in, contributions_in
from regiotafel.contributions.states.rules import is_seen
from regiotafel.regions.access import NOBODY, RegionRequest, behind_its_door, shown
from regiotafel.text.marked import in_one_line
from regiotafel.vision.models import Passage
from regiotafel.vision.reading.queries import passage_at, passage_by_key, standing_in
from regiotafel.web.pages import page

MISSING = _("Deze reactie bestaat niet, of je kunt die nog niet lezen.")


def load(request: RegionRequest, number: int) -> Contribution:
    return shown(contribution_in(request.region, number), request.standings, is_seen, MISSING)


def known_among(request: RegionRequest, numbers: list[int]) -> list[Contribution]:
    """Those of these numbers that this person may see: of another they read that we do not know it, as of none."""
    return [one for one in contributions_in(request.region, numbers) if is_seen(one, request.standings)]


def load_for_everybody(request: RegionRequest, number: int) -> Contribution:
    """For a page on which nobody sees more than a visitor does."""
    return shown(contribution_in(request.region, number), NOBODY, is_seen, MISSING)


def load_passage_at(request: RegionRequest, document: str, number: int) -> Passage:
    found = passage_at(request.region, document, number)
    return shown(found, request.standings, behind_its_door, _("Deze passage bestaat niet."))


def load_passage(request: RegionRequest, pk: int | None) -> Passage:
    """A passage that was chosen in a form."""
    found = passage_by_key(request.region, pk)
    return shown(found, request.standings, behind_its_door, _("Deze passage bestaat niet in deze regio."))


def staff_page(request: RegionRequest, template: str, **context: Any) -> HttpResponse:
    """For members: older than a minute it misleads."""
    return page(request, template, kept=False, here="inbreng", **context)


def passage_choices(request: RegionRequest) -> list[tuple[str, str]]:
    """Every passage of the region's texts, with enough of its words to know it by."""
    return [
        (str(one.passage_id), f"{one.passage.number} · {one.passage.section.title}: {in_one_line(one.text)[:70]}")
        for one in standing_in(request.region)
    ]
