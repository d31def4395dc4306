"""What lies on the table of a round, and what municipalities say to it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from regiotafel.mandates.models import (
    Accord,
    DecisionLevel,
    Exchange,
    Living,
    Offer,
    Reply,
    Round,
    RoundParty,
    Subject,
)
from regiotafel.mandates.offers.rules import RedLine
from regiotafel.regions.models import Municipality, Region
from regiotafel.reports.numbers import in_a_row


def offers_in(round: Round) -> list[Offer]:
    """The newest first, also what was withdrawn, each with what is exchanged in it and what was said to it."""
    exchanges = Exchange.objects.select_related("municipality", "subject", "given_by")
    replies = Reply.objects.select_related("municipality").order_by("-number")
    rows = Offer.objects.filter(round=round).select_related("municipality", "made_of", "before")
    return list(rows.prefetch_related(Prefetch("exchanges", exchanges), Prefetch("replies", replies)))


def offer_in(round: Round, number: int) -> Offer | None:
    # Among the few that there are: a number in an address may be larger than any row has.
    return next((one for one in offers_in(round) if one.number == number), None)


def newest_offer(round: Round) -> Offer | None:
    return Offer.objects.filter(round=round).order_by("-number").first()


def not_carried(offer: Offer) -> list[Exchange]:
    """What was exchanged in the offer that this one was made of, and is not in this one."""
    here = {(one.municipality_id, one.subject_id) for one in offer.exchanges.all()}
    rows = Exchange.objects.filter(offer=offer.made_of_id).select_related("municipality", "subject")
    return [one for one in rows if (one.municipality_id, one.subject_id) not in here] if offer.made_of_id else []


def accords_in(round: Round) -> list[Accord]:
    """The newest first."""
    return list(Accord.objects.filter(round=round).order_by("-number").select_related("offer"))


def newest_accord(round: Round) -> Accord | None:
    """The newest act on it: its offer is the provisional agreement, if there is one."""
    return Accord.objects.filter(round=round).order_by("-number").select_related("offer__municipality").first()


def newest_reply(offer: Offer, municipality: Municipality) -> Reply | None:
    return Reply.objects.filter(offer=offer, municipality=municipality).order_by("-number").first()


@dataclass(frozen=True)
class Choices:
    """What can be chosen in an offer: for each subject the levels that the law leaves, and whose breekpunten can be
    exchanged."""

    subjects: Sequence[Subject]
    allowed: Mapping[int, Sequence[DecisionLevel]]
    municipalities: Sequence[Municipality]
    red_lines: Collection[RedLine]


@dataclass(frozen=True)
class Answered:
    """What one municipality says to an offer: the newest holds, the earlier ones stay to be read."""

    municipality: Municipality
    replies: Sequence[Reply] = field(default_factory=list)
    is_own: bool = False

    @property
    def latest(self) -> Reply | None:
        return self.replies[0] if self.replies else None

    @property
    def can(self) -> bool:
        return self.is_own or (self.latest is not None and self.latest.living == Living.CAN)


def answers_to(offer: Offer, parties: Iterable[RoundParty]) -> list[Answered]:
    """Of every municipality that is asked, in their order. offer: of `offers_in`."""
    given: dict[int, list[Reply]] = {}
    for one in offer.replies.all():
        given.setdefault(one.municipality_id, []).append(one)
    return [
        Answered(one.municipality, given.get(one.municipality_id, []), one.municipality_id == offer.municipality_id)
        for one in parties
    ]


@dataclass(frozen=True)
class Tally:
    """How many of the municipalities can live with an offer, and the names of the others."""

    n: int
    can: int
    cannot: str
    not_yet: str
    silent: str


def tally(answers: Sequence[Answered]) -> Tally:
    def names(living: str | None) -> str:
        some = [one for one in answers if not one.is_own and (one.latest.living if one.latest else None) == living]
        return in_a_row([one.municipality.name for one in some])

    can = sum(one.can for one in answers)
    return Tally(len(answers), can, names(Living.CANNOT), names(Living.NOT_YET), names(None))


@dataclass(frozen=True)
class Tabled:
    """A round with what waits on its table, for who must answer."""

    round: Round
    parties: Sequence[RoundParty]
    offers: Sequence[Offer]
    accord: Accord | None

    def missing(self, offer: Offer) -> list[RoundParty]:
        """Who said nothing to it."""
        said = {one.municipality_id for one in offer.replies.all()} | {offer.municipality_id}
        return [one for one in self.parties if one.municipality_id not in said]


def tables_of(region: Region) -> list[Tabled]:
    """Of every round in which an offer was made and stands. Five queries, however many there are."""
    rows = Offer.objects.filter(round__region=region, withdrawn_at__isnull=True).select_related("round", "municipality")
    by_round: dict[int, list[Offer]] = {}
    for one in rows.order_by("number").prefetch_related("replies"):
        by_round.setdefault(one.round_id, []).append(one)
    if not by_round:
        return []
    accords = {one.round_id: one for one in _of(Accord.objects.select_related("offer"), by_round).order_by("number")}
    here = Municipality.objects.filter(in_regions__region=region)
    parties: dict[int, list[RoundParty]] = {}
    for party in _of(RoundParty.objects.select_related("municipality"), by_round).filter(municipality__in=here):
        parties.setdefault(party.round_id, []).append(party)
    return [Tabled(some[0].round, parties.get(key, []), some, accords.get(key)) for key, some in by_round.items()]


def _of(rows: QuerySet, rounds: Iterable[int]) -> QuerySet:  # type: ignore[type-arg]
    return rows.filter(round__in=list(rounds))
