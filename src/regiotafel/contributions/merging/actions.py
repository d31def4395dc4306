"""Merging what says the same, and splitting what says several things."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from regiotafel.contributions.acts import CONTRIBUTION_MERGED, CONTRIBUTION_SPLIT
from regiotafel.contributions.linking.actions import suggest_pointed_at
from regiotafel.contributions.merging.rules import check_can_merge, check_can_split
from regiotafel.contributions.models import Contribution, Kind, State, Via
from regiotafel.contributions.sending.actions import add
from regiotafel.contributions.sending.queries import receipt_code
from regiotafel.contributions.sending.rules import check_kind, check_text, tidy_text
from regiotafel.contributions.states.actions import move
from regiotafel.history.actions import record
from regiotafel.history.rules import Act
from regiotafel.people.models import User
from regiotafel.regions.models import Region
from regiotafel.thread.following.actions import tell
from regiotafel.thread.linking.actions import go_on
from regiotafel.thread.linking.queries import judged_links
from regiotafel.thread.messages import WENT_ON
from regiotafel.thread.models import LinkState
from regiotafel.vision.models import Release

T = TypeVar("T")


@transaction.atomic
def merge(
    *, by: User | None, at: datetime, contributions: Sequence[Contribution], text: str, kind: Kind | str
) -> Contribution:
    """One new contribution that says what these say. The originals stay to be read, and hear what happens to it."""
    text = tidy_text(text)
    check_kind(kind)
    check_text(text)
    originals = _lock_all(contributions)
    check_can_merge(originals)
    result = _make(
        at,
        originals,
        text=text,
        kind=kind,
        about_passage=_shared([one.about_passage for one in originals]),
        about_release=_newest([one.about_release for one in originals]),
    )
    knots = [original.knot for original in originals]
    go_on(by=by, at=at, originals=knots, results=[result.knot], links_are=LinkState.CONFIRMED)
    for original in originals:
        move(original, State.MERGED, at)
    _record_made(CONTRIBUTION_MERGED, result, originals, by=by, at=at)
    # The result now speaks for its originals, so this reaches all of them.
    tell(knot=result.knot, message=WENT_ON, about=result.knot, at=at)
    return result


@transaction.atomic
def split(*, by: User | None, at: datetime, contribution: Contribution, parts: Sequence[str]) -> list[Contribution]:
    """Each thought on its own, so each gets its own answer. The original stays to be read."""
    texts = [text for text in map(tidy_text, parts) if text]
    (original,) = _lock_all([contribution])
    check_can_split(original, texts)
    made = []
    for text in texts:
        part = _make(
            at,
            [original],
            text=text,
            kind=original.kind,
            about_passage=original.about_passage,
            about_release=original.about_release,
        )
        made.append(part)
    # Which of them belongs to which passage is for a person to say.
    knots = [part.knot for part in made]
    go_on(by=by, at=at, originals=[original.knot], results=knots, links_are=LinkState.SUGGESTED)
    for part in made:
        suggest_pointed_at(part, at)
    move(original, State.SPLIT, at)
    _record_made(CONTRIBUTION_SPLIT, original, made, by=by, at=at)
    return made


def _lock_all(contributions: Sequence[Contribution]) -> list[Contribution]:
    """The region first, for the numbers; then the rows in one order, so that two editors never wait for each other."""
    Region.objects.select_for_update(no_key=True).filter(pk__in={one.region_id for one in contributions}).first()
    rows = Contribution.objects.select_for_update(of=("self",)).filter(pk__in={one.pk for one in contributions})
    return list(
        rows.select_related("region", "organisation", "table", "about_passage__knot", "about_release", "knot").order_by(
            "pk"
        )
    )


def _make(at: datetime, originals: Sequence[Contribution], **more: object) -> Contribution:
    """It waits as long as the oldest of what it was made of, and names only a party that all of them share."""
    key = uuid.uuid4()
    return add(
        at=at,
        region=originals[0].region,
        key=key,
        code=receipt_code(key),
        via=Via.MADE,
        state=State.OPEN,
        sent_in_at=min(one.sent_in_at for one in originals),
        organisation=_shared([one.organisation for one in originals]),
        table=_shared([one.table for one in originals]),
        **more,
    )


def _shared(values: Sequence[T | None]) -> T | None:
    return values[0] if all(value == values[0] for value in values) else None


def _newest(releases: Sequence[Release | None]) -> Release | None:
    return max((one for one in releases if one is not None), key=lambda one: one.number, default=None)


def _record_made(
    act: Act, about: Contribution, others: Sequence[Contribution], *, by: User | None, at: datetime
) -> None:
    record(
        by=by,
        at=at,
        act=act,
        about=about,
        region=about.region.slug,
        data={"number": about.number, "others": ", ".join(str(other.number) for other in others)},
        rows=[*others, *judged_links([about.knot, *(other.knot for other in others)])],
    )
