"""When a municipality can leave a region, and what somebody has read who changes what stands there of it."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from regiotafel.history.rules import fingerprint
from regiotafel.refused import Refused
from regiotafel.regions.models import RegionMunicipality, SubRegion
from regiotafel.regions.rules import NameTaken

PLACE_FIELDS = (
    "sub_region_id", "n_young_people", "access_point", "access_url", "access_phone", "council_decides_on", "n_people",
    "people_from",
)  # fmt: skip


class StillNeeded(Refused):
    """Somebody or something in the region belongs to this municipality."""


class SubRegionGone(Refused):
    """A colleague took it away meanwhile."""

    field = "name"


class NoMunicipalities(Refused):
    field = "places"
    status = 422


class UnknownMunicipality(Refused):
    status = 422


def check_known(unknown: Sequence[str]) -> None:
    if unknown:
        raise UnknownMunicipality(
            _(
                "Deze gemeenten kennen we niet: %(names)s. "
                "Schrijf ze zoals in de lijst van jeugdregio’s, of met hun code."
            )
            % {"names": ", ".join(unknown[:5])}
        )


def check_still_there(is_there: bool) -> None:
    if not is_there:
        raise SubRegionGone(_("Deze deelregio is net weggehaald. Maak zo nodig een nieuwe."))


def check_can_leave(n_roles: int, n_organisations: int) -> None:
    """Nobody acts for a municipality that takes no part."""
    for n, sentence in (
        (
            n_roles,
            ngettext(
                "Eén gebruiker heeft nog een rol voor deze gemeente.",
                "%(n)d gebruikers hebben nog een rol voor deze gemeente.",
                n_roles,
            ),
        ),
        (
            n_organisations,
            ngettext(
                "Eén organisatie hoort nog bij deze gemeente.",
                "%(n)d organisaties horen nog bij deze gemeente.",
                n_organisations,
            ),
        ),
    ):
        if n:
            raise StillNeeded(sentence % {"n": n} + " " + str(_("Verander dat eerst. Daarna kan de gemeente weg.")))


def check_sub_region(is_taken: bool, places: Collection[object]) -> None:
    if is_taken:
        raise NameTaken(_("Er is al een deelregio met deze naam."))
    if not places:
        raise NoMunicipalities(_("Kies minstens één gemeente."))


def seen_of_place(place: RegionMunicipality) -> str:
    return fingerprint(*(getattr(place, name) for name in PLACE_FIELDS))


def seen_of_sub_region(sub_region: SubRegion, places: Collection[RegionMunicipality]) -> str:
    return fingerprint(sub_region.name, sorted(place.pk for place in places))
