"""Two texts are the same when they differ only in what people type in their own way.

One place for finding, matching, comparing and sorting. What is stored of it for the database stands in `columns`.
"""

import re
import unicodedata

from regiotafel.text.tidy import tidy_line

# Every keyboard and every program has its own.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´ʹʻʼʽˈ＇", "'"),
        **dict.fromkeys("“”„‟«»″〝〞＂", '"'),
        **dict.fromkeys("‐‑‒–—―−⁃﹣－", "-"),
        # Turkish: a dot on a capital, or none on a small letter, is a way of writing.
        "İ": "i",
        "ı": "i",
    }
)
# Letters that are no letter with a mark on it, and that a Dutch keyboard does not have.
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ħ": "h", "ŋ": "n"})
# Small Cyrillic and Greek letters that nobody can tell from Latin ones, small or as capitals.
_LOOK_ALIKES = str.maketrans(
    dict(zip("авекмнорстухіјѕһԁԛԝӏ", "abekmhopctyxijshdqwl", strict=True))  # these are meant
    | dict(zip("αβεζηικμνορτυχϲϳ", "abezhikmnoptyxcj", strict=True))  # these are meant
)
# On Latin, Greek and Cyrillic letters, and the signs for vowels of Hebrew and Arabic that are mostly left out.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_APOSTROPHE_FIRST = re.compile(r"'[a-z][- ](?=\w)")
_FIGURES_IN_A_ROW = re.compile(r"[0-9]+")
_NO_WORD = re.compile(r"[^\w\s]|_")
# So many figures of a number are enough to stand in order.
FIGURES = 12


def fold(text: str, *, accents: bool = True) -> str:
    """On one line, without capitals, with one kind of quote and dash. Without accents too: who looks for sudwest means
    Súdwest, and who leaves out an apostrophe or a dash means the same name."""
    # Folding one sign may make another that folds again.
    folded = _folded(_folded(text))
    return folded if accents else _plain(folded)


def fold_name(name: str) -> str:
    """What may stand in a list once: letters of another script that look like Latin ones are the same too. Only for
    comparing, never for showing or finding."""
    return fold(fold(name, accents=False).translate(_LOOK_ALIKES), accents=False)


def _folded(text: str) -> str:
    compatible = unicodedata.normalize("NFKC", tidy_line(text).translate(_SIGNS))
    return tidy_line(unicodedata.normalize("NFKC", compatible.casefold()).translate(_SIGNS))


def _plain(folded: str) -> str:
    letters = _MARKS.sub("", unicodedata.normalize("NFKD", folded)).translate(_LETTERS)
    return tidy_line(unicodedata.normalize("NFKC", letters).replace("'", "").replace("-", " "))


def reading_order(text: str) -> str:
    """By which a list stands where a Dutch reader looks: ’s-Gravenhage at the g, Épe at the e, IJ as i and j, table 2
    before table 10. Letters, figures and spaces only: any database puts those in the same order."""
    folded = _plain(_APOSTROPHE_FIRST.sub("", fold(text)))
    words = _NO_WORD.sub(" ", _FIGURES_IN_A_ROW.sub(lambda found: found.group().zfill(FIGURES), folded))
    return " ".join(words.split())


def fold_address(email: str) -> str:
    """Of mail: only capitals make no difference. Folding more would make it the address of somebody else."""
    return email.strip().lower()
