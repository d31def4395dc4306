"""What keeping brings to the first page of a region."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from regiotafel.keeping.clock.queries import doubted_since
from regiotafel.keeping.clock.rules import STEADY_FOR
from regiotafel.regions.menu import Turn
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may
from regiotafel.web.days import day


def turns(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """Who keeps the region can ask who keeps the machine."""
    if may("region.write", standings) and (since := doubted_since()) is not None:
        until = day(since + STEADY_FOR)
        sentence = _(
            "De klok van deze site is versprongen. We gooien niets weg tot %(day)s. Vraag de beheerder van de server "
            "of de klok goed staat"
        )
        yield Turn(sentence % {"day": until}, reverse("pages:privacy"))
