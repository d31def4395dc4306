"""What other apps ask: how far a region is with answering."""

from regiotafel.publishing.queries.done import Done, done_in

__all__ = ["Done", "done_in"]
