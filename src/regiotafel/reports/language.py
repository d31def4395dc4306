"""Sentences in the language of the reader: of Django on the site, and without it as they are written here, in Dutch, or
in the language that the command line asked for.

The command line never waits for Django (a quarter of a second), so what it tells may not import it.
"""

import gettext
import sys
from pathlib import Path
from typing import Any

DUTCH, ENGLISH = "nl", "en"
CATALOGUES = Path(__file__).resolve().parent.parent / "locale"
# What the command line asked for, by its code; nothing is Dutch.
_chosen: dict[str, gettext.NullTranslations] = {}


def speak(language: str) -> None:
    """For the rest of this process. Dutch needs no catalogue: it is what stands here."""
    _chosen.clear()
    if language != DUTCH:
        _chosen[language] = gettext.translation("django", CATALOGUES, [language])


def chosen() -> str:
    """Its code."""
    return next(iter(_chosen), DUTCH)


def _(text: str) -> str:
    return str(_speaker().gettext(text))


def gettext_noop(text: str) -> str:
    """Marks a text that is translated further on, or only stands in a file without a site."""
    return text


def ngettext(one: str, more: str, n: int) -> str:
    return str(_speaker().ngettext(one, more, n))


def pgettext(where: str, text: str) -> str:
    """where: what the word is about, for who translates it."""
    return str(_speaker().pgettext(where, text))


AS_WRITTEN = gettext.NullTranslations()


def _speaker() -> Any:
    return _chosen.get(chosen()) or sys.modules.get("django.utils.translation") or AS_WRITTEN
