"""Text that a spreadsheet would take for a formula, and the mark that says it is text: a quote before it.

It also stands where a cell would begin if the program that opens the file divides cells at another sign than ours:
after a comma, a semicolon, a tab, a bar or the end of a line. Taking the marks away gives back the text as it was,
whatever it was, for a mark changes nothing about what is tempting.
"""

from __future__ import annotations

import re

from .cells import is_error

# What may stand between the begin of a cell and the sign without anybody seeing it, or belongs to quotes.
_UNSEEN = r"\s\"'\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b"
_SIGN = re.compile(f"[{_SIGNS}\t\r\n]")
# Always as far as it goes, so that no sign is looked at twice.
_BEGIN = re.compile(rf"(^|[,;|\t\r\n])([{_UNSEEN}]*+)([{_SIGNS}]?)")
_WHOLE_NUMBER = re.compile(rf"[{_UNSEEN}]*+-[0-9]{{1,18}}\s*")
_PLACE = re.compile(r"^|(?<=[\t\r\n])")
_MARK = re.compile(r"(?:^|(?<=[\t\r\n]))'")


def guarded(text: str) -> str:
    """With a mark wherever a formula could begin, or a spreadsheet would see a mistake of its own (#N/B). A text that
    is a whole number is a number."""
    if "#" in text and is_error(text.lstrip("'")):
        return "'" + text
    return _BEGIN.sub(_marked, text) if _SIGN.search(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded."""
    if text[:1] == "'" and "#" in text and is_error(text.lstrip("'")):
        return text[1:]
    return _BEGIN.sub(_bare, text) if "'" in text and _SIGN.search(text) else text


def is_tempting(text: str) -> bool:
    """Whether a cell with this text would be a formula."""
    begin = _BEGIN.match(text)
    return begin is not None and _tempts(begin)


def _tempts(begin: re.Match[str]) -> bool:
    if begin[3]:
        return not _WHOLE_NUMBER.fullmatch(begin.string)
    # White space that is thrown away at the start uncovers what comes after it.
    return begin.start() == 0 and begin[1] == "" and begin[2].lstrip("'")[:1] in ("\t", "\r", "\n")


def _marked(begin: re.Match[str]) -> str:
    return begin[1] + _PLACE.sub("'", begin[2]) + begin[3] if _tempts(begin) else begin[0]


def _bare(begin: re.Match[str]) -> str:
    return begin[1] + _MARK.sub("", begin[2]) + begin[3] if _tempts(begin) else begin[0]
