"""What we keep about who writes the text. The text itself is everybody's."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from regiotafel.people.retention import ACCOUNT
from regiotafel.terms import Clean, Fields, Term, about_nobody
from regiotafel.vision.bringing.actions import forget_brought

PROPOSAL = Term(
    _("Wat je voorstelt voor de tekst, en je opmerkingen: de woorden, en namens wie"),
    _("zolang de tekst van de regio op deze site staat"),
    _("Zo kan iedereen zien hoe de tekst is geworden. Je naam zien alleen mensen met een rol in de regio."),
    None,
)
BROUGHT = Term(
    _("Wat er in een document staat dat iemand inlas en nog niet overnam: wijzigingen, opmerkingen en namen"),
    _("30 dagen"),
    _("We gooien het weg. Wat er wel van werd overgenomen, is dan al een voorstel of een opmerking."),
    timedelta(days=30),
)
TERMS: tuple[Term, ...] = (PROPOSAL, BROUGHT)

FIELDS: Mapping[str, Fields] = {
    "vision.Document": about_nobody("id region slug title in_order about created_at proposals_for"),
    "vision.Section": about_nobody("id document position title theme"),
    "vision.Passage": about_nobody(
        "id document section number position version retired_at retired_reason who_acts kind principle motive ends_on "
        "review_on knot"
    ),
    "vision.NamedKind": Fields("id passage number kind principle motive ends_on review_on reason at", {ACCOUNT: "by"}),
    "vision.Reshaped": Fields("id how kept other kept_version other_version reason at", {ACCOUNT: "by"}),
    "vision.Wording": Fields("id passage number text reason at", {ACCOUNT: "by"}),
    "vision.Wording_led_by": about_nobody("id wording knot"),
    "vision.PassageDraft": Fields("id passage values version saved_at asked_at", {ACCOUNT: "by"}),
    "vision.Release": Fields("id document number name note at", {ACCOUNT: "by"}),
    "vision.CouncilDecision": Fields(
        "id release municipality number decision body decided_on vote text link reason at", {ACCOUNT: "by"}
    ),
    "vision.Proposal": Fields(
        "id document number kind passage section passage_kind base behalf organisation municipality at state intent "
        "n_steps wording knot hidden_at hidden_reason",
        {PROPOSAL: "text reason named", ACCOUNT: "by"},
    ),
    "vision.ProposalStep": Fields("id proposal number kind intent agrees at", {PROPOSAL: "text reason", ACCOUNT: "by"}),
    "vision.Brought": Fields("id document what name digest at done_at report", {BROUGHT: "plan", ACCOUNT: "by"}),
    "vision.Remark": Fields(
        "id document passage proposal answers at resolved_at hidden_at hidden_reason",
        {PROPOSAL: "text quote named", ACCOUNT: "by"},
    ),
    "vision.ReleasedPassage": about_nobody(
        "id release passage wording section_title position who_acts kind principle motive ends_on review_on section "
        "n_origins n_decisions n_to_review"
    ),
    "vision.ReleasedSection": about_nobody("id release section position title theme"),
    "vision.ReleasedRequirement": about_nobody("id release position requirement state why passages"),
    "vision.TextRequirement": about_nobody("id document code knot"),
    "vision.Judgement": Fields("id requirement number of_version fulfilment why passages at", {ACCOUNT: "by"}),
}


CLEANING: Mapping[Term, Clean] = {BROUGHT: forget_brought}
