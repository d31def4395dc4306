"""How a page about the table of a round finds the offer, and the package that an address names."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regiotafel.mandates.mending.queries import floors_seen
from regiotafel.mandates.models import Offer, Origin, Round, SearchKind
from regiotafel.mandates.offers.analysis import (
    Ground,
    ToImprove,
    ground_in,
    improved,
    least_of,
    levels_of,
    packages_of_rules,
    to_improve,
)
from regiotafel.mandates.offers.forms import RULES, offer_number
from regiotafel.mandates.offers.queries import newest_accord, offer_in
from regiotafel.mandates.packages.queries import search_with
from regiotafel.mandates.rounds.loading import load_with_result, whose_sheet
from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.regions.models import Municipality
from regiotafel.regions.permissions import Standing

NO_OFFER = _("Dit pakket ligt niet op tafel in deze ronde.")


def load_offer(request: RegionRequest, round: str, number: int) -> Offer:
    """For who reads what all municipalities say together: packages tell that."""
    found = load_with_result(request, round)
    offer = shown(offer_in(found, number), request.standings, behind_its_door, NO_OFFER)
    offer.round = found
    return offer


def whose_reply(request: RegionRequest, round: str, offer: int, municipality: int) -> Municipality:
    """For which municipality an address speaks, whatever the offer."""
    return whose_sheet(request, round, municipality)


def ground_of(round: Round) -> Ground:
    return ground_in(round, timezone.localdate())


@dataclass(frozen=True)
class Start:
    """What an offer is made of."""

    name: str
    origin: Origin
    levels: Mapping[int, str]
    offer: Offer | None = None


def start_named(round: Round, ground: Ground, name: str, standings: Collection[Standing]) -> Start | None:
    """By the name in an address: an offer, what is better than the provisional agreement, or the package of a rule; any
    other name is the first rule that has one."""
    number = offer_number(name)
    if number is not None and (offer := offer_in(round, number)) is not None:
        return Start(name, Origin.OFFER, levels_of(offer), offer)
    if name == Origin.IMPROVEMENT and (agreed := _agreed(round)) is not None:
        search = search_with(round, SearchKind.IMPROVEMENT, improvement_of(round, ground, agreed, standings).key)
        better = improved(ground, search.data).levels if search else None
        return Start(name, Origin.IMPROVEMENT, better, agreed) if better else None
    rules = packages_of_rules(round, ground)
    first = name if name in rules else next((one for one in RULES if one in rules), "")
    return Start(first, Origin(first), rules[first]) if first else None


def _agreed(round: Round) -> Offer | None:
    """With what is exchanged in it."""
    accord = newest_accord(round)
    return offer_in(round, accord.offer.number) if accord and accord.offer else None


def improvement_of(round: Round, ground: Ground, offer: Offer, standings: Collection[Standing]) -> ToImprove:
    """With the floors that who asks may read."""
    return to_improve(ground, offer, least_of(floors_seen(round, standings, timezone.now()).values()))
