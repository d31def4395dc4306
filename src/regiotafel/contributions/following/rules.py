"""Who can leave an address to hear about a contribution."""

from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Contribution, State
from regiotafel.thread.following.rules import AddressRefused


def check_can_subscribe(contribution: Contribution) -> None:
    if contribution.state in (State.WITHDRAWN, State.REFUSED) or contribution.anonymised_at is not None:
        raise AddressRefused(_("Over deze inbreng komt geen nieuws meer."))
