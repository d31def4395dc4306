"""What one cell of a table says: a number, a vote, yes or no, a name. What cannot be read is None, never a guess."""

from __future__ import annotations

import re
from functools import lru_cache

from regiotafel.text.tidy import tidy_line

from .sentence import Sentence, _, gettext_noop

# What Excel and LibreOffice show where a calculation failed, in Dutch, English, German and French; and where a column
# is too narrow.
_FAILED = """
    #N/A #N/B #NB #DIV/0! #DEEL/0! #REF! #VERW! #VALUE! #WAARDE! #NAME? #NAAM? #NUM! #GETAL! #NULL! #LEEG! #SPILL!
    #CALC! #OVERLOOP! #BEREKENEN! #FIELD! #VELD! #BLOCKED! #GEBLOKKEERD! #UNKNOWN! #ONBEKEND! #CONNECT! #VERBINDEN!
    #EXTERNAL! #PYTHON! #BUSY! #NV #BEZUG! #WERT! #ZAHL! #ÜBERLAUF! #KALK! #N/D #VALEUR! #NOM? #NOMBRE! #NUL!
"""
ERRORS = frozenset(_FAILED.split())
# White space as any program writes it, and signs without a width.
_AROUND = " \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\xad\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200C))
)
_TOO_NARROW = re.compile(r"#{3,}")
# How programs write that they have no value.
UNKNOWN = frozenset(
    ("", "-", "null", "none", "nan", "nat", "na", "n/a", "n.v.t.", "<na>", "\\n", "onbekend", "unknown")
)
# How a row is called that counts up the others: whoever reads it as one of them counts everything twice.
TOTALS = frozenset(
    ("totaal", "subtotaal", "eindtotaal", "som", "gemiddelde", "total", "subtotal", "grand total", "sum", "average")
)
# 12, +12, -12, and 12.0 or 12,0 as programs write it. Three zeros may be a thousand, so they are not read.
_WHOLE = re.compile(r"([+-]?[0-9]{1,18})(?:[.,](?:0|00|0{4,18}))?")
_POWER = re.compile(r"([+-]?)([0-9]{1,18})(?:[.,]([0-9]{1,18}))?[eE]\+?([0-9]{1,2})")
# What Excel makes of a long number: the last figures are gone.
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]{1,20})?[eE]\+[0-9]{2,3}")
_NUMBERED = re.compile(r"([0-9]{1,60})[.,]0{1,2}")
YES = frozenset(("1", "true", "waar", "ja", "yes", "y", "j", "t", "x"))
NO = frozenset(("0", "false", "onwaar", "nee", "no", "n", "f"))


def plain(text: str) -> str:
    """Without white space around it, and with the minus that is on a keyboard."""
    return text.strip(_AROUND).replace("\u2212", "-")


def is_error(text: str) -> bool:
    """Whether a spreadsheet failed here."""
    bare = text.strip()
    return bare.upper() in ERRORS or _TOO_NARROW.fullmatch(bare) is not None


def is_unknown(text: str) -> bool:
    """Whether a program says here that it does not know."""
    return not text.isdecimal() and len(text) < 40 and plain(text).casefold() in UNKNOWN


@lru_cache(10_000)
def number(text: str) -> int | None:
    """The whole number that this is, else None: 12, +12, 12.0, 12,00 and 1e3 are; 12.5, 1.000 and 1,000 are not."""
    bare = plain(text)
    if found := _WHOLE.fullmatch(bare):
        return int(found[1])
    if found := _POWER.fullmatch(bare):
        decimals, power = (found[3] or "").rstrip("0"), int(found[4])
        if len(decimals) <= power <= 18:
            return int(f"{found[1]}{found[2]}{decimals}{'0' * (power - len(decimals))}")
    return None


def is_rounded(text: str) -> bool:
    """Whether a spreadsheet wrote a long number in short: 1,65893E+12."""
    return _ROUNDED.fullmatch(plain(text)) is not None


def vote(text: str) -> int | None:
    found = number(text)
    return found if found in (-1, 0, 1) else None


def yes_or_no(text: str) -> bool | None:
    found = number(text)
    word = plain(text).casefold() if found is None else str(found)
    return True if word in YES else False if word in NO else None


@lru_cache(10_000)
def name(text: str) -> str:
    """Of a person or a statement, as people see it: what looks the same is the same. 12.0 and 12,0 are the number 12
    that a program took for a measure."""
    if text.isascii() and text.isalnum():
        return text
    bare = plain(text)
    if found := _NUMBERED.fullmatch(bare):
        return found[1]
    return bare if "\n" in bare or "\r" in bare else tidy_line(bare)


@lru_cache(10_000)
def fault_in_name(column: str, id_: str) -> Sentence | None:
    """Names are there, short, of one line and of one person or thing; two that were rounded to the same number are no
    names any more."""
    if id_.isdecimal():
        return None
    if not id_:
        return _("de kolom %(column)s is leeg.", column=column)
    if is_total(id_):
        return _("dit lijkt een regel met totalen (%(text)s). Haal die regel weg.", text=short(id_))
    if is_rounded(id_):
        words = gettext_noop(
            "%(column)s is %(text)s: dat is afgerond door een rekenprogramma. Gebruik het bestand van daarvoor."
        )
        return _(words, column=column, text=short(id_))
    return fault_in_line(column, id_)


def fault_in_line(column: str, text: str) -> Sentence | None:
    """What is no text of many words stands on one line: else a quote was forgotten, and the next row stands in it."""
    if "\n" not in text.strip() and "\r" not in text.strip():
        return None
    words = gettext_noop("%(column)s loopt door op een volgende regel: %(text)s. Ontbreekt er een aanhalingsteken?")
    return _(words, column=column, text=short(text))


def is_total(text: str) -> bool:
    """Whether this counts up the rows above it."""
    return text.strip(" :").casefold() in TOTALS


def short(text: str) -> str:
    """For in a sentence: of one line, and not longer than a line."""
    text = tidy_line(text)
    return text if len(text) <= 80 else text[:79] + "…"
