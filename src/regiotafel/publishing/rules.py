"""May this be made now?"""

from django.utils.translation import gettext as _

from regiotafel.refused import Refused
from regiotafel.web.files import NOT_AGAIN_FOR


class NotMade(Refused):
    """It was tried and did not work: a text that is too long for this machine, or a mistake of ours."""

    status = 503
    retry_after: int | None = NOT_AGAIN_FOR


class NotDrawn(NotMade):
    status = 501
    retry_after = None


def check_can_be_made(*, is_drawn: bool, can_draw: bool, is_in_vain: bool) -> None:
    """is_drawn: it is a PDF. is_in_vain: it was tried not long ago."""
    if is_drawn and not can_draw:
        raise NotDrawn(
            _(
                "Deze site kan nu geen PDF maken, want op deze computer ontbreken onderdelen. Printen kan wel: open de "
                "pagina en kies ‘Afdrukken’ in je browser. Beheer je deze site? Installeer dan libpango-1.0-0, "
                "libpangoft2-1.0-0 en libharfbuzz-subset0, en start de site opnieuw."
            )
        )
    if is_in_vain:
        raise NotMade(
            _("Het maken is niet gelukt. Probeer het over tien minuten opnieuw, of kies een ander soort bestand.")
        )
