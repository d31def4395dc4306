"""What people send in (inbreng), where it leads, and what they hear back."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regiotafel.columns import Line, Sought, ToFind, Words
from regiotafel.consultations.models import Consultation, Statement
from regiotafel.history.models import SAID_BY_ENTRY, Draft, Numbered, Sealed, new_salt
from regiotafel.regions.models import Organisation, Region
from regiotafel.tables.models import Meeting
from regiotafel.thread.models import Knot
from regiotafel.thread.rules import KnotKind
from regiotafel.vision.models import PASSAGE, Passage, Release

# How a contribution and an outcome that was taken along stand on the thread.
VOICE = KnotKind(
    "voice",
    _("inbreng"),
    _("reactie {it.number}"),
    route="contributions:read",
    private_route="receipts:enter",
    words_route="contributions:words",
)
GROUND = KnotKind(
    "ground",
    _("uitkomsten"),
    _("stelling {it.statement.number} van “{it.consultation}”"),
    route="consultations:outcome_statement",
    words_route="contributions:finding_words",
)


class Kind(models.TextChoices):
    IDEA = "idea", _("een idee")
    WORRY = "worry", _("een zorg")
    BARRIER = "barrier", _("een knelpunt")
    REACTION = "reaction", _("een reactie op de tekst")


class Via(models.TextChoices):
    """How it came in. What did not come over the site was entered by a member for somebody else."""

    SITE = "site", _("op de site")
    TABLE = "table", _("in een bijeenkomst")
    PHONE = "phone", _("telefonisch")
    PAPER = "paper", _("op papier")
    MAIL = "mail", _("per brief of e-mail")
    # By an editor out of other contributions: it is handled like any other, but nobody sent it in.
    MADE = "made", _("gemaakt uit andere inbreng")


class State(models.TextChoices):
    WAITING = "waiting", _("wacht op een moderator")
    OPEN = "open", _("wacht op antwoord")
    ANSWERED = "answered", _("beantwoord")
    REFUSED = "refused", _("niet geplaatst")
    WITHDRAWN = "withdrawn", _("ingetrokken")
    # Its words live on in others; the original stays to be read.
    MERGED = "merged", _("samengevoegd met een andere")
    SPLIT = "split", _("gesplitst")


class RefusalReason(models.TextChoices):
    PERSONAL_DATA = "personal_data", _("iemand is te herkennen")
    HURTFUL = "hurtful", _("kwetsend")
    SPAM = "spam", _("reclame of onzin")
    OTHER = "other", _("andere reden")


class Contribution(Sought):
    """One thing somebody sent in. Its words are theirs: they never change."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="contributions")
    number = models.PositiveIntegerField()
    kind = models.CharField(_("wat is het"), max_length=10, choices=Kind.choices)
    text = Words(_("wat wil je kwijt"), max_length=5000)
    found_by = ToFind("text")
    via = models.CharField(max_length=10, choices=Via.choices)
    # None: a private person, who is never named.
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions"
    )
    table = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Which member takes the answer upon them.
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What the sender pointed at; an editor confirms it as a link.
    about_passage = models.ForeignKey(Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    about_release = models.ForeignKey(Release, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    refusal = models.CharField(max_length=15, choices=RefusalReason.choices, blank=True)
    refusal_explanation = Words(max_length=500, blank=True)
    # With it the history says what the explanation was. When that goes, this goes too, and nothing can be tried.
    refusal_salt = models.CharField(max_length=32, blank=True, editable=False)
    sent_in_at = models.DateTimeField()
    state_since = models.DateTimeField()
    anonymised_at = models.DateTimeField(null=True, blank=True)
    receipt_hash = models.CharField(max_length=64, unique=True)
    # Made with the form: the same press sent twice is one contribution.
    key = models.UUIDField(unique=True)
    version = models.PositiveIntegerField(default=1)
    knot = models.OneToOneField(Knot, on_delete=models.PROTECT)

    sealed = Sealed(
        "region number kind text via organisation table about_passage about_release state refusal sent_in_at "
        "state_since anonymised_at version knot",
        {
            "refusal_explanation": "its own digest and salt, which go with it",
            "refusal_salt": "goes with the explanation",
            "entered_by": SAID_BY_ENTRY,
            "assignee": "who does the work, until it is done",
            "receipt_hash": "known by who has the code; goes after its term",
            "key": "of a form; goes after its term",
        },
    )

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["region", "number"], name="contribution_number_once"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(refusal=""), name="refused_says_why"),
        )
        indexes = (models.Index(fields=["region", "state", "state_since"]),)

    def __str__(self) -> str:
        return f"reactie {self.number}"

    @property
    def sender(self) -> str:
        """Who sent it in: an organisation or a meeting by its name, or somebody who is never named."""
        if self.organisation:
            return self.organisation.name
        if self.table:
            return self.table.name
        return str(_("samengesteld uit andere inbreng") if self.via == Via.MADE else _("een inwoner"))


def agreed_of(n_votes: int, n_agree: int, n_untold: int) -> str:
    """`5 van 6`; where it is not told exactly `ten minste 4 van 6`, or of few `hooguit 2 van 6`."""
    if not n_untold:
        words, n = _("%(agree)s van %(n)s"), n_agree
    elif n_agree:
        words, n = _("ten minste %(agree)s van %(n)s"), n_agree
    else:
        words, n = _("hooguit %(agree)s van %(n)s"), n_untold
    return str(words % {"agree": n, "n": n_votes})


class Finding(models.Model):
    """An outcome of a consultation that an editor took along: a statement with how people answered it then.

    n_untold: of so many it is not told what they answered, and n_agree and n_disagree are the least that they can be.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="findings")
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="finding")
    n_votes = models.PositiveIntegerField()
    n_agree = models.PositiveIntegerField()
    n_disagree = models.PositiveIntegerField()
    n_untold = models.PositiveIntegerField(default=0)
    counted_until = models.DateTimeField()
    made_at = models.DateTimeField()
    knot = models.OneToOneField(Knot, on_delete=models.PROTECT)

    sealed = Sealed("consultation statement n_votes n_agree n_disagree n_untold counted_until made_at knot")

    class Meta:
        ordering = ("statement__number",)

    def __str__(self) -> str:
        return self.statement.text

    @property
    def agreed(self) -> str:
        return agreed_of(self.n_votes, self.n_agree, self.n_untold)


class Phrase(models.Model):
    """Words that the members of a region often need in an answer."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="phrases")
    name = Line(_("naam"), max_length=80)
    text = Words(_("tekst"), max_length=1000)

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=["region", "name"], name="phrase_name_once"),)

    def __str__(self) -> str:
        return self.name


class Verdict(models.TextChoices):
    """Whether it led to a change, in the words of a reaction note. Yes and partly: the text shows it, in words that are
    newer than the question. What is still to be done is a promise, with who does it and when."""

    YES = "yes", _("ja")
    PARTLY = "partly", _("deels")
    PROMISED = "promised", _("toegezegd, nog niet verwerkt")
    NO = "no", _("nee")
    # It stands there already, or nothing was asked.
    NOT_NEEDED = "not_needed", _("niet nodig")
    OUT_OF_SCOPE = "out_of_scope", _("hoort niet in deze visie")


# What is told of these by itself: “leads to a change” before it would not be true, or no Dutch.
TOLD_BY_ITSELF = {
    Verdict.PROMISED: _("Toegezegd, nog niet verwerkt"),
    Verdict.NOT_NEEDED: _("Wijziging niet nodig"),
    Verdict.OUT_OF_SCOPE: _("Hoort niet in deze visie"),
}


class Answer(Sought, Numbered):
    """What we heard, what we did and why. A better answer is a next one; the earlier ones stay to be read."""

    # What it answers: a contribution, a finding, or whatever else stands on the thread.
    about = models.ForeignKey(Knot, on_delete=models.PROTECT, related_name="answers")
    heard = Words(_("wat we hoorden"), max_length=1000)
    verdict = models.CharField(_("leidt het tot een wijziging"), max_length=12, choices=Verdict.choices)
    why = Words(_("waarom"), max_length=2000)
    found_by = ToFind("heard", "why")
    # Out of scope: who can help then.
    who_then = Line(_("wie gaat hierover"), max_length=300, blank=True)
    # Promised: who sees to it, and until when. A promise of before there were promises has neither.
    owner = Line(_("wie zorgt ervoor"), max_length=200, blank=True)
    due_on = models.DateField(_("uiterlijk op"), null=True, blank=True)
    # Where it led to, and the numbers of the words there before and after.
    place = models.ForeignKey(Knot, null=True, blank=True, on_delete=models.PROTECT, related_name="placed_answers")
    was = models.PositiveIntegerField(null=True, blank=True)
    becomes = models.PositiveIntegerField(null=True, blank=True)
    # With it the history says what the words were. When words are taken out it is another: theirs cannot be tried.
    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    # The words that those numbers stand for; `answering.queries` reads them along.
    was_text: str | None = None
    becomes_text: str | None = None
    # And when they were written.
    becomes_at: datetime | None = None

    sealed = Sealed(
        "about number heard verdict why who_then owner due_on place was becomes at",
        {
            "by": SAID_BY_ENTRY,
            "salt": "of the digest that the act keeps",
        },
    )

    class Meta(Numbered.Meta):
        indexes = (models.Index(fields=["due_on"], condition=Q(verdict="promised"), name="promises_by_day"),)
        constraints = (
            models.UniqueConstraint(fields=["about", "number"], name="answer_number_once"),
            models.CheckConstraint(
                condition=~Q(verdict="out_of_scope") | ~Q(who_then=""), name="out_of_scope_says_who"
            ),
            models.CheckConstraint(
                condition=Q(verdict="promised") | Q(owner="", due_on__isnull=True), name="only_a_promise_has_an_owner"
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=False) | Q(was__isnull=True, becomes__isnull=True), name="words_have_a_place"
            ),
        )

    def __str__(self) -> str:
        return f"antwoord {self.number} op {self.about}"

    @property
    def contribution(self) -> Contribution | None:
        return self.about.contribution if self.about.kind == VOICE.code else None

    @property
    def finding(self) -> Finding | None:
        return self.about.finding if self.about.kind == GROUND.code else None

    @property
    def leads_to(self) -> str:
        """Its verdict where no question stands before it."""
        if self.verdict in TOLD_BY_ITSELF:
            return str(TOLD_BY_ITSELF[Verdict(self.verdict)])
        return _("Leidt tot een wijziging: %(verdict)s") % {"verdict": self.get_verdict_display()}

    @property
    def passage(self) -> Passage | None:
        return self.place.passage if self.place and self.place.kind == PASSAGE.code else None


class AnswerDraft(Draft):
    """An answer that somebody is writing. Only members see it; it goes when anything happens to what it is about."""

    about = models.OneToOneField(Knot, on_delete=models.CASCADE, related_name="answer_draft")

    def __str__(self) -> str:
        return f"concept van een antwoord op {self.about}"
