"""What is told about the text brings one link to the frame, the reaction notes; and to the desk what is to be written
down of councils."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.publishing.councils.queries import still_to_note
from regiotafel.regions.menu import MenuItem, Turn
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may, own_municipalities

MENU = (MenuItem("reactienota", _("Reactienota"), "publishing:notes", from_its_beginning=True, part="visie"),)


def turns(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """What only who works for a municipality is asked: what its council decided, once that evening is over."""
    own = own_municipalities(standings)
    for release, place in still_to_note(region, own, timezone.localdate(now)) if own else ():
        if may("decision.note", standings, of=place):
            args = [region.slug, release.document.slug, release.number, place.pk]
            named = {"name": place, "text": release.document.title}
            told = gettext("wat besloot de gemeenteraad van %(name)s over “%(text)s”?") % named
            url = reverse("publishing:decide", args=args)
            yield Turn(told, url, first=url, n_late=1)
