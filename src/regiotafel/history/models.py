from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One act of a member. Entries form a chain: each hash covers the hash before it."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # What the hash covers instead of the person: it stays true when the account is removed.
    actor = models.CharField(max_length=64)
    region = models.SlugField(max_length=60, blank=True)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=100)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)
        verbose_name_plural = "entries"
        indexes = (models.Index(fields=["region", "-number"]), models.Index(fields=["subject", "number"]))

    def __str__(self) -> str:
        return f"{self.number} {self.act} {self.subject}"


class Head(models.Model):
    """The end of the chain: one row, locked while an entry is added."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_head"),)

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"
