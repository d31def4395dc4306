"""What the subjects share: the history of what is done about councils."""

from functools import partial

from regiotafel.history.actions import record_within

record_about = partial(record_within, "document")
