"""What a plan brings to the frame of a region: a link as soon as there is one, and the work on the desk."""

from django.utils.translation import gettext_lazy as _

from regiotafel.plan.rules import PART
from regiotafel.regions.menu import MenuItem, Tool

MENU = (MenuItem(PART, _("Het plan"), "plan:index", from_its_beginning=True),)
DESK = (Tool("measure.score", _("Het plan"), "plan:index"),)
