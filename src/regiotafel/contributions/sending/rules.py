"""What can be sent in, and the sentence a person reads when it cannot."""

from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Contribution, Kind, Via
from regiotafel.refused import Refused
from regiotafel.regions.models import Region
from regiotafel.text.length import length
from regiotafel.text.tidy import tidy_told


class TextRefused(Refused):
    pass


class KindUnknown(Refused):
    pass


class AlreadySentIn(Refused):
    pass


SHORTEST, LONGEST = 10, 5000


def tidy_text(text: str) -> str:
    """Without white space and marks of a sheet that a reader does not need."""
    return tidy_told(text)


def check_text(text: str) -> None:
    if length(text) < SHORTEST:
        raise TextRefused(_("Dit is wel heel kort. Schrijf minstens één hele zin."))
    if length(text) > LONGEST:
        raise TextRefused(
            _("Je tekst heeft %(length)d tekens. Dat is te lang. Maak er maximaal %(most)d van.")
            % {"length": length(text), "most": LONGEST}
        )


def check_kind(kind: str) -> None:
    if kind not in Kind.values:
        raise KindUnknown(_("Kies of het een idee, een zorg, een knelpunt of een reactie is."))


# How a member can have received what they enter for somebody else.
ENTERED_VIA = (Via.TABLE, Via.PHONE, Via.PAPER, Via.MAIL)


def check_via(via: str) -> None:
    if via not in ENTERED_VIA:
        raise KindUnknown(_("Kies hoe de inbreng binnenkwam: in een bijeenkomst, telefonisch, op papier of per brief."))


def check_code_is_known(code: str | None) -> str:
    """Whoever sends a form again reads the code that was made then, or that it cannot be made again."""
    if code is None:
        raise AlreadySentIn(
            _(
                "Met dit formulier heb je al iets ingestuurd. Dat is bewaard. "
                "De code van je ontvangstbewijs kunnen we niet nog een keer laten zien."
            )
        )
    return code


def check_same_press(earlier: Contribution, region: Region, text: str) -> None:
    """The same form sent twice is one contribution; another text in it is not a repeat."""
    if earlier.region_id != region.pk or earlier.text != text:
        raise AlreadySentIn(
            _("Met dit formulier heb je al iets ingestuurd. Dat is bewaard. Open de pagina opnieuw voor iets nieuws.")
        )
