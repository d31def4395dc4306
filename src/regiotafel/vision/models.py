"""The text of the vision: passages that keep their identity while their words change."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regiotafel.columns import InOrder, Line, Sought, Words
from regiotafel.history.models import REASON_LENGTH, SAID_BY_ENTRY, Draft, Edition, Numbered, Sealed
from regiotafel.regions.models import Municipality, Organisation, Region
from regiotafel.thread.models import Knot
from regiotafel.thread.rules import KnotKind

TEXT_LENGTH = 5000
# Of why somebody proposes or judges something, or what is thought of it.
MOTIVE_LENGTH = 1000


# How a passage stands on the thread.
PASSAGE = KnotKind(
    "passage",
    _("passages"),
    _("passage {it.number} van “{it.document}”"),
    route="vision:passage",
    words_route="vision:words",
)
# How a whole text stands there: to be followed.
TEXT = KnotKind("text", _("teksten"), _("de tekst “{it}”"), route="vision:read")
# How a proposal stands there: whoever made it follows it.
PROPOSAL = KnotKind(
    "proposal", _("wijzigingsvoorstellen"), _("voorstel {it.number} bij “{it.document}”"), route="vision:proposal"
)


class ProposalsFor(models.TextChoices):
    """Who reads what is proposed for a text."""

    MEMBERS = "members", _("alleen wie een rol heeft in deze regio")
    PUBLIC = "public", _("iedereen")


# How what the law asks of a text stands there.
REQUIREMENT = KnotKind("requirement", _("eisen van de wet"), "{it.code} ({it.title})", route="vision:requirement")


class Document(Sought):
    """A text that the region makes together, such as its regiovisie."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="documents")
    slug = models.SlugField(max_length=60)
    title = Line(_("titel"), max_length=150)
    in_order = InOrder("title")
    about = Words(_("waar gaat deze tekst over"), max_length=1000, blank=True)
    created_at = models.DateTimeField(editable=False)
    proposals_for = models.CharField(
        _("wie de voorstellen leest"), max_length=10, choices=ProposalsFor.choices, default=ProposalsFor.MEMBERS
    )

    sealed = Sealed("region slug title about created_at proposals_for")

    class Meta:
        ordering = ("in_order", "pk")
        constraints = (models.UniqueConstraint(fields=["region", "slug"], name="document_slug_once_per_region"),)

    def __str__(self) -> str:
        return self.title


class Section(models.Model):
    """A chapter of a document."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveIntegerField()
    title = Line(_("titel van het hoofdstuk"), max_length=150)
    theme = Line(_("thema"), max_length=60, blank=True)

    sealed = Sealed("document position title theme")

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["document", "position"], name="section_position_once"),)

    def __str__(self) -> str:
        return self.title


class WhoActs(models.TextChoices):
    """Who does what a passage says, from near to far; who offers help stands apart."""

    TEAM = "team", _("het lokale team")
    EACH = "each", _("elke gemeente zelf")
    PART = "part", _("de gemeenten van een deelregio")
    TOGETHER = "together", _("de gemeenten samen")
    BEYOND = "beyond", _("met andere regio’s, of landelijk")
    PROVIDERS = "providers", _("de jeugdhulpaanbieders")


class SaysWhoActs(models.Model):
    # Nothing: nobody has said so yet, or it is about no act.
    who_acts = models.CharField(_("wie doet dit"), max_length=10, choices=WhoActs.choices, blank=True)

    class Meta:
        abstract = True

    @property
    def levels(self) -> list[bool]:
        """From near to far: which of the five levels acts. None of them: somebody else, or nobody said."""
        near_to_far = (WhoActs.TEAM, WhoActs.EACH, WhoActs.PART, WhoActs.TOGETHER, WhoActs.BEYOND)
        return [level == self.who_acts for level in near_to_far]


class PassageKind(models.TextChoices):
    """What a passage is in the text. The principles are its trunk; an exception hangs on one of them."""

    AMBITION = "ambition", _("ambitie")
    PRINCIPLE = "principle", _("leidend principe")
    AGREEMENT = "agreement", _("afspraak")
    EXPLANATION = "explanation", _("uitleg")
    EXCEPTION = "exception", _("uitzondering op een principe")


class Particulars(NamedTuple):
    """All that is said of the kind of a passage; the last four only of an exception."""

    kind: str = ""
    principle_id: int | None = None
    motive: str = ""
    ends_on: date | None = None
    review_on: date | None = None


class SaysKind(models.Model):
    """Which kind a passage is; of an exception on which principle it hangs, why, and until when."""

    # Nothing: nobody has named it yet.
    kind = models.CharField(_("soort"), max_length=12, choices=PassageKind.choices, blank=True)
    principle = models.ForeignKey("vision.Passage", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    motive = Words(_("motief"), max_length=MOTIVE_LENGTH, blank=True)
    ends_on = models.DateField(_("tot en met welke dag"), null=True, blank=True)
    review_on = models.DateField(_("opnieuw bekijken op"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(kind="exception", principle__isnull=False)
                    & ~Q(motive="")
                    & (Q(ends_on__isnull=False) | Q(review_on__isnull=False))
                )
                | (~Q(kind="exception") & Q(principle=None, motive="", ends_on=None, review_on=None)),
                name="%(class)s_exception_is_whole",
            ),
        )

    @property
    def is_exception(self) -> bool:
        return self.kind == PassageKind.EXCEPTION

    @property
    def particulars(self) -> Particulars:
        return Particulars(self.kind, self.principle_id, self.motive, self.ends_on, self.review_on)


class Passage(SaysWhoActs, SaysKind):
    """One thought of the text. Its number never changes and is never given again; its words are its wordings."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="passages")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="passages")
    number = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    # The number of its newest wording: who saves says which one they started from.
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_reason = Line(max_length=REASON_LENGTH, blank=True)
    knot = models.OneToOneField(Knot, on_delete=models.PROTECT)

    sealed = Sealed(
        "document section number position version retired_at retired_reason who_acts kind principle motive ends_on "
        "review_on knot"
    )

    class Meta:
        ordering = ("section__position", "position", "number")
        constraints = (
            *SaysKind.Meta.constraints,
            models.UniqueConstraint(fields=["document", "number"], name="passage_number_once"),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_reason="")
                | (Q(retired_at__isnull=False) & ~Q(retired_reason="")),
                name="retired_passage_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"passage {self.number}"


class Wording(Edition):
    """The words of a passage. Wordings are added, never changed."""

    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="wordings")
    text = Words(_("tekst"), max_length=TEXT_LENGTH)
    # The voices and findings that its writer chose as what led to it: everybody reads so beside it.
    led_by = models.ManyToManyField(Knot, blank=True, related_name="led_to")

    sealed = Sealed(
        "passage number text reason at",
        {
            "by": SAID_BY_ENTRY,
        },
    )

    class Meta(Edition.Meta):
        constraints = (
            models.UniqueConstraint(fields=["passage", "number"], name="wording_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="wording_has_text"),
            models.CheckConstraint(condition=~Q(reason=""), name="wording_has_reason"),
        )


class NamedKind(Numbered, SaysKind):
    """Which kind a passage was said to be, and why. Added, never changed: the newest holds."""

    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="kinds")
    # Of what was named for the first time there need not be one.
    reason = Line(_("reden"), max_length=REASON_LENGTH, blank=True)

    sealed = Sealed(
        "passage number kind principle motive ends_on review_on reason at",
        {
            "by": SAID_BY_ENTRY,
        },
    )

    class Meta(Numbered.Meta):
        constraints = (
            *SaysKind.Meta.constraints,
            models.UniqueConstraint(fields=["passage", "number"], name="named_kind_once"),
        )

    def __str__(self) -> str:
        return f"soort {self.number} van {self.passage}"


class Reshaping(models.TextChoices):
    SPLIT = "split", _("gesplitst")
    JOINED = "joined", _("samengevoegd")


class Reshaped(models.Model):
    """A passage became two, or two became one. Both keep their numbers and all their words."""

    how = models.CharField(max_length=6, choices=Reshaping.choices)
    # The one that goes on; and the new one that came out of it, or the one that went into it.
    kept = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+")
    # The wordings that this person read; 0: there was none yet.
    kept_version = models.PositiveIntegerField()
    other_version = models.PositiveIntegerField(default=0)
    reason = Line(_("reden"), max_length=REASON_LENGTH)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    sealed = Sealed(
        "how kept other kept_version other_version reason at",
        {
            "by": SAID_BY_ENTRY,
        },
    )

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.CheckConstraint(condition=~Q(kept=models.F("other")), name="reshaped_two_passages"),)

    def __str__(self) -> str:
        return f"{self.kept} en {self.other}: {self.get_how_display()}"


class PassageDraft(Draft):
    """New words for a passage that only members see, until somebody publishes them. It need not be finished."""

    passage = models.OneToOneField(Passage, on_delete=models.CASCADE, related_name="draft")
    # Finished: a second reader is asked to publish it.
    asked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"concept van {self.passage}"

    @property
    def text(self) -> str:
        return str(self.values["text"])

    @property
    def reason(self) -> str:
        return str(self.values["reason"])

    @property
    def base(self) -> int:
        """The number of the wording that its writer started from."""
        return int(self.values["base"])

    @property
    def led_by(self) -> list[int]:
        """The knots of the voices and findings that led to it."""
        return list(self.values["led_by"])


class Release(Numbered):
    """The whole text at one moment, with a number. It is frozen: a later wording does not touch it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="releases")
    name = Line(_("naam"), max_length=100)
    note = Line(_("toelichting"), max_length=500, blank=True)

    sealed = Sealed(
        "document number name note at",
        {
            "by": SAID_BY_ENTRY,
        },
    )

    class Meta(Numbered.Meta):
        constraints = (models.UniqueConstraint(fields=["document", "number"], name="release_number_once"),)

    def __str__(self) -> str:
        return f"{self.name} (versie {self.number})"


class ReleasedPassage(SaysWhoActs, SaysKind):
    """A passage as it stood in a release."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="released")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="released")
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="released")
    section_title = Line(max_length=150)
    position = models.PositiveIntegerField()
    # Its chapter, and what hung on it then. None: it was released before that was kept.
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    n_origins = models.PositiveIntegerField(null=True, blank=True)
    n_decisions = models.PositiveIntegerField(null=True, blank=True)
    n_to_review = models.PositiveIntegerField(null=True, blank=True)

    sealed = Sealed(
        "release passage wording section_title position who_acts kind principle motive ends_on review_on section "
        "n_origins n_decisions n_to_review"
    )

    class Meta:
        ordering = ("position",)
        constraints = (
            *SaysKind.Meta.constraints,
            models.UniqueConstraint(fields=["release", "passage"], name="passage_once_per_release"),
        )

    def __str__(self) -> str:
        return f"{self.passage} in {self.release}"


class ReleasedSection(models.Model):
    """A chapter as it stood in a release, also when it was empty. Releases of before these were kept have none."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="released_sections")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="released")
    position = models.PositiveIntegerField()
    title = Line(max_length=150)
    theme = Line(max_length=60, blank=True)

    sealed = Sealed("release section position title theme")

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["release", "section"], name="section_once_per_release"),)

    def __str__(self) -> str:
        return f"{self.title} in {self.release}"


# --- What the law asks of a text


class Fulfilment(models.TextChoices):
    """What an editor says of one requirement."""

    MET = "met", _("staat erin")
    PARTLY = "partly", _("staat er deels in")
    MISSING = "missing", _("ontbreekt")
    NOT_APPLICABLE = "not_applicable", _("geldt hier niet")


class CheckState(models.TextChoices):
    """How it stands with a requirement. What nobody could verify is never simply met."""

    MET = "met", _("staat erin")
    MET_UNVERIFIED = "met_unverified", _("staat erin, bron niet gecontroleerd")
    PARTLY = "partly", _("staat er deels in")
    MISSING = "missing", _("ontbreekt")
    NOT_APPLICABLE = "not_applicable", _("geldt hier niet")
    TO_REVIEW = "to_review", _("opnieuw controleren")
    OPEN = "open", _("nog niet bekeken")

    @property
    def badge(self) -> str:
        """How it looks: as done only what is met and verified."""
        return {"met": "done", "to_review": "warn", "partly": "warn", "missing": "error"}.get(self.value, "plain")


class TextRequirement(models.Model):
    """One requirement beside one text. What it asks stands in `checking/requirements.toml`."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="requirements")
    code = models.CharField(max_length=10)
    knot = models.OneToOneField(Knot, on_delete=models.PROTECT)

    sealed = Sealed("document code knot")

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=["document", "code"], name="requirement_once_per_text"),)

    def __str__(self) -> str:
        return f"{self.code} van {self.document}"


class Judgement(Numbered):
    """Whether the text does what a requirement asks, as an editor read it, and where. A next one takes its place; the
    earlier ones stay to be read."""

    requirement = models.ForeignKey(TextRequirement, on_delete=models.PROTECT, related_name="judgements")
    # Which version of the requirement was read.
    of_version = models.PositiveIntegerField()
    fulfilment = models.CharField(_("hoe staat het ervoor"), max_length=20, choices=Fulfilment.choices)
    why = Words(_("toelichting"), max_length=MOTIVE_LENGTH, blank=True)
    # The numbers of the passages that it leans on: links of the thread say whether these changed.
    passages = models.JSONField(default=list, blank=True)

    sealed = Sealed(
        "requirement number of_version fulfilment why passages at",
        {
            "by": SAID_BY_ENTRY,
        },
    )

    class Meta(Numbered.Meta):
        constraints = (models.UniqueConstraint(fields=["requirement", "number"], name="judgement_number_once"),)

    def __str__(self) -> str:
        return f"oordeel {self.number} over {self.requirement}"


class ReleasedRequirement(models.Model):
    """What the law asked when a release was made, how it stood, and where."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="released_requirements")
    position = models.PositiveIntegerField()
    # As it read then: `checking.rules.Requirement`.
    requirement = models.JSONField()
    state = models.CharField(max_length=20, choices=CheckState.choices)
    why = Words(max_length=MOTIVE_LENGTH, blank=True)
    passages = models.JSONField(default=list, blank=True)

    sealed = Sealed("release position requirement state why passages")

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["release", "position"], name="requirement_place_once"),)

    def __str__(self) -> str:
        return f"{self.requirement['code']} in {self.release}"


class Decision(models.TextChoices):
    """What one council did with a release."""

    ADOPTED = "adopted", _("vastgesteld")
    ADOPTED_WITH_MORE = "adopted_with_more", _("vastgesteld met een extra besluit")
    AMENDED = "amended", _("vastgesteld met een gewijzigde tekst")
    REJECTED = "rejected", _("niet vastgesteld")
    HELD = "held", _("aangehouden")
    TIED = "tied", _("stemmen staakten")
    # Written down by mistake, or taken back.
    NONE = "none", _("nog niet besloten")


# Who adopts another text than this one, is told apart.
ADOPTS = frozenset({Decision.ADOPTED, Decision.ADOPTED_WITH_MORE})
# After these the council is done with it; after the others it comes back.
FINAL = ADOPTS | {Decision.AMENDED, Decision.REJECTED}


class CouncilDecision(Numbered):
    """What the council of one municipality decided about a release, and when. A text is adopted by councils, each for
    itself. Written down wrongly or held over, a next one takes its place; the earlier ones stay to be read."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="decisions")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(_("besluit"), max_length=20, choices=Decision.choices)
    body = Line(_("wie besloot"), max_length=150)
    decided_on = models.DateField(_("datum van het besluit"), null=True, blank=True)
    vote = Line(_("hoe is er gestemd"), max_length=200, blank=True)
    text = Words(_("tekst van het besluit"), max_length=3000, blank=True)
    link = Line(_("link naar het besluit"), max_length=300, blank=True)
    # Why an earlier one was not right; nothing when the council came back to what it held over.
    reason = Line(_("reden van de correctie"), max_length=REASON_LENGTH, blank=True)

    sealed = Sealed(
        "release municipality number decision body decided_on vote text link reason at",
        {
            "by": SAID_BY_ENTRY,
        },
    )

    class Meta(Numbered.Meta):
        constraints = (
            models.UniqueConstraint(fields=["release", "municipality", "number"], name="council_decision_number_once"),
            models.CheckConstraint(
                condition=Q(decision="none") | Q(decided_on__isnull=False), name="council_decision_has_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"besluit {self.number} van {self.municipality} over {self.release}"

    @property
    def is_adopted(self) -> bool:
        return self.decision in ADOPTS

    @property
    def is_final(self) -> bool:
        return self.decision in FINAL

    @property
    def is_amended(self) -> bool:
        return self.decision == Decision.AMENDED


class ProposalKind(models.TextChoices):
    REWORD = "reword", _("andere tekst")
    ADD = "add", _("nieuwe passage")
    DROP = "drop", _("passage laten vervallen")


class Behalf(models.TextChoices):
    """For whom somebody proposes something."""

    SELF = "self", _("voor mezelf")
    ORGANISATION = "organisation", _("namens een organisatie")
    COUNCIL = "council", _("namens een gemeenteraad")
    # By the name that stands in a document, or of a table that met.
    NAMED = "named", _("namens iemand anders")


class ProposalState(models.TextChoices):
    OPEN = "open", _("wacht op een voornemen")
    INTENDED = "intended", _("er is een voornemen")
    DONE = "done", _("er is besloten")


class Intent(models.TextChoices):
    """What is done with a proposal: first meant, then done."""

    ADOPT = "adopt", _("overnemen")
    CHANGED = "changed", _("gewijzigd overnemen")
    REJECT = "reject", _("niet overnemen")
    REFER = "refer", _("doorverwijzen")
    WITHDRAWN = "withdrawn", _("ingetrokken")


# Of these the text changes.
TAKEN_OVER = frozenset({Intent.ADOPT, Intent.CHANGED})


class Proposal(models.Model):
    """Other words, a new passage or none at all: what somebody proposes for a text, and what came of it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=ProposalKind.choices)
    # What it is about; of a new passage the one behind which it comes, nothing for the beginning of the chapter.
    passage = models.ForeignKey(Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="proposals")
    # Of a new passage: which kind it would be, if somebody said so.
    passage_kind = models.CharField(_("soort"), max_length=12, choices=PassageKind.choices, blank=True)
    # The number of the wording that it started from; 0 for a new passage.
    base = models.PositiveIntegerField(default=0)
    text = Words(_("voorgestelde tekst"), max_length=TEXT_LENGTH, blank=True)
    reason = Words(_("reden"), max_length=MOTIVE_LENGTH)
    behalf = models.CharField(max_length=12, choices=Behalf.choices, default=Behalf.SELF)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    named = Line(max_length=150, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    # What is meant to be done with it, or was done.
    intent = models.CharField(max_length=10, choices=Intent.choices, blank=True)
    # How many steps it has: who adds one has seen the others.
    n_steps = models.PositiveIntegerField(default=0)
    # The words that it led to.
    wording = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals")
    knot = models.OneToOneField(Knot, on_delete=models.PROTECT)
    # Something stands in it that nobody should read.
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = Line(max_length=REASON_LENGTH, blank=True)

    sealed = Sealed(
        "document number kind passage section passage_kind base text reason behalf organisation municipality named at "
        "state intent n_steps wording knot hidden_at hidden_reason",
        {
            "by": SAID_BY_ENTRY,
        },
    )

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["document", "number"], name="proposal_number_once"),
            models.CheckConstraint(
                condition=Q(kind="add") | Q(passage__isnull=False), name="proposal_is_about_a_passage"
            ),
            models.CheckConstraint(condition=Q(kind="drop", text="") | ~Q(kind="drop"), name="drop_has_no_text"),
            models.CheckConstraint(condition=Q(state="open") | ~Q(intent=""), name="judged_proposal_has_intent"),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True, hidden_reason="") | Q(hidden_at__isnull=False, state="done"),
                name="hidden_proposal_is_done",
            ),
        )

    def __str__(self) -> str:
        return f"voorstel {self.number}"

    @property
    def is_done(self) -> bool:
        return self.state == ProposalState.DONE


class StepKind(models.TextChoices):
    INTENTION = "intention", _("voornemen")
    REPLY = "reply", _("antwoord van de indiener")
    DECISION = "decision", _("besluit")


class ProposalStep(Numbered):
    """What was said about a proposal, one after the other: what is meant, what its maker thinks of that, what was
    done. Added, never changed: all reasons stay to be read."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    intent = models.CharField(max_length=10, choices=Intent.choices, blank=True)
    # Of a reply: whether the maker can live with it.
    agrees = models.BooleanField(null=True, blank=True)
    # Of a changed text: as it is meant to read.
    text = Words(max_length=TEXT_LENGTH, blank=True)
    reason = Words(max_length=MOTIVE_LENGTH, blank=True)

    sealed = Sealed(
        "proposal number kind intent agrees text reason at",
        {
            "by": SAID_BY_ENTRY,
        },
    )

    class Meta(Numbered.Meta):
        constraints = (models.UniqueConstraint(fields=["proposal", "number"], name="proposal_step_once"),)

    def __str__(self) -> str:
        return f"stap {self.number} van {self.proposal}"


class Remark(models.Model):
    """Something that a member notes beside a passage or a proposal, or in answer to another remark."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="remarks")
    passage = models.ForeignKey(Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="remarks")
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="remarks")
    # Two levels: an answer has no answers of its own.
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    text = Words(_("opmerking"), max_length=MOTIVE_LENGTH)
    # The words of the passage that it is about, when it came with a document.
    quote = Words(max_length=MOTIVE_LENGTH, blank=True)
    named = Line(max_length=150, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = Line(max_length=REASON_LENGTH, blank=True)

    sealed = Sealed(
        "document passage proposal answers text quote named at resolved_at hidden_at hidden_reason",
        {
            "by": SAID_BY_ENTRY,
        },
    )

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True, hidden_reason="") | Q(hidden_at__isnull=False),
                name="shown_remark_has_no_reason",
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]


class BroughtAs(models.TextChoices):
    """What a document is that somebody brings."""

    RETURN = "return", _("deze tekst, met wijzigingen en opmerkingen van anderen")
    WHOLE = "whole", _("een nieuwe tekst, om mee te beginnen")


class Brought(models.Model):
    """A document that was read for a text: what is planned with what stands in it, and then what came of that. The
    file itself is kept nowhere."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="brought")
    what = models.CharField(max_length=10, choices=BroughtAs.choices)
    name = Line(max_length=150)
    # Of the file: the same is not taken over twice.
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    # What was read, until it is taken over; nothing after that.
    plan = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True, blank=True)
    # Sentences that count what became of everything in it.
    report = models.JSONField(default=list)

    sealed = Sealed(
        "document what name digest at done_at report",
        {
            "by": SAID_BY_ENTRY,
            "plan": "nothing of it is said before it is taken over",
        },
        when=Q(done_at__isnull=False),
    )

    class Meta:
        ordering = ("-at", "pk")
        constraints = (models.UniqueConstraint(fields=["document", "what", "digest"], name="document_brought_once"),)

    def __str__(self) -> str:
        return self.name
