"""Where measures come from, and what they carry out: the links that they have on the thread."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regiotafel.mandates.models import AGREEMENT, SUBJECT
from regiotafel.plan.models import MEASURE, TITLE_LENGTH
from regiotafel.text.length import length
from regiotafel.thread.models import Knot, Relation
from regiotafel.vision.models import PASSAGE, REQUIREMENT, TEXT, PassageKind

# What says that something is to be done: a measure carries it out. What a council promised is told by its word, for
# its app stands to the right. All else a measure comes from.
CARRIED_OUT = frozenset({PASSAGE.code, SUBJECT.code, AGREEMENT.code, REQUIREMENT.code, "paper"})
# What stands on the thread only to be followed, and measures themselves: nothing comes from those.
NO_ORIGIN = frozenset({MEASURE.code, TEXT.code, "way", "history", "round"})

# What somebody sent in, and an outcome of a round: by their words, for their app stands to the right.
A_VOICE = "voice"
# What somebody asked for: voices, what councils were promised or moved, and what was taken along from a round.
ASKED: Mapping[str, str | Promise] = {
    "paper": _("toezegging of motie zonder maatregel"),
    "ground": _("uitkomst van een ronde zonder maatregel"),
    A_VOICE: _("reactie zonder maatregel"),
}
# Passages that only explain, or make an exception, promise nothing.
SAYS_NOTHING_NEW = (PassageKind.EXPLANATION, PassageKind.EXCEPTION)


def can_be_origin(knot: Knot) -> bool:
    return knot.kind not in NO_ORIGIN and knot.is_live and not knot.is_gone


def relation_of(knot: Knot) -> Relation:
    return Relation.CARRIED_OUT_BY if knot.kind in CARRIED_OUT else Relation.COMES_FROM


def ends_of(measure: Knot, knot: Knot) -> dict[str, Knot]:
    """Which of the two stands at which end of their link."""
    if relation_of(knot) == Relation.CARRIED_OUT_BY:
        return {"from_knot": knot, "to_knot": measure}
    return {"from_knot": measure, "to_knot": knot}


def as_title(words: str) -> str:
    """The words of a voice as the title of a measure: its first sentence, as far as that fits."""
    first = words.strip().partition("\n")[0]
    head, end, _rest = first.partition(". ")
    found = head if end else first.rstrip(".")
    while length(found) > TITLE_LENGTH and " " in found:
        found = found.rpartition(" ")[0]
    return found[:TITLE_LENGTH]
