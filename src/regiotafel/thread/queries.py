"""Finding knots, and where what was merged or split went on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from regiotafel.regions.models import Region
from regiotafel.thread.models import Knot, Link, Relation


def knot_in(region: Region, pk: int) -> Knot | None:
    """Also when not everybody may read it: who shows it asks `is_public`."""
    found = Knot.objects.filter(region=region, pk=pk).first()
    if found is not None:
        found.region = region
    return found


def knot_at(region: Region, kind: str, *route_args: str | int) -> Knot | None:
    """Of what has no column for its knot: by what its page asks."""
    found = Knot.objects.filter(region=region, kind=kind, route_args=list(route_args)).order_by("pk").first()
    if found is not None:
        found.region = region
    return found


@dataclass(frozen=True)
class Family:
    """Merging and splitting, by the keys of knots."""

    went_into: Mapping[int, Sequence[int]]
    came_from: Mapping[int, Sequence[int]]

    def ends(self, knot: int) -> list[int]:
        """Where it went in the end: itself when it was never merged or split."""
        return [found for found in self._walk(knot, self.went_into) if not self.went_into.get(found)]

    def beginnings(self, knot: int) -> list[int]:
        """What there was at first that is now in this one: itself when nothing went into it."""
        return [found for found in self.everything_before(knot) if not self.came_from.get(found)]

    def everything_before(self, knot: int) -> list[int]:
        """Itself and all that went into it, directly or by way of others."""
        return self._walk(knot, self.came_from)

    def everything_after(self, knot: int) -> list[int]:
        """Itself and all that it went into, directly or by way of others."""
        return self._walk(knot, self.went_into)

    @staticmethod
    def _walk(knot: int, edges: Mapping[int, Sequence[int]]) -> list[int]:
        seen = {knot: None}
        waiting = [knot]
        while waiting:
            for found in edges.get(waiting.pop(0), ()):
                if found not in seen:
                    seen[found] = None
                    waiting.append(found)
        return list(seen)


def family(region: Region | int) -> Family:
    """All of a region, in one query."""
    rows = Link.objects.filter(from_knot__region=region, relation=Relation.GOES_ON_IN).order_by("pk")
    return _family(rows.values_list("from_knot_id", "to_knot_id"))


def family_of(knots: Collection[int], *, only_before: bool = False) -> Family:
    """Only what these are related to, or only what went into them: a query for each step, whatever the size of the
    region."""
    edges: dict[int, tuple[int, int]] = {}
    after, before = set() if only_before else set(knots), set(knots)
    fresh_after, fresh_before = set(after), set(before)
    while fresh_after or fresh_before:
        step = Q(from_knot__in=fresh_after) | Q(to_knot__in=fresh_before)
        found = Link.objects.filter(step, relation=Relation.GOES_ON_IN)
        rows = list(found.values_list("pk", "from_knot_id", "to_knot_id"))
        edges |= {pk: (original, result) for pk, original, result in rows}
        fresh_after = {result for _pk, original, result in rows if original in fresh_after} - after
        fresh_before = {original for _pk, original, result in rows if result in fresh_before} - before
        after |= fresh_after
        before |= fresh_before
    return _family(edges[pk] for pk in sorted(edges))


def _family(pairs: Iterable[tuple[int, int]]) -> Family:
    into: dict[int, list[int]] = {}
    out_of: dict[int, list[int]] = {}
    for original, result in pairs:
        into.setdefault(original, []).append(result)
        out_of.setdefault(result, []).append(original)
    return Family(into, out_of)
