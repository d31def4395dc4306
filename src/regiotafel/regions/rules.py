"""What a region asks of its address, its members and its steps."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from regiotafel.addresses import is_free
from regiotafel.formats.png import size_of
from regiotafel.refused import Refused
from regiotafel.regions.models import ProcessStep, Role

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


def check_role_can_go(role: Role, n_administrators: int) -> None:
    if role == Role.REGION_ADMINISTRATOR and n_administrators <= 1:
        raise LastAdministrator(_("Een regio houdt altijd minstens één beheerder. Wijs eerst een ander aan."))


def step_state(step: ProcessStep, today: date) -> str:
    """`done`, `now` or `later`."""
    if step.ends_on < today:
        return "done"
    return "now" if step.starts_on <= today else "later"
