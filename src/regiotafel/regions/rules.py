"""What a region asks of its address, its members and its steps."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from regiotafel.addresses import is_free
from regiotafel.formats.png import size_of
from regiotafel.history.rules import fingerprint
from regiotafel.refused import Refused
from regiotafel.regions.models import Organisation, ProcessStep, Region, Role

STEP_FIELDS = ("name", "explanation", "starts_on", "ends_on")
ORGANISATION_FIELDS = ("name", "kind", "reach", "municipality_id", "about")
LOGO_BYTES = 100 * 1024
LOGO_PIXELS = 1000


class NotAllowed(Exception):
    """This person may not do this here."""

    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(
            _("Dit mag jij hier niet doen. Vraag de beheerder van de regio om de juiste rol."),
        )


class SlugTaken(Refused):
    """The address cannot be a region's."""


class LastAdministrator(Refused):
    """A region keeps at least one administrator."""


class NameTaken(Refused):
    """Two organisations of a region have two names."""

    field = "name"


class LogoRefused(Refused):
    """The file cannot be a logo."""


def check_logo(content: bytes) -> None:
    """A PNG only: an SVG can carry scripts, and cleaning one is never certain."""
    size = size_of(content)
    if size is None:
        raise LogoRefused(_("Dit is geen PNG-plaatje. Bewaar het logo als PNG en probeer het opnieuw."))
    if len(content) > LOGO_BYTES:
        raise LogoRefused(_("Het logo is te groot. Het mag hooguit 100 kB zijn."))
    if not all(0 < side <= LOGO_PIXELS for side in size):
        raise LogoRefused(_("Het logo mag hooguit 1000 bij 1000 beeldpunten zijn."))


def check_slug(slug: str) -> None:
    if not is_free(slug):
        raise SlugTaken(_("Dit adres kan niet. Gebruik kleine letters, cijfers en streepjes, en kies een ander woord."))


def check_name_free(is_taken: bool) -> None:
    if is_taken:
        raise NameTaken(_("Er is al een organisatie met deze naam."))


# --- Somebody was before you: what somebody has read who changes it ---


def seen_of_region(region: Region) -> str:
    return fingerprint(region.name, region.about)


def seen_of_steps(steps: Sequence[Mapping[str, object]]) -> str:
    """Of the steps as their form shows them."""
    return fingerprint(*([step[name] for name in STEP_FIELDS] for step in steps))


def seen_of_organisation(organisation: Organisation) -> str:
    return fingerprint(*(getattr(organisation, name) for name in ORGANISATION_FIELDS))


def check_role_can_go(role: Role, n_administrators: int) -> None:
    if role == Role.REGION_ADMINISTRATOR and n_administrators <= 1:
        raise LastAdministrator(_("Een regio houdt altijd minstens één beheerder. Wijs eerst een ander aan."))


def step_state(step: ProcessStep, today: date) -> str:
    """`done`, `now` or `later`."""
    if step.ends_on < today:
        return "done"
    return "now" if step.starts_on <= today else "later"
