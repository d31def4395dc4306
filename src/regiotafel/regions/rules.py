"""What every page of a region asks: may this person, and where in the process are we."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.regions.models import ProcessStep, Region


class NameTaken(Refused):
    """Two of a kind in one region have two names."""

    field = "name"


class NotAllowed(Refused):
    """This person may not do this here."""

    status = 403

    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(
            _("Dit mag jij hier niet doen. Vraag de beheerder van de regio om de juiste rol."),
        )


def step_state(step: ProcessStep, today: date) -> str:
    """`done`, `now` or `later`."""
    if step.ends_on < today:
        return "done"
    return "now" if step.starts_on <= today else "later"


def has_contact(region: Region) -> bool:
    """Whether people can read whose site this is, and reach them."""
    return bool(region.sender and (region.contact_email or region.contact_phone))


def has_responsible(region: Region) -> bool:
    """Whether people can read who answers for their data."""
    return bool(region.controller and region.privacy_officer and region.privacy_email)
