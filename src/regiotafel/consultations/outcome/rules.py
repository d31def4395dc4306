"""What may be told after the last count. No database here."""

from collections.abc import Mapping
from typing import Any

# What cuts the people in parts, with the figures of each.
PARTS = ("n_people", "groups", "space", "statements", "declared", "crossings")


def says_the_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two reports, as plain values, tell the same of the same people, whatever they are compared with.

    Parts that were cut otherwise could be subtracted: after the last count a report is told only when it cuts nothing
    otherwise.
    """
    return all(one.get(part) == other.get(part) for part in PARTS)
