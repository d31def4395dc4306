"""What stands in a round, and what municipalities filled in. Who reads that is for `rules.is_sheet_seen`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from regiotafel.mandates.models import Condition, Position, Round, RoundParty, Sheet, Subject
from regiotafel.regions.models import Municipality, Region


def rounds_of(region: Region) -> QuerySet[Round]:
    return Round.objects.filter(region=region)


def round_in(region: Region, slug: str) -> Round | None:
    found = rounds_of(region).filter(slug=slug).first()
    if found is not None:
        found.region = region
    return found


def subjects_in(round: Round) -> list[Subject]:
    """In the order of the round, with what the law settles about each."""
    rows = Subject.objects.filter(in_rounds__round=round).order_by("in_rounds__position", "in_rounds__pk")
    return list(rows.prefetch_related("law_facts"))


def parties_in(round: Round) -> list[RoundParty]:
    return list(RoundParty.objects.filter(round=round).select_related("municipality"))


def conditions_in(round: Round) -> list[Condition]:
    return list(Condition.objects.filter(round=round).select_related("if_subject", "then_subject"))


def condition_in(round: Round, pk: int) -> Condition | None:
    return Condition.objects.filter(round=round, pk=pk).first()


def sheets_of(round: Round, municipality: Municipality) -> QuerySet[Sheet]:
    """All that it filled in, the newest first."""
    rows = Sheet.objects.filter(round=round, municipality=municipality).order_by("-number")
    return rows.select_related("by", "municipality").prefetch_related("positions")


def newest_sheet(round: Round, municipality: Municipality) -> Sheet | None:
    return sheets_of(round, municipality).first()


def had_final_in_time(round: Round, municipality: Municipality) -> bool:
    """Whether the last thing that it saved before closing was final."""
    rows = Sheet.objects.filter(round=round, municipality=municipality, at__lt=round.closes_at).order_by("-number")
    return bool(rows.values_list("is_final", flat=True).first())


@dataclass(frozen=True)
class Handed:
    """What one municipality handed in by the end: the sheet that counts, or why there is none."""

    party: RoundParty
    # The newest of all that it saved.
    newest: Sheet | None
    # The newest before closing, when that is final.
    counted: Sheet | None
    is_late: bool
    takes_part_now: bool

    @property
    def is_missing(self) -> bool:
        return self.counted is None and not self.is_late


def handed_in(round: Round, now: datetime) -> list[Handed]:
    """By municipality, with positions. Five queries, however many there are."""
    rows = Sheet.objects.filter(round=round).select_related("by").order_by("municipality", "number")
    sheets: dict[int, list[Sheet]] = {}
    for one in rows.prefetch_related(Prefetch("positions", Position.objects.order_by("pk"))):
        sheets.setdefault(one.municipality_id, []).append(one)
    here = set(Municipality.objects.filter(in_regions__region=round.region_id).values_list("pk", flat=True))
    return [
        _handed(round, party, sheets.get(party.municipality_id, []), party.municipality_id in here)
        for party in parties_in(round)
    ]


def _handed(round: Round, party: RoundParty, sheets: Iterable[Sheet], takes_part_now: bool) -> Handed:
    newest = counted = None
    is_late = False
    for one in sheets:
        newest = one
        if one.at < round.closes_at:
            counted = one if one.is_final else None
        elif one.is_final and counted is None:
            is_late = True
    return Handed(party, newest, counted, is_late, takes_part_now)
