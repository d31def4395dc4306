"""How long a text is, as people count."""

import unicodedata

_JOIN = "\u200d"


def length(text: str) -> int:
    """The number of signs that a person sees: an accent is part of its letter, a family or a flag is one picture."""
    if text.isascii():
        return len(text)
    n, joined, half_a_flag = 0, False, False
    for sign in text:
        is_half = "\U0001f1e6" <= sign <= "\U0001f1ff"
        if _goes_on(sign) or (joined and unicodedata.category(sign) in ("So", "Sm", "Cn")):
            joined = sign == _JOIN
            continue
        joined = False
        if is_half and half_a_flag:
            half_a_flag = False
            continue
        half_a_flag = is_half
        n += 1
    return n


def _goes_on(sign: str) -> bool:
    """Whether it belongs to the sign before it."""
    return (
        unicodedata.category(sign).startswith("M")
        or sign in "\u200c\u200d"
        or "\U0001f3fb" <= sign <= "\U0001f3ff"
        or "\U000e0020" <= sign <= "\U000e007f"
    )
