"""A region keeps somebody who looks after it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.regions.models import Municipality, Organisation, Role
from regiotafel.regions.permissions import OF_MUNICIPALITY


class LastAdministrator(Refused):
    """A region keeps at least one administrator."""


class ForWholeRegion(Refused):
    """Who looks after a region does that for all of it."""

    field = "role"
    status = 422


def check_role_for(role: Role, party: Municipality | Organisation | None) -> None:
    """An administrator can do everything in the region: a role for one party would say less than it gives."""
    if role == Role.REGION_ADMINISTRATOR and party is not None:
        raise ForWholeRegion(
            _("Een beheerder is er altijd voor de hele regio. Kies geen gemeente of organisatie, of een andere rol.")
        )
    if role in OF_MUNICIPALITY and not isinstance(party, Municipality):
        told = _("Iemand met de rol %(role)s is er voor één gemeente. Kies ook die gemeente.")
        raise ForWholeRegion(told % {"role": Role(role).label})


def check_role_can_go(role: Role, n_administrators: int) -> None:
    if role == Role.REGION_ADMINISTRATOR and n_administrators <= 1:
        raise LastAdministrator(_("Een regio houdt altijd minstens één beheerder. Wijs eerst een ander aan."))
