"""Everything that writes what lies on the table of a round: offers, what is said to them, and the provisional
agreement."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from regiotafel.history.rules import ChangedMeanwhile, says
from regiotafel.mandates.acts import (
    ACCORD_ENDED,
    ACCORD_REACHED,
    COUNTER_OFFER_MADE,
    OFFER_MADE,
    OFFER_WITHDRAWN,
    REPLY_GIVEN,
)
from regiotafel.mandates.mending.queries import is_asked
from regiotafel.mandates.models import Accord, Exchange, Offer, Origin, Reply, Round
from regiotafel.mandates.offers.analysis import Ground, count, ground_in, in_the_way, kept, levels_of
from regiotafel.mandates.offers.queries import newest_accord, newest_offer, newest_reply, offers_in
from regiotafel.mandates.offers.rules import (
    Swap,
    Swapped,
    check_accord_number,
    check_can_agree,
    check_can_offer,
    check_can_reply,
    check_can_withdraw,
    check_is_new,
    check_levels,
    check_offer,
    check_offer_number,
    check_reason,
    check_reply,
    check_reply_number,
    check_swaps,
)
from regiotafel.mandates.rounds.actions import locked_round, record_in
from regiotafel.people.models import User
from regiotafel.regions.models import Municipality
from regiotafel.text.tidy import tidy, tidy_line


@transaction.atomic
def make_offer(
    *,
    by: User | None,
    at: datetime,
    round: Round,
    number: int,
    levels: Mapping[int, str],
    reason: str,
    municipality: Municipality | None = None,
    authority: str = "",
    made_from: str = Origin.LEXIMIN,
    made_of: Offer | None = None,
    there: Mapping[int, str] | None = None,
    swaps: Sequence[Swap] = (),
) -> Offer:
    """A package on the table, as it is counted now. municipality: whose counter-proposal it is, None for the project
    team. there: the levels of what it was made of. `number`: of the newest offer that this person read, 0 for none."""
    locked = locked_round(round)
    check_can_offer(locked, at, is_party=municipality is None or is_asked(locked, municipality))
    said: dict[str, Any] = {"municipality": municipality, "reason": tidy(reason), "levels": kept(levels)}
    said["authority"] = tidy_line(authority) if municipality else ""
    newest = newest_offer(locked)
    try:
        check_offer_number(number, newest)
    except ChangedMeanwhile:
        if newest is not None and newest.number == number + 1 and _is_same(newest, said, swaps):
            return newest  # the same press twice
        raise
    ground = ground_in(locked, timezone.localdate(at))
    check_levels(levels, ground.allowed)
    check_offer(said["reason"], said["authority"], is_counter=municipality is not None)
    check_swaps(swaps, ground.red_lines.keys())
    standing = [one for one in offers_in(locked) if one.withdrawn_at is None]
    check_is_new(said["levels"], _swapped(swaps), [(one, _exchanged(one)) for one in standing])
    said |= {"made_from": Origin(made_from), "made_of": made_of, "changed": _changed(levels, there or levels)}
    said |= _counted(ground, levels, standing[0] if standing else None)
    made = Offer.objects.create(round=locked, number=number + 1, by=by, at=at, **said)
    rows = [_exchange(made, one) for one in swaps]
    whose: dict[str, Any] = {"municipality": municipality.name} if municipality else {}
    record_in(by, at, COUNTER_OFFER_MADE if whose else OFFER_MADE, made, locked, rows=rows, number=made.number, **whose)
    return made


def _changed(levels: Mapping[int, str], there: Mapping[int, str]) -> dict[str, object]:
    return kept({key: there[key] for key, level in levels.items() if there.get(key, level) != level})


def _counted(ground: Ground, levels: Mapping[int, str], before: Offer | None) -> dict[str, Any]:
    """What it brings now, beside the one on the table before it."""
    return {
        "shares": kept(count(ground, levels).shares),
        "before": before,
        "shares_before": kept(count(ground, levels_of(before)).shares) if before else {},
        "counted_from": ground.fingerprint,
    }


def _exchange(offer: Offer, one: Swap) -> Exchange:
    return Exchange.objects.create(
        offer=offer,
        municipality=one.municipality,
        subject=one.subject,
        in_return=tidy_line(one.in_return),
        given_by=one.given_by,
    )


def _is_same(offer: Offer, said: Mapping[str, Any], swaps: Sequence[Swap]) -> bool:
    return says(offer, said) and _exchanged(offer) == _swapped(swaps)


def _swapped(swaps: Sequence[Swap]) -> Swapped:
    return frozenset((one.municipality.pk, one.subject.pk, tidy_line(one.in_return)) for one in swaps)


def _exchanged(offer: Offer) -> Swapped:
    return frozenset((one.municipality_id, one.subject_id, one.in_return) for one in offer.exchanges.all())


@transaction.atomic
def withdraw_offer(
    *, by: User | None, at: datetime, offer: Offer, reason: str, municipality: Municipality | None = None
) -> Offer:
    """It stays to be read. municipality: for whom somebody withdraws it, None for the project team."""
    reason = tidy_line(reason)
    locked = locked_round(offer.round)
    found = Offer.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=offer.pk)
    if found.withdrawn_at is not None and found.withdrawn_reason == reason:
        return found  # pressed twice
    check_can_withdraw(found, municipality, newest_accord(locked), reason)
    found.withdrawn_at, found.withdrawn_reason = at, reason
    found.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record_in(by, at, OFFER_WITHDRAWN, found, locked, number=found.number)
    return found


@transaction.atomic
def give_reply(
    *,
    by: User | None,
    at: datetime,
    offer: Offer,
    municipality: Municipality,
    number: int,
    living: str,
    reason: str = "",
) -> Reply:
    """Whether this municipality can live with it. `number`: of its answer that this person read, 0 for none."""
    reason = tidy_line(reason)
    locked = locked_round(offer.round)
    offer.refresh_from_db(fields=["withdrawn_at"])
    check_can_reply(offer, locked, municipality, at, is_party=is_asked(locked, municipality))
    said: dict[str, Any] = {"living": living, "reason": reason}
    newest = newest_reply(offer, municipality)
    if newest is not None and newest.number - number in (0, 1) and says(newest, said):
        return newest  # the same again is no news
    check_reply_number(number, newest)
    check_reply(living, reason)
    made = Reply.objects.create(offer=offer, municipality=municipality, number=number + 1, by=by, at=at, **said)
    record_in(by, at, REPLY_GIVEN, made, locked, municipality=municipality.name, number=offer.number)
    return made


@transaction.atomic
def agree_on(*, by: User | None, at: datetime, offer: Offer, number: int, reason: str) -> Accord:
    """From now on the municipalities go on from this offer. `number`: of the accord that this person read, 0 for none.
    What stands in its way is counted from the sheets of now."""
    reason = tidy_line(reason)
    locked = locked_round(offer.round)
    offer.refresh_from_db(fields=["withdrawn_at"])
    newest = newest_accord(locked)
    if newest is not None and newest.number - number in (0, 1) and says(newest, {"offer_id": offer.pk}):
        return newest  # the same again is no news
    check_accord_number(number, newest)
    counted = count(ground_in(locked, timezone.localdate(at)), levels_of(offer))
    check_can_agree(offer, is_allowed=counted.is_allowed, in_the_way=in_the_way(offer, counted))
    check_reason(reason)
    made = Accord.objects.create(round=locked, number=number + 1, offer=offer, reason=reason, by=by, at=at)
    record_in(by, at, ACCORD_REACHED, made, locked, number=offer.number)
    return made


@transaction.atomic
def end_accord(*, by: User | None, at: datetime, round: Round, number: int, reason: str) -> Accord | None:
    """They go on from none any more. None: there was none."""
    reason = tidy_line(reason)
    locked = locked_round(round)
    newest = newest_accord(locked)
    if newest is None or (newest.offer is None and newest.number - number in (0, 1)):
        return newest  # pressed twice
    check_accord_number(number, newest)
    check_reason(reason)
    made = Accord.objects.create(round=locked, number=number + 1, offer=None, reason=reason, by=by, at=at)
    record_in(by, at, ACCORD_ENDED, made, locked)
    return made
