"""Words that are taken at the root of the site. A region's address stands there too: `/noord/`."""

import re

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


def is_free(slug: str) -> bool:
    """Can a region have this address? Lower case, digits and single dashes, and no word of the site itself."""
    return slug not in RESERVED and SLUG.fullmatch(slug) is not None
