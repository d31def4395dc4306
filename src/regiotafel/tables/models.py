"""A meeting in the room (bijeenkomst). What people say and answer there belongs to the apps to the right."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.models import Organisation, Region


class Meeting(models.Model):
    """People of a region around a table, and who led the conversation."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="meetings")
    name = models.CharField(_("naam van de bijeenkomst"), max_length=120)
    held_on = models.DateField(_("datum"))
    facilitator = models.CharField(_("wie leidde het gesprek"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisatie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
    )

    class Meta:
        ordering = ("-held_on", "name", "pk")
        constraints = (models.UniqueConstraint(fields=["region", "name", "held_on"], name="meeting_once"),)

    def __str__(self) -> str:
        return self.name
