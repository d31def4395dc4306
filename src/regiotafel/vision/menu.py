"""What the text brings to the frame of a region: a link, as soon as there is a text."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.menu import MenuItem, Task, Tool
from regiotafel.regions.models import Region
from regiotafel.vision.rules import PART

MENU = (MenuItem(PART, _("De visie"), "vision:index", from_its_beginning=True),)

DESK = (Tool("vision.write", _("De tekst"), "vision:index", "tekst"),)


def to_set_up(region: Region) -> Iterator[Task]:
    is_there = PART in region.parts
    told = (
        gettext("Er is een tekst. Iedereen kan die lezen.")
        if is_there
        else gettext("Begin met een titel en hoofdstukken. Schrijven kan later.")
    )
    address = "vision:index" if is_there else "vision:new_document"
    yield Task(gettext("De tekst van de visie"), told, reverse(address, args=[region.slug]), is_there)
