"""What the subjects share: the word of this part of the site, and how somebody reads that something cannot be done."""

from regiotafel.refused import Refused

# The word of this part of the site in addresses and menus.
PART = "besluitvorming"


class CouncilRefused(Refused):
    """What was filled in about councils cannot be kept as it is; the sentence stands at its field."""

    status = 422
