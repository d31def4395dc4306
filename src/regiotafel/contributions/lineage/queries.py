"""Where the words of a contribution went: all that was merged and split."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from regiotafel.contributions.models import Contribution, Lineage
from regiotafel.regions.models import Region


@dataclass(frozen=True)
class Family:
    """All merging and splitting in a region, read at once."""

    went_into: Mapping[int, Sequence[int]]
    came_from: Mapping[int, Sequence[int]]

    def ends(self, pk: int) -> list[int]:
        """Where it went in the end: itself when it was never merged or split."""
        return [found for found in self._walk(pk, self.went_into) if not self.went_into.get(found)]

    def beginnings(self, pk: int) -> list[int]:
        """What people sent in that is now in this one: itself when nothing went into it."""
        return [found for found in self._walk(pk, self.came_from) if not self.came_from.get(found)]

    def everything_before(self, pk: int) -> list[int]:
        """Itself and all that went into it, directly or by way of others."""
        return self._walk(pk, self.came_from)

    @staticmethod
    def _walk(pk: int, edges: Mapping[int, Sequence[int]]) -> list[int]:
        seen = {pk: None}
        waiting = [pk]
        while waiting:
            for found in edges.get(waiting.pop(0), ()):
                if found not in seen:
                    seen[found] = None
                    waiting.append(found)
        return list(seen)


def family(region: Region) -> Family:
    into: dict[int, list[int]] = {}
    of: dict[int, list[int]] = {}
    rows = Lineage.objects.filter(original__region=region).order_by("pk").values_list("original_id", "result_id")
    for original, result in rows:
        into.setdefault(original, []).append(result)
        of.setdefault(result, []).append(original)
    return Family(into, of)


def family_of(contribution: Contribution) -> Family:
    """Only what this one is related to: a few steps, whatever the size of the region."""
    into: dict[int, list[int]] = {}
    of: dict[int, list[int]] = {}
    after, before = {contribution.pk}, {contribution.pk}
    fresh_after, fresh_before = set(after), set(before)
    while fresh_after or fresh_before:
        step = Q(original__in=fresh_after) | Q(result__in=fresh_before)
        rows = list(Lineage.objects.filter(step).order_by("pk").values_list("original_id", "result_id"))
        onward = [(original, result) for original, result in rows if original in fresh_after]
        back = [(original, result) for original, result in rows if result in fresh_before]
        for original, result in onward:
            into.setdefault(original, []).append(result)
        for original, result in back:
            of.setdefault(result, []).append(original)
        fresh_after = {result for _original, result in onward} - after
        fresh_before = {original for original, _result in back} - before
        after |= fresh_after
        before |= fresh_before
    return Family(into, of)


def made_of(contribution: Contribution) -> list[Contribution]:
    """What it was merged out of or split off from."""
    return list(Contribution.objects.filter(went_into__result=contribution).order_by("number"))


def went_on_in(contribution: Contribution) -> list[Contribution]:
    """What it was merged into or split into."""
    return list(Contribution.objects.filter(came_from__original=contribution).order_by("number"))


def senders_of(contribution: Contribution) -> list[int]:
    """The keys of all contributions whose senders want to know about this one: itself and all that went into it."""
    return family_of(contribution).everything_before(contribution.pk)


def only_ends_of(contribution: Contribution) -> list[Contribution]:
    """What was split off from this one alone: it holds nobody else's words, so it goes when this one goes."""
    found, waiting = [], [contribution]
    while waiting:
        for part in went_on_in(waiting.pop()):
            if Lineage.objects.filter(result=part).count() == 1:
                found.append(part)
                waiting.append(part)
    return found
