"""What argparse says, in Dutch: its headings, and why something that was typed cannot be used."""

from __future__ import annotations

import argparse

SENTENCES = {
    "usage: ": "gebruik: ",
    "positional arguments": "gegevens",
    "options": "opties",
    "show this help message and exit": "laat deze uitleg zien en stop",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "the following arguments are required: %s": "dit ontbreekt: %s",
    "unrecognized arguments: %s": "dit kennen we niet: %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r kan niet. Kies uit: %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r kunnen we niet lezen als getal",
    "expected one argument": "hierachter hoort één waarde",
    "expected at most one argument": "hierachter hoort hooguit één waarde",
    "expected at least one argument": "hierachter hoort minstens één waarde",
    "expected %s argument": "hierachter hoort %s waarde",
    "expected %s arguments": "hierachter horen %s waarden",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s kan dit allemaal betekenen: %(matches)s",
    "ignored explicit argument %r": "hierbij hoort geen waarde: %r",
    "not allowed with argument %s": "dit kan niet samen met %s",
}


def speak_dutch() -> None:
    """argparse asks a function for each of its sentences, so that somebody can translate them. This is ours."""
    argparse._ = _told  # type: ignore[attr-defined]
    argparse.ngettext = lambda one, more, n: _told(one if n == 1 else more)  # type: ignore[attr-defined]


def _told(text: str) -> str:
    return SENTENCES.get(text, text)
