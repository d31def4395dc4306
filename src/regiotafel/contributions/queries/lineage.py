"""Where the words of a contribution went, and the answer that they got there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from regiotafel.contributions.models import Answer, Contribution, Finding, Lineage
from regiotafel.contributions.rules import LIVE
from regiotafel.regions.models import Region
from regiotafel.vision.models import Passage, Wording

M = TypeVar("M", bound=Model)


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
    for edges, here, there in ((into, "original_id", "result_id"), (of, "result_id", "original_id")):
        seen, fresh = {contribution.pk}, {contribution.pk}
        while fresh:
            rows = Lineage.objects.filter(**{f"{here[:-3]}__in": fresh}).order_by("pk").values_list(here, there)
            fresh = set()
            for near, far in rows:
                edges.setdefault(near, []).append(far)
                if far not in seen:
                    fresh.add(far)
            seen |= fresh
    return Family(into, of)


def answers_given(source: Contribution | Finding) -> list[Answer]:
    """The newest first; the earlier ones stay to be read."""
    return list(source.answers.select_related("passage__document", "was", "becomes", "by").order_by("-number"))


def by_key(rows: QuerySet[M]) -> dict[int, M]:
    """One query, where `in_bulk` on the embedded database takes one for each thousand keys."""
    return {one.pk: one for one in rows}


def latest_answers(
    contribution_ids: Iterable[int], known: Mapping[int, Contribution] | None = None
) -> dict[int, Answer]:
    """The newest answer of each that has one. Passages and wordings that many share are read once: four queries.

    `known`: the contributions, when they were read before.
    """
    rows = Answer.objects.filter(contribution__in=list(contribution_ids)).order_by("number")
    newest = {answer.contribution_id: answer for answer in rows if answer.contribution_id}
    found = newest.values()
    placed = Passage.objects.filter(pk__in={one.passage_id for one in found})
    passages = by_key(placed.select_related("document", "section"))
    wordings = by_key(Wording.objects.filter(pk__in={pk for one in found for pk in (one.was_id, one.becomes_id)}))
    contributions = by_key(Contribution.objects.filter(pk__in=newest)) if known is None else known
    for pk, answer in newest.items():
        answer.contribution = contributions[pk]
        answer.passage = passages.get(answer.passage_id or 0)
        answer.was, answer.becomes = wordings.get(answer.was_id or 0), wordings.get(answer.becomes_id or 0)
    return newest


def answers_of(contribution: Contribution) -> list[Answer]:
    """Its answer; of what was merged the answer of what it went into; of what was split those of all its parts."""
    return answers_of_all([contribution], family_of(contribution))[contribution.pk]


def answer_of(contribution: Contribution) -> Answer | None:
    """The first of its answers. What was split can have more: `answers_of`."""
    return next(iter(answers_of(contribution)), None)


def answers_of_all(contributions: Sequence[Contribution], family: Family) -> dict[int, list[Answer]]:
    """The same for many at once, with one query."""
    ends = {contribution.pk: family.ends(contribution.pk) for contribution in contributions}
    found = latest_answers({end for some in ends.values() for end in some})
    return {pk: [found[end] for end in some if end in found] for pk, some in ends.items()}


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


def live_ends(contribution: Contribution) -> list[Contribution]:
    """Where its words stand now, as far as they still do."""
    pks = family_of(contribution).ends(contribution.pk)
    return list(Contribution.objects.filter(pk__in=pks, state__in=LIVE).order_by("number"))
