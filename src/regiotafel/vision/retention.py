"""What we keep about who writes the text. The text itself is everybody's."""

from collections.abc import Mapping

from regiotafel.people.retention import ACCOUNT
from regiotafel.terms import Clean, Fields, Term, about_nobody

TERMS: tuple[Term, ...] = ()

FIELDS: Mapping[str, Fields] = {
    "vision.Document": about_nobody("id region slug title in_order about created_at"),
    "vision.Section": about_nobody("id document position title theme"),
    "vision.Passage": about_nobody(
        "id document section number position version retired_at retired_reason who_acts knot"
    ),
    "vision.Wording": Fields("id passage number text reason at", {ACCOUNT: "by"}),
    "vision.Wording_led_by": about_nobody("id wording knot"),
    "vision.PassageDraft": Fields("id passage values version saved_at asked_at", {ACCOUNT: "by"}),
    "vision.Release": Fields("id document number name note at", {ACCOUNT: "by"}),
    "vision.CouncilDecision": Fields(
        "id release municipality number decision body decided_on reason at", {ACCOUNT: "by"}
    ),
    "vision.ReleasedPassage": about_nobody("id release passage wording section_title position who_acts"),
}


CLEANING: Mapping[Term, Clean] = {}
