"""What writing and releasing both ask of the text."""

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.text.length import length

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
