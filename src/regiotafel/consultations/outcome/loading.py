"""How a statement of the outcome is found, among those that the report tells of."""

from django.utils.translation import gettext_lazy as _

from regiotafel.regions.access import NOBODY, behind_its_door, shown
from regiotafel.reports.opinions.outcome import Outcome
from regiotafel.reports.opinions.statements import Shown


def load_counted(outcome: Outcome | None, number: int) -> tuple[Outcome, Shown]:
    """The report holds what everybody may read, and nothing else."""
    told = None if outcome is None or outcome.is_too_small else outcome
    whole = shown(told, NOBODY, behind_its_door, _("Er is nog geen uitkomst."))
    found = whole.statement(str(number))
    return whole, shown(found, NOBODY, behind_its_door, _("Deze stelling is nog niet geteld."))
