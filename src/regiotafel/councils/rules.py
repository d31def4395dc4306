"""What the subjects share: in which order somebody reads that something cannot be done."""

from regiotafel.history.rules import check_seen
from regiotafel.refused import Refused

# The word of this part of the site in addresses and menus.
PART = "besluitvorming"


class CouncilRefused(Refused):
    """What was filled in about councils cannot be kept as it is; the sentence stands at its field."""

    status = 422


def check_version(seen: int, current: int, theirs: object) -> None:
    """Nobody writes over what they did not see."""
    check_seen(seen, current, theirs)
