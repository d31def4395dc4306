"""What waited beside a text when a release was made. Later nobody could tell: answers come, links are looked at."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import Sealed
from regiotafel.vision.models import Release


class Waiting(models.TextChoices):
    """What can wait beside a text."""

    VOICE = "voice", _("Reacties zonder antwoord")
    MODERATED = "moderated", _("Reacties die een moderator nog leest")
    PROMISE = "promise", _("Toezeggingen die nog openstaan")
    UNMEASURED = "unmeasured", _("Toezeggingen zonder maatregel in een plan")
    LINK = "link", _("Koppelingen die iemand opnieuw moet controleren")


class Waited(models.Model):
    """How much of one thing waited; of links how many for whom. What did not wait has a row too: it was counted."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="waited")
    what = models.CharField(max_length=10, choices=Waiting.choices)
    n = models.PositiveIntegerField()
    # The keys of their knots, of what everybody can read: the list behind the figure.
    knots = models.JSONField(default=list, blank=True)
    # Of links: who held them against each other last. Nobody: nobody who is still known.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    sealed = Sealed("release what n knots", {"owner": "goes with the account"})

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_what_display()} bij {self.release}: {self.n}"
