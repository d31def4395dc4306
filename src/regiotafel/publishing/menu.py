"""What is told about the text brings one link to the frame: the reaction notes."""

from django.utils.translation import gettext_lazy as _

from regiotafel.regions.menu import MenuItem

MENU = (MenuItem("reactienota", _("Reactienota"), "publishing:notes", from_its_beginning=True, part="visie"),)
