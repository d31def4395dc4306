"""Sentences in the language of the reader: of Django on the site, and without it as they are written here, in Dutch.

The command line never waits for Django (a quarter of a second), so what it tells may not import it.
"""

import sys
from typing import Any


def _(text: str) -> str:
    django = _django()
    return str(django.gettext(text)) if django else text


def gettext_noop(text: str) -> str:
    """Marks a text that is translated further on, or only stands in a file without a site."""
    return text


def ngettext(one: str, more: str, n: int) -> str:
    django = _django()
    return str(django.ngettext(one, more, n)) if django else one if n == 1 else more


def pgettext(where: str, text: str) -> str:
    """where: what the word is about, for who translates it."""
    django = _django()
    return str(django.pgettext(where, text)) if django else text


def _django() -> Any:
    return sys.modules.get("django.utils.translation")
