"""What members do about councils, and how the history tells it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import Act, ActGroup

DAYS_KEPT = Act("councilcalendar.kept", _("{who} schreef op wanneer de raad van {municipality} vergadert."))
ROUTE_PLANNED = Act("councilroute.planned", _("{who} maakte de planning van “{document}” langs de gemeenten."))
WANTED_SET = Act(
    "councilroute.wanted", _("{who} koos voor “{document}” de dag waarop de laatste raad besluit: {wanted_on}.")
)
PATTERN_CHANGED = Act("councilroute.pattern_changed", _("{who} veranderde de vaste route van “{document}”."))
ROUTE_CHANGED = Act("councilroute.changed", _("{who} veranderde de route van {municipality} voor “{document}”."))
PATTERN_FOLLOWED = Act(
    "councilroute.followed", _("{who} koos voor {municipality} weer de vaste route van “{document}”.")
)
ROUTE_TIED = Act(
    "councilroute.tied", _("{who} gaf de route van {municipality} voor “{document}” een plek in de draad.")
)
OUTCOME_NOTED = Act(
    "councilstep.noted", _("{who} schreef op wat in {municipality} uit de stap “{step}” van “{document}” kwam.")
)
OUTCOME_CORRECTED = Act(
    "councilstep.corrected",
    _("{who} verbeterde wat in {municipality} uit de stap “{step}” van “{document}” kwam. Reden: {reason}"),
)
LETTERHEAD_KEPT = Act(
    "councilletterhead.kept", _("{who} sloeg het sjabloon voor raadsvoorstellen van {municipality} op: {name}.")
)
LETTERHEAD_REMOVED = Act(
    "councilletterhead.removed", _("{who} haalde het sjabloon voor raadsvoorstellen van {municipality} weg.")
)
PAPER_ADDED = Act("councilpaper.added", _("{who} schreef in {municipality} bij “{document}” op: {kind} “{title}”."))
PAPER_CHANGED = Act("councilpaper.changed", _("{who} veranderde in {municipality} bij “{document}”: {kind} “{title}”."))
PAPER_MOVED = Act(
    "councilpaper.moved", _("{who} schreef op wat er in {municipality} is gedaan met {kind} “{title}”: {state}.")
)
PAPER_TIED = Act("councilpaper.tied", _("{who} gaf in {municipality} een plek in de draad aan: {kind} “{title}”."))
PAPER_PROPOSED = Act(
    "councilpaper.proposed",
    _("{who} maakte van een amendement van {municipality} voorstel {number} voor “{document}”: “{title}”."),
)

GROUPS = (
    ActGroup(
        "besluitvorming",
        _("de weg langs de raden"),
        ("councilcalendar.", "councilroute.", "councilstep.", "councilpaper.", "councilletterhead."),
    ),
)
