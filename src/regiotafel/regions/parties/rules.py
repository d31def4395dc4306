"""What a region asks of the organisations that take part."""

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import fingerprint
from regiotafel.refused import Refused
from regiotafel.regions.models import Organisation
from regiotafel.regions.rules import NameTaken

ORGANISATION_FIELDS = ("name", "kind", "reach", "municipality_id", "about", "website", "contact_email")


class TakesNoPart(Refused):
    """Nobody acts or works for a municipality that takes no part."""

    field = "municipality"


def check_takes_part(is_there: bool) -> None:
    if not is_there:
        raise TakesNoPart(_("Deze gemeente doet niet meer mee."))


def check_name_free(is_taken: bool) -> None:
    if is_taken:
        raise NameTaken(_("Er is al een organisatie met deze naam."))


def seen_of_organisation(organisation: Organisation) -> str:
    return fingerprint(*(getattr(organisation, name) for name in ORGANISATION_FIELDS))
