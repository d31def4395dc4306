"""Which council an address is about."""

from django.db.models import Q

from regiotafel.councils.models import Paper, Route
from regiotafel.regions.models import Municipality, Region
from regiotafel.regions.parties.queries import municipalities_of


def municipality_in(region: Region, pk: int) -> Municipality | None:
    """That takes part, or left after something was written down about a text there: what was promised stays."""
    here = municipalities_of(region).filter(pk=pk).first()
    told = Q(pk__in=Route.objects.filter(document__region=region).values("municipality"))
    told |= Q(pk__in=Paper.objects.filter(release__document__region=region).values("municipality"))
    return here or Municipality.objects.filter(told, pk=pk).first()
