"""A meeting in the room (bijeenkomst). What people say and answer there belongs to the apps to the right."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from regiotafel.columns import InOrder, Line, Once, Sought
from regiotafel.history.models import Sealed
from regiotafel.regions.models import Organisation, Region


class Meeting(Sought):
    """People of a region around a table, and who led the conversation."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="meetings")
    name = Line(_("naam van de bijeenkomst"), max_length=120)
    once = Once("name")
    in_order = InOrder("name")
    held_on = models.DateField(_("datum"))
    facilitator = Line(_("wie leidde het gesprek"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisatie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
    )

    sealed = Sealed(
        "region name held_on organisation",
        {
            "facilitator": "a name, which goes after its term",
        },
    )

    class Meta:
        ordering = ("-held_on", "in_order", "pk")
        constraints = (models.UniqueConstraint(fields=["region", "once", "held_on"], name="meeting_once"),)

    def __str__(self) -> str:
        return self.name
