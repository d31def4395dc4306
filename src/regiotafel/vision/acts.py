"""What members do to the text, and how the history tells it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import Act, ActGroup

DOCUMENT_DRAFTED = Act("document.drafted", _("{who} begon aan de tekst “{document}”."))
SECTION_ADDED = Act("section.added", _("{who} voegde aan “{document}” het hoofdstuk “{title}” toe."))
PASSAGE_ADDED = Act("passage.added", _("{who} schreef passage {number} van “{document}”. Reden: {reason}"))
PASSAGE_REWORDED = Act(
    "passage.reworded", _("{who} paste de tekst aan van passage {number} van “{document}”. Reden: {reason}")
)
PASSAGE_MOVED = Act(
    "passage.moved", _("{who} verplaatste passage {number} van “{document}” naar het hoofdstuk “{section}”.")
)
PASSAGE_WHO_ACTS = Act(
    "passage.who_acts", _("{who} vulde bij passage {number} van “{document}” in wie dit doet: {acts}.")
)
PASSAGE_NAMED = Act(
    "passage.named", _("{who} vulde bij passage {number} van “{document}” in wat voor passage het is: {kind}.")
)
PASSAGE_SPLIT = Act(
    "passage.split",
    _("{who} splitste passage {number} van “{document}”: het tweede deel is passage {other}. Reden: {reason}"),
)
PASSAGE_JOINED = Act(
    "passage.joined", _("{who} voegde in “{document}” passage {other} samen met passage {number}. Reden: {reason}")
)
SECTION_MOVED = Act("section.moved", _("{who} zette in “{document}” het hoofdstuk “{title}” op een andere plek."))
SECTION_CHANGED = Act("section.changed", _("{who} veranderde in “{document}” het hoofdstuk “{title}”."))
PASSAGE_BROUGHT_BACK = Act(
    "passage.brought_back", _("{who} zette passage {number} weer in “{document}”. Reden: {reason}")
)
PASSAGE_RETIRED = Act("passage.retired", _("{who} liet passage {number} van “{document}” vervallen. Reden: {reason}"))
REQUIREMENT_JUDGED = Act(
    "requirement.judged", _("{who} beoordeelde voor “{document}” wat de wet vraagt ({code}): {judged}.")
)
RELEASE_MADE = Act("release.made", _("{who} publiceerde versie {number} van “{document}”: {name}."))
DECISION_NOTED = Act(
    "councildecision.noted", _("{who} schreef op wat {body} besloot over versie {number} van “{document}”.")
)
DECISION_CORRECTED = Act(
    "councildecision.corrected",
    _("{who} verbeterde wat {body} besloot over versie {number} van “{document}”. Reden: {reason}"),
)
# Of before decisions were written down for each council; nothing does this any more.
RELEASE_ADOPTED = Act("release.adopted", _("{who} legde vast dat versie {number} van “{document}” is vastgesteld."))
PROPOSAL_MADE = Act("proposal.made", _("{who} deed bij “{document}” wijzigingsvoorstel {number}."))
PROPOSAL_INTENDED = Act(
    "proposal.intended", _("{who} schreef bij voorstel {number} van “{document}” op wat het voornemen is: {intent}.")
)
PROPOSAL_ANSWERED = Act(
    "proposal.answered", _("{who} antwoordde op het voornemen over voorstel {number} van “{document}”.")
)
PROPOSAL_DECIDED = Act("proposal.decided", _("{who} besloot over voorstel {number} van “{document}”: {intent}."))
PROPOSAL_HIDDEN = Act("proposal.hidden", _("{who} verborg voorstel {number} van “{document}”. Reden: {reason}"))
PROPOSALS_SHOWN = Act("document.proposals_shown", _("{who} koos wie de voorstellen bij “{document}” leest: {readers}."))
DOCUMENT_BROUGHT = Act(
    "brought.taken_over", _("{who} las bij “{document}” het bestand “{name}” in: {proposals} en {remarks}.")
)
REMARK_MADE = Act("remark.made", _("{who} zette een opmerking bij “{document}”."))
REMARK_RESOLVED = Act("remark.resolved", _("{who} handelde een opmerking bij “{document}” af."))
REMARK_HIDDEN = Act("remark.hidden", _("{who} verborg een opmerking bij “{document}”. Reden: {reason}"))

GROUPS = (
    ActGroup(
        "visie",
        _("de tekst van de visie"),
        ("document.", "section.", "passage.", "release.", "councildecision.", "requirement."),
    ),
    ActGroup("voorstellen", _("wijzigingsvoorstellen en opmerkingen"), ("proposal.", "remark.", "brought.")),
)
