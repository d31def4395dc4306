"""Linking two knots, looking again, and telling who follows what moved.

Nothing is ever deleted, and only a person clears a review.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regiotafel.history.actions import record
from regiotafel.history.rules import Act, check_seen
from regiotafel.people.models import User
from regiotafel.thread.actions import ToTell, write_notices
from regiotafel.thread.acts import LINK_CLEARED, LINK_CONFIRMED, LINK_REJECTED
from regiotafel.thread.following.actions import tell
from regiotafel.thread.following.queries import followers_of
from regiotafel.thread.linking.queries import before, confirmed, links, moved_links, moved_subscriptions
from regiotafel.thread.messages import LAPSED, LINKED, MOVED, OTHER_LAPSED, OTHER_MOVED
from regiotafel.thread.models import NEVER_HELD, End, Knot, Link, LinkState, Relation, Subscription
from regiotafel.thread.rules import (
    Message,
    check_can_clear,
    check_can_judge,
    check_can_link,
    check_can_suggest,
    earlier_of,
    later_of,
)


@transaction.atomic
def suggest(*, by: User | None, at: datetime, from_knot: Knot, to_knot: Knot, relation: Relation) -> Link:
    """Puts two beside each other for a person to judge. What a person decided before stays decided."""
    check_can_suggest(relation)
    from_knot, to_knot = _locked(from_knot, to_knot)
    check_can_link(from_knot, to_knot)
    return _link(from_knot, to_knot, relation, LinkState.SUGGESTED, by=by, at=at)[0]


@transaction.atomic
def confirm(*, by: User | None, at: datetime, from_knot: Knot, to_knot: Knot, relation: Relation) -> Link:
    """A person says that these belong together, as they are now. Whoever followed the earlier one hears of it."""
    check_can_suggest(relation)
    from_knot, to_knot = _locked(from_knot, to_knot)
    check_can_link(from_knot, to_knot)
    link, is_new = _link(from_knot, to_knot, relation, LinkState.CONFIRMED, by=by, at=at)
    if not is_new and link.state == LinkState.CONFIRMED:
        return link
    if not is_new:
        link.state, link.by, link.at = LinkState.CONFIRMED, by, at
        link.held_from, link.held_to = link.told_from, link.told_to = link.numbers
        link.waits_since = None
        link.save()
    _record(LINK_CONFIRMED, link, by=by, at=at)
    _tell_of_link(link, at=at)
    return link


def _tell_of_link(link: Link, *, at: datetime) -> None:
    """Not before everybody can read what it names."""
    if later_of(link).is_public:
        message = LINKED[Relation(link.relation)]
        tell(knot=earlier_of(link), message=message, about=later_of(link), once=link.pk, at=at)


@transaction.atomic
def tell_what_shows(*, knots: Sequence[Knot], at: datetime) -> None:
    """Everybody reads these from now on: whoever follows what they were linked to before hears of it."""
    for link in confirmed().filter(_touching(knots)).order_by("pk"):
        if later_of(link) in knots:
            _tell_of_link(link, at=at)


@transaction.atomic
def reject(*, by: User | None, at: datetime, link: Link) -> Link:
    """They do not belong together. It is not suggested again."""
    found = _locked_link(link)
    check_can_judge(found)
    if found.state != LinkState.REJECTED:
        found.state, found.by, found.at = LinkState.REJECTED, by, at
        found.save(update_fields=["state", "by", "at"])
        _record(LINK_REJECTED, found, by=by, at=at)
    return found


@transaction.atomic
def clear_review(*, by: User | None, at: datetime, link: Link, seen: tuple[int, int]) -> Link:
    """A person held the two beside each other again: they still belong together. `seen`: the numbers of both that they
    read, so that no end is cleared that moved meanwhile."""
    found = _locked_link(link)
    check_can_clear(found)
    check_seen(
        seen, found.numbers, found, _("De tekst is intussen weer veranderd. Lees de nieuwe tekst en beslis dan.")
    )
    found.held_from, found.held_to = found.numbers
    found.by, found.at, found.waits_since = by, at, None
    found.save(update_fields=["held_from", "held_to", "by", "at", "waits_since"])
    _record(LINK_CLEARED, found, by=by, at=at)
    return found


@transaction.atomic
def go_on(
    *, by: User | None, at: datetime, originals: Sequence[Knot], results: Sequence[Knot], links_are: LinkState
) -> None:
    """Merged (one result) or split (one original): the results speak for the originals from now on, and get their
    confirmed links, as confirmed or to be judged."""
    held = links().filter(_touching(originals), state=LinkState.CONFIRMED).exclude(relation=Relation.GOES_ON_IN)
    keys = {original.pk for original in originals}
    mine = [link for link in held.order_by("pk") if not {link.from_knot_id, link.to_knot_id} <= keys]
    for result in results:
        for original in originals:
            _link(original, result, Relation.GOES_ON_IN, LinkState.CONFIRMED, by=by, at=at)
        for link in mine:
            _hand_on(link, result, links_are, is_from=link.from_knot_id in keys)
    Knot.objects.filter(pk__in=keys).update(is_live=False)


@transaction.atomic
def share(*, by: User | None, at: datetime, original: Knot, result: Knot) -> None:
    """Words of the original stand in the result now. What belonged to it belongs there when a person says so: until
    then it is to be looked at, for nobody held those two against each other."""
    held = links().filter(_touching([original]), state=LinkState.CONFIRMED).exclude(relation=Relation.GOES_ON_IN)
    for link in held.exclude(_touching([result])).order_by("pk"):
        is_from = link.from_knot_id == original.pk
        far = link.ends[1 if is_from else 0]
        knots = (result, far.knot) if is_from else (far.knot, result)
        there, is_new = _link(*knots, Relation(link.relation), LinkState.CONFIRMED, by=link.by, at=link.at)
        if is_new:
            near = End(result, NEVER_HELD, result.number)
            there.ends = (near, far) if is_from else (far, near)
            there.waits_since = at
            there.save()
    _link(original, result, Relation.GOES_ON_IN, LinkState.CONFIRMED, by=by, at=at)


def _hand_on(link: Link, result: Knot, state: LinkState, *, is_from: bool) -> None:
    """Held as the original was: the words are others, but a person brought them together."""
    far = link.ends[1 if is_from else 0]
    knots = (result, far.knot) if is_from else (far.knot, result)
    there, is_new = _link(*knots, Relation(link.relation), state, by=link.by, at=link.at)
    near, other = there.ends if is_from else there.ends[::-1]
    # Of two that were held against different numbers, the one that has moved is to be looked at again.
    if is_new or not other.is_moved:
        handed = far if is_new else other._replace(held=far.held)
        there.ends = (near, handed) if is_from else (handed, near)
        there.waits_since = there.waits_since or link.waits_since
        there.save()


def _touching(knots: Sequence[Knot]) -> Q:
    return Q(from_knot__in=knots) | Q(to_knot__in=knots)


def _locked(from_knot: Knot, to_knot: Knot) -> tuple[Knot, Knot]:
    """As they are now, and until this act is over; in one order, so that two people never wait for each other. Their
    keys stay free (no_key), as everywhere on the thread: a notice about them is written beside this."""
    rows = (
        Knot.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=[from_knot.pk, to_knot.pk])
        .order_by("pk")
    )
    found = {one.pk: one for one in rows.select_related("region")}
    return found[from_knot.pk], found[to_knot.pk]


def _link(
    from_knot: Knot, to_knot: Knot, relation: Relation, state: LinkState, *, by: User | None, at: datetime
) -> tuple[Link, bool]:
    """The link between these, and whether it is new; both numbers as they are now."""
    numbers = {"from": from_knot.number, "to": to_knot.number}
    link, is_new = Link.objects.get_or_create(
        from_knot=from_knot,
        to_knot=to_knot,
        relation=relation,
        defaults={
            **{f"held_{end}": number for end, number in numbers.items()},
            **{f"told_{end}": number for end, number in numbers.items()},
            "state": state,
            "by": by,
            "at": at,
        },
    )
    link.from_knot, link.to_knot = from_knot, to_knot
    return link, is_new


def _locked_link(link: Link) -> Link:
    """With both knots: what a person judges cannot move meanwhile."""
    _locked(link.from_knot, link.to_knot)
    return links().select_for_update(of=("self",), no_key=True).get(pk=link.pk)


def _record(act: Act, link: Link, *, by: User | None, at: datetime) -> None:
    earlier, later = earlier_of(link), later_of(link)
    data = {"what": earlier.title, "other": later.title}
    record(by=by, at=at, act=act, about=link, region=earlier.region.slug, data=data)


# --- What happens with something, told along the thread


@transaction.atomic
def tell_along(*, knot: Knot, message: Message, to_others: Message, at: datetime, once: object) -> int:
    """Whoever follows it, and whoever follows what it came from: a passage, and the voices in that. Each address once,
    and of its moving they hear with this. Returns how many notices were asked for.

    once: as of `tell`.
    """
    followers = followers_of([knot.pk, *(earlier := sorted(before([knot.pk])))])
    news: list[tuple[Subscription, Message, Knot | None]] = [(one, message, None) for one in followers[knot.pk]]
    news += [(one, to_others, knot) for pk in earlier for one in followers[pk]]
    same = [message.code, knot.pk, once]
    n_told = write_notices((ToTell(one, said, [*same, one.email], about) for one, said, about in news), at=at)
    Subscription.objects.filter(knot=knot).update(told=knot.number)
    Link.objects.filter(from_knot=knot, to_knot__in=earlier).update(told_from=knot.number)
    Link.objects.filter(to_knot=knot, from_knot__in=earlier).update(told_to=knot.number)
    return n_told


# --- What moved since followers last heard

MOST_AT_ONCE = 1000


@transaction.atomic
def tell_of_moves(*, at: datetime) -> int:
    """Tells whoever follows something that means something else now, and whoever follows what is linked to it. Several
    moves since the last time are one; there and back again is none. Returns how many notices that are.

    What was told is remembered in the same transaction, so a repeat tells nothing twice. A fixed number of queries for
    every thousand links.
    """
    subscriptions = list(moved_subscriptions().select_for_update(of=("self",), no_key=True)[:MOST_AT_ONCE])
    moved = list(moved_links().select_for_update(of=("self",), no_key=True)[:MOST_AT_ONCE])
    n_told = write_notices(chain(_of_itself(subscriptions), _of_others(moved)), at=at)
    for subscription in subscriptions:
        subscription.told = subscription.knot.number
    Subscription.objects.bulk_update(subscriptions, ["told"], batch_size=500)
    for link in moved:
        link.told_from, link.told_to = link.numbers
    Link.objects.bulk_update(moved, ["told_from", "told_to"], batch_size=500)
    return n_told


def _of_itself(subscriptions: Sequence[Subscription]) -> Iterator[ToTell]:
    """What they follow has moved."""
    for one in subscriptions:
        yield ToTell(one, LAPSED if one.knot.is_gone else MOVED, _same(one, one.knot))


def _of_others(moved: Sequence[Link]) -> Iterator[ToTell]:
    """What hangs on what they follow has moved."""
    pairs = [
        (other.knot, end.knot)
        for link in moved
        for end, other in (link.ends, link.ends[::-1])
        if end.told != end.knot.number
    ]
    pairs = [(followed, knot) for followed, knot in pairs if knot.is_public]
    followers = followers_of({followed.pk for followed, _knot in pairs})
    for followed, knot in pairs:
        for one in followers[followed.pk]:
            yield ToTell(one, OTHER_LAPSED if knot.is_gone else OTHER_MOVED, _same(one, knot), knot)


def _same(one: Subscription, knot: Knot) -> list[object]:
    """One move is told once to an address, in however many ways it hears of it."""
    return ["moved", one.email, knot.pk, knot.n_moves]
