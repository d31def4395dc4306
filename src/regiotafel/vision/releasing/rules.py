"""When a text may have its next number."""

from django.utils.translation import gettext_lazy as _

from regiotafel.vision.models import Release
from regiotafel.vision.rules import NothingChanged, TextRefused


def check_name_free(same: Release | None) -> None:
    """Who talks of version 0.3 means one."""
    if same is not None:
        raise TextRefused(_("Versie %(number)d heet al zo. Kies een andere naam.") % {"number": same.number})


def check_releasable(now: list[tuple[object, ...]], before: list[tuple[object, ...]]) -> None:
    """A number is given to a text that has words, and that differs from the number before it."""
    if not now:
        raise NothingChanged(_("Er staat nog geen enkele passage in de tekst. Schrijf er eerst een."))
    if now == before:
        raise NothingChanged(_("Er is niets veranderd sinds de vorige versie. Een nieuw nummer is niet nodig."))
