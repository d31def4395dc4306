"""A consultation (ronde) and everything that happens in it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regiotafel.columns import InOrder, Line, Sought, ToFind, Words
from regiotafel.history.models import SAID_BY_ENTRY, Sealed, new_salt
from regiotafel.regions.models import Municipality, Organisation, Region
from regiotafel.tables.models import Meeting
from regiotafel.thread.rules import KnotKind

STATEMENT_LENGTH = 140


class Level(models.TextChoices):
    """The participation ladder as municipalities use it, lowest rung first."""

    INFORM = "inform", _("informeren")
    CONSULT = "consult", _("raadplegen")
    ADVISE = "advise", _("adviseren")
    COPRODUCE = "coproduce", _("coproduceren")
    CODECIDE = "codecide", _("meebeslissen")


# How a round stands on the thread: to be followed.
ROUND = KnotKind("round", _("rondes"), _("de ronde “{it}”"), route="consultations:read")


class Consultation(Sought):
    """A question to people, with what is fixed, what is open, who decides and when they hear."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="consultations")
    slug = models.SlugField(max_length=60)
    title = Line(_("titel"), max_length=120)
    in_order = InOrder("title")
    question = Words(_("de vraag"), max_length=500, blank=True)
    introduction = Words(_("inleiding"), max_length=3000, blank=True)
    level = models.CharField(_("hoe ver gaat meedoen"), max_length=10, choices=Level.choices, blank=True)
    promise = Words(_("wat beloven we"), max_length=600, blank=True)
    # Who decides along, decides about a part. Which part that is, is said before anybody answers.
    decided_together = Line(_("waarover beslissen deelnemers mee"), max_length=300, blank=True)
    audience = Line(_("voor wie"), max_length=300, blank=True)
    decided_by = Line(_("wie beslist"), max_length=300, blank=True)
    decided_on = models.DateField(_("wanneer"), null=True, blank=True)
    answer_by = models.DateField(_("antwoord uiterlijk op"), null=True, blank=True)
    opens_at = models.DateTimeField(_("opent op"), null=True, blank=True)
    closes_at = models.DateTimeField(_("sluit op"), null=True, blank=True)
    accepts_statements = models.BooleanField(_("deelnemers mogen stellingen insturen"), default=True)
    # While it runs: what others answered is shown to who gave their own answers, so that nobody answers along.
    results_after_answers = models.BooleanField(_("resultaten pas na eigen antwoorden"), default=True)
    # Who is new needs an invitation; who takes part already goes on.
    needs_code = models.BooleanField(default=False, editable=False)
    # Set when an editor opens it; it runs from then on between opens_at and closes_at.
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    report_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    # A report that was counted before this moment does not know these figures.
    benchmark_set_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Mixes the numbers of people in files: they stay the same under another secret key. Never shown.
    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    sealed = Sealed(
        "region slug title question introduction level promise decided_together audience decided_by decided_on "
        "answer_by opens_at closes_at accepts_statements results_after_answers needs_code opened_at created_at "
        "version benchmark_set_at",
        {
            "report_asked_at": "when the machine last began to count",
            "salt": "mixes the numbers of people in files",
        },
    )

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(fields=["region", "slug"], name="consultation_slug_once_per_region"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True)
                | (
                    (Q(level="inform") | (~Q(question="") & Q(answer_by__isnull=False) & Q(closes_at__isnull=False)))
                    & ~Q(level="")
                    & ~Q(promise="")
                    & ~Q(audience="")
                    & ~Q(decided_by="")
                    & Q(decided_on__isnull=False)
                    & Q(opens_at__isnull=False)
                    & (Q(closes_at__isnull=True) | Q(closes_at__gt=models.F("opens_at")))
                ),
                name="open_consultation_is_complete",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_information(self) -> bool:
        """It tells what is planned and asks nothing: there is nothing to answer, and no outcome.

        What was opened with a day on which it closes, asked something: also when its level is the lowest.
        """
        return self.level == Level.INFORM and (self.opened_at is None or self.closes_at is None)

    def state(self, now: datetime) -> str:
        """`draft`, `planned`, `running` or `closed`; what asks nothing is `information` as soon as it is open."""
        if self.opened_at is None or self.opens_at is None or (self.closes_at is None and not self.is_information):
            return "draft"
        if now < self.opens_at:
            return "planned"
        if self.is_information or self.closes_at is None:
            return "information"
        return "running" if now < self.closes_at else "closed"


class PointKind(models.TextChoices):
    FIXED = "fixed", _("staat vast")
    OPEN = "open", _("staat nog open")


class Point(models.Model):
    """Something that is fixed, and why; or something that is open."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=5, choices=PointKind.choices)
    position = models.PositiveSmallIntegerField()
    text = Line(_("punt"), max_length=200)
    why = Line(_("waarom"), max_length=300, blank=True)

    sealed = Sealed("consultation kind position text why")

    class Meta:
        ordering = ("kind", "position")
        constraints = (
            models.UniqueConstraint(fields=["consultation", "kind", "position"], name="one_point_per_position"),
            models.CheckConstraint(condition=Q(kind="open") | ~Q(why=""), name="fixed_point_says_why"),
        )

    def __str__(self) -> str:
        return self.text


class PaperTable(models.Model):
    """A meeting where people fill in paper ballots of this consultation. One meeting may serve several of them."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="tables")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="paper")

    sealed = Sealed("consultation meeting")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["consultation", "meeting"], name="meeting_once_on_paper"),)

    def __str__(self) -> str:
        return str(self.meeting)


class Channel(models.TextChoices):
    SITE = "site", _("op de site")
    INVITATION = "invitation", _("met een uitnodiging")
    PAPER = "paper", _("op papier")
    IMPORTED = "imported", _("uit een ander systeem")


class DeclaredRole(models.TextChoices):
    """What somebody says they are. Coarse on purpose: nobody must be recognisable by it."""

    PARENT = "parent", _("ouder, verzorger of pleegouder")
    YOUNG = "young", _("jongere")
    PROFESSIONAL = "professional", _("hulpverlener")
    PROVIDER = "provider", _("jeugdhulpaanbieder")
    MUNICIPALITY = "municipality", _("gemeente")
    COUNCILLOR = "councillor", _("raadslid")
    SCHOOL = "school", _("onderwijs")
    GP = "gp", _("huisarts")
    OTHER = "other", _("anders")


# How somebody says it of themselves; nobody is “vooral gemeente”.
OF_ONESELF = {
    DeclaredRole.PARENT: _("ouder, verzorger of pleegouder"),
    DeclaredRole.YOUNG: _("jongere"),
    DeclaredRole.PROFESSIONAL: _("ik werk als hulpverlener"),
    DeclaredRole.PROVIDER: _("ik werk bij een jeugdhulpaanbieder"),
    DeclaredRole.MUNICIPALITY: _("ik werk bij een gemeente"),
    DeclaredRole.COUNCILLOR: _("raadslid"),
    DeclaredRole.SCHOOL: _("ik werk in het onderwijs"),
    DeclaredRole.GP: _("huisarts"),
    DeclaredRole.OTHER: _("anders"),
}


class Participant(models.Model):
    """Somebody in one consultation, under a pseudonym that is worth nothing elsewhere."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="participants")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    role = models.CharField(max_length=12, choices=DeclaredRole.choices, blank=True)
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="participants"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="participants"
    )
    table = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="participants")
    # The key of the form that somebody began with: begun twice by a double click is still one person.
    start_key = models.UUIDField(null=True, blank=True, unique=True)
    # The number on the paper ballot, or the person's number in the file that was read in.
    outside_id = Line(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["consultation", "table", "outside_id"],
                condition=Q(table__isnull=False),
                name="paper_ballot_once",
            ),
            models.UniqueConstraint(
                fields=["consultation", "outside_id"],
                condition=Q(channel="imported"),
                name="imported_person_once",
            ),
            models.CheckConstraint(
                condition=(Q(channel="paper") & Q(table__isnull=False)) | (~Q(channel="paper") & Q(table__isnull=True)),
                name="paper_has_table",
            ),
        )

    def __str__(self) -> str:
        return f"deelnemer {self.pk}"


class SelfDescription(models.Model):
    """How somebody came in and what they said about themselves. Only ever added; the last one is what holds.

    Who came over the site and said nothing has none.
    """

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="descriptions")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    role = models.CharField(max_length=12, choices=DeclaredRole.choices, blank=True)
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    table = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.participant_id} {self.channel} {self.role}"


class StatementState(models.TextChoices):
    WAITING = "waiting", _("wacht op een moderator")
    ACCEPTED = "accepted", _("doet mee")
    REFUSED = "refused", _("niet geplaatst")
    REPLACED = "replaced", _("vervangen door een nieuwe")
    # Let in with the words of a moderator: what was sent in was never asked, and is read by who wrote it and members.
    REWORDED = "reworded", _("geplaatst met een andere tekst")
    # Read in from elsewhere: it tells something about who answers, so it is no opinion that people can share.
    APART = "apart", _("gaat over mensen zelf, staat apart")


class Source(models.TextChoices):
    SEED = "seed", _("van het projectteam")
    PARTICIPANT = "participant", _("van een deelnemer")
    TABLE = "table", _("van een bijeenkomst")
    IMPORTED = "imported", _("uit een ander systeem")


class Statement(Sought):
    """One thought that people can agree or disagree with. Its words never change after the first vote."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    # Longer only when it was read in from another system.
    text = Line(_("stelling"), max_length=1000)
    found_by = ToFind("text")
    theme = Line(_("thema"), max_length=60, blank=True)
    source = models.CharField(max_length=12, choices=Source.choices)
    state = models.CharField(max_length=10, choices=StatementState.choices)
    sent_in_by = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="statements"
    )
    sent_in_at = models.DateTimeField()
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    # How many answers were told of, and how many of them agree: what decides who is asked what next. Never live: what
    # somebody is asked would tell what another answered.
    n_told = models.PositiveIntegerField(default=0)
    n_told_agree = models.PositiveIntegerField(default=0)

    sealed = Sealed(
        "consultation number text theme source state sent_in_at replaces",
        {
            "sent_in_by": "goes a year after it closed",
            "n_told": "held against the steps",
            "n_told_agree": "held against the steps",
        },
        when=~Q(state="waiting"),
    )

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["consultation", "number"], name="statement_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="statement_has_text"),
        )
        indexes = (models.Index(fields=["consultation", "state"]),)

    def __str__(self) -> str:
        return self.text


class RefusalReason(models.TextChoices):
    TWO_THOUGHTS = "two_thoughts", _("twee punten in één stelling")
    ALREADY_THERE = "already_there", _("deze stelling is er al")
    OFF_TOPIC = "off_topic", _("gaat niet over de vraag")
    PERSONAL_DATA = "personal_data", _("iemand is te herkennen")
    HURTFUL = "hurtful", _("kwetsend")
    NOT_A_STATEMENT = "not_a_statement", _("een vraag, geen stelling")
    OTHER = "other", _("andere reden")
    # Decided before it was read in: no moderator here chooses it.
    ELSEWHERE = "elsewhere", _("niet geplaatst waar deze ronde gehouden is")


class ModerationDecision(Sought):
    """What a moderator decided on a statement, and why. Decisions are added, never changed."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=10, choices=StatementState.choices)
    reason = models.CharField(_("reden"), max_length=20, choices=RefusalReason.choices, blank=True)
    explanation = Words(_("toelichting"), max_length=500, blank=True)
    found_by = ToFind("explanation")
    # What the history holds of the explanation cannot be tried against words once this is gone: it goes with them.
    salt = models.CharField(max_length=32, default=new_salt, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    sealed = Sealed(
        "statement verdict reason at",
        {
            "explanation": "its own digest and salt, which go with it",
            "salt": "goes with the explanation",
            "by": SAID_BY_ENTRY,
        },
    )

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=~Q(verdict="refused") | ~Q(reason=""), name="refusal_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.statement_id}"


class Choice(models.IntegerChoices):
    AGREE = 1, _("eens")
    UNSURE = 0, _("weet ik niet")
    DISAGREE = -1, _("oneens")


class VoteEvent(models.Model):
    """One press of a button. Events are only ever added; no choice means: withdrawn."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="events", db_index=False)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+", db_index=False)
    choice = models.SmallIntegerField(choices=Choice.choices, null=True)
    at = models.DateTimeField()
    # Made with the form: the same press sent twice counts once.
    key = models.UUIDField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["participant", "key"], name="one_event_per_key"),)

    def __str__(self) -> str:
        return f"{self.participant_id} {self.statement_id} {self.choice}"


class Vote(models.Model):
    """The current answer of a participant to a statement."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="votes", db_index=False)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="votes")
    choice = models.SmallIntegerField(choices=Choice.choices)
    # Not known of some that were read in from elsewhere.
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["participant", "statement"], name="one_vote_per_statement"),
            models.CheckConstraint(condition=Q(choice__in=[-1, 0, 1]), name="vote_is_one_of_three"),
        )

    def __str__(self) -> str:
        return f"{self.participant_id} {self.statement_id} {self.choice}"


class Invitation(models.Model):
    """A code for one person of one party. Only its hash is kept, and never who used it."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="invitations")
    code_hash = models.CharField(max_length=64, unique=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisatie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    note = Line(_("voor wie"), max_length=120, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("geldig tot"))
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sealed = Sealed(
        "consultation code_hash organisation made_at expires_at withdrawn_at",
        {
            "note": "goes after its term",
            "made_by": SAID_BY_ENTRY,
            "used_at": "when somebody began: nothing tells that",
        },
    )

    class Meta:
        ordering = ("-made_at", "pk")

    def __str__(self) -> str:
        return f"uitnodiging {self.pk}"


class ImportState(models.TextChoices):
    WAITING = "waiting", _("wacht")
    READING = "reading", _("leest het bestand")
    SAVING = "saving", _("slaat op")
    DONE = "done", _("klaar")
    ASKING = "asking", _("wacht op jouw keuze")
    REFUSED = "refused", _("niet ingelezen")


class ImportChoice(models.TextChoices):
    """What somebody decided who was told what does not fit."""

    AS_IS = "as_is", _("Lees alles in zoals het er staat. Ik weet dat het klopt.")
    TURNED = "turned", _("Keer elke stem om, van eens naar oneens en andersom, en lees dan alles in.")
    STOP = "stop", _("Lees niets in. Ik kies een ander bestand.")


class VoteImport(models.Model):
    """A file with answers from another system: read in whole, or not at all."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="imports")
    votes_file = models.FileField(upload_to="imports/")
    statements_file = models.FileField(upload_to="imports/", blank=True)
    roles_file = models.FileField(upload_to="imports/", blank=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    faults = models.JSONField(default=list)
    # What does not fit, or what somebody must know: kind, weight, which file, and the words. And what was chosen then.
    doubts = models.JSONField(default=list)
    choice = models.CharField(max_length=10, choices=ImportChoice.choices, blank=True)
    n_people = models.PositiveIntegerField(default=0)
    n_statements = models.PositiveIntegerField(default=0)
    n_votes = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    sealed = Sealed(
        "consultation state choice n_people n_statements n_votes finished_at",
        {
            "votes_file": "gone when it was read",
            "statements_file": "gone when it was read",
            "roles_file": "gone when it was read",
            "percent": "how far the machine was",
            "faults": "goes after its term",
            "doubts": "goes after its term",
            "by": SAID_BY_ENTRY,
            "at": "when it was asked",
        },
        when=Q(state="done"),
    )

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"import {self.pk}"


class Property(models.TextChoices):
    """What participants may say about themselves."""

    ROLE = "role", _("rol")
    MUNICIPALITY = "municipality", _("gemeente")


class Benchmark(models.Model):
    """How many people there are of each role or in each municipality, and who says so."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="benchmarks")
    by = models.CharField(max_length=12, choices=Property.choices)
    source = Line(_("bron"), max_length=200)
    year = models.PositiveSmallIntegerField(_("jaar"))

    sealed = Sealed("consultation by source year")

    class Meta:
        ordering = ("-by",)
        constraints = (
            models.UniqueConstraint(fields=["consultation", "by"], name="one_benchmark_per_property"),
            models.CheckConstraint(condition=~Q(source=""), name="benchmark_has_source"),
        )

    def __str__(self) -> str:
        return f"{self.get_by_display()}: {self.source}, {self.year}"


class BenchmarkFigure(models.Model):
    """How many people there are of one role, or in one municipality."""

    benchmark = models.ForeignKey(Benchmark, on_delete=models.CASCADE, related_name="figures")
    role = models.CharField(max_length=12, choices=DeclaredRole.choices, blank=True)
    municipality = models.ForeignKey(Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()

    sealed = Sealed("benchmark role municipality number")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["benchmark", "role"], condition=~Q(role=""), name="one_figure_per_role"),
            models.UniqueConstraint(
                fields=["benchmark", "municipality"],
                condition=Q(municipality__isnull=False),
                name="one_figure_per_municipality",
            ),
            models.CheckConstraint(
                condition=(~Q(role="") & Q(municipality__isnull=True)) | (Q(role="") & Q(municipality__isnull=False)),
                name="figure_is_about_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role or self.municipality}: {self.number}"


class Step(models.Model):
    """Some people who were told together while the consultation ran: at least five who were not told before.

    Of one statement: who answered it first, up to and with the event `until`, as their answers stood at the event
    `as_of`. Without a statement: of the people who take part. All steps of a row together are what was told of it.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="steps")
    statement = models.ForeignKey(
        Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="steps", db_index=False
    )
    until = models.PositiveBigIntegerField()
    as_of = models.PositiveBigIntegerField()
    n_people = models.PositiveIntegerField()
    n_agree = models.PositiveIntegerField(default=0)
    n_disagree = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["statement", "until"], name="answers_told_once"),
            models.UniqueConstraint(
                fields=["consultation", "until"], condition=Q(statement__isnull=True), name="people_told_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.statement_id or 'mensen'} tot {self.until}"


class ReportKind(models.TextChoices):
    """Who may read it, and what is in it."""

    TOLD = "told", _("de totalen tot nu toe, voor iedereen")
    INSIDE = "inside", _("alles tot en met de laatste telling, voor wie de antwoorden mag downloaden")
    FINAL = "final", _("alles, voor iedereen")


class Report(models.Model):
    """The analysis of a consultation at one moment. Results pages read this row and nothing else."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=6, choices=ReportKind.choices)
    # Read before the votes: every vote until here is counted.
    counted_until = models.DateTimeField()
    made_at = models.DateTimeField()
    last_event = models.PositiveBigIntegerField(default=0)
    n_people = models.PositiveIntegerField()
    n_statements = models.PositiveIntegerField()
    n_votes = models.PositiveIntegerField()
    # What everybody may read, and apart from it what is about one person each.
    data = models.JSONField()
    people = models.JSONField(default=dict)

    class Meta:
        ordering = ("-counted_until", "-pk")
        get_latest_by = ("counted_until", "pk")

    def __str__(self) -> str:
        return f"verslag van {self.consultation_id} tot {self.counted_until:%Y-%m-%d %H:%M}"
