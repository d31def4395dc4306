"""Holding a link and its changed text beside each other again."""

from datetime import datetime

from django.db import transaction

from regiotafel.contributions.acts import LINK_CLEARED
from regiotafel.contributions.linking.actions import locked_link, record_link
from regiotafel.contributions.models import Link
from regiotafel.contributions.reviewing.rules import check_still_current
from regiotafel.people.models import User
from regiotafel.vision.queries import current_wordings


@transaction.atomic
def clear_review(*, by: User | None, at: datetime, link: Link, seen: int | None = None) -> Link:
    """A person held the two beside each other again: they still belong together. `seen`: the wording they read."""
    found = locked_link(link)
    now = current_wordings({found.passage_id})[found.passage_id]
    check_still_current(seen, now)
    found.wording, found.by, found.at = now, by, at
    found.save(update_fields=["wording", "by", "at"])
    record_link(LINK_CLEARED, found, found.passage.document.region, by=by, at=at)
    return found
