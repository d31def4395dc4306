"""Saying that a voice or a finding belongs to a passage, or does not. On the thread the passage comes from it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from regiotafel.contributions.linking.rules import check_in_text, source_of
from regiotafel.contributions.models import Contribution, Finding
from regiotafel.contributions.states.actions import locked
from regiotafel.contributions.states.rules import check_live, check_passage
from regiotafel.people.models import User
from regiotafel.thread.linking.actions import confirm, reject, suggest
from regiotafel.thread.models import Link, Relation
from regiotafel.vision.models import Passage


@transaction.atomic
def suggest_links(
    *, at: datetime, contribution: Contribution, passages: Sequence[Passage], by: User | None = None
) -> list[Link]:
    """Puts passages beside it for an editor to judge. What a person decided before stays decided."""
    found = locked(contribution)
    check_live(found)
    for passage in passages:
        check_passage(passage, found.region)
    return [
        suggest(by=by, at=at, from_knot=passage.knot, to_knot=found.knot, relation=Relation.COMES_FROM)
        for passage in passages
    ]


@transaction.atomic
def confirm_link(
    *,
    by: User | None,
    at: datetime,
    passage: Passage,
    contribution: Contribution | None = None,
    finding: Finding | None = None,
) -> Link:
    """A person says that these belong together, as the passage reads now."""
    source = source_of(contribution, finding)
    region = source.region if isinstance(source, Contribution) else source.consultation.region
    check_passage(passage, region)
    check_in_text(passage)
    if isinstance(source, Contribution):
        check_live(locked(source))
    return confirm(by=by, at=at, from_knot=passage.knot, to_knot=source.knot, relation=Relation.COMES_FROM)


@transaction.atomic
def reject_suggestion(*, by: User | None, at: datetime, contribution: Contribution, passage: Passage) -> Link:
    """A passage that the words suggested does not belong to it after all."""
    (link,) = suggest_links(by=by, at=at, contribution=contribution, passages=[passage])
    return reject(by=by, at=at, link=link)


def suggest_pointed_at(contribution: Contribution, at: datetime) -> None:
    """What the sender pointed at, as far as it is still in the text."""
    passage = contribution.about_passage
    if passage is not None and passage.retired_at is None:
        suggest(by=None, at=at, from_knot=passage.knot, to_knot=contribution.knot, relation=Relation.COMES_FROM)
