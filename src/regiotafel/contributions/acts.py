"""What members do with what people sent in, and how the history tells it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import Act, ActGroup

CONTRIBUTION_ENTERED = Act("contribution.entered", _("{who} voerde reactie {number} in voor een ander."))
CONTRIBUTION_SENT_IN = Act("contribution.sent_in", _("Iemand stuurde reactie {number} in."))
CONTRIBUTION_ACCEPTED = Act("contribution.accepted", _("{who} plaatste reactie {number}."))
CONTRIBUTION_REFUSED = Act("contribution.refused", _("{who} plaatste reactie {number} niet."))
CONTRIBUTION_WITHDRAWN = Act("contribution.withdrawn", _("De inzender trok reactie {number} in."))
CONTRIBUTION_REMOVED = Act("contribution.removed", _("De inzender haalde de tekst van reactie {number} weg."))
CONTRIBUTION_CLEANED = Act("contribution.cleaned", _("De tekst van reactie {number} is na de termijn weggehaald."))
CONTRIBUTION_MERGED = Act("contribution.merged", _("{who} maakte van reactie {others} samen reactie {number}."))
CONTRIBUTION_SPLIT = Act("contribution.split", _("{who} splitste reactie {number} in {others}."))
CONTRIBUTION_ASSIGNED = Act("contribution.assigned", _("{who} legde vast wie reactie {number} beantwoordt."))
PHRASE_SAVED = Act("phrase.saved", _("{who} maakte de standaardzin “{name}”."))
PHRASE_REMOVED = Act("phrase.removed", _("{who} haalde de standaardzin “{name}” weg."))
ANSWER_GIVEN = Act("answer.given", _("{who} gaf antwoord op {what}."))
ANSWER_IMPROVED = Act("answer.improved", _("{who} verbeterde het antwoord op {what}."))
ANSWER_MENDED = Act("answer.mended", _("Uit het antwoord op {what} is tekst van een inzender weggehaald."))
FINDING_TAKEN = Act("finding.taken", _("{who} nam stelling {number} van “{title}” mee naar de tekst."))

GROUPS = (
    ActGroup("inbreng", _("inbreng en antwoorden"), ("contribution.", "link.", "answer.", "phrase.", "finding.")),
)
