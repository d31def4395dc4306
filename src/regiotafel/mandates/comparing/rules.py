"""When the file of another region stands beside a round, and which pairs of subjects a person can say are the same. No
database here."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from regiotafel.mandates.models import SubjectPair
from regiotafel.mandates.rules import Incomplete, check_filled
from regiotafel.refused import Refused

MOST_NEIGHBOURS = 20
LONGEST_NAME = 100


class TooMany(Refused):
    """A round is laid beside so many others at most."""


class PairTaken(Refused):
    """A subject is the same as one other at most."""


def check_neighbour(name: str, n_there: int, *, says_something: bool) -> None:
    check_filled(name, LONGEST_NAME, _("Vul in hoe de andere regio heet."), field="name")
    if n_there >= MOST_NEIGHBOURS:
        words = _("Er zijn al %(most)d andere regio’s bij deze gemeenteronde. Haal er eerst een weg.")
        raise TooMany(words % {"most": MOST_NEIGHBOURS})
    if not says_something:
        raise Incomplete(_("In dit bestand kiest geen enkele gemeente één niveau. Vergelijken kan niet."), field="file")


def check_pair(subject_id: int, other: str, subjects: Iterable[int], others: Iterable[str]) -> None:
    if subject_id not in subjects or other not in others:
        raise Incomplete(_("Kies van allebei de regio’s een onderwerp."))


def check_free(subject_id: int, other: str, pairs: Iterable[SubjectPair]) -> None:
    """pairs: all that a person judged beside this file."""
    for one in pairs:
        is_half = (one.subject_id == subject_id) != (one.other == other)
        if one.is_same and is_half:
            raise PairTaken(
                _("“%(here)s” hoort al bij “%(there)s”. Kies daar eerst “Niet hetzelfde”.")
                % {"here": one.subject.title, "there": one.other}
            )
