"""What members do with what people sent in, and how the history tells it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import Act, ActGroup

CONTRIBUTION_ENTERED = Act("contribution.entered", _("{who} voerde inbreng {number} in voor een ander."))
CONTRIBUTION_SENT_IN = Act("contribution.sent_in", _("Iemand stuurde inbreng {number} in."))
CONTRIBUTION_ACCEPTED = Act("contribution.accepted", _("{who} liet inbreng {number} toe."))
CONTRIBUTION_REFUSED = Act("contribution.refused", _("{who} liet inbreng {number} niet toe."))
CONTRIBUTION_WITHDRAWN = Act("contribution.withdrawn", _("De inzender trok inbreng {number} in."))
CONTRIBUTION_REMOVED = Act("contribution.removed", _("De inzender haalde de woorden van inbreng {number} weg."))
CONTRIBUTION_CLEANED = Act("contribution.cleaned", _("De woorden van inbreng {number} zijn na hun termijn weggehaald."))
CONTRIBUTION_MERGED = Act("contribution.merged", _("{who} maakte van inbreng {others} samen inbreng {number}."))
CONTRIBUTION_SPLIT = Act("contribution.split", _("{who} splitste inbreng {number} in {others}."))
CONTRIBUTION_ASSIGNED = Act("contribution.assigned", _("{who} legde vast wie reactie {number} beantwoordt."))
PHRASE_SAVED = Act("phrase.saved", _("{who} maakte de standaardzin “{name}”."))
PHRASE_REMOVED = Act("phrase.removed", _("{who} haalde de standaardzin “{name}” weg."))
ANSWER_GIVEN = Act("answer.given", _("{who} gaf antwoord op {what}."))
ANSWER_IMPROVED = Act("answer.improved", _("{who} verbeterde het antwoord op {what}."))
ANSWER_MENDED = Act("answer.mended", _("Uit het antwoord op {what} zijn woorden van een inzender weggehaald."))
FINDING_TAKEN = Act("finding.taken", _("{who} nam stelling {number} van “{title}” mee naar de tekst."))

GROUPS = (
    ActGroup("inbreng", _("inbreng en antwoorden"), ("contribution.", "link.", "answer.", "phrase.", "finding.")),
)
