"""The way of a text through the bodies of each municipality: when they meet, in which steps, and what came of each.

What a council decides in the end about a version of the text is told by `vision.CouncilDecision`, and only there.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regiotafel.columns import Line, Sought, ToFind, Words
from regiotafel.history.models import REASON_LENGTH, SAID_BY_ENTRY, Numbered, Sealed
from regiotafel.regions.models import Municipality, Region
from regiotafel.thread.models import Knot
from regiotafel.thread.rules import KnotKind
from regiotafel.vision.models import TEXT_LENGTH, Document, Passage, Proposal, Release

LONGEST_NAME = 100
# On the thread: an amendment, a motion, a promise or a point of advice; and the way of a text through a municipality.
PAPER = KnotKind("paper", _("stukken van gemeenteraden"), _("{it} in {it.municipality}"), route="councils:paper")
WAY = KnotKind(
    "way",
    _("besluitvorming van gemeenten"),
    _("de besluitvorming in {it.municipality} over “{it.document}”"),
    route="councils:route",
)


class Body(models.TextChoices):
    """Who treats the text in a step."""

    REGION = "region", _("de gemeenten samen")
    ADVISORY = "advisory", _("de adviesraad")
    PARTNERS = "partners", _("de samenwerkingsverbanden van scholen")
    COLLEGE = "college", _("het college")
    COMMITTEE = "committee", _("de raadscommissie")
    COUNCIL = "council", _("de gemeenteraad")


class Aim(models.TextChoices):
    """What a body does with the text in a step."""

    ADVISE = "advise", _("advies geven")
    AGREE = "agree", _("overleg gericht op overeenstemming")
    RELEASE = "release", _("vrijgeven of voorstellen")
    WISHES = "wishes", _("wensen en bedenkingen geven")
    VIEW = "view", _("zienswijze geven")
    REPLY = "reply", _("antwoord geven op de zienswijze")
    LEARN = "learn", _("beeldvormend bespreken")
    WEIGH = "weigh", _("oordeelsvormend bespreken")
    DECIDE = "decide", _("besluiten")


class Calendar(models.Model):
    """When the bodies of a municipality meet, and when they do not."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    # A line each, as the region writes its own: `regions.rules.periods_in` reads them.
    recess = Words(_("recessen"), max_length=2000, blank=True)
    # Grows with every save: who saves says which one they read.
    version = models.PositiveIntegerField(default=1)

    sealed = Sealed("region municipality recess version")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["region", "municipality"], name="one_calendar_per_council"),)

    def __str__(self) -> str:
        return f"vergaderdagen van {self.municipality}"


class Letterhead(models.Model):
    """The Word document in which a municipality writes its proposals to the council, with places for what we know."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    # As it was called by who brought it.
    name = Line(_("naam van het bestand"), max_length=150, blank=True)
    # A sum of the file, which is its name in the storage. Empty: there is none.
    file = models.SlugField(_("bestand"), max_length=64, blank=True, db_index=False)
    version = models.PositiveIntegerField(default=1)

    sealed = Sealed("region municipality name file version")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["region", "municipality"], name="one_letterhead_per_council"),)

    def __str__(self) -> str:
        return f"sjabloon van {self.municipality}"


class MeetingDay(models.Model):
    """A day on which a body of a municipality meets."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="days")
    body = models.CharField(_("wie vergadert"), max_length=10, choices=Body.choices)
    on = models.DateField(_("dag"))
    name = Line(_("naam"), max_length=LONGEST_NAME, blank=True)

    sealed = Sealed("calendar body on name")

    class Meta:
        ordering = ("on", "body")
        constraints = (models.UniqueConstraint(fields=["calendar", "body", "on"], name="body_meets_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.get_body_display()} op {self.on}"


class Route(models.Model):
    """The steps of one municipality towards its decision about a text. Without a municipality: the pattern of the
    region, which every municipality follows that has no steps of its own."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="routes")
    municipality = models.ForeignKey(Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # On which day the last council would have decided: of the pattern only.
    wanted_on = models.DateField(_("gewenste dag"), null=True, blank=True)
    # The municipality chose its own steps: what changes in the pattern does not reach them any more.
    is_own = models.BooleanField(default=False)
    # Of a municipality: whoever follows it hears of each outcome. Nothing for the pattern.
    knot = models.OneToOneField(Knot, null=True, blank=True, on_delete=models.PROTECT, related_name="council_route")
    version = models.PositiveIntegerField(default=1)

    sealed = Sealed("document municipality wanted_on is_own knot version")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["document", "municipality"], name="one_route_per_council"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(municipality__isnull=True), name="one_pattern_per_text"
            ),
        )

    def __str__(self) -> str:
        return f"route van {self.municipality or 'de regio'}"


class RouteStep(models.Model):
    """One step of a route: which body does what, how long after the step before it, and when."""

    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    body = models.CharField(_("wie"), max_length=10, choices=Body.choices)
    aim = models.CharField(_("wat"), max_length=10, choices=Aim.choices)
    # Days after the step before it, and days before the meeting on which the papers must be there.
    term_days = models.PositiveSmallIntegerField(_("termijn in dagen"), default=0)
    papers_days = models.PositiveSmallIntegerField(_("stukken zoveel dagen vooraf"), default=0)
    # The municipality itself says: on this day.
    planned_on = models.DateField(_("vaste dag"), null=True, blank=True)

    sealed = Sealed("route position body aim term_days papers_days planned_on")

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["route", "position"], name="one_council_step_per_position"),)

    def __str__(self) -> str:
        return f"{self.get_body_display()}: {self.get_aim_display()}"

    @property
    def is_decision(self) -> bool:
        """What comes of it is a decision of the council about a version: told there."""
        return self.body == Body.COUNCIL and self.aim == Aim.DECIDE


class Outcome(models.TextChoices):
    """What came of a step before the decision of the council."""

    DONE = "done", _("besproken")
    RELEASED = "released", _("vrijgegeven of voorgesteld")
    POSITIVE = "positive", _("positief advies of akkoord")
    MIXED = "mixed", _("positief, met opmerkingen")
    NEGATIVE = "negative", _("negatief advies of niet akkoord")
    GIVEN = "given", _("wensen, bedenkingen of zienswijze gegeven")
    NOTHING = "nothing", _("geen zienswijze")
    REPLIED = "replied", _("antwoord gegeven")
    HELD = "held", _("aangehouden")
    TIED = "tied", _("stemmen staakten")
    NONE = "none", _("nog niet besproken")


class StepOutcome(Numbered):
    """What came of a step, and when. Written down wrongly, a next one takes its place."""

    step = models.ForeignKey(RouteStep, on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.CharField(_("uitkomst"), max_length=10, choices=Outcome.choices)
    on = models.DateField(_("dag"), null=True, blank=True)
    vote = Line(_("hoe is er gestemd"), max_length=200, blank=True)
    text = Words(_("wat is er gezegd of besloten"), max_length=2000, blank=True)
    link = Line(_("link naar het stuk"), max_length=300, blank=True)
    reason = Line(_("reden van de correctie"), max_length=REASON_LENGTH, blank=True)

    sealed = Sealed("step number outcome on vote text link reason at", {"by": SAID_BY_ENTRY})

    class Meta(Numbered.Meta):
        constraints = (
            models.UniqueConstraint(fields=["step", "number"], name="step_outcome_number_once"),
            models.CheckConstraint(condition=Q(outcome="none") | Q(on__isnull=False), name="step_outcome_has_a_day"),
        )

    def __str__(self) -> str:
        return f"uitkomst {self.number} van {self.step}"


class PaperKind(models.TextChoices):
    AMENDMENT = "amendment", _("amendement")
    MOTION = "motion", _("motie")
    PROMISE = "promise", _("toezegging")
    # Of a body that does not decide: each point gets an answer with its reason.
    ADVICE = "advice", _("punt uit een advies")


class PaperState(models.TextChoices):
    SUBMITTED = "submitted", _("ingediend")
    CHANGED = "changed", _("gewijzigd na advies")
    ADOPTED = "adopted", _("aangenomen")
    REJECTED = "rejected", _("verworpen")
    WITHDRAWN = "withdrawn", _("ingetrokken")
    HELD = "held", _("aangehouden")
    PROMISED = "promised", _("toegezegd")
    KEPT = "kept", _("afgedaan")
    TAKEN = "taken", _("overgenomen")
    PARTLY = "partly", _("deels overgenomen")
    NOT_TAKEN = "not_taken", _("niet overgenomen")


class Paper(Sought):
    """An amendment, a motion or a promise in one council, beside what it decides about the text."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="papers")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("soort"), max_length=10, choices=PaperKind.choices)
    # Of a point of advice: who gave it.
    body = models.CharField(_("van wie"), max_length=10, choices=Body.choices, blank=True)
    title = Line(_("titel"), max_length=LONGEST_NAME)
    text = Words(_("wat staat erin"), max_length=TEXT_LENGTH)
    found_by = ToFind("title", "text")
    # Of an amendment: which passage would read otherwise. A proposal for all councils can begin there.
    passage = models.ForeignKey(Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    # What grew from it for all municipalities: taken over there, it is the same text everywhere again.
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    # An office, no person: “de wethouder jeugd”.
    owner = Line(_("wie doet dit"), max_length=LONGEST_NAME, blank=True)
    due_on = models.DateField(_("uiterlijk op"), null=True, blank=True)
    link = Line(_("link naar het stuk"), max_length=300, blank=True)
    # The newest step of its way, kept here to be sought.
    state = models.CharField(_("status"), max_length=10, choices=PaperState.choices)
    knot = models.OneToOneField(Knot, null=True, blank=True, on_delete=models.PROTECT)
    version = models.PositiveIntegerField(default=1)

    sealed = Sealed("release municipality kind body title text passage proposal owner due_on link state knot version")

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} “{self.title}”"


class PaperStep(Numbered):
    """What became of a paper, step by step."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(_("status"), max_length=10, choices=PaperState.choices)
    on = models.DateField(_("dag"))
    note = Line(_("toelichting"), max_length=REASON_LENGTH, blank=True)

    sealed = Sealed("paper number state on note at", {"by": SAID_BY_ENTRY})

    class Meta(Numbered.Meta):
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["paper", "number"], name="paper_step_number_once"),)

    def __str__(self) -> str:
        return f"{self.get_state_display()} op {self.on}"
