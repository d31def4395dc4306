"""When a text may have its next number."""

from django.utils.translation import gettext_lazy as _

from regiotafel.vision.rules import NothingChanged


def check_releasable(now: list[tuple[object, ...]], before: list[tuple[object, ...]]) -> None:
    """A number is given to a text that has words, and that differs from the number before it."""
    if not now:
        raise NothingChanged(_("Er staat nog geen enkele passage in de tekst. Schrijf er eerst een."))
    if now == before:
        raise NothingChanged(_("Er is niets veranderd sinds de vorige versie. Een nieuw nummer is niet nodig."))
