"""A region keeps somebody who looks after it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.regions.models import Role


class LastAdministrator(Refused):
    """A region keeps at least one administrator."""


def check_role_can_go(role: Role, n_administrators: int) -> None:
    if role == Role.REGION_ADMINISTRATOR and n_administrators <= 1:
        raise LastAdministrator(_("Een regio houdt altijd minstens één beheerder. Wijs eerst een ander aan."))
