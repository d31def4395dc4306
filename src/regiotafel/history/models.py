import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from regiotafel import codes
from regiotafel.columns import Line, Words

REASON_LENGTH = 300
# Why who did it is not sealed with the row.
SAID_BY_ENTRY = "the entry of the act says who did it"


@dataclass(frozen=True)
class Sealed:
    """How the fields of a table are held by the history: `sealed` of its model.

    fields: what they say is sealed by each act that changes the row, and held against it every night.
    others: the fields that are not, each with the reason.
    when: only rows of which this is true stand there by an act; empty: all of them.
    """

    fields: str
    others: Mapping[str, str] = field(default_factory=dict)
    when: models.Q = field(default_factory=models.Q)

    @property
    def names(self) -> list[str]:
        return self.fields.split()


class Numbered(models.Model):
    """The next one of a row of things that are added and never changed: by whom and when. The newest holds."""

    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("-number",)


class Draft(models.Model):
    """What somebody is writing, and nobody published. It has no history yet, so it counts its own saves."""

    # What stands in the form, by the name of its field: it need not be finished.
    values = models.JSONField()
    # Grows with every save: who saves has seen the one before.
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("-saved_at", "pk")


class Edition(Numbered):
    """The words of something from a moment on, by whom and why."""

    text = Words(_("tekst"))
    reason = Line(_("reden van de wijziging"), max_length=REASON_LENGTH)

    class Meta(Numbered.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.text[:60]


# So many digits are printed: five groups of four, and nobody finds another history that ends in them.
SHORT = 20


def short_code(code: str) -> str:
    return codes.show(code[:SHORT]).lower()


def new_salt() -> str:
    return secrets.token_hex(16)


# What stands before the first entry of a chain.
FIRST_HASH = "0" * 64


class Entry(models.Model):
    """One act of a member. The entries of a region form a chain: each hash covers the hash before it.

    What belongs to no region is in the chain of the installation, whose `region` is empty.
    """

    region = models.SlugField(max_length=60, blank=True)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    # The clock of this machine was behind the entry before it, and it was known then.
    is_behind = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # What the hash covers instead of the person: it stays true when the account is removed.
    actor = models.CharField(max_length=64)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=100)
    # The chain covers only `data_hash`: words that must go are taken out with their salt, and the chain holds.
    data = models.JSONField(default=dict)
    salt = models.CharField(max_length=32, blank=True)
    data_hash = models.CharField(max_length=64)
    # What the rows said that this act changed: by row and field a digest, with the salt of the `Seal`. A row that went
    # has none. Nothing can be read in it, and without the salt nothing can be tried.
    held = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "entries"
        constraints = (models.UniqueConstraint(fields=["region", "number"], name="one_entry_per_number"),)
        indexes = (models.Index(fields=["subject"]),)

    def __str__(self) -> str:
        return f"{self.region} {self.number} {self.act} {self.subject}"


class Head(models.Model):
    """The end of a chain: one row for each region, and one for the installation. Locked while an entry is added."""

    region = models.SlugField(max_length=60, primary_key=True, blank=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=FIRST_HASH)
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("region",)

    def __str__(self) -> str:
        return f"{self.region} {self.number} {self.hash[:12]}"


class Seal(models.Model):
    """Of one row somewhere: which entry held it last, and the salt of what that entry says of it. The salt of before
    makes way: what the row said then cannot be tried any more."""

    subject = models.CharField(max_length=100, primary_key=True)
    region = models.SlugField(max_length=60, blank=True)
    number = models.PositiveBigIntegerField()
    # Empty: the row went, and that is what the entry says.
    salt = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ("subject",)

    def __str__(self) -> str:
        return f"{self.subject} {self.region} {self.number}"


class PublishedHead(models.Model):
    """An end of a chain that was told outside this house, signed. What was told stays told."""

    region = models.SlugField(max_length=60, blank=True)
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    # The address of this site when it was told: it is signed along.
    site = models.CharField(max_length=300)
    # Ed25519, in hexadecimal. Which key it was: that of the site may be another one later. That a key stands here makes
    # it no key of the site.
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ("region", "-number")
        constraints = (models.UniqueConstraint(fields=["region", "number"], name="one_published_head_per_number"),)

    def __str__(self) -> str:
        return f"{self.region} {self.number} {self.hash[:12]}"

    @property
    def short(self) -> str:
        """As it is printed, to be typed over."""
        return short_code(self.hash)


class VouchedKey(models.Model):
    """An earlier key of this site, signed for by a later one while both were known. Only the site can make such a row:
    who has the database can write a key in it, and not the signature."""

    public_key = models.CharField(max_length=64)
    vouched_by = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["public_key", "vouched_by"], name="one_word_for_a_key"),)

    def __str__(self) -> str:
        return f"{self.public_key[:12]} {self.vouched_by[:12]}"


class Inspection(models.Model):
    """What came of holding the history against itself and against the rest of the database. The last one counts."""

    at = models.DateTimeField()
    n_entries = models.PositiveBigIntegerField()
    n_faults = models.PositiveBigIntegerField()
    # The first of them, as sentences.
    faults = models.JSONField(default=list)

    class Meta:
        ordering = ("-at",)
        get_latest_by = "at"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.n_entries} {self.n_faults}"
