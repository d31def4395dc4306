"""What the logo of a region has to be."""

from django.utils.translation import gettext_lazy as _

from regiotafel.formats.png import size_of
from regiotafel.refused import Refused

LOGO_BYTES = 100 * 1024

LOGO_PIXELS = 1000


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
