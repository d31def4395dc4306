"""What people send in (inbreng), where it leads, and what they hear back."""

from collections.abc import Sequence
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import Consultation, Statement
from regiotafel.regions.models import Organisation, Region
from regiotafel.tables.models import Meeting
from regiotafel.text.differences import Difference, differences
from regiotafel.vision.models import Passage, Release, Wording


class Kind(models.TextChoices):
    IDEA = "idea", _("een idee")
    WORRY = "worry", _("een zorg")
    BARRIER = "barrier", _("iets dat in de weg zit")
    REACTION = "reaction", _("een reactie op de tekst")


class Via(models.TextChoices):
    """How it came in. What did not come over the site was entered by a member for somebody else."""

    SITE = "site", _("op de site")
    TABLE = "table", _("aan een tafel")
    PHONE = "phone", _("telefonisch")
    PAPER = "paper", _("op papier")
    MAIL = "mail", _("per brief of e-mail")
    # By an editor out of other contributions: it is handled like any other, but nobody sent it in.
    MADE = "made", _("gemaakt uit andere inbreng")


class State(models.TextChoices):
    WAITING = "waiting", _("wacht op een moderator")
    OPEN = "open", _("wacht op antwoord")
    ANSWERED = "answered", _("beantwoord")
    REFUSED = "refused", _("niet toegelaten")
    WITHDRAWN = "withdrawn", _("ingetrokken")
    # Its words live on in others; the original stays to be read.
    MERGED = "merged", _("samengevoegd met een andere")
    SPLIT = "split", _("gesplitst")


class RefusalReason(models.TextChoices):
    PERSONAL_DATA = "personal_data", _("iemand is te herkennen")
    HURTFUL = "hurtful", _("kwetsend")
    SPAM = "spam", _("reclame of onzin")
    OTHER = "other", _("andere reden")


class Contribution(models.Model):
    """One thing somebody sent in. Its words are theirs: they never change."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="contributions")
    number = models.PositiveIntegerField()
    kind = models.CharField(_("wat is het"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("wat wil je kwijt"), max_length=5000)
    via = models.CharField(max_length=10, choices=Via.choices)
    # None: a private person, who is never named.
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions"
    )
    table = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What the sender pointed at; an editor confirms it as a link.
    about_passage = models.ForeignKey(Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    about_release = models.ForeignKey(Release, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    refusal = models.CharField(max_length=15, choices=RefusalReason.choices, blank=True)
    refusal_explanation = models.CharField(max_length=500, blank=True)
    sent_in_at = models.DateTimeField()
    state_since = models.DateTimeField()
    anonymised_at = models.DateTimeField(null=True, blank=True)
    # The mail server knew no such address; what is left of it is this moment.
    undelivered_at = models.DateTimeField(null=True, blank=True)
    receipt_hash = models.CharField(max_length=64, unique=True)
    # Made with the form: the same press sent twice is one contribution.
    key = models.UUIDField(unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["region", "number"], name="contribution_number_once"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(refusal=""), name="refused_says_why"),
        )
        indexes = (models.Index(fields=["region", "state", "state_since"]),)

    def __str__(self) -> str:
        return f"inbreng {self.number}"

    @property
    def sender(self) -> str:
        """Who sent it in: a party, a table, or somebody who is never named."""
        if self.organisation:
            return self.organisation.name
        if self.table:
            return _("tafel “%(name)s”") % {"name": self.table.name}
        return str(_("samengesteld uit andere inbreng") if self.via == Via.MADE else _("een inwoner"))

    @property
    def days_waiting(self) -> int:
        return max((timezone.now() - self.sent_in_at).days, 0)


class Lineage(models.Model):
    """This contribution went on in that one: merged with it, or split off from it."""

    original = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="went_into")
    result = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="came_from")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["original", "result"], name="lineage_once"),
            models.CheckConstraint(condition=~Q(original=models.F("result")), name="lineage_not_to_itself"),
        )

    def __str__(self) -> str:
        return f"{self.original_id} → {self.result_id}"


class Finding(models.Model):
    """An outcome of a consultation that an editor took along: a statement with how people answered it then."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="findings")
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="finding")
    n_votes = models.PositiveIntegerField()
    n_agree = models.PositiveIntegerField()
    n_disagree = models.PositiveIntegerField()
    counted_until = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("statement__number",)

    def __str__(self) -> str:
        return self.statement.text


class LinkState(models.TextChoices):
    SUGGESTED = "suggested", _("voorgesteld")
    CONFIRMED = "confirmed", _("bevestigd")
    REJECTED = "rejected", _("hoort er niet bij")


class Link(models.Model):
    """A voice or a finding belongs to a passage. `wording` is what it was last held against by a person."""

    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="links")
    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, on_delete=models.PROTECT, related_name="links"
    )
    finding = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="links")
    state = models.CharField(max_length=10, choices=LinkState.choices)
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+")
    # The wording that the sender was last told about.
    told_wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(contribution__isnull=True) ^ Q(finding__isnull=True), name="link_has_one_source"
            ),
            models.UniqueConstraint(
                fields=["passage", "contribution"], condition=Q(contribution__isnull=False), name="voice_linked_once"
            ),
            models.UniqueConstraint(
                fields=["passage", "finding"], condition=Q(finding__isnull=False), name="finding_linked_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.contribution or self.finding} – {self.passage}"


class Verdict(models.TextChoices):
    """Whether it led to a change, in the four words of a reaction note."""

    YES = "yes", _("ja")
    PARTLY = "partly", _("deels")
    NO = "no", _("nee")
    OUT_OF_SCOPE = "out_of_scope", _("buiten reikwijdte")


class Answer(models.Model):
    """What we heard, what we did and why. A better answer is a next one; the earlier ones stay to be read."""

    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    finding = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField()
    heard = models.TextField(_("wat we hoorden"), max_length=1000)
    verdict = models.CharField(_("leidt het tot een wijziging"), max_length=12, choices=Verdict.choices)
    why = models.TextField(_("waarom"), max_length=2000)
    # Out of scope: who can help then.
    who_then = models.CharField(_("wie dan wel"), max_length=300, blank=True)
    passage = models.ForeignKey(Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    was = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    becomes = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.CheckConstraint(
                condition=Q(contribution__isnull=True) ^ Q(finding__isnull=True), name="answer_has_one_source"
            ),
            models.UniqueConstraint(
                fields=["contribution", "number"],
                condition=Q(contribution__isnull=False),
                name="answer_number_once_per_voice",
            ),
            models.UniqueConstraint(
                fields=["finding", "number"], condition=Q(finding__isnull=False), name="answer_number_once_per_finding"
            ),
            models.CheckConstraint(
                condition=~Q(verdict="out_of_scope") | ~Q(who_then=""), name="out_of_scope_says_who"
            ),
        )

    def __str__(self) -> str:
        return f"antwoord {self.number} op {self.contribution or self.finding}"

    @cached_property
    def words_before(self) -> Sequence[Difference]:
        """What stood there, with what went out marked; empty when these words stood there from the beginning."""
        return [part for part in self._parts if part[0] != "added"] if self.was else []

    @cached_property
    def words_after(self) -> Sequence[Difference]:
        """What stands there, with what came in marked."""
        return [part for part in self._parts if part[0] != "removed"] if self.becomes else []

    @cached_property
    def _parts(self) -> Sequence[Difference]:
        if self.becomes is None:
            return [("same", self.was.text)] if self.was else []
        if self.was is None:
            return [("same", self.becomes.text)]
        return differences(self.was.text, self.becomes.text)


class Mode(models.TextChoices):
    DIRECT = "direct", _("meteen een bericht")
    DIGEST = "digest", _("één keer per week alles bij elkaar")


class Subscription(models.Model):
    """An address that wants to hear about a contribution. It counts from the moment it was confirmed by mail."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="subscriptions")
    email = models.EmailField(_("e-mailadres"), max_length=254)
    mode = models.CharField(max_length=6, choices=Mode.choices, default=Mode.DIRECT)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["contribution", "email"], name="address_once_per_contribution"),)

    def __str__(self) -> str:
        return f"bericht over {self.contribution_id}"


class NoticeKind(models.TextChoices):
    CONFIRM = "confirm", _("bevestig je adres")
    ACCEPTED = "accepted", _("je inbreng is toegelaten")
    REFUSED = "refused", _("je inbreng is niet toegelaten")
    LINKED = "linked", _("je inbreng hoort bij een stuk van de tekst")
    ANSWERED = "answered", _("je hebt antwoord")
    ANSWER_IMPROVED = "answer_improved", _("het antwoord is aangevuld")
    PASSAGE_CHANGED = "passage_changed", _("de tekst bij je inbreng is veranderd")
    MERGED = "merged", _("je inbreng gaat verder in een andere")


class Notice(models.Model):
    """One thing to tell one address. Sent once; a repeat after a crash carries the same Message-ID."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    # What the mail is about: keys of rows, never the words themselves.
    about = models.JSONField(default=dict)
    message_id = models.CharField(max_length=120, unique=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    n_tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()

    class Meta:
        ordering = ("made_at", "pk")
        indexes = (models.Index(fields=["next_try_at"], condition=Q(sent_at__isnull=True), name="notices_to_send"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pk})"
