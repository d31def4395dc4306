"""The thread: what hangs together with what, who wants to hear of it, and what they are told.

Whatever can stand on the thread has a knot. Links, following and notices know knots only, so a new kind of thing joins
with one field in its own table (`knot`) and one entry (a `KnotKind`).
"""

from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regiotafel.columns import Line
from regiotafel.history.models import SAID_BY_ENTRY, Sealed
from regiotafel.regions.models import Membership, Region

TITLE_LENGTH = 200
# The number of a thing that is there no more: a passage that lapsed, a measure that was dropped.
GONE = 0
# The number of no edition: a link that nobody held against the thing yet is to be looked at, whatever it means.
NEVER_HELD = 2_147_483_647


class Knot(models.Model):
    """Something that stands on the thread: what it is called, where it is read, and what it means now."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    # A name, never words that people wrote: it stands in mail.
    title = Line(max_length=TITLE_LENGTH)
    # The address is made when it is shown: the name of a page below the region, and what else that page asks for.
    route = models.CharField(max_length=60)
    route_args = models.JSONField(default=list)
    # Where who has its code reads about it while not everybody can. Empty: nowhere.
    private_route = models.CharField(max_length=60, blank=True)
    # Where who judges its links reads its words, from one number to another. Empty: its name says enough.
    words_route = models.CharField(max_length=60, blank=True)
    # The number of the first edition that means what it means now: back to older words is back to their number.
    number = models.PositiveIntegerField(default=1)
    # How often that number changed. There and back again is two moves, and each can be told.
    n_moves = models.PositiveIntegerField(default=0)
    is_public = models.BooleanField(default=True)
    # It speaks for itself. What was merged, split or withdrawn does not: nobody is asked or told about its links.
    is_live = models.BooleanField(default=True)
    # A mail server knew no such address of somebody who has its code; what is left of that address is this moment.
    undelivered_at = models.DateTimeField(null=True, blank=True)

    sealed = Sealed(
        "region kind title route route_args private_route words_route number n_moves is_public is_live",
        {
            "undelivered_at": "what a mail server said",
        },
        # That of the history is called after the end that was told last. A whole text and a round stand there only to
        # be followed: nothing that is said hangs on it.
        when=~Q(kind__in=("history", "text", "round")),
    )

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=["region", "kind"]),)

    def __str__(self) -> str:
        return self.title

    @property
    def is_gone(self) -> bool:
        return self.number == GONE

    @property
    def url(self) -> str:
        return reverse(self.route, args=[self.region.slug, *self.route_args])


class Relation(models.TextChoices):
    """How one knot belongs to another. `rules.SENTENCES` tells each, from both ends."""

    COMES_FROM = "comes_from", _("hoort bij")
    ANSWERS = "answers", _("is een antwoord op")
    DECIDED_BY = "decided_by", _("wordt besloten in")
    CARRIED_OUT_BY = "carried_out_by", _("wordt uitgevoerd met")
    LIMITED_BY = "limited_by", _("wordt beperkt door")
    IN_CONFLICT_WITH = "in_conflict_with", _("botst met")
    WORKS_OUT = "works_out", _("werkt uit")
    # Merged or split: who follows the one hears what happens to the other.
    GOES_ON_IN = "goes_on_in", _("gaat verder in")


class LinkState(models.TextChoices):
    SUGGESTED = "suggested", _("voorgesteld")
    CONFIRMED = "confirmed", _("bevestigd")
    REJECTED = "rejected", _("hoort er niet bij")


class End(NamedTuple):
    """One end of a link, the same for both: what stands there, the number that a person last held, and the number that
    followers of the other end were last told."""

    knot: Knot
    held: int
    told: int

    @property
    def is_moved(self) -> bool:
        return self.held != self.knot.number

    @property
    def words_url(self) -> str:
        """The words from the number that was held to the one of now; empty when the kind has none to show."""
        if not self.knot.words_route:
            return ""
        address = reverse(self.knot.words_route, args=[self.knot.region.slug, *self.knot.route_args])
        return f"{address}?van={self.held}&tot={self.knot.number}"


class Link(models.Model):
    """One knot belongs to another, as far as a person held the two against each other. Never deleted."""

    from_knot = models.ForeignKey(Knot, on_delete=models.PROTECT, related_name="links_out")
    to_knot = models.ForeignKey(Knot, on_delete=models.PROTECT, related_name="links_in")
    relation = models.CharField(max_length=20, choices=Relation.choices)
    state = models.CharField(max_length=10, choices=LinkState.choices)
    # The numbers that a person last held against each other. Another number now: it is to be looked at again.
    held_from = models.PositiveIntegerField()
    held_to = models.PositiveIntegerField()
    # The numbers that followers of the other end were last told about.
    told_from = models.PositiveIntegerField()
    told_to = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    # When an end moved for the first time since then. It says something only while an end has another number.
    waits_since = models.DateTimeField(null=True, blank=True)

    sealed = Sealed(
        "from_knot to_knot relation state held_from held_to at",
        {
            "by": SAID_BY_ENTRY,
            "waits_since": "begins when an end moves",
            "told_from": "what followers were mailed",
            "told_to": "what followers were mailed",
        },
        when=~Q(state="suggested"),
    )

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["from_knot", "to_knot", "relation"], name="linked_once"),
            models.CheckConstraint(condition=~Q(from_knot=F("to_knot")), name="link_not_to_itself"),
        )
        # What carries out a passage is found without reading all that people said about it.
        indexes = (models.Index(fields=["from_knot", "relation"], name="links_by_relation"),)

    def __str__(self) -> str:
        return f"{self.from_knot_id} {self.relation} {self.to_knot_id}"

    @property
    def ends(self) -> tuple[End, End]:
        return End(self.from_knot, self.held_from, self.told_from), End(self.to_knot, self.held_to, self.told_to)

    @ends.setter
    def ends(self, ends: tuple[End, End]) -> None:
        (self.from_knot, self.held_from, self.told_from), (self.to_knot, self.held_to, self.told_to) = ends

    @property
    def numbers(self) -> tuple[int, int]:
        """What both ends mean now. Who clears a review says that they saw these."""
        return self.from_knot.number, self.to_knot.number


class Mode(models.TextChoices):
    DIRECT = "direct", _("meteen een bericht")
    DIGEST = "digest", _("één keer per week alles bij elkaar")


class Subscription(models.Model):
    """An address that wants to hear about a knot. It counts from the moment it was confirmed by mail.

    With the code of the knot and without are two rows: who has the code neither sees nor changes who follows without.
    """

    knot = models.ForeignKey(Knot, on_delete=models.CASCADE, related_name="subscriptions")
    email = models.EmailField(_("e-mailadres"), max_length=254)
    mode = models.CharField(max_length=6, choices=Mode.choices, default=Mode.DIRECT)
    # Left by who has the code of the knot. Only such an address is shown again to who has that code.
    has_code = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    # It comes with a role, and goes with it.
    with_role = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The number of the knot that they were last told about.
    told = models.PositiveIntegerField()

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (models.UniqueConstraint(fields=["knot", "email", "has_code"], name="address_once_per_way"),)
        indexes = (models.Index(fields=["email"]),)

    def __str__(self) -> str:
        return f"bericht over {self.knot_id}"


class Notice(models.Model):
    """One thing to tell one address. Sent once; a repeat after a crash carries the same Message-ID."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="notices")
    # The code of a `Message`: its sentence stands in the app that tells it.
    message = models.CharField(max_length=30)
    # The other knot that the sentence names; empty when it is about the one that they follow.
    about = models.ForeignKey(Knot, null=True, on_delete=models.CASCADE, related_name="+")
    message_id = models.CharField(max_length=120, unique=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    n_tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()

    class Meta:
        ordering = ("made_at", "pk")
        indexes = (models.Index(fields=["next_try_at"], condition=Q(sent_at__isnull=True), name="notices_waiting"),)

    def __str__(self) -> str:
        return f"{self.message} ({self.pk})"
