"""Two texts are the same when they differ only in what people type in their own way.

One place for finding, matching, comparing and sorting. What is stored of it for the database stands in `columns`.
"""

import re
import unicodedata
from collections.abc import Mapping

from regiotafel.text.tidy import tidy_line

# Every keyboard and every program has its own.
SIGNS: Mapping[int, str] = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′‵`´ʹʻʼʽʾʿˈˊˋˮꞋꞌ՚׳❛❜＇", "'"),
        **dict.fromkeys("“”„‟«»″‶״❝❞〝〞＂", '"'),
        **dict.fromkeys("‐‑‒–—―−⁃˗⸺⸻➖─﹘﹣－", "-"),
        "⁄": "/",
        "∕": "/",
        # Turkish: a dot on a capital, or none on a small letter, is a way of writing.
        "İ": "i",
        "ı": "i",
    }
)
# Letters that are no letter with a mark on it, and that a Dutch keyboard does not have.
_LETTERS: dict[int, str] = str.maketrans(
    {"æ": "ae", "œ": "oe", "þ": "th"} | dict(zip("øđðłħŋŧƒĸəıɨƀɓɗƙƶǥ", "oddlhntfkeiibbdkzg", strict=True))
)
# One letter of Arabic script that each language types in its own way, and the line that only makes a word longer.
_ARABIC = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ـ": ""})
# Before its dots are taken off: as fonts without ĳ have it, and as people write it by hand.
_IJ = str.maketrans({"ÿ": "ij"})
# What stands between words as a space does, and what is said as a word.
_BETWEEN = str.maketrans({"-": " ", "/": " ", "\\": " ", "_": " ", "&": " en ", "'": ""})
# Small letters of other scripts, and small capitals, that nobody can tell from Latin ones.
_LOOK_ALIKES = str.maketrans(
    dict(zip("авекмнорстухіјѕһԁԛԝӏ", "abekmhopctyxijshdqwl", strict=True))  # these are meant
    | dict(zip("αβεζηικμνορτυχϲϳ", "abezhikmnoptyxcj", strict=True))  # these are meant
    | dict(zip("ցհյոսօɑɡᴀᴄᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢʙɢʜɪʟɴʀʏ", "ghjnuoagacejkmoptuvwzbghilnry", strict=True))  # these too
)
# On Latin, Greek and Cyrillic letters, and the signs for vowels of Hebrew and Arabic that are mostly left out.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_APOSTROPHE_FIRST = re.compile(r"'[a-z][- ](?=\w)")
_FIGURES_IN_A_ROW = re.compile(r"[0-9]+")
# Of another script than ours.
_FIGURE = re.compile(r"(?![0-9])\d")
# What somebody writes in a name or leaves out of it: "B.V." and "(stad)". A point in a number stays.
_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_AROUND = re.compile(r"[\"(),;:!?\[\]{}…]")
_NO_WORD = re.compile(r"[^\w\s]|_")
# So many figures of a number are enough to stand in order.
FIGURES = 12


def fold(text: str, *, accents: bool = True) -> str:
    """On one line, without capitals, with one kind of quote and dash. Without accents too: who looks for sudwest means
    Súdwest, and who leaves out an apostrophe or a dash, or writes "&" for "en", means the same name."""
    # Folding one sign may make another that folds again.
    folded = _folded(_folded(text))
    return folded if accents else _plain(folded)


def fold_name(name: str) -> str:
    """What may stand in a list once: letters of another script that look like Latin ones are the same too. Only for
    comparing, never for showing or finding."""
    plain = fold(fold(name, accents=False).translate(_LOOK_ALIKES), accents=False)
    return " ".join(_AROUND.sub(" ", _DOT.sub("", plain)).split()) or plain


def fold_sentence(text: str) -> str:
    """What may be asked once: the point at its end, and quotes around it, make it no other sentence."""
    folded = fold(text)
    return folded.strip(" .,;:!\"'") or folded


def _folded(text: str) -> str:
    if not text.isascii():
        text = _FIGURE.sub(lambda found: str(unicodedata.digit(found.group())), text)
    compatible = unicodedata.normalize("NFKC", tidy_line(text).translate(SIGNS))
    return tidy_line(unicodedata.normalize("NFKC", compatible.casefold()).translate(SIGNS))


def _plain(folded: str) -> str:
    letters = _MARKS.sub("", unicodedata.normalize("NFKD", folded.translate(_IJ))).translate(_LETTERS | _ARABIC)
    return tidy_line(unicodedata.normalize("NFKC", letters).translate(_BETWEEN))


def reading_order(text: str) -> str:
    """By which a list stands where a Dutch reader looks: ’s-Gravenhage at the g, Épe at the e, IJ as i and j, table 2
    before table 10. Letters, figures and spaces only: any database puts those in the same order."""
    folded = _plain(_APOSTROPHE_FIRST.sub("", fold(text)))
    words = _NO_WORD.sub(" ", _FIGURES_IN_A_ROW.sub(lambda found: found.group().zfill(FIGURES), folded))
    return " ".join(words.split())


def fold_address(email: str) -> str:
    """Of mail: only capitals make no difference. Folding more would make it the address of somebody else."""
    return email.strip().lower()
