"""How a statement of the outcome is found, among those that the report tells of."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.loading import load
from regiotafel.consultations.models import Consultation
from regiotafel.consultations.outcome.queries import may_read_results
from regiotafel.consultations.rules import reads_drafts
from regiotafel.consultations.taking_part.access import participant_id
from regiotafel.regions.access import NOBODY, RegionRequest, behind_its_door, shown
from regiotafel.reports.opinions.outcome import Outcome
from regiotafel.reports.opinions.statements import Shown


def sees_results(request: RegionRequest, consultation: Consultation) -> bool:
    """Who works on it sees everything that is told, unless they look at what visitors see; others what they may read
    after their own answers."""
    if reads_drafts(request.standings) and "bezoekers" not in request.GET:
        return True
    return may_read_results(consultation, timezone.now(), participant_id(request, consultation))


def load_with_results(request: RegionRequest, slug: str) -> Consultation:
    """For a file or a part of what came out: not there for who must answer first."""
    consultation = load(request, slug)
    found = consultation if sees_results(request, consultation) else None
    return shown(found, request.standings, behind_its_door, _("De resultaten zie je nadat je zelf hebt geantwoord."))


def load_counted(outcome: Outcome | None, number: int) -> tuple[Outcome, Shown]:
    """The report holds what everybody may read, and nothing else."""
    told = None if outcome is None or outcome.is_too_small else outcome
    whole = shown(told, NOBODY, behind_its_door, _("Er is nog geen uitkomst."))
    found = whole.statement(str(number))
    return whole, shown(found, NOBODY, behind_its_door, _("Deze stelling is nog niet geteld."))
