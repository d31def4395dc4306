"""What counts as a change of words."""

import re
import unicodedata

from regiotafel.text.folding import SIGNS

# Letters that a font draws as one, and others that are written with more than one.
_AS_ONE = str.maketrans(
    {
        "…": "...",
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        "ĳ": "ij",
        "Ĳ": "IJ",
        "İ": "İ",
        "ı": "ı",
    }
)
# Kinds of quotes and dashes, and what nobody sees.
_PLAIN = {
    **SIGNS,
    **_AS_ONE,
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")),
}
# Only names of elements: in "kinderen <b jaar" nothing is markup.
_TAG = re.compile(r"</?(?:a|b|br|blockquote|div|em|h[1-6]|i|li|ol|p|span|strong|u|ul)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_LINE_START = re.compile(r"^[ \t]*(?:#{1,6}|[-*•])[ \t]+", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w*_])[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_]{1,3}(?![\w*_])")
# A number keeps its separators: 1,5 is not 1, 5.
_UNIT = re.compile(r"\d+(?:[.,]\d+)*|\w+|[^\w\s]")


def is_substantial(before: str, after: str) -> bool:
    """Whether somebody must look again at what hangs on these words.

    Everything counts but layout: white space, line breaks, kinds of quotes and dashes, and markup. One look too many
    is a minute; one too few breaks a promise.
    """
    return _units(before) != _units(after)


def _units(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN)
    plain = _LINE_START.sub("", _TAG.sub(" ", plain))
    return _UNIT.findall(_EMPHASIS.sub("", plain))
