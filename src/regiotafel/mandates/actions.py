"""What the register and its rounds share: one act at a time on what belongs to a region, and its history."""

from functools import partial

from regiotafel.history.actions import record_within
from regiotafel.mandates.models import Subject


def lock_subject(subject: Subject) -> Subject:
    """As it is now, and until this act is over."""
    rows = Subject.objects.select_for_update(of=("self", "knot"))
    return rows.select_related("region", "knot").get(pk=subject.pk)


record_about = partial(record_within, "title")
