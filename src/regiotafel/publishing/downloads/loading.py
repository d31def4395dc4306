"""How a file of an outcome finds the report that it is made of."""

from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import Consultation, Report
from regiotafel.consultations.outcome.loading import load_with_results
from regiotafel.publishing.downloads.queries import report_to_take
from regiotafel.regions.access import RegionRequest, behind_its_door, shown


def load_report(request: RegionRequest, slug: str) -> tuple[Consultation, Report]:
    consultation = load_with_results(request, slug)
    none = _("Er is nog geen uitkomst om mee te nemen. Er zijn nog te weinig antwoorden.")
    return consultation, shown(report_to_take(consultation), request.standings, behind_its_door, none)
