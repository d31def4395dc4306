"""Which links there are, which of them a person must look at again, and what has none."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from regiotafel.regions.models import Region
from regiotafel.thread.models import GONE, Knot, Link, LinkState, Relation, Subscription
from regiotafel.thread.rules import EARLIER_IS_FROM, EARLIER_IS_TO, KnotKind

# Both ends speak for themselves. What was merged or withdrawn does not.
LIVE = Q(from_knot__is_live=True, to_knot__is_live=True)
# What a person decided about, so no merging or splitting: that is a fact.
JUDGED = ~Q(relation=Relation.GOES_ON_IN)
MOVED = ~Q(held_from=F("from_knot__number")) | ~Q(held_to=F("to_knot__number"))


def links() -> QuerySet[Link]:
    return Link.objects.select_related("from_knot__region", "to_knot__region")


def confirmed() -> QuerySet[Link]:
    """Links that stand: a person confirmed them, and both ends speak for themselves."""
    return links().filter(LIVE, JUDGED, state=LinkState.CONFIRMED)


def link_of(region: Region, pk: int) -> Link | None:
    return links().filter(JUDGED, pk=pk, from_knot__region=region).first()


def before(knots: Collection[int], steps: int = 2) -> set[int]:
    """The keys of what these came from, so many steps back: a measure from a passage, and that from voices. One query
    a step, however many there are."""
    return _along(knots, steps, EARLIER_IS_TO, EARLIER_IS_FROM)


def after(knots: Collection[int], steps: int = 2) -> set[int]:
    """The keys of what came of these, so many steps on."""
    return _along(knots, steps, EARLIER_IS_FROM, EARLIER_IS_TO)


def _along(knots: Collection[int], steps: int, out: Sequence[str], back: Sequence[str]) -> set[int]:
    """out, back: by which relations the next one stands at the other end of a link from it, and to it."""
    found, fresh = set[int](), set(knots)
    for _step in range(steps):
        way = Q(from_knot__in=fresh, relation__in=out) | Q(to_knot__in=fresh, relation__in=back)
        rows = Link.objects.filter(LIVE, JUDGED, way, state=LinkState.CONFIRMED)
        ends = {one for pair in rows.values_list("from_knot", "to_knot") for one in pair}
        fresh = ends - found - fresh - set(knots)
        found |= fresh
    return found


def judged_links(knots: Sequence[Knot]) -> list[Link]:
    """Whatever of these was confirmed or rejected, also by merging or splitting."""
    touching = Link.objects.filter(Q(from_knot__in=knots) | Q(to_knot__in=knots))
    return list(touching.exclude(state=LinkState.SUGGESTED).order_by("pk"))


def to_review(region: Region) -> QuerySet[Link]:
    """Links of which an end means something else than when a person last held the two against each other. No words are
    read: the numbers say it."""
    return confirmed().filter(MOVED, from_knot__region=region).order_by("from_knot", "held_from", "pk")


@dataclass(frozen=True)
class Reviews:
    """How many links are to be looked at again, the key of the one that comes first, and since when one waits."""

    n: int
    first: int | None
    since: datetime | None


def reviews_in(region: Region) -> Reviews:
    """One query: the keys, of which there are few."""
    rows = list(to_review(region).values_list("pk", "waits_since"))
    since = min((at for _pk, at in rows if at is not None), default=None)
    return Reviews(len(rows), rows[0][0] if rows else None, since)


@dataclass(frozen=True)
class Coverage:
    """How many of a kind have a confirmed link of a relation, and which have none."""

    kind: KnotKind
    relation: Relation
    n: int
    without: Sequence[Knot]

    @property
    def n_linked(self) -> int:
        return self.n - len(self.without)

    @property
    def percent(self) -> int:
        return 100 * self.n_linked // self.n if self.n else 0


def coverage(region: Region, kind: KnotKind, relation: Relation, *, at_end: str = "from") -> Coverage:
    """What everybody can read and is still there. at_end: on which end of the link this kind stands. Two queries."""
    other = "to_knot" if at_end == "from" else "from_knot"
    there = Knot.objects.filter(region=region, kind=kind.code, is_public=True, is_live=True, number__gt=GONE)
    standing = Link.objects.filter(LIVE, **{f"{at_end}_knot": OuterRef("pk"), f"{other}__number__gt": GONE})
    linked = Exists(standing.filter(relation=relation, state=LinkState.CONFIRMED))
    without = list(there.filter(~linked).order_by("pk"))
    for knot in without:
        knot.region = region
    return Coverage(kind, relation, there.count(), without)


@dataclass(frozen=True)
class Tied:
    """What hangs on one knot: how many things it comes from, how many say who decides about it, and how many links to
    look at again."""

    n_origins: int = 0
    n_decisions: int = 0
    n_to_review: int = 0


def tied(knots: QuerySet[Knot]) -> dict[int, Tied]:
    """By the key of a knot, of these only; what nothing hangs on is not there. Two queries, however many links."""
    comes_from = Q(relation=Relation.COMES_FROM)
    out = _counted("from_knot", "to_knot", knots, origins=comes_from, decisions=Q(relation=Relation.DECIDED_BY))
    # What decides about it came after it: a subject of the register belongs to the passage that says so.
    back = _counted("to_knot", "from_knot", knots, origins=Q(pk=None), decisions=comes_from)
    found: dict[int, Tied] = {}
    for knot, one in chain(out, back):
        had = found.get(knot, Tied())
        sums = (had.n_origins + one.n_origins, had.n_decisions + one.n_decisions, had.n_to_review + one.n_to_review)
        found[knot] = Tied(*sums)
    return found


def _counted(end: str, other: str, knots: QuerySet[Knot], *, origins: Q, decisions: Q) -> Iterator[tuple[int, Tied]]:
    """What stands at this end of links, with what stands at the other."""
    there = Q(**{f"{other}__number__gt": GONE})
    rows = Link.objects.filter(LIVE, JUDGED, **{f"{end}__in": knots}, state=LinkState.CONFIRMED).order_by()
    counted = rows.values_list(end).annotate(
        n_origins=Count("pk", filter=origins & there),
        n_decisions=Count("pk", filter=decisions & there),
        n_to_review=Count("pk", filter=MOVED),
    )
    return ((knot, Tied(*counts)) for knot, *counts in counted)


# --- what moved since followers last heard


def moved_links() -> QuerySet[Link]:
    """Links of which an end has another number than followers of the other end were told."""
    moved = ~Q(told_from=F("from_knot__number")) | ~Q(told_to=F("to_knot__number"))
    return confirmed().filter(moved).order_by("pk")


def moved_subscriptions() -> QuerySet[Subscription]:
    """Who follows something that has another number than they were told."""
    rows = Subscription.objects.filter(~Q(told=F("knot__number")), confirmed_at__isnull=False, knot__is_live=True)
    return rows.select_related("knot").order_by("pk")
