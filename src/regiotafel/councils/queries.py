"""Which council an address is about."""

from regiotafel.regions.models import Municipality, Region
from regiotafel.regions.parties.queries import municipalities_of


def municipality_in(region: Region, pk: int) -> Municipality | None:
    return municipalities_of(region).filter(pk=pk).first()
