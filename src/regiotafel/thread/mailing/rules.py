"""What a mail server says of an address, and how long we wait before we try again."""

import re
from datetime import datetime, timedelta

from django.utils import timezone

# What a mail server answers when there is no such address (RFC 5321), and the same in more words (RFC 3463).
NO_SUCH_ADDRESS = frozenset({550, 551, 553})
ENHANCED = re.compile(r"5\.(\d{1,3})\.(\d{1,3})\b")
# Longer than a mail server may take to answer (EMAIL_TIMEOUT, a few times): after it the sender counts as dead.
CLAIMED_FOR = timedelta(minutes=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
# No notice waits longer than this for its next try: who says so was told by a clock that was ahead.
FURTHEST = LONGEST_WAIT + CLAIMED_FOR + timedelta(minutes=2)
# A digest goes out on Monday morning; its week is the moment of that morning.
DIGEST_WEEKDAY, DIGEST_HOUR = 0, 8


def is_no_such_address(code: int, words: str) -> bool:
    """Whether trying again is of no use. What a server says of us (we may not send there) can be mended."""
    enhanced = ENHANCED.match(words)
    if enhanced:
        # The address is wrong, or its mailbox is closed.
        return code >= 500 and (enhanced[1] == "1" or enhanced[0] == "5.2.1")
    return code in NO_SUCH_ADDRESS and "relay" not in words.lower()


def back_off(n_tries: int) -> timedelta:
    """How long to wait after so many tries: one minute, two, four … and never longer than six hours."""
    doubled: int = 2 ** min(n_tries - 1, 20)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def week_of(made_at: datetime) -> datetime:
    """The first Monday morning after a notice was made: notices of the same week share a letter, however often it is
    tried."""
    local = timezone.localtime(made_at)
    morning = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    morning += timedelta(days=(DIGEST_WEEKDAY - morning.weekday()) % 7)
    return morning if morning > local else morning + timedelta(days=7)
