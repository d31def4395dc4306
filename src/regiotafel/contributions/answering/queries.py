"""Answers: all of one, the newest of many, and those that words got where they went."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet

from regiotafel.contributions.lineage.queries import Family, family_of
from regiotafel.contributions.models import Answer, Contribution, Finding
from regiotafel.vision.models import Passage, Wording

M = TypeVar("M", bound=Model)


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
