"""Tying knots, moving them, and writing down what is to be told. In the transaction of the act itself."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from regiotafel.regions.models import Region
from regiotafel.thread.models import Knot, Link, Notice, Subscription
from regiotafel.thread.rules import KnotKind, Message


def tie(
    *,
    kind: KnotKind,
    region: Region,
    it: object,
    route_args: Sequence[str | int] = (),
    number: int = 1,
    is_public: bool = True,
    is_live: bool = True,
) -> Knot:
    """A knot for what stands on the thread from now on. `it`: the thing itself, saved or not, for what it is called.
    `route_args`: what its page asks beside the region."""
    return Knot.objects.create(
        region=region,
        kind=kind.code,
        title=kind.title_of(it),
        route=kind.route,
        route_args=list(route_args),
        private_route=kind.private_route,
        words_route=kind.words_route,
        number=number,
        is_public=is_public,
        is_live=is_live,
    )


def move(*, knot: Knot, number: int, at: datetime) -> None:
    """It means something else now; `GONE` when it is there no more. Who calls holds the lock on the thing itself."""
    if knot.number != number:
        knot.number, knot.n_moves = number, knot.n_moves + 1
        knot.save(update_fields=["number", "n_moves"])
        Link.objects.filter(Q(from_knot=knot) | Q(to_knot=knot), waits_since=None).update(waits_since=at)


def retitle(*, kind: KnotKind, knot: Knot | None, it: object) -> None:
    """It is called otherwise now, and means the same. Whatever changes what a knot is called says so."""
    if knot is not None and knot.title != (title := kind.title_of(it)):
        knot.title = title
        knot.save(update_fields=["title"])


def show(*, knot: Knot, is_public: bool, is_live: bool) -> None:
    """Whether everybody can read it, and whether it speaks for itself, whatever it was before."""
    knot.is_public, knot.is_live = is_public, is_live
    knot.save(update_fields=["is_public", "is_live"])


class ToTell(NamedTuple):
    """One address, what it is told, and what makes this the same news when it is told again."""

    to: Subscription
    message: Message
    same: Sequence[object]
    about: Knot | None = None


def write_notices(news: Iterable[ToTell], *, at: datetime) -> int:
    """One notice each; the same news is the same notice, for its Message-ID is made from what it is about. Returns how
    many were asked for."""
    rows: dict[str, Notice] = {}
    for one in news:
        message_id = f"<{hashlib.sha256(json.dumps(one.same).encode()).hexdigest()[:40]}@regiotafel>"
        notice = Notice(
            subscription=one.to,
            message=one.message.code,
            about=one.about,
            message_id=message_id,
            made_at=at,
            next_try_at=at,
        )
        rows.setdefault(message_id, notice)
    if rows:
        Notice.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=500)
    return len(rows)
