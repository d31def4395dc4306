"""News as Atom (RFC 4287), for readers of feeds."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed

from regiotafel.text.tidy import tidy_line

# So many are told; who reads a feed has the older ones.
IN_A_FEED = 50
# When there is nothing to tell yet: a feed without news does not say that it changed.
NEVER = datetime(2026, 1, 1, tzinfo=UTC)


class Feed(Atom1Feed):
    """Whatever was kept long ago, or comes from elsewhere: what a feed cannot hold is left out of it."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {name: _in_a_feed(value) for name, value in item.items()})

    def add_root_elements(self, handler: Any) -> None:
        self.feed = {name: _in_a_feed(value) for name, value in self.feed.items()}
        super().add_root_elements(handler)

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER


def _in_a_feed(value: Any) -> Any:
    return tidy_line(value) if isinstance(value, str) else value


def atom(made: Atom1Feed) -> HttpResponse:
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
