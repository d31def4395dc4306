"""What the text brings to the frame of a region: a link, as soon as there is a text."""

from django.utils.translation import gettext_lazy as _

from regiotafel.regions.menu import MenuItem
from regiotafel.vision.rules import PART

MENU = (MenuItem(PART, _("De visie"), "vision:index", from_its_beginning=True),)
