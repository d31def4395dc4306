"""Addresses that come from what people call things, beside the words of the site itself.

A region stands at the root, `/noord/`; a consultation at `/noord/rondes/hulp-dichtbij/`, where `nieuw` is a page.
"""

import re
from collections.abc import Collection, Iterable
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

from regiotafel.text.folding import fold

# Kept free at the root for pages to come; the words that have a page are taken by that (`words_beside`).
RESERVED = frozenset(
    [
        "account",
        "b",
        "beheer",
        "demo",
        "inloggen",
        "geschiedenis",
        "media",
        "o",
        "over",
        "privacy",
        "profiel",
        "regios",
        "rechten",
        "sitemap",
        "static",
        "stijl",
        "thema",
        "toegankelijkheid",
        "u",
        "uitleg",
        "zoeken",
    ]
)


SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 50
_GIVEN = re.compile(r"<[^<>]*>")


def is_free(slug: str) -> bool:
    """Can a region have this address? Lower case, digits and single dashes, and no word of the site itself."""
    return slug not in RESERVED | words_beside("") and SLUG.fullmatch(slug) is not None


def address_of(title: str, *, otherwise: str, beside: str, taken: Collection[str]) -> str:
    """The word in the address of what has this title: its letters and figures, or another word when it has none.

    beside: the address that it comes behind, as in the list of addresses. taken: by others of its kind.
    """
    words = re.findall(r"[a-z0-9]+", fold(title.replace("&", " "), accents=False))
    base = "-".join(words)[:LONGEST].strip("-") or otherwise
    there = {*taken, *words_beside(beside)}
    return next(slug for n in range(1, len(there) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in there)


@cache
def words_beside(place: str) -> frozenset[str]:
    """The words of the site itself that stand where a title would: of every address that begins with this one."""
    start = _GIVEN.sub("<>", place)
    found = {
        address[len(start) :].split("/")[0]
        for address in (_GIVEN.sub("<>", one) for one in every_address())
        if address.startswith(start)
    }
    return frozenset(word for word in found if word and "<" not in word)


def every_address() -> list[str]:
    """As they stand in the files of addresses: `<slug:region>/rondes/nieuw/`."""
    return list(_addresses("", get_resolver().url_patterns))


def _addresses(before: str, patterns: Iterable[URLPattern | URLResolver]) -> Iterable[str]:
    for pattern in patterns:
        here = before + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from _addresses(here, pattern.url_patterns)
        else:
            yield here
