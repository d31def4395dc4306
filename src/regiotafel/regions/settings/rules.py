"""What a region asks of its address, and what somebody has read who changes its text or its steps."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from regiotafel.addresses import is_free
from regiotafel.history.rules import fingerprint
from regiotafel.refused import Refused
from regiotafel.regions.models import Region
from regiotafel.text.tidy import says_something

STEP_FIELDS = ("name", "explanation", "starts_on", "ends_on")
# What one form says of a region, and is saved at once.
DESCRIBED = ("name", "about")
CONTACT = ("sender", "contact_email", "contact_phone")
RESPONSIBLE = ("controller", "privacy_officer", "privacy_email")


class SlugTaken(Refused):
    """The address cannot be a region's."""


class NameMissing(Refused):
    pass


def check_slug(slug: str) -> None:
    if not is_free(slug):
        raise SlugTaken(_("Dit adres kan niet. Gebruik kleine letters, cijfers en streepjes, en kies een ander woord."))


def check_named(name: str) -> None:
    if not says_something(name):
        raise NameMissing(_("Geef de regio een naam."))


class ContactMissing(Refused):
    status = 422


def check_contact(sender: str, email: str, phone: str) -> None:
    """Once there, it stays: who was asked something must be able to ask something back."""
    if not says_something(sender):
        raise ContactMissing(_("Vul in van wie deze site is."), field="sender")
    if not email and not phone:
        raise ContactMissing(
            _("Vul een e-mailadres of een telefoonnummer in. Eén van de twee is genoeg."), field="contact_email"
        )


class ResponsibleMissing(Refused):
    status = 422


def check_responsible(controller: str, officer: str, email: str) -> None:
    if not (says_something(controller) and says_something(officer) and email):
        raise ResponsibleMissing(_("Vul alle drie de velden in. Mensen hebben er recht op dit te weten."))


def seen_of_region(region: Region, names: Sequence[str] = DESCRIBED) -> str:
    """names: of what its form shows."""
    return fingerprint(*(getattr(region, name) for name in names))


def seen_of_steps(steps: Sequence[Mapping[str, object]]) -> str:
    """Of the steps as their form shows them."""
    return fingerprint(*([step[name] for name in STEP_FIELDS] for step in steps))
