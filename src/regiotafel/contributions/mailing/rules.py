"""Whether a letter that a mail server refused is worth another try."""

import re

# What a mail server answers when there is no such address (RFC 5321), and the same in more words (RFC 3463).
NO_SUCH_ADDRESS = frozenset({550, 551, 553})
ENHANCED = re.compile(r"5\.(\d{1,3})\.(\d{1,3})\b")


def is_no_such_address(code: int, words: str) -> bool:
    """Whether trying again is of no use. What a server says of us (we may not send there) can be mended."""
    enhanced = ENHANCED.match(words)
    if enhanced:
        # The address is wrong, or its mailbox is closed.
        return code >= 500 and (enhanced[1] == "1" or enhanced[0] == "5.2.1")
    return code in NO_SUCH_ADDRESS and "relay" not in words.lower()
