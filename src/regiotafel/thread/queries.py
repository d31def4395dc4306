"""Finding knots, and where what was merged or split went on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from regiotafel.regions.models import Region
from regiotafel.thread.models import Knot, Link, Relation


def knot_in(region: Region, pk: int) -> Knot | None:
    """Also when not everybody may read it: who shows it asks `is_public`."""
    found = Knot.objects.filter(region=region, pk=pk).first()
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


def family(region: Region) -> Family:
    """All of a region, in one query."""
    rows = Link.objects.filter(from_knot__region=region, relation=Relation.GOES_ON_IN).order_by("pk")
    return _family(rows.values_list("from_knot_id", "to_knot_id"))


def family_of(knots: Collection[int], *, only_before: bool = False) -> Family:
    """Only what these are related to, or only what went into them: a query for each step, whatever the size of the
    region."""
    edges: dict[int, tuple[int, int]] = {}
    back, on = ("to_knot_id", 0), ("from_knot_id", 1)
    for near, place in (back,) if only_before else (back, on):
        seen, fresh = set(knots), set(knots)
        while fresh:
            rows = Link.objects.filter(relation=Relation.GOES_ON_IN, **{f"{near}__in": fresh})
            found = {pk: (start, end) for pk, start, end in rows.values_list("pk", "from_knot_id", "to_knot_id")}
            edges |= found
            fresh = {pair[place] for pair in found.values()} - seen
            seen |= fresh
    return _family(edges[pk] for pk in sorted(edges))


def _family(pairs: Iterable[tuple[int, int]]) -> Family:
    into: dict[int, list[int]] = {}
    out_of: dict[int, list[int]] = {}
    for original, result in pairs:
        into.setdefault(original, []).append(result)
        out_of.setdefault(result, []).append(original)
    return Family(into, out_of)
