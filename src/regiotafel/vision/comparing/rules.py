"""What can differ between two releases, and what changed places. No database here."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from regiotafel.vision.releasing.queries import Changed


class Kind(TextChoices):
    """What happened to a chapter or a passage."""

    NEW = "new", _("nieuw")
    LAPSED = "lapsed", _("vervallen")
    RENAMED = "renamed", _("andere titel")
    THEME = "theme", _("ander thema")
    REWORDED = "reworded", _("andere tekst")
    CHAPTER = "chapter", _("ander hoofdstuk")
    PLACE = "place", _("andere plek")
    WHO_ACTS = "who_acts", _("iemand anders doet dit")
    NAMED = "named", _("andere soort passage")


@dataclass(frozen=True)
class Differs:
    """One thing that differs. change: of a passage; None: it is about the chapter itself."""

    kind: Kind
    chapter: str
    was: str = ""
    becomes: str = ""
    change: Changed | None = None
    reasons: Sequence[str] = ()

    @property
    def told(self) -> list[tuple[str, str]]:
        """What it was and is now, where that is short; words are read beside each other."""
        both = ((_("was"), self.was), (_("nu"), self.becomes))
        return [(str(when), what) for when, what in both if what and not self.is_about_words]

    @property
    def is_about_words(self) -> bool:
        return self.change is not None and self.kind in (Kind.NEW, Kind.LAPSED, Kind.REWORDED)


def moved_among(before: Sequence[int], after: Sequence[int]) -> set[int]:
    """The fewest that must have moved to make the one order of the other; what stands in only one of them did not move.

    The rest is the longest row that keeps its order (Schensted, 1961), in n log n.
    """
    place = {one: n for n, one in enumerate(before)}
    shared = [one for one in after if one in place]
    ends: list[int] = []
    last: list[int] = []
    came_before: list[int] = []
    for index, one in enumerate(shared):
        at = bisect_left(ends, place[one])
        came_before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [place[one]], [index]
    kept, index = set(), last[-1] if last else -1
    while index >= 0:
        kept.add(shared[index])
        index = came_before[index]
    return set(shared) - kept
