"""Below what municipalities do not sign, and what they weigh otherwise since the outcome."""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from regiotafel.mandates.filling_in.queries import how_far
from regiotafel.mandates.models import Floor, Reweighing, Round
from regiotafel.mandates.rounds.queries import not_reading
from regiotafel.mandates.rounds.rules import is_sheet_seen
from regiotafel.regions.models import Municipality
from regiotafel.regions.permissions import Standing


def is_asked(round: Round, municipality: Municipality) -> bool:
    """By the round, and still in the region."""
    return how_far(round, municipality).is_asked


def newest_floor(round: Round, municipality: Municipality) -> Floor | None:
    return Floor.objects.filter(round=round, municipality=municipality).order_by("-number").first()


def floors_of(round: Round, municipality: Municipality) -> list[Floor]:
    """All of them, the newest first."""
    return list(Floor.objects.filter(round=round, municipality=municipality).order_by("-number").select_related("by"))


def floors_in(round: Round) -> dict[int, Floor]:
    """By municipality, where it has one now."""
    rows = Floor.objects.filter(round=round).order_by("number").select_related("municipality")
    newest = {one.municipality_id: one for one in rows}
    return {key: one for key, one in newest.items() if one.percent is not None}


def floors_seen(round: Round, standings: Collection[Standing], now: datetime) -> dict[int, Floor]:
    """Those that who asks may read: as what the municipality filled in."""
    owing = not_reading(round, standings, now)
    seen = partial(is_sheet_seen, round, standings=standings, now=now, owing=owing)
    return {key: one for key, one in floors_in(round).items() if seen(key)}


def newest_reweighing(round: Round, municipality: Municipality) -> Reweighing | None:
    return Reweighing.objects.filter(round=round, municipality=municipality).order_by("-number").first()


def reweighings_in(round: Round) -> list[Reweighing]:
    """All of them, by municipality the newest first."""
    rows = Reweighing.objects.filter(round=round).select_related("municipality")
    return list(rows.order_by("municipality__in_order", "municipality", "-number"))
