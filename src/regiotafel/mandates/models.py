"""Who decides what: the register of subjects, and the rounds in which municipalities say what they want."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.columns import InOrder, Line, Once, Sought, ToFind, Words
from regiotafel.history.models import REASON_LENGTH, SAID_BY_ENTRY, Numbered, Sealed
from regiotafel.regions.models import Mark, Municipality, Region
from regiotafel.thread.models import Knot
from regiotafel.thread.rules import KnotKind
from regiotafel.vision.models import TEXT_LENGTH, Passage

# How a subject stands on the thread.
SUBJECT = KnotKind("subject", _("onderwerpen"), _("onderwerp “{it}”"), route="mandates:subject")
# And a round, from the day that everybody reads what came out of it.
MANDATE_ROUND = KnotKind(
    "mandateround", _("gemeenterondes"), _("gemeenteronde “{it.title}”"), route="mandates:round_result"
)
# And an agreement about it.
AGREEMENT = KnotKind("agreement", _("akkoorden"), _("akkoord over “{it.subject}”"), route="mandates:agreement")


class DecisionLevel(models.TextChoices):
    """Where something is decided, from near to far. The values are those of the files of a round."""

    LOCAL = "lokaal", _("lokaal")
    SUBREGIONAL = "subregionaal", _("subregionaal")
    REGIONAL = "regionaal", _("regionaal")
    SUPRAREGIONAL = "bovenregionaal", _("bovenregionaal")
    NATIONAL = "landelijk", _("landelijk")


# What each level means, for who does not know the word.
LEVEL_MEANS = {
    DecisionLevel.LOCAL: _("elke gemeente zelf"),
    DecisionLevel.SUBREGIONAL: _("de gemeenten van een deelregio"),
    DecisionLevel.REGIONAL: _("alle gemeenten van de regio samen"),
    DecisionLevel.SUPRAREGIONAL: _("samen met andere regio’s"),
    DecisionLevel.NATIONAL: _("het Rijk, of alle gemeenten van het land samen"),
}


# --- The register


class Subject(Sought):
    """Something about which somebody decides: crisis help, access, dyslexia …"""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="subjects")
    slug = models.SlugField(max_length=60)
    position = models.PositiveIntegerField()
    title = Line(_("onderwerp"), max_length=100)
    once = Once("title")
    about = Words(_("waar gaat dit over"), max_length=500, blank=True)
    # As people say it who look for it.
    words = Words(_("woorden die mensen gebruiken"), max_length=500, blank=True)
    found_by = ToFind("title", "about", "words")
    in_order = InOrder("title")
    # Empty: nobody has said so yet.
    level_wanted = models.CharField(_("gewenst niveau"), max_length=20, choices=DecisionLevel.choices, blank=True)
    # Where somebody goes with a question. Empty: where they go in their municipality.
    turn_to = Words(_("waar kun je terecht"), max_length=300, blank=True)
    # What is gained by acting together, each with its reason. Empty: nothing.
    learning = Words(_("samen leren"), max_length=500, blank=True)
    equality = Words(_("gewenste gelijkheid"), max_length=500, blank=True)
    scale = Words(_("nodige schaal"), max_length=500, blank=True)
    # The passage of the vision that says so.
    passage = models.ForeignKey(Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="subjects")
    # Grows with every change: who saves has seen the one before.
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_reason = Line(max_length=REASON_LENGTH, blank=True)
    knot = models.OneToOneField(Knot, on_delete=models.PROTECT)

    sealed = Sealed(
        "region slug position title about words level_wanted turn_to learning equality scale passage version"
        " retired_at retired_reason knot"
    )

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["region", "slug"], name="subject_slug_once_per_region"),
            models.UniqueConstraint(fields=["region", "once"], name="subject_title_once_per_region"),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_reason="")
                | (Q(retired_at__isnull=False) & ~Q(retired_reason="")),
                name="retired_subject_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.title


class LawFact(models.Model):
    """What the law settles about a subject, and how sure that is."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="law_facts")
    text = Words(_("wat staat er in de wet"), max_length=500)
    article = Line(_("wet en artikel"), max_length=150)
    # The levels that it leaves; none: it says nothing about the level.
    levels = models.JSONField(_("toegestane niveaus"), default=list, blank=True)
    in_force_from = models.DateField(_("geldt vanaf"), null=True, blank=True)
    mark = models.CharField(_("hoe zeker is dit"), max_length=10, choices=Mark.choices)
    source = Line(_("bron"), max_length=300, blank=True)
    checked_on = models.DateField(_("gecontroleerd op"))

    sealed = Sealed("subject text article levels in_force_from mark source checked_on")

    class Meta:
        ordering = ("subject", "in_force_from", "pk")

    def __str__(self) -> str:
        return self.article


class Mandate(Numbered):
    """Who decides about a subject from a day on, and on what ground. They are added, never changed; one that was
    written down wrongly is withdrawn and stays to be read."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="mandates")
    level = models.CharField(_("niveau"), max_length=20, choices=DecisionLevel.choices)
    holder = Line(_("wie beslist"), max_length=150)
    ground = Line(_("op grond waarvan"), max_length=300)
    from_on = models.DateField(_("vanaf welke dag"))
    # Who decided that it is so, and when. Empty: the law, or it was always so.
    body = Line(_("wie besloot dit"), max_length=150, blank=True)
    decided_on = models.DateField(_("datum van dat besluit"), null=True, blank=True)
    reason = Line(_("waarom"), max_length=REASON_LENGTH, blank=True)
    # What the municipalities agreed on, when it is so by that: it holds for who is bound by it.
    agreement = models.ForeignKey("Agreement", null=True, blank=True, on_delete=models.PROTECT, related_name="mandates")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = Line(max_length=REASON_LENGTH, blank=True)

    sealed = Sealed(
        "subject number level holder ground from_on body decided_on reason agreement at withdrawn_at withdrawn_reason",
        {"by": SAID_BY_ENTRY},
    )

    class Meta(Numbered.Meta):
        constraints = (
            models.UniqueConstraint(fields=["subject", "number"], name="mandate_number_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="withdrawn_mandate_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject}: {self.level} vanaf {self.from_on}"


class Deviation(models.Model):
    """One municipality does it in another way, for a reason and for a time."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="deviations")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(_("niveau"), max_length=20, choices=DecisionLevel.choices)
    motive = Words(_("waarom"), max_length=500)
    # Empty only where it was written down before this was asked.
    ground = Line(_("op grond waarvan"), max_length=300, blank=True)
    body = Line(_("wie besloot dit"), max_length=150, blank=True)
    decided_on = models.DateField(_("datum van dat besluit"), null=True, blank=True)
    from_on = models.DateField(_("vanaf welke dag"))
    ends_on = models.DateField(_("tot en met welke dag"), null=True, blank=True)
    review_on = models.DateField(_("opnieuw bekijken op"), null=True, blank=True)
    # When it was written down. None: before that was kept.
    at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    sealed = Sealed("subject municipality level motive ground body decided_on from_on ends_on review_on at ended_at")

    class Meta:
        ordering = ("municipality__in_order", "from_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False) | Q(review_on__isnull=False), name="deviation_has_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.municipality} wijkt af bij {self.subject}"


class Agreement(Numbered):
    """What the municipalities agree on about a subject: the level, who decides, and how it is to read in the vision.
    Each municipality consents for itself."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="agreements")
    level = models.CharField(_("niveau"), max_length=20, choices=DecisionLevel.choices)
    holder = Line(_("wie beslist"), max_length=150)
    text = Words(_("hoe komt dit in de visie te staan"), max_length=TEXT_LENGTH)
    from_on = models.DateField(_("vanaf welke dag"))
    # Out of the outcome of which round it came. Empty: out of none.
    round = models.ForeignKey("Round", null=True, blank=True, on_delete=models.PROTECT, related_name="agreements")
    # None: it was put before them before an agreement stood on the thread.
    knot = models.OneToOneField(Knot, null=True, on_delete=models.PROTECT)

    sealed = Sealed("subject number level holder text from_on round knot at", {"by": SAID_BY_ENTRY})

    class Meta(Numbered.Meta):
        constraints = (models.UniqueConstraint(fields=["subject", "number"], name="agreement_number_once"),)

    def __str__(self) -> str:
        return f"akkoord {self.number} over {self.subject}"


class Stance(models.TextChoices):
    """What one municipality says to an agreement."""

    BOUND = "bound", _("akkoord")
    LATER = "later", _("nog niet gebonden")
    REFUSED = "refused", _("niet akkoord")
    # Written down by mistake, or taken back.
    NONE = "none", _("nog niets besloten")


class Consent(Numbered):
    """What one municipality decided about an agreement: the newest holds, the earlier ones stay to be read."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="consents")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(_("besluit"), max_length=10, choices=Stance.choices)
    body = Line(_("wie besloot"), max_length=150)
    decided_on = models.DateField(_("datum van het besluit"), null=True, blank=True)
    # Until when somebody is not bound.
    until = models.DateField(_("niet gebonden tot en met"), null=True, blank=True)

    sealed = Sealed("agreement municipality number stance body decided_on until at", {"by": SAID_BY_ENTRY})

    class Meta(Numbered.Meta):
        constraints = (
            models.UniqueConstraint(fields=["agreement", "municipality", "number"], name="consent_number_once"),
            models.CheckConstraint(condition=Q(stance="none") | Q(decided_on__isnull=False), name="consent_has_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.municipality} over {self.agreement}"


# --- The rounds


class Visibility(models.TextChoices):
    """Who reads what a municipality filled in."""

    OWN = "own", _("alleen de eigen gemeente, en na sluiting het projectteam")
    AFTER = "after", _("tot sluiting de eigen gemeente, daarna alle gemeenten")
    OPEN = "open", _("meteen alle gemeenten")


class Round(Sought):
    """Each municipality says about some subjects where it wants them decided."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="mandate_rounds")
    slug = models.SlugField(max_length=60)
    title = Line(_("titel"), max_length=100)
    in_order = InOrder("title")
    about = Words(_("waar gaat het om"), max_length=1000, blank=True)
    visibility = models.CharField(_("wie ziet wat"), max_length=10, choices=Visibility.choices)
    opens_at = models.DateTimeField(_("opent op"))
    closes_at = models.DateTimeField(_("sluit op"))
    # None: it is still prepared, and no municipality sees it.
    opened_at = models.DateTimeField(null=True, blank=True)
    # From when on everybody reads what came out; never when the municipalities were told that nobody else would.
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    sealed = Sealed("region slug title about visibility opens_at closes_at opened_at published_at version")

    class Meta:
        ordering = ("-closes_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["region", "slug"], name="mandate_round_slug_once_per_region"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="mandate_round_closes_after_opening"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def who_reads(self) -> str:
        """What its municipalities were promised, with all that can still come of it."""
        promise = f"{capfirst(self.get_visibility_display())}."
        if self.visibility == Visibility.OWN:
            return promise
        concepts = gettext("Concepten leest alleen de eigen gemeente, en na sluiting het projectteam.")
        published = gettext("Publiceert het projectteam de uitkomst? Dan leest iedereen wat jullie willen.")
        return f"{promise} {concepts} {published}"


class RoundSubject(models.Model):
    """A subject about which a round asks."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="round_subjects")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="in_rounds")
    position = models.PositiveIntegerField()
    # Taken out while municipalities were filling in: it stays named, and what they said about it counts no more.
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_reason = Line(max_length=REASON_LENGTH, blank=True)

    sealed = Sealed("round subject position dropped_at dropped_reason")

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["round", "subject"], name="subject_once_per_round"),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_reason="")
                | (Q(dropped_at__isnull=False) & ~Q(dropped_reason="")),
                name="dropped_subject_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} in {self.round}"


class RoundParty(models.Model):
    """A municipality that a round asks, with the votes that it has in the agreement of the region."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="parties")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    votes = models.PositiveIntegerField(_("stemmen volgens de regeling"), default=1)
    # When its officials last got a letter because somebody asked for it, and when the one just before closing went.
    reminded_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    # It was too late, and said that it hands in nothing any more: from then on it reads what the others say.
    gave_up_at = models.DateTimeField(null=True, blank=True)

    sealed = Sealed(
        "round municipality votes gave_up_at", {"reminded_at": "a letter is no act", "warned_at": "a letter is no act"}
    )

    class Meta:
        ordering = ("municipality__in_order", "pk")
        constraints = (models.UniqueConstraint(fields=["round", "municipality"], name="municipality_once_per_round"),)

    def __str__(self) -> str:
        return f"{self.municipality} in {self.round}"


class Comparison(models.TextChoices):
    AT_LEAST = "at_least", _("ten minste")
    AT_MOST = "at_most", _("ten hoogste")
    IS = "is", _("precies")


class Condition(models.Model):
    """Two subjects hang together: when the one is decided there, the other must be decided there."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="conditions")
    if_subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    if_comparison = models.CharField(max_length=10, choices=Comparison.choices)
    if_level = models.CharField(max_length=20, choices=DecisionLevel.choices)
    then_subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    then_comparison = models.CharField(max_length=10, choices=Comparison.choices)
    then_level = models.CharField(max_length=20, choices=DecisionLevel.choices)
    because = Line(_("waarom"), max_length=REASON_LENGTH, blank=True)

    sealed = Sealed("round if_subject if_comparison if_level then_subject then_comparison then_level because")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(if_subject=F("then_subject")), name="condition_of_two_subjects"),
        )

    def __str__(self) -> str:
        return f"{self.if_subject} {self.if_level} dan {self.then_subject} {self.then_level}"


class Sheet(Numbered):
    """All that one municipality filled in in a round, at one moment. They are added, never changed: the newest holds,
    the earlier ones are its history."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sheets")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    is_final = models.BooleanField(_("definitief"), default=False)
    # Typed over by the project team, from paper.
    is_on_paper = models.BooleanField(default=False)
    # On whose authority it is final.
    authority = Line(_("namens wie"), max_length=150, blank=True)

    sealed = Sealed(
        "round municipality number is_final is_on_paper authority at",
        {"by": SAID_BY_ENTRY},
    )

    class Meta(Numbered.Meta):
        constraints = (
            models.UniqueConstraint(fields=["round", "municipality", "number"], name="sheet_number_once"),
            models.CheckConstraint(condition=Q(is_final=False) | ~Q(authority=""), name="final_sheet_says_for_whom"),
        )

    def __str__(self) -> str:
        return f"standpunt {self.number} van {self.municipality} in {self.round}"


class Position(models.Model):
    """Where one municipality wants one subject decided, what else it could live with, and what it could not."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="positions")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    # Empty: not filled in yet.
    wants = models.CharField(_("gewenst niveau"), max_length=20, choices=DecisionLevel.choices, blank=True)
    points = models.PositiveSmallIntegerField(_("punten"), default=0)
    # By level, in per cent: how acceptable each other level is, where it said so.
    accepts = models.JSONField(default=dict, blank=True)
    # The levels that it could not live with, and why.
    never = models.JSONField(default=list, blank=True)
    because = Line(_("waarom"), max_length=REASON_LENGTH, blank=True)

    sealed = Sealed("sheet subject wants points accepts never because")

    class Meta:
        ordering = ("sheet", "pk")
        constraints = (
            models.UniqueConstraint(fields=["sheet", "subject"], name="position_once_per_sheet"),
            models.CheckConstraint(condition=Q(points__lte=100), name="position_has_at_most_all_points"),
        )

    def __str__(self) -> str:
        return f"{self.subject}: {self.wants}"


class SearchKind(models.TextChoices):
    """What a search is for."""

    ROUND = "round", _("de pakketten van een ronde")
    LIFTED = "lifted", _("wat er kan als iets wordt opgegeven")
    IMPROVEMENT = "improved", _("een verbetering van een pakket")


class PackageSearch(models.Model):
    """What is known about the packages of a round, and how far the search for better ones is. Pages read this row: the
    same positions are searched once."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="package_searches")
    kind = models.CharField(max_length=10, choices=SearchKind.choices, default=SearchKind.ROUND)
    # What it is about beside the positions of the round: what is given up as a trial, or the offer that it begins with.
    asked = models.JSONField(default=dict, blank=True)
    # A sum of all positions that it is about: when these change it is another search.
    key = models.CharField(max_length=64)
    # The best so far, with how certain that is.
    data = models.JSONField()
    n_done = models.PositiveSmallIntegerField(default=0)
    n = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    # Its last sign of life.
    told_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    # When somebody had enough of it.
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (models.UniqueConstraint(fields=["round", "key"], name="positions_searched_once"),)

    def __str__(self) -> str:
        return f"pakketten van {self.round_id}"


# --- Beside a round


class Neighbour(models.Model):
    """What another region wants, from its file, beside what came out of a round: everybody reads it who reads that."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="neighbours")
    name = Line(_("naam van de andere regio"), max_length=100)
    # As `formats.positions` writes it, without names of municipalities: which levels are wanted, and the words.
    document = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    sealed = Sealed("round name document at", {"by": SAID_BY_ENTRY})

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return f"{self.name} naast {self.round}"


class SubjectPair(models.Model):
    """A person says whether a subject of a round and one of another region are the same."""

    neighbour = models.ForeignKey(Neighbour, on_delete=models.PROTECT, related_name="pairs")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    other = Line(_("onderwerp van de andere regio"), max_length=200)
    is_same = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    sealed = Sealed("neighbour subject other is_same at", {"by": SAID_BY_ENTRY})

    class Meta:
        ordering = ("neighbour", "pk")
        constraints = (
            models.UniqueConstraint(fields=["neighbour", "subject", "other"], name="subject_pair_judged_once"),
        )

    def __str__(self) -> str:
        return f"{self.subject} en {self.other}"


class Reweighing(Numbered):
    """A municipality spreads its points anew after it read the outcome: only the points, beside the sheet that counts,
    and named wherever something is counted with them. The newest holds."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reweighings")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    # By the key of the subject: of all that it has a level for.
    points = models.JSONField(_("punten"))
    reason = Line(_("waarom"), max_length=REASON_LENGTH)
    authority = Line(_("namens wie"), max_length=150)

    sealed = Sealed("round municipality number points reason authority at", {"by": SAID_BY_ENTRY})

    class Meta(Numbered.Meta):
        constraints = (
            models.UniqueConstraint(fields=["round", "municipality", "number"], name="reweighing_number_once"),
        )

    def __str__(self) -> str:
        return f"punten {self.number} van {self.municipality} in {self.round}"


class Floor(Numbered):
    """Below how much of what it likes best a municipality does not sign. The newest holds."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="floors")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    # None: it has none any more.
    percent = models.PositiveSmallIntegerField(_("ondergrens in procent"), null=True, blank=True)
    because = Line(_("waarom"), max_length=REASON_LENGTH, blank=True)

    sealed = Sealed("round municipality number percent because at", {"by": SAID_BY_ENTRY})

    class Meta(Numbered.Meta):
        constraints = (
            models.UniqueConstraint(fields=["round", "municipality", "number"], name="floor_number_once"),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100), name="floor_is_a_percentage"
            ),
        )

    def __str__(self) -> str:
        return f"ondergrens {self.number} van {self.municipality} in {self.round}"


# --- Packages on the table


class Origin(models.TextChoices):
    """Which package an offer was made of: that of a rule, an earlier offer, or what a search from one found."""

    LEXIMIN = "leximin", _("het pakket “eerst wie het minst krijgt”")
    MAX_MIN = "max_min", _("het pakket “hoogste ondergrens”")
    UTILITARIAN = "utilitarian", _("het pakket “hoogste gemiddelde”")
    NASH = "nash", _("het pakket “onderhandeling (Nash)”")
    MEDIAN = "median", _("het pakket “midden per onderwerp”")
    OFFER = "offer", _("een eerder pakket")
    IMPROVEMENT = "improvement", _("een verbetering waarbij niemand iets verliest")


class Offer(Numbered):
    """A package that somebody put on the table in a round: the project team, or a municipality as its counter-proposal.
    What it brought then stays as it was counted then; nothing is written over, and what goes is withdrawn."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="offers")
    # Whose counter-proposal it is. None: of the project team.
    municipality = models.ForeignKey(Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    authority = Line(_("namens wie"), max_length=150, blank=True)
    reason = Words(_("waarom"), max_length=500)
    made_from = models.CharField(_("gemaakt van"), max_length=20, choices=Origin.choices)
    made_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # By the key of the subject: where it has another level than what it was made of, the level that was there.
    changed = models.JSONField(default=dict, blank=True)
    levels = models.JSONField()
    # By the key of the municipality, in per cent of what it likes best.
    shares = models.JSONField()
    # The one on the table before it, and what each had with that, counted from the same sheets.
    before = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shares_before = models.JSONField(default=dict, blank=True)
    # A sum of all that it was counted from: another one when sheets have changed since.
    counted_from = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = Line(max_length=REASON_LENGTH, blank=True)

    sealed = Sealed(
        "round number municipality authority reason made_from made_of changed levels shares before shares_before"
        " counted_from at withdrawn_at withdrawn_reason",
        {"by": SAID_BY_ENTRY},
    )

    class Meta(Numbered.Meta):
        constraints = (
            models.UniqueConstraint(fields=["round", "number"], name="offer_number_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="withdrawn_offer_says_why",
            ),
            models.CheckConstraint(
                condition=Q(municipality__isnull=True) | ~Q(authority=""), name="counter_proposal_says_for_whom"
            ),
        )

    def __str__(self) -> str:
        return f"pakket {self.number} in {self.round}"


class Exchange(models.Model):
    """In an offer: one municipality gives up a breekpunt, and gets something in return."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="exchanges")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    in_return = Line(_("wat staat daartegenover"), max_length=REASON_LENGTH)
    # Who does that. None: all of them together.
    given_by = models.ForeignKey(Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    sealed = Sealed("offer municipality subject in_return given_by")

    class Meta:
        ordering = ("offer", "pk")
        constraints = (
            models.UniqueConstraint(fields=["offer", "municipality", "subject"], name="breekpunt_once_per_offer"),
            models.CheckConstraint(
                condition=Q(given_by__isnull=True) | ~Q(given_by=F("municipality")), name="exchange_of_two"
            ),
        )

    def __str__(self) -> str:
        return f"{self.municipality} geeft toe over {self.subject}"


class Living(models.TextChoices):
    """What a municipality says to an offer."""

    CAN = "can", _("hier kunnen we mee leven")
    NOT_YET = "not_yet", _("nog niet")
    CANNOT = "cannot", _("hier kunnen we niet mee leven")


class Reply(Numbered):
    """What one municipality says to an offer: the newest holds, the earlier ones stay to be read."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="replies")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    living = models.CharField(_("antwoord"), max_length=10, choices=Living.choices)
    reason = Line(_("waarom"), max_length=REASON_LENGTH, blank=True)

    sealed = Sealed("offer municipality number living reason at", {"by": SAID_BY_ENTRY})

    class Meta(Numbered.Meta):
        constraints = (
            models.UniqueConstraint(fields=["offer", "municipality", "number"], name="reply_number_once"),
            models.CheckConstraint(condition=Q(living="can") | ~Q(reason=""), name="no_to_an_offer_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.municipality} over {self.offer}"


class Accord(Numbered):
    """Which offer the municipalities go on from: their provisional agreement. The newest holds."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="accords")
    # None: they have none any more.
    offer = models.ForeignKey(Offer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = Line(_("waarom"), max_length=REASON_LENGTH)

    sealed = Sealed("round number offer reason at", {"by": SAID_BY_ENTRY})

    class Meta(Numbered.Meta):
        constraints = (models.UniqueConstraint(fields=["round", "number"], name="accord_number_once"),)

    def __str__(self) -> str:
        return f"voorlopig akkoord {self.number} in {self.round}"
