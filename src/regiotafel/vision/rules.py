"""What writing and releasing both ask of the text."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import digest
from regiotafel.refused import Refused
from regiotafel.text.length import length
from regiotafel.vision.models import Release, ReleasedPassage, Wording

# The word of the text in the menu of a region.
PART = "visie"


class TextRefused(Refused):
    pass


class NothingChanged(Refused):
    pass


def check_title(title: str, most: int) -> None:
    if not title:
        raise TextRefused(_("Geef een titel."))
    if length(title) > most:
        raise TextRefused(_("Deze titel is te lang: hooguit %(most)d tekens.") % {"most": most})


# --- What the history holds of the words, so that they can be held against it later


def digest_of_wording(wording: Wording) -> str:
    return digest(wording.number, wording.text, wording.reason)


def digest_of_release(release: Release, rows: Iterable[ReleasedPassage]) -> str:
    """`rows` in their order: which words of which passage, in which chapter, and who acts where that was said."""
    frozen = [
        [row.passage_id, row.wording_id, row.section_title, row.position, *filter(None, [row.who_acts])] for row in rows
    ]
    return digest(release.number, release.name, release.note, frozen)
