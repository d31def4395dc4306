"""What a region asks of its address, and what somebody has read who changes its text or its steps."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from regiotafel.addresses import is_free
from regiotafel.history.rules import fingerprint
from regiotafel.refused import Refused
from regiotafel.regions.models import Region
from regiotafel.text.tidy import says_something

STEP_FIELDS = ("name", "explanation", "starts_on", "ends_on")


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


def seen_of_region(region: Region) -> str:
    return fingerprint(region.name, region.about)


def seen_of_steps(steps: Sequence[Mapping[str, object]]) -> str:
    """Of the steps as their form shows them."""
    return fingerprint(*([step[name] for name in STEP_FIELDS] for step in steps))
