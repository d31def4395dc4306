"""What comes first: plans with their measures, what those take, how they are scored and who chooses from them."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from regiotafel.columns import InOrder, Line, Once, Sought, ToFind, Words
from regiotafel.history.models import REASON_LENGTH, SAID_BY_ENTRY, Numbered, Sealed, new_salt
from regiotafel.mandates.models import DecisionLevel
from regiotafel.regions.models import Municipality, Organisation, Region
from regiotafel.thread.models import Knot
from regiotafel.thread.rules import KnotKind
from regiotafel.vision.models import Document

TITLE_LENGTH = 120
# How a measure stands on the thread.
MEASURE = KnotKind("measure", _("maatregelen"), _("maatregel {it.number}, “{it.title}”"), route="plan:measure")
ARRANGEMENT = KnotKind(
    "arrangement",
    _("afspraken met aanbieders"),
    _("afspraak met aanbieders {it.number}, “{it.title}”"),
    route="plan:arrangement",
)
# What a score can be: `Criterion` says what each of them means.
LEAST, MOST = 1, 5


class PlanState(models.TextChoices):
    # Only who writes and who scores reads it.
    DRAFT = "draft", _("in voorbereiding")
    OPEN = "open", _("in bespreking")
    RUNNING = "running", _("in uitvoering")
    DONE = "done", _("afgerond")


class Plan(Sought):
    """What a region does in some years, and what each of those years can hold."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="plans")
    slug = models.SlugField(max_length=60)
    title = Line(_("titel"), max_length=TITLE_LENGTH)
    once = Once("title")
    about = Words(_("waar gaat dit plan over"), max_length=1000, blank=True)
    # The text of which it carries out the promises. None: of no text in particular.
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    first_year = models.PositiveSmallIntegerField(_("eerste jaar"))
    last_year = models.PositiveSmallIntegerField(_("laatste jaar"))
    state = models.CharField(_("status"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    # Grows with every change: who saves has seen the one before.
    version = models.PositiveIntegerField(default=1)

    sealed = Sealed("region slug title about document first_year last_year state version")

    class Meta:
        ordering = ("-first_year", "pk")
        constraints = (
            models.UniqueConstraint(fields=["region", "slug"], name="plan_slug_once_per_region"),
            models.UniqueConstraint(fields=["region", "once"], name="plan_title_once_per_region"),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="plan_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @property
    def is_public(self) -> bool:
        return self.state != PlanState.DRAFT


class Takes(models.Model):
    """Money and hours of one year, whole numbers both. Hours and no fte: an fte is 36 hours here and 40 there, and half
    of one is no whole number, while whoever reckons after us must come to the same sum."""

    year = models.PositiveSmallIntegerField(_("jaar"))
    money = models.PositiveBigIntegerField(_("geld in euro’s"), default=0)
    hours = models.PositiveIntegerField(_("inzet in uren"), default=0)

    class Meta:
        abstract = True


class Owned(models.Model):
    """Whose it is: of a municipality, an organisation or all municipalities together. None of them: nobody yet."""

    municipality = models.ForeignKey(Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_of_region = models.BooleanField(_("van de gemeenten samen"), default=False)

    class Meta:
        abstract = True


def one_owner(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(municipality__isnull=True, organisation__isnull=True)
        | Q(municipality__isnull=True, is_of_region=False)
        | Q(organisation__isnull=True, is_of_region=False),
        name=name,
    )


class PlanYear(Takes):
    """What there is for all measures together in one year. A year without a row: nobody has said so yet."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="capacity")

    sealed = Sealed("plan year money hours")

    class Meta:
        ordering = ("year",)
        constraints = (models.UniqueConstraint(fields=["plan", "year"], name="one_capacity_per_year"),)

    def __str__(self) -> str:
        return f"{self.plan} in {self.year}"


class OneOf(Sought):
    """Measures that exclude each other: at most one of them comes in the plan."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="exclusions")
    name = Line(_("waaruit kiezen we"), max_length=TITLE_LENGTH)
    once = Once("name")

    sealed = Sealed("plan name")

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "one of"
        constraints = (models.UniqueConstraint(fields=["plan", "once"], name="exclusion_name_once_per_plan"),)

    def __str__(self) -> str:
        return self.name


class MeasureState(models.TextChoices):
    IDEA = "idea", _("idee")
    PROPOSED = "proposed", _("voorgesteld")
    PLANNED = "planned", _("in het plan")
    BUSY = "busy", _("bezig")
    DONE = "done", _("klaar")
    STOPPED = "stopped", _("gestopt")
    LATER = "later", _("later")
    NOT = "not", _("niet in het plan")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class Measure(Sought, Owned):
    """Something that a region can do, and who sees to it. Its number never changes and is never given again."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measures")
    number = models.PositiveIntegerField()
    title = Line(_("maatregel"), max_length=TITLE_LENGTH)
    once = Once("title")
    in_order = InOrder("title")
    about = Words(_("wat doen we dan"), max_length=2000, blank=True)
    theme = Line(_("thema"), max_length=60, blank=True)
    level = models.CharField(_("niveau"), max_length=20, choices=DecisionLevel.choices, blank=True)
    earliest_year = models.PositiveSmallIntegerField(_("op zijn vroegst in"), null=True, blank=True)
    latest_year = models.PositiveSmallIntegerField(_("uiterlijk in"), null=True, blank=True)
    # The law asks for it: it comes before all others. On which ground, as article or decision.
    is_statutory = models.BooleanField(_("wettelijk verplicht"), default=False)
    ground = Line(_("op grond waarvan"), max_length=300, blank=True)
    result = Words(_("wat levert het op"), max_length=1000, blank=True)
    measured_by = Words(_("hoe meten we dat"), max_length=1000, blank=True)
    one_of = models.ForeignKey(OneOf, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    found_by = ToFind("title", "about", "theme", "result")
    # The newest step of its way, kept here to be sought.
    state = models.CharField(_("status"), max_length=10, choices=MeasureState.choices, default=MeasureState.IDEA)
    version = models.PositiveIntegerField(default=1)
    knot = models.OneToOneField(Knot, on_delete=models.PROTECT)

    sealed = Sealed(
        "plan number title about theme municipality organisation is_of_region level earliest_year latest_year"
        " ground result measured_by one_of state version knot",
        {"is_statutory": "so exactly when there is a ground, which is sealed"},
    )

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["plan", "number"], name="measure_number_once"),
            models.UniqueConstraint(fields=["plan", "once"], name="measure_title_once_per_plan"),
            one_owner("measure_has_one_owner"),
            models.CheckConstraint(
                condition=Q(is_statutory=False, ground="") | (Q(is_statutory=True) & ~Q(ground="")),
                name="statutory_measure_says_why",
            ),
            models.CheckConstraint(
                condition=Q(earliest_year__isnull=True)
                | Q(latest_year__isnull=True)
                | Q(latest_year__gte=F("earliest_year")),
                name="measure_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.title


class MeasureStep(Numbered):
    """What became of a measure, step by step."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(_("status"), max_length=10, choices=MeasureState.choices)
    reason = Line(_("waarom"), max_length=REASON_LENGTH, blank=True)

    sealed = Sealed("measure number state reason at", {"by": SAID_BY_ENTRY})

    class Meta(Numbered.Meta):
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["measure", "number"], name="measure_step_number_once"),)

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.measure}"


class Pace(models.TextChoices):
    """How a measure goes, as who sees to it says."""

    WAITS = "waits", _("nog niet begonnen")
    ON = "on", _("loopt")
    LATE = "late", _("loopt achter")
    DONE = "done", _("klaar")
    STOPPED = "stopped", _("gestopt")


class Progress(Sought, Numbered):
    """How a measure goes, told by who sees to it. What was told earlier stays to be read, also when corrected."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="progress")
    pace = models.CharField(_("hoe gaat het"), max_length=10, choices=Pace.choices)
    done = Words(_("wat is er gedaan"), max_length=1000, blank=True)
    late = Words(_("wat loopt achter, en waarom"), max_length=1000, blank=True)
    needed = Words(_("wat is er nodig"), max_length=1000, blank=True)
    # In which year it will be done, of what is late or did not begin yet.
    expected_year = models.PositiveSmallIntegerField(_("klaar in"), null=True, blank=True)
    # What was told wrongly before, and is told here as it is.
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    found_by = ToFind("done", "late", "needed")
    # Something stands in it that nobody should read.
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = Line(max_length=REASON_LENGTH, blank=True)

    sealed = Sealed(
        "measure number pace done late needed expected_year corrects hidden_at hidden_reason at",
        {"by": SAID_BY_ENTRY},
    )

    class Meta(Numbered.Meta):
        verbose_name_plural = "progress"
        constraints = (
            models.UniqueConstraint(fields=["measure", "number"], name="progress_number_once"),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True, hidden_reason="") | Q(hidden_at__isnull=False),
                name="hidden_progress_says_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_pace_display()}: {self.measure}"


class Rhythm(models.Model):
    """How often who sees to a measure is asked how it goes: every so many months, from a day on."""

    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="rhythm")
    # None: nobody is asked any more.
    months = models.PositiveSmallIntegerField(_("hoe vaak"), null=True, blank=True)
    first_on = models.DateField(_("eerste dag"))
    version = models.PositiveIntegerField(default=1)

    sealed = Sealed("plan months first_on version")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"voortgang van {self.plan}"


class Asking(models.Model):
    """That who sees to a measure was asked by letter how it goes: once for each day on which that is due."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="askings")
    due_on = models.DateField()
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ("-due_on", "pk")
        constraints = (models.UniqueConstraint(fields=["measure", "due_on"], name="asked_once_per_day"),)

    def __str__(self) -> str:
        return f"{self.measure} op {self.due_on}"


class Direction(models.TextChoices):
    """Which way a figure should go."""

    DOWN = "down", _("lager is beter")
    UP = "up", _("hoger is beter")
    NONE = "none", _("geen van beide: we volgen het alleen")


class Every(models.TextChoices):
    YEAR = "year", _("elk jaar")
    QUARTER = "quarter", _("elk kwartaal")
    MONTH = "month", _("elke maand")


class Indicator(Sought):
    """What is measured to see whether a measure works."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="indicators")
    number = models.PositiveIntegerField()
    name = Line(_("wat meten we"), max_length=TITLE_LENGTH)
    once = Once("name")
    unit = Line(_("eenheid"), max_length=40)
    # Its figures are numbers of people: of fewer than five none is kept.
    counts_people = models.BooleanField(_("dit telt mensen"), default=False)
    direction = models.CharField(_("welke kant moet het op"), max_length=10, choices=Direction.choices)
    every = models.CharField(_("hoe vaak"), max_length=10, choices=Every.choices)
    target = models.DecimalField(_("doel"), max_digits=12, decimal_places=2, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(_("in welk jaar"), null=True, blank=True)
    source = Line(_("bron"), max_length=200, blank=True)
    # No: nobody measures it any more; what was measured stays.
    is_kept = models.BooleanField(_("we houden dit bij"), default=True)
    version = models.PositiveIntegerField(default=1)

    sealed = Sealed("measure number name unit counts_people direction every target target_year source is_kept version")

    class Meta:
        ordering = ("measure", "number")
        constraints = (
            models.UniqueConstraint(fields=["measure", "number"], name="indicator_number_once"),
            models.UniqueConstraint(fields=["measure", "once"], name="indicator_name_once_per_measure"),
            models.CheckConstraint(
                condition=Q(target__isnull=False) | Q(target_year__isnull=True), name="target_year_has_a_target"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Figure(models.Model):
    """What an indicator was in one year, quarter or month."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="figures")
    # 2027, 2027-K2 or 2027-03.
    period = models.CharField(_("periode"), max_length=7)
    # None: too few people to tell.
    value = models.DecimalField(_("waarde"), max_digits=12, decimal_places=2, null=True, blank=True)
    note = Line(_("toelichting"), max_length=REASON_LENGTH, blank=True)
    # Why it cannot be compared with what stands before it. Empty: it can.
    broken = Line(_("reeksbreuk"), max_length=REASON_LENGTH, blank=True)

    sealed = Sealed("indicator period value note broken")

    class Meta:
        ordering = ("period", "pk")
        constraints = (models.UniqueConstraint(fields=["indicator", "period"], name="one_figure_per_period"),)

    def __str__(self) -> str:
        return f"{self.indicator} in {self.period}"


class Size(models.Model):
    """A measure can also be done smaller. As it was proposed is no row here."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="sizes")
    name = Line(_("naam"), max_length=60)
    about = Words(_("wat doen we dan minder"), max_length=500, blank=True)

    sealed = Sealed("measure name about")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["measure", "name"], name="size_name_once_per_measure"),)

    def __str__(self) -> str:
        return f"{self.measure}: {self.name}"


class Effort(Takes):
    """What a measure takes in one year: as it was proposed, or at a smaller size."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="efforts")
    size = models.ForeignKey(Size, null=True, blank=True, on_delete=models.PROTECT, related_name="efforts")

    sealed = Sealed("measure size year money hours")

    class Meta:
        ordering = ("year", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["measure", "year"], condition=Q(size__isnull=True), name="one_effort_per_year"
            ),
            models.UniqueConstraint(fields=["size", "year"], name="one_effort_per_size_and_year"),
        )

    def __str__(self) -> str:
        return f"{self.measure} in {self.year}"


class Dependency(models.Model):
    """A measure can be begun only when another is done. No circle of these exists."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="needs")
    on = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="needed_by")

    sealed = Sealed("measure on")

    class Meta:
        ordering = ("measure", "on__number")
        verbose_name_plural = "dependencies"
        constraints = (
            models.UniqueConstraint(fields=["measure", "on"], name="dependency_once"),
            models.CheckConstraint(condition=~Q(measure=F("on")), name="measure_needs_another"),
        )

    def __str__(self) -> str:
        return f"{self.measure} na {self.on}"


class Variant(Sought):
    """Another way to lay the measures over the years, made by hand and kept to be compared."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="variants")
    name = Line(_("naam"), max_length=80)
    once = Once("name")
    version = models.PositiveIntegerField(default=1)

    sealed = Sealed("plan name version")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["plan", "once"], name="variant_name_once_per_plan"),)

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """Where a variant has a measure: its first year, as it was proposed or smaller. One without a place is not in."""

    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="places")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="places")
    size = models.ForeignKey(Size, null=True, blank=True, on_delete=models.PROTECT, related_name="places")
    first_year = models.PositiveSmallIntegerField(_("begint in"))

    sealed = Sealed("variant measure size first_year")

    class Meta:
        ordering = ("variant", "measure__number")
        constraints = (models.UniqueConstraint(fields=["variant", "measure"], name="one_place_per_variant"),)

    def __str__(self) -> str:
        return f"{self.measure}: {self.first_year}"


class ArrangementKind(models.TextChoices):
    CONTRACT = "contract", _("contract")
    FRAMEWORK = "framework", _("raamovereenkomst")
    SUBSIDY = "subsidy", _("subsidie")
    PARTNERSHIP = "partnership", _("samenwerkingsafspraak")
    OTHER = "other", _("andere afspraak")


class ArrangementState(models.TextChoices):
    STANDS = "stands", _("staat")
    DROPPED = "dropped", _("gaat niet door")


class Arrangement(Sought, Owned):
    """What municipalities agree with providers, and from when until when. Whose it is sees to it. Its number never
    changes. No price and no bid is kept."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="arrangements")
    number = models.PositiveIntegerField()
    title = Line(_("afspraak"), max_length=TITLE_LENGTH)
    once = Once("title")
    in_order = InOrder("title")
    kind = models.CharField(_("soort afspraak"), max_length=12, choices=ArrangementKind.choices)
    theme = Line(_("vorm van hulp of thema"), max_length=60, blank=True)
    about = Words(_("waar gaat dit over"), max_length=2000, blank=True)
    from_on = models.DateField(_("gaat in op"), null=True, blank=True)
    until_on = models.DateField(_("loopt tot en met"), null=True, blank=True)
    # So long before its end it must be given notice; nothing was said about that.
    notice_months = models.PositiveSmallIntegerField(_("opzegtermijn in maanden"), null=True, blank=True)
    # From that day everybody reads it. None: only who works at it.
    public_from = models.DateField(_("openbaar vanaf"), null=True, blank=True)
    state = models.CharField(
        _("status"), max_length=8, choices=ArrangementState.choices, default=ArrangementState.STANDS
    )
    reason = Line(_("waarom"), max_length=REASON_LENGTH, blank=True)
    found_by = ToFind("title", "theme", "about")
    # Grows with every change, also of what belongs to it: who saves has seen the one before.
    version = models.PositiveIntegerField(default=1)
    knot = models.OneToOneField(Knot, on_delete=models.PROTECT)

    sealed = Sealed(
        "region number title kind theme about municipality organisation is_of_region from_on until_on notice_months"
        " public_from state reason version knot"
    )

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["region", "number"], name="arrangement_number_once"),
            models.UniqueConstraint(fields=["region", "once"], name="arrangement_title_once_per_region"),
            one_owner("arrangement_has_one_owner"),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="arrangement_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_dropped(self) -> bool:
        return self.state == ArrangementState.DROPPED


class ArrangementParty(Owned):
    """With whom or by whom it is agreed."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, related_name="parties")

    sealed = Sealed("arrangement municipality organisation is_of_region")

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "arrangement parties"
        constraints = (
            one_owner("arrangement_party_is_one"),
            models.UniqueConstraint(fields=["arrangement", "municipality"], name="municipality_once_in_arrangement"),
            models.UniqueConstraint(fields=["arrangement", "organisation"], name="organisation_once_in_arrangement"),
        )

    def __str__(self) -> str:
        return f"{self.municipality or self.organisation or self.arrangement.region} in {self.arrangement}"


class ExtensionState(models.TextChoices):
    OPEN = "open", _("nog te besluiten")
    TAKEN = "taken", _("verlengd")
    NOT_TAKEN = "not_taken", _("niet verlengd")
    DROPPED = "dropped", _("vervallen")


class Extension(models.Model):
    """An option to go on for some months after its end, and the last day on which that must be decided."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, related_name="extensions")
    number = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField(_("hoeveel maanden langer"))
    decide_by = models.DateField(_("uiterlijk besluiten op"), null=True, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=ExtensionState.choices, default=ExtensionState.OPEN)

    sealed = Sealed("arrangement number months decide_by state")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["arrangement", "number"], name="extension_number_once"),)

    def __str__(self) -> str:
        return f"{self.arrangement} + {self.months}"


class MilestoneKind(models.TextChoices):
    CONSULTATION = "consultation", _("marktconsultatie")
    PUBLICATION = "publication", _("publicatie")
    QUESTIONS = "questions", _("vragenronde")
    BIDS_CLOSE = "bids_close", _("inschrijving sluit")
    AWARD = "award", _("gunning")
    OBJECTIONS = "objections", _("einde bezwaartermijn")
    START = "start", _("ingang")
    REVIEW = "review", _("evaluatie")
    EXTENSION = "extension", _("optie besluiten")
    END = "end", _("einde")
    OWN = "own", _("ander moment")


class MilestoneState(models.TextChoices):
    PLANNED = "planned", _("gepland")
    TENTATIVE = "tentative", _("voorlopig")
    DONE = "done", _("gedaan")
    DROPPED = "dropped", _("vervallen")


class Milestone(models.Model):
    """A day on which something happens with an agreement. The days that it had stay among its steps."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, related_name="milestones")
    number = models.PositiveIntegerField()
    kind = models.CharField(_("soort moment"), max_length=14, choices=MilestoneKind.choices)
    name = Line(_("wat gebeurt er"), max_length=100, blank=True)
    on = models.DateField(_("datum"))
    # The newest step of its way, kept here to be sought.
    state = models.CharField(_("status"), max_length=10, choices=MilestoneState.choices, default=MilestoneState.PLANNED)
    public_from = models.DateField(_("openbaar vanaf"), null=True, blank=True)

    sealed = Sealed("arrangement number kind name on state public_from")

    class Meta:
        ordering = ("on", "number")
        constraints = (models.UniqueConstraint(fields=["arrangement", "number"], name="milestone_number_once"),)

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())

    @property
    def is_over(self) -> bool:
        return self.state in (MilestoneState.DONE, MilestoneState.DROPPED)


class MilestoneStep(Numbered):
    """On which day it was to be from a moment on, how certain that was, and why."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="steps")
    on = models.DateField(_("datum"))
    state = models.CharField(_("status"), max_length=10, choices=MilestoneState.choices)
    reason = Line(_("waarom"), max_length=REASON_LENGTH, blank=True)

    sealed = Sealed("milestone number on state reason at", {"by": SAID_BY_ENTRY})

    class Meta(Numbered.Meta):
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["milestone", "number"], name="milestone_step_number_once"),)

    def __str__(self) -> str:
        return f"{self.milestone}: {self.on}"


class Prerequisite(Owned):
    """What must be ready before a milestone: something of the thread or plain words, by whom and by when."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="prerequisites")
    what = Line(_("wat moet klaar zijn"), max_length=200, blank=True)
    knot = models.ForeignKey(Knot, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_on = models.DateField(_("uiterlijk op"), null=True, blank=True)
    is_ready = models.BooleanField(_("klaar"), default=False)

    sealed = Sealed("milestone what knot municipality organisation is_of_region by_on is_ready")

    class Meta:
        ordering = ("by_on", "pk")
        constraints = (
            one_owner("prerequisite_has_one_owner"),
            models.CheckConstraint(condition=~Q(what="", knot__isnull=True), name="prerequisite_says_what"),
        )

    def __str__(self) -> str:
        return self.what or str(self.knot)


class Secondment(Owned):
    """Whose people work for some hours a week in a team of others. No names: a role or an expertise."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="secondments")
    number = models.PositiveIntegerField()
    # Where they work: an organisation, or a team that is none.
    to = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    team = Line(_("team"), max_length=100, blank=True)
    role = Line(_("functie of deskundigheid"), max_length=100)
    hours = models.PositiveSmallIntegerField(_("uren per week"))
    from_on = models.DateField(_("vanaf"))
    until_on = models.DateField(_("tot en met"), null=True, blank=True)
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="secondments")
    arrangement = models.ForeignKey(
        Arrangement, null=True, blank=True, on_delete=models.PROTECT, related_name="secondments"
    )
    version = models.PositiveIntegerField(default=1)

    sealed = Sealed(
        "region number municipality organisation to team role hours from_on until_on measure arrangement version",
        {"is_of_region": "never: whose people they are is one municipality or organisation"},
    )

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["region", "number"], name="secondment_number_once"),
            one_owner("secondment_is_of_one"),
            models.CheckConstraint(condition=~Q(team="", to__isnull=True), name="secondment_goes_somewhere"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="secondment_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.role

    @property
    def where(self) -> str:
        return self.team or str(self.to)


class Criterion(Sought):
    """By what measures are weighed, and what each score means, so that two people mean the same by a 4."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name = Line(_("criterium"), max_length=60)
    once = Once("name")
    definition = Words(_("wat bedoelen we ermee"), max_length=500)
    anchor_1 = Line(_("een 1 betekent"), max_length=200)
    anchor_2 = Line(_("een 2 betekent"), max_length=200)
    anchor_3 = Line(_("een 3 betekent"), max_length=200)
    anchor_4 = Line(_("een 4 betekent"), max_length=200)
    anchor_5 = Line(_("een 5 betekent"), max_length=200)
    # How heavy it weighs beside the others: 2 is twice a 1, so that nothing need add up.
    weight = models.PositiveSmallIntegerField(_("hoe zwaar telt dit"), default=1)
    version = models.PositiveIntegerField(default=1)
    # What was scored by it stays to be read.
    retired_at = models.DateTimeField(null=True, blank=True)

    sealed = Sealed(
        "plan position name definition anchor_1 anchor_2 anchor_3 anchor_4 anchor_5 weight version retired_at"
    )

    class Meta:
        ordering = ("position", "pk")
        verbose_name_plural = "criteria"
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "once"], condition=Q(retired_at__isnull=True), name="criterion_name_once_per_plan"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def anchors(self) -> list[tuple[int, str]]:
        return [(n, getattr(self, f"anchor_{n}")) for n in range(LEAST, MOST + 1)]


class Score(Numbered):
    """What one person gave a measure by one criterion, and why: the newest holds, the earlier ones stay to be read."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    # Who scores has one number in a plan, which stays when the account goes: two people stay two.
    scorer = models.PositiveIntegerField()
    # None: taken back.
    value = models.PositiveSmallIntegerField(
        _("score"), null=True, validators=[MinValueValidator(LEAST), MaxValueValidator(MOST)]
    )
    reason = Line(_("waarom"), max_length=REASON_LENGTH, blank=True)

    sealed = Sealed("measure criterion scorer number value reason at", {"by": SAID_BY_ENTRY})

    class Meta(Numbered.Meta):
        constraints = (
            models.UniqueConstraint(fields=["measure", "criterion", "scorer", "number"], name="score_number_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=LEAST, value__lte=MOST), name="score_on_the_scale"
            ),
        )

    def __str__(self) -> str:
        return f"{self.value} voor {self.measure} op {self.criterion}"


class PartyKind(models.TextChoices):
    MUNICIPALITIES = "municipalities", _("gemeenten")
    PROVIDERS = "providers", _("jeugdhulpaanbieders")
    PROFESSIONALS = "professionals", _("hulpverleners")
    CLIENTS = "clients", _("jongeren en ouders")
    RESIDENTS = "residents", _("inwoners")


class ChoiceForm(models.TextChoices):
    APPROVE = "approve", _("aankruisen wat in het plan moet")
    POINTS = "points", _("punten verdelen")
    RANK = "rank", _("een top maken, met de belangrijkste bovenaan")
    FOUR = "four", _("steeds uit vier de belangrijkste en de minst belangrijke kiezen")


class Scarce(models.TextChoices):
    MONEY = "money", _("geld")
    HOURS = "hours", _("inzet in uren")


class ChoiceRule(models.TextChoices):
    EQUAL_SHARES = "equal_shares", _("iedereen een eerlijk deel")
    GREEDY = "greedy", _("de meeste punten eerst")
    CRITERIA = "criteria", _("de scores op de criteria")


class Utility(models.TextChoices):
    COST = "cost", _("elke euro telt even zwaar")
    CARDINALITY = "cardinality", _("elke maatregel telt even zwaar")


class Completion(models.TextChoices):
    NONE = "none", _("wat over is, blijft over")
    ADD1U = "add1u", _("wat over is, wordt ook verdeeld")
    ADD1U_EXHAUSTIVE = "add1u-exhaustive", _("wat over is, wordt verdeeld tot er niets meer bij past")


class Start(models.TextChoices):
    EXACT = "exact", _("tot op de cent")
    FLOORED = "floored", _("op hele euro’s naar beneden afgerond")


# How a round of choosing stands on the thread.
CHOICE_ROUND = KnotKind("choice_round", _("keuzerondes"), _("de keuzeronde “{it}”"), route="plan:choice")


class ChoiceRound(Sought):
    """A question to five kinds of parties: which measures come first? What is asked, of whom and how it is counted is
    fixed when it opens. It closes by itself."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="choice_rounds")
    number = models.PositiveIntegerField()
    title = Line(_("titel"), max_length=TITLE_LENGTH)
    once = Once("title")
    question = Words(_("de vraag"), max_length=500, blank=True)
    form = models.CharField(_("hoe kies je"), max_length=10, choices=ChoiceForm.choices, default=ChoiceForm.APPROVE)
    # Points to divide, places of a top, or how often four are shown. Of `approve` it says nothing.
    points = models.PositiveSmallIntegerField(_("hoeveel"), default=0)
    # A form that is not blank has at least so many choices. 0: one is enough.
    at_least = models.PositiveSmallIntegerField(_("ten minste"), default=0)
    scarce = models.CharField(_("wat is er te weinig"), max_length=10, choices=Scarce.choices, default=Scarce.MONEY)
    # Each year of the plan chooses in turn, and what is left goes along; else once for all years together.
    by_year = models.BooleanField(_("elk jaar apart"), default=False)
    rule = models.CharField(
        _("hoe tellen we"), max_length=20, choices=ChoiceRule.choices, default=ChoiceRule.EQUAL_SHARES
    )
    utility = models.CharField(_("wat telt"), max_length=20, choices=Utility.choices, default=Utility.COST)
    completion = models.CharField(
        _("wat over is"), max_length=20, choices=Completion.choices, default=Completion.ADD1U_EXHAUSTIVE
    )
    start = models.CharField(_("afronden"), max_length=10, choices=Start.choices, default=Start.EXACT)
    # So many people or parties must want a measure at least.
    least_support = models.PositiveSmallIntegerField(_("hoeveel partijen ten minste"), default=0)
    # By rules without shares one kind of party has at most so many percent of all weight. None: there is no cap.
    cap = models.PositiveSmallIntegerField(_("hooguit zo veel procent voor één soort partij"), null=True, blank=True)
    # Who agreed on the shares, and where that can be read.
    agreed_by = Line(_("wie sprak de verdeling af"), max_length=300, blank=True)
    # What municipalities and organisations chose is told by name. Of persons it never is.
    names_told = models.BooleanField(_("met naam"), default=True)
    closes_on = models.DateField(_("laatste dag"), null=True, blank=True)
    # By year [money, hours]: what there was when it opened. A year that is missing: nobody has said so.
    capacity = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    # Set when it opens, later when it is prolonged, and earlier when somebody closes it.
    closes_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_reason = Line(_("waarom gestopt"), max_length=REASON_LENGTH, blank=True)
    # When who had not chosen yet was last written to: as somebody asked, and just before closing.
    reminded_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    # From then on everybody reads what came out.
    told_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    # Mixes the numbers of who gives, in files and for who sees which four. Never shown.
    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    sealed = Sealed(
        "plan number title question form points at_least scarce by_year rule utility completion start least_support"
        " cap agreed_by names_told closes_on capacity opened_at closes_at stopped_at stopped_reason told_at version",
        {
            "salt": "mixes the numbers of who gives",
            "reminded_at": "when letters went",
            "warned_at": "when letters went",
        },
    )

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["plan", "number"], name="choice_round_number_once"),
            models.UniqueConstraint(fields=["plan", "once"], name="choice_round_title_once_per_plan"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(closes_at__isnull=False), name="open_choice_round_closes"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | ~Q(stopped_reason=""), name="stopped_choice_round_says_why"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def state(self, now: datetime) -> str:
        """`prepared`, `open`, `closed`, `told` or `stopped`."""
        if self.stopped_at is not None:
            return "stopped"
        if self.opened_at is None or self.closes_at is None:
            return "prepared"
        if self.told_at is not None:
            return "told"
        return "open" if now < self.closes_at else "closed"


class Share(models.Model):
    """How much one kind of party decides about, beside the others. 0: it gives no ballots."""

    round = models.ForeignKey(ChoiceRound, on_delete=models.PROTECT, related_name="shares")
    kind = models.CharField(_("soort partij"), max_length=20, choices=PartyKind.choices)
    share = models.PositiveSmallIntegerField(_("deel"))

    sealed = Sealed("round kind share")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["round", "kind"], name="share_once_per_kind"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.share}"


class CandidatePart(models.TextChoices):
    CHOICE = "choice", _("staat op het formulier")
    # Off the top: the law asks for it, or it was chosen before. A smaller size has the scores of the whole measure.
    STATUTORY = "statutory", _("moet van de wet")
    CHOSEN = "chosen", _("al gekozen")
    SMALLER = "smaller", _("kleinere vorm")


class Candidate(models.Model):
    """A measure as it was when the round opened: what becomes of it later does not change what was asked."""

    round = models.ForeignKey(ChoiceRound, on_delete=models.PROTECT, related_name="candidates")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    # The ballots name it by this.
    position = models.PositiveSmallIntegerField()
    part = models.CharField(_("wat het is"), max_length=10, choices=CandidatePart.choices, default=CandidatePart.CHOICE)
    size = models.ForeignKey(Size, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = Line(_("maatregel"), max_length=TITLE_LENGTH + 65)
    # Of each year in which it takes something: [year, money, hours].
    takes = models.JSONField(default=list, blank=True)
    one_of = models.ForeignKey(OneOf, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    sealed = Sealed("round measure position part size title takes one_of")

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["round", "position"], name="candidate_position_once"),
            models.UniqueConstraint(
                fields=["round", "measure"], condition=Q(size__isnull=True), name="candidate_once_per_round"
            ),
            models.UniqueConstraint(fields=["round", "size"], name="candidate_size_once_per_round"),
        )

    def __str__(self) -> str:
        return self.title


class BallotChannel(models.TextChoices):
    SITE = "site", _("op de site")
    PAPER = "paper", _("op papier")
    FILE = "file", _("uit een bestand")


class Ballot(models.Model):
    """What somebody chose, for themselves or on behalf of a party. A better one is a next one; of who chooses from
    fours it is one that grows."""

    round = models.ForeignKey(ChoiceRound, on_delete=models.PROTECT, related_name="ballots")
    # Who gives has one number in a round, which stays when the account goes: two people stay two.
    giver = models.PositiveIntegerField()
    # Grows with every change: who gives has seen the one before.
    number = models.PositiveIntegerField(default=1)
    is_newest = models.BooleanField(default=True)
    kind = models.CharField(_("soort partij"), max_length=20, choices=PartyKind.choices)
    # On whose behalf. Neither: for themselves.
    municipality = models.ForeignKey(Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("kanaal"), max_length=10, choices=BallotChannel.choices, default=BallotChannel.SITE)
    # Its number on paper or in the file.
    outside_id = Line(max_length=20, blank=True)
    # By the position of a candidate: 1, points or a place. Of fours: a list of [shown, best, worst].
    said = models.JSONField(default=dict, blank=True)
    # They have no preference, and said so.
    is_blank = models.BooleanField(default=False)
    # It was typed in by mistake: it stays to be read and counts no more.
    void_reason = Line(_("waarom ongedaan gemaakt"), max_length=REASON_LENGTH, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("giver", "-number")
        constraints = (
            models.UniqueConstraint(fields=["round", "giver", "number"], name="ballot_number_once"),
            models.UniqueConstraint(
                fields=["round", "giver"], condition=Q(is_newest=True), name="one_newest_ballot_per_giver"
            ),
            models.UniqueConstraint(
                fields=["round", "municipality"],
                condition=Q(is_newest=True, void_reason=""),
                name="one_ballot_per_municipality",
            ),
            models.UniqueConstraint(
                fields=["round", "organisation"],
                condition=Q(is_newest=True, void_reason=""),
                name="one_ballot_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["round", "channel", "outside_id"],
                condition=~Q(outside_id="") & Q(is_newest=True, void_reason=""),
                name="outside_ballot_once",
            ),
            models.CheckConstraint(
                condition=Q(municipality__isnull=True) | Q(organisation__isnull=True), name="ballot_of_one_party"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.giver} in {self.round}"


class Outcome(models.Model):
    """What came out of a round that closed, by each rule. It is counted once, from what is kept beside it: the same
    input has the same outcome, and whoever has the file can do it again."""

    round = models.OneToOneField(ChoiceRound, on_delete=models.PROTECT, related_name="+")
    # A text, as `formats.plan` writes it: measures, ballots in groups, shares and what there is. It names nobody.
    asked = models.JSONField()
    # In which unit, which rules, the one that leads first, and what a file cannot say.
    how = models.JSONField()
    # Of both, with the salt of the round: nobody can try what somebody chose against it.
    digest = models.CharField(max_length=64)
    # A text: what each rule says, as `outcomes.rules` keeps it, without anything about fewer than five.
    document = models.JSONField(default=str, blank=True)
    n_done = models.PositiveSmallIntegerField(default=0)
    n = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    # Its last sign of life.
    alive_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    sealed = Sealed(
        "round asked how digest document finished_at",
        dict.fromkeys(("n_done", "n", "asked_at", "alive_at"), "how far the counting is"),
        when=Q(finished_at__isnull=False),
    )

    def __str__(self) -> str:
        return f"uitkomst van {self.round}"


class Decision(Numbered):
    """What a body decided after a round: the newest holds, and the earlier ones stay to be read."""

    round = models.ForeignKey(ChoiceRound, on_delete=models.PROTECT, related_name="decisions")
    body = Line(_("wie besloot dit"), max_length=120)
    decided_on = models.DateField(_("op welke dag"))

    sealed = Sealed("round number body decided_on at", {"by": SAID_BY_ENTRY})

    class Meta(Numbered.Meta):
        constraints = (models.UniqueConstraint(fields=["round", "number"], name="decision_number_once"),)

    def __str__(self) -> str:
        return f"besluit {self.number} na {self.round}"


class Verdict(models.Model):
    """What was decided about one measure, beside what was counted. Where the two differ there is a reason."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="verdicts")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("besluit"), max_length=10, choices=MeasureState.choices)
    # By the rule that was agreed on before the round opened.
    was_in = models.BooleanField(default=False)
    reason = Line(_("waarom"), max_length=REASON_LENGTH, blank=True)

    sealed = Sealed("decision measure state was_in reason")

    class Meta:
        ordering = ("measure__number",)
        constraints = (
            models.UniqueConstraint(fields=["decision", "measure"], name="verdict_once_per_measure"),
            models.CheckConstraint(
                condition=~Q(reason="") | Q(was_in=True, state="planned") | Q(was_in=False) & ~Q(state="planned"),
                name="departure_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.measure}"

    @property
    def is_departure(self) -> bool:
        return self.was_in != (self.state == MeasureState.PLANNED)
