"""What members do with a consultation, and how the history tells it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import Act, ActGroup

CONSULTATION_DRAFTED = Act("consultation.drafted", _("{who} begon aan de ronde “{title}”."))
CONSULTATION_CHANGED = Act("consultation.changed", _("{who} veranderde de ronde {subject}."))
CONSULTATION_BENCHMARK_SET = Act(
    "consultation.benchmark_set", _("{who} vulde bij de ronde {subject} in hoeveel mensen er zijn.")
)
CONSULTATION_OPENED = Act("consultation.opened", _("{who} opende de ronde {subject}."))
CONSULTATION_CLOSED = Act("consultation.closed", _("{who} sloot de ronde {subject}."))
CODES_NEEDED = Act(
    "consultation.codes_needed", _("{who} liet bij de ronde {subject} nieuwe mensen alleen nog toe met een code.")
)
CODES_NOT_NEEDED = Act(
    "consultation.codes_not_needed", _("{who} liet bij de ronde {subject} weer iedereen toe, ook zonder code.")
)
STATEMENT_ADDED = Act("statement.added", _("{who} voegde een stelling toe: “{text}”"))
STATEMENT_MENDED = Act(
    "statement.mended", _("{who} verbeterde de tekst van een stelling waar nog niemand op had geantwoord.")
)
STATEMENTS_CLEANED = Act(
    "statements.cleaned", _("Van {number} niet geplaatst stellingen is de tekst na de termijn weggehaald.")
)
STATEMENT_ACCEPTED = Act("statement.accepted", _("{who} liet een ingestuurde stelling toe."))
STATEMENT_REFUSED = Act("statement.refused", _("{who} liet een ingestuurde stelling niet toe."))
STATEMENT_REPLACED = Act("statement.replaced", _("{who} verving een stelling door: “{text}”"))
OUTCOME_TOLD = Act("outcome.told", _("Van de ronde {subject} is verteld wat mensen tot nu toe antwoordden."))
OUTCOME_COUNTED = Act("outcome.counted", _("Van de ronde {subject} is de uitkomst geteld."))
INVITATIONS_MADE = Act("invitations.made", _("{who} maakte {number} uitnodigingen voor de ronde {subject}."))
INVITATIONS_WITHDRAWN = Act(
    "invitations.withdrawn",
    _("{who} trok in wat er nog over was van {number} uitnodigingen voor de ronde {subject}."),
)
BALLOTS_LAID = Act(
    "ballots.laid", _("{who} legde bij de bijeenkomst {name} formulieren klaar voor de ronde {subject}.")
)
BALLOTS_ENTERED = Act("ballots.entered", _("{who} voerde papieren formulieren in."))
VOTES_IMPORTED = Act("votes.imported", _("{who} las antwoorden in uit een ander systeem."))

GROUPS = (
    ActGroup("rondes", _("rondes"), ("consultation.", "votes.", "outcome.")),
    ActGroup("stellingen", _("stellingen"), ("statement.", "statements.")),
    ActGroup("uitnodigingen", _("uitnodigingen en formulieren"), ("invitations.", "ballots.")),
)
