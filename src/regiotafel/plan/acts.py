"""What members do with a plan and its measures, and how the history tells it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import Act, ActGroup

PLAN_BEGUN = Act("plan.begun", _("{who} begon aan het uitvoeringsplan “{plan}”."))
PLAN_CHANGED = Act("plan.changed", _("{who} veranderde het uitvoeringsplan “{plan}”."))
PLAN_MOVED = Act("plan.moved", _("{who} veranderde de status van het uitvoeringsplan “{plan}”: {state}."))
CAPACITY_SET = Act("plan.capacity_set", _("{who} vulde in hoeveel geld en inzet er is voor “{plan}”."))
MEASURE_ADDED = Act("measure.added", _("{who} zette maatregel {number} in “{plan}”: “{title}”."))
MEASURE_CHANGED = Act("measure.changed", _("{who} veranderde maatregel {number} van “{plan}”: “{title}”."))
MEASURE_MOVED = Act(
    "measure.moved", _("{who} veranderde de status van maatregel {number} van “{plan}” (“{title}”): {state}.")
)
EFFORT_SET = Act(
    "measure.effort_set", _("{who} vulde in wat maatregel {number} van “{plan}” (“{title}”) kost aan geld en inzet.")
)
SIZE_REMOVED = Act(
    "measure.size_removed", _("{who} haalde bij maatregel {number} van “{plan}” (“{title}”) een kleinere vorm weg.")
)
NEEDS_SET = Act(
    "measure.needs_set", _("{who} veranderde waarmee maatregel {number} van “{plan}” (“{title}”) samenhangt.")
)
VARIANT_KEPT = Act("variant.kept", _("{who} bewaarde in “{plan}” de variant “{name}” van de planning over de jaren."))
VARIANT_CHANGED = Act("variant.changed", _("{who} verschoof maatregelen in de variant “{name}” van “{plan}”."))
VARIANT_RENAMED = Act("variant.renamed", _("{who} gaf in “{plan}” de variant “{old}” een andere naam: “{name}”."))
VARIANT_REMOVED = Act("variant.removed", _("{who} haalde in “{plan}” de variant “{name}” weg."))
VARIANT_CHOSEN = Act("variant.chosen", _("{who} maakte in “{plan}” van de variant “{name}” de planning."))
PROGRESS_TOLD = Act(
    "progress.told", _("{who} schreef op hoe het gaat met maatregel {number} van “{plan}” (“{title}”): {pace}.")
)
PROGRESS_CORRECTED = Act(
    "progress.corrected",
    _("{who} verbeterde wat er stond over hoe het gaat met maatregel {number} van “{plan}” (“{title}”): {pace}."),
)
PROGRESS_HIDDEN = Act(
    "progress.hidden",
    _("{who} verborg wat er stond over hoe het gaat met maatregel {number} van “{plan}”. Reden: {reason}"),
)
RHYTHM_SET = Act("progress.asked", _("{who} koos hoe vaak we vragen hoe het gaat met de maatregelen van “{plan}”."))
INDICATOR_ADDED = Act(
    "indicator.added", _("{who} voegde bij maatregel {number} van “{plan}” een indicator toe: {name}.")
)
INDICATOR_CHANGED = Act(
    "indicator.changed", _("{who} veranderde bij maatregel {number} van “{plan}” de indicator {name}.")
)
FIGURES_SET = Act(
    "indicator.measured", _("{who} vulde bij maatregel {number} van “{plan}” metingen in van de indicator {name}.")
)
CRITERION_ADDED = Act("criterion.added", _("{who} voegde in “{plan}” een criterium toe: {name}."))
CRITERION_CHANGED = Act("criterion.changed", _("{who} veranderde in “{plan}” het criterium {name}."))
CRITERION_RETIRED = Act("criterion.retired", _("{who} liet in “{plan}” het criterium {name} vervallen."))
CRITERION_BROUGHT_BACK = Act("criterion.brought_back", _("{who} zette in “{plan}” het criterium {name} terug."))
SCORED = Act("score.given", _("{who} gaf scores aan maatregel {number} van “{plan}”: “{title}”."))
CHOICE_PREPARED = Act("choice.prepared", _("{who} maakte bij “{plan}” de keuzeronde “{title}”."))
CHOICE_CHANGED = Act("choice.changed", _("{who} veranderde bij “{plan}” de keuzeronde “{title}”."))
CHOICE_OPENED = Act("choice.opened", _("{who} opende bij “{plan}” de keuzeronde “{title}”."))
CHOICE_PROLONGED = Act("choice.prolonged", _("{who} liet bij “{plan}” de keuzeronde “{title}” langer open."))
CHOICE_CLOSED = Act("choice.closed", _("{who} sloot bij “{plan}” de keuzeronde “{title}” eerder."))
CHOICE_STOPPED = Act("choice.stopped", _("{who} stopte bij “{plan}” de keuzeronde “{title}”: {reason}"))
CHOICE_TOLD = Act("choice.told", _("{who} vertelde bij “{plan}” wat er uit de keuzeronde “{title}” kwam."))
# Never whose, and while it is open nothing of what they say.
CHOICES_ENTERED = Act(
    "choice.entered", _("{who} voerde bij “{plan}” papieren formulieren in voor de keuzeronde “{title}”: {n}.")
)
CHOICES_BROUGHT = Act(
    "choice.brought", _("{who} las bij “{plan}” formulieren uit een bestand in voor de keuzeronde “{title}”: {n}.")
)
CHOICE_COUNTED = Act("choice.counted", _("De uitkomst van de keuzeronde “{title}” bij “{plan}” is uitgerekend."))
CHOICE_DECIDED = Act("choice.decided", _("{who} vulde in wat {body} besloot na de keuzeronde “{title}” bij “{plan}”."))
CHOICE_TAKEN = Act("choice.taken", _("{who} las bij “{plan}” een hele keuzeronde in uit een bestand: “{title}”."))
CHOICE_UNDONE = Act(
    "choice.undone", _("{who} maakte bij “{plan}” een formulier ongedaan in de keuzeronde “{title}”: {reason}")
)
ARRANGEMENT_ADDED = Act("arrangement.added", _("{who} schreef een afspraak met aanbieders op: “{arrangement}”."))
ARRANGEMENT_CHANGED = Act("arrangement.changed", _("{who} veranderde de afspraak met aanbieders “{arrangement}”."))
ARRANGEMENT_MOVED = Act(
    "arrangement.moved", _("{who} veranderde de status van de afspraak met aanbieders “{arrangement}”: {state}.")
)
ARRANGEMENT_SHOWN = Act(
    "arrangement.shown", _("Vanaf nu kan iedereen de afspraak met aanbieders “{arrangement}” lezen.")
)
EXTENSION_SET = Act("arrangement.extension_set", _("{who} schreef een optie op bij de afspraak “{arrangement}”."))
MILESTONE_SET = Act(
    "arrangement.milestone_set", _("{who} schreef bij de afspraak “{arrangement}” een moment op: {milestone}, {on}.")
)
PREREQUISITE_SET = Act(
    "arrangement.prerequisite_set",
    _("{who} schreef bij de afspraak “{arrangement}” op wat klaar moet zijn voor {milestone}."),
)
PREREQUISITE_READY = Act(
    "arrangement.prerequisite_ready",
    _("{who} vulde bij de afspraak “{arrangement}” in of iets klaar is voor {milestone}."),
)
PREREQUISITE_REMOVED = Act(
    "arrangement.prerequisite_removed",
    _("{who} haalde bij de afspraak “{arrangement}” iets weg dat klaar moest zijn voor {milestone}."),
)
SECONDMENT_SET = Act("secondment.set", _("{who} schreef op wie waar is gedetacheerd: {where}."))
SECONDMENT_REMOVED = Act("secondment.removed", _("{who} haalde een detachering weg: {where}."))

KINDS = ("plan.", "measure.", "variant.", "progress.", "indicator.", "criterion.", "score.")
GROUPS = (
    ActGroup("plan", _("het uitvoeringsplan"), KINDS),
    ActGroup("choice", _("keuzerondes"), ("choice.",)),
    ActGroup("afspraken", _("afspraken met aanbieders"), ("arrangement.", "secondment.")),
)
