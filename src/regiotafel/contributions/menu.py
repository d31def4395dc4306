"""What contributions bring to the frame and the first page of a region."""

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from regiotafel.contributions.moderating.queries import waiting
from regiotafel.contributions.workbench.queries import n_open_ones
from regiotafel.regions.menu import MenuItem, Turn
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may

MENU = (MenuItem("inbreng", _("Inbreng"), "contributions:index"),)


def turns(region: Region, standings: Collection[Standing]) -> Iterator[Turn]:
    if may("contribution.moderate", standings) and (n := waiting(region).count()):
        sentence = ngettext(
            "Eén stuk inbreng wacht op een moderator", "%(n)d stukken inbreng wachten op een moderator", n
        )
        yield Turn(sentence % {"n": n}, reverse("contributions:queue", args=[region.slug]))
    if may("contribution.handle", standings) and (n := n_open_ones(region)):
        sentence = ngettext("Eén stuk inbreng wacht op antwoord", "%(n)d stukken inbreng wachten op antwoord", n)
        yield Turn(sentence % {"n": n}, reverse("contributions:workbench", args=[region.slug]))
