"""Answers: all of one, the newest of many, and those that words got where they went."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from regiotafel.contributions.lineage.queries import family_of
from regiotafel.contributions.models import Answer, Contribution, Finding
from regiotafel.contributions.states.rules import LIVE
from regiotafel.vision.models import Passage, Wording

M = TypeVar("M", bound=Model)


def answers_given(source: Contribution | Finding) -> list[Answer]:
    """The newest first; the earlier ones stay to be read."""
    return list(_with_places(source.answers.all()))


def _with_places(rows: QuerySet[Answer]) -> QuerySet[Answer]:
    return rows.select_related("contribution", "passage__document", "was", "becomes", "by").order_by("-number")


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


@dataclass(frozen=True)
class Way:
    """Where the words of a contribution came from and went to, and what was answered there."""

    made_of: list[Contribution]
    went_on_in: list[Contribution]
    # Where its words stand now, as far as they still do.
    live_ends: list[Contribution]
    # Its answer; of what was merged the answer of what it went into; of what was split those of all its parts.
    answers: list[Answer]
    # What was answered to itself, the newest first.
    own_answers: list[Answer]


def way_of(contribution: Contribution) -> Way:
    """Two queries for what never was merged or split, and one more for what was."""
    family, pk = family_of(contribution), contribution.pk
    ends, before, after = family.ends(pk), family.came_from.get(pk, ()), family.went_into.get(pk, ())
    others = {*ends, *before, *after} - {pk}
    rows = [contribution, *Contribution.objects.filter(pk__in=others)] if others else [contribution]
    kin = sorted(rows, key=lambda one: one.number)
    given = list(_with_places(Answer.objects.filter(contribution__in={pk, *ends})))
    newest = {answer.contribution_id: answer for answer in reversed(given)}
    return Way(
        made_of=[one for one in kin if one.pk in before],
        went_on_in=[one for one in kin if one.pk in after],
        live_ends=[one for one in kin if one.pk in ends and one.state in LIVE],
        answers=[newest[end] for end in ends if end in newest],
        own_answers=[answer for answer in given if answer.contribution_id == pk],
    )
