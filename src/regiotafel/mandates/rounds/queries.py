"""What stands in a round, and what municipalities filled in. Who reads that is for `rules.is_sheet_seen`."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from regiotafel.mandates.models import (
    MANDATE_ROUND,
    Agreement,
    Condition,
    LawFact,
    Position,
    Reweighing,
    Round,
    RoundParty,
    RoundSubject,
    Sheet,
    Subject,
    Visibility,
)
from regiotafel.mandates.rounds.rules import is_told_to_others
from regiotafel.regions.models import Membership, Municipality, Region, RegionMunicipality, Role
from regiotafel.regions.permissions import Standing, own_municipalities
from regiotafel.thread.models import Knot
from regiotafel.thread.queries import knot_at


def rounds_of(region: Region) -> QuerySet[Round]:
    return Round.objects.filter(region=region)


def rounds_told(region: Region) -> QuerySet[Round]:
    """Of which everybody reads what came out; the newest first."""
    rows = rounds_of(region).filter(published_at__isnull=False, closes_at__lte=F("published_at"))
    return rows.order_by("-published_at", "pk")


def listed_rounds(region: Region) -> list[Round]:
    """The newest first, each with how many municipalities it asks, as `n_parties`."""
    return list(rounds_of(region).annotate(n_parties=Count("parties")).order_by("-opens_at", "pk"))


def round_in(region: Region, slug: str) -> Round | None:
    found = rounds_of(region).filter(slug=slug).first()
    if found is not None:
        found.region = region
    return found


def subjects_in(round: Round) -> list[Subject]:
    """What it asks about now, in the order of the round, with what the law settles about each."""
    rows = Subject.objects.filter(in_rounds__in=RoundSubject.objects.filter(round=round, dropped_at__isnull=True))
    return list(
        rows.order_by("in_rounds__position", "in_rounds__pk").prefetch_related("law_facts").select_related("knot")
    )


def asked_about(round: Round) -> list[RoundSubject]:
    """All that it asked about, with what was taken out meanwhile."""
    return list(RoundSubject.objects.filter(round=round).select_related("subject"))


def dropped_from(round: Round) -> list[RoundSubject]:
    """What it asked about once, with the reason why not any more."""
    return list(RoundSubject.objects.filter(round=round, dropped_at__isnull=False).select_related("subject"))


def sheet_numbered(round: Round, municipality: Municipality, number: int) -> Sheet | None:
    return sheets_of(round, municipality).filter(number=number).first()


def party_in(round: Round, municipality_id: int) -> RoundParty | None:
    # By the key of the municipality itself: a number in an address may be larger than any row has.
    rows = RoundParty.objects.filter(round=round, municipality__pk=municipality_id)
    found = rows.select_related("municipality").first()
    if found is not None:
        found.round = round
    return found


def officials_of(round: Round, municipality: Municipality) -> list[str]:
    """Where the letters of a round go: who fills in for this municipality."""
    rows = Membership.objects.filter(region=round.region_id, municipality=municipality, role=Role.OFFICIAL)
    return list(rows.filter(user__is_active=True).order_by("user__email").values_list("user__email", flat=True))


def rounds_that_run(now: datetime) -> QuerySet[Round]:
    """In all regions."""
    rows = Round.objects.filter(opened_at__isnull=False, opens_at__lte=now, closes_at__gt=now)
    return rows.select_related("region").order_by("pk")


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


def law_facts_in(subject: Subject) -> list[LawFact]:
    """Of a subject that was read with `subjects_in`: without asking the database again."""
    return list(subject.law_facts.all())


def positions_of(sheet: Sheet | None) -> list[Position]:
    return list(sheet.positions.all()) if sheet else []


def newest_sheet(round: Round, municipality: Municipality) -> Sheet | None:
    return sheets_of(round, municipality).first()


def counted_sheet(round: Round, municipality: Municipality) -> Sheet | None:
    """The last thing that it saved before closing, when that is final."""
    found = sheets_of(round, municipality).filter(at__lt=round.closes_at).first()
    return found if found is not None and found.is_final else None


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
    # The points that it gave after it read the outcome.
    reweighed: Reweighing | None = None

    def points_of(self, position: Position) -> int:
        """Those of now: packages are counted with them."""
        if self.reweighed is None:
            return position.points
        return int(self.reweighed.points.get(str(position.subject_id), 0))

    @property
    def gave_up(self) -> bool:
        return self.party.gave_up_at is not None

    @property
    def still_owes(self) -> bool:
        """It can hand in, also when that is late."""
        return self.takes_part_now and self.is_missing and not self.gave_up

    @property
    def is_missing(self) -> bool:
        return self.counted is None and not self.is_late


def owing_in(round: Round) -> set[int]:
    """The municipalities of a round that has closed which can still hand in: nothing final in time nor since, and they
    did not say that they give up. One query."""
    return set(_owing(RoundParty.objects.filter(round=round)).values_list("municipality", flat=True))


def not_reading(round: Round, standings: Collection[Standing], now: datetime) -> set[int]:
    """Of the municipalities for which somebody is there: which do not read the others. They can still hand in, or left
    the region. Two queries at most."""
    own = own_municipalities(standings)
    if not own or not is_told_to_others(round, now):
        return set()
    here = Municipality.objects.filter(in_regions__region=round.region_id, pk__in=own)
    owing = owing_in(round) if round.visibility == Visibility.AFTER else set()
    return own - set(here.values_list("pk", flat=True)) | owing


def owing_since(region: Region, municipalities: Collection[int], now: datetime) -> list[RoundParty]:
    """The same for these municipalities, over all closed rounds in which they wait with reading till then."""
    rows = RoundParty.objects.filter(round__region=region, municipality__in=municipalities, round__closes_at__lte=now)
    rows = rows.filter(round__opened_at__isnull=False, round__published_at__isnull=True)
    rows = rows.filter(round__visibility=Visibility.AFTER)
    return list(_owing(rows).select_related("round", "municipality").order_by("round__closes_at", "pk"))


def _owing(parties: QuerySet[RoundParty]) -> QuerySet[RoundParty]:
    said = Sheet.objects.filter(round=OuterRef("round"), municipality=OuterRef("municipality"))
    in_time = said.filter(at__lt=OuterRef("round__closes_at")).order_by("-number")
    since = said.filter(at__gte=OuterRef("round__closes_at"), is_final=True)
    here = RegionMunicipality.objects.filter(region=OuterRef("round__region"), municipality=OuterRef("municipality"))
    rows = parties.filter(Exists(here), ~Exists(since), gave_up_at__isnull=True)
    was_final = Coalesce(Subquery(in_time.values("is_final")[:1]), Value(value=False))
    return rows.annotate(was_final=was_final).filter(was_final=False)


def handed_in(round: Round) -> list[Handed]:
    """By municipality, with positions. Six queries, however many there are."""
    rows = Sheet.objects.filter(round=round).select_related("by").order_by("municipality", "number")
    sheets: dict[int, list[Sheet]] = {}
    for one in rows.prefetch_related(Prefetch("positions", Position.objects.order_by("pk"))):
        sheets.setdefault(one.municipality_id, []).append(one)
    here = set(Municipality.objects.filter(in_regions__region=round.region_id).values_list("pk", flat=True))
    anew = {one.municipality_id: one for one in Reweighing.objects.filter(round=round).order_by("number")}
    return [
        replace(
            _handed(round, party, sheets.get(party.municipality_id, []), party.municipality_id in here),
            reweighed=anew.get(party.municipality_id),
        )
        for party in parties_in(round)
    ]


def agreements_out_of(round: Round) -> list[Agreement]:
    """The newest agreement that came out of it about each subject."""
    rows = Agreement.objects.filter(round=round).select_related("subject").order_by("number")
    return sorted({one.subject_id: one for one in rows}.values(), key=lambda one: (one.at, one.pk))


def untied_rounds() -> list[Round]:
    """Published before a round stood on the thread."""
    there = set(Knot.objects.filter(kind=MANDATE_ROUND.code).values_list("region", "route_args__0"))
    rows = Round.objects.filter(published_at__isnull=False).select_related("region")
    return [one for one in rows if (one.region_id, one.slug) not in there]


def knot_of(round: Round) -> Knot | None:
    """Its place on the thread, from the day that everybody reads what came out."""
    return knot_at(round.region, MANDATE_ROUND.code, round.slug)


def missing_in(round: Round) -> list[RoundParty]:
    """Of a round that runs: who is asked, is still of the region, and saved nothing, or a concept as the last."""
    newest = Sheet.objects.filter(round=round, municipality=OuterRef("municipality")).order_by("-number")
    here = Municipality.objects.filter(in_regions__region=round.region_id)
    rows = RoundParty.objects.filter(round=round, municipality__in=here).select_related("municipality")
    return [one for one in rows.annotate(is_done=Subquery(newest.values("is_final")[:1])) if not one.is_done]


def spread_again(round: Round) -> list[RoundParty]:
    """Of a round that runs: whose last sheet is final, with points on a subject that was taken out since. One query."""
    newest = Sheet.objects.filter(round=round, municipality=OuterRef("municipality")).order_by("-number")
    gone = RoundSubject.objects.filter(round=round, dropped_at__isnull=False)
    lost = Position.objects.filter(sheet=OuterRef("newest"), sheet__is_final=True, points__gt=0)
    here = Municipality.objects.filter(in_regions__region=round.region_id)
    rows = RoundParty.objects.filter(round=round, municipality__in=here).select_related("municipality")
    rows = rows.annotate(newest=Subquery(newest.values("pk")[:1]))
    return list(rows.filter(Exists(lost.filter(subject__in=gone.values("subject")))))


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
