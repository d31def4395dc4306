"""What the subjects share: the word of this part of the site, and how somebody reads that something cannot be done."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.text.addresses import is_web_address
from regiotafel.text.length import length

# The word of this part of the site in addresses and menus.
PART = "besluitvorming"
LONGEST_LINK = 300


class CouncilRefused(Refused):
    """What was filled in about councils cannot be kept as it is; the sentence stands at its field."""

    status = 422


def check_lengths(said: Mapping[str, tuple[str, int]]) -> None:
    """By field: what was filled in, and how many characters that may be."""
    for name, (words, most) in said.items():
        if length(words) > most:
            raise CouncilRefused(_("Dit is te lang: hooguit %(n)d tekens.") % {"n": most}, field=name)


def check_link(link: str) -> None:
    if link and not is_web_address(link):
        raise CouncilRefused(_("Een link begint met https://."), field="link")
