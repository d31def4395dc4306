"""How a page about progress finds it, and whose measure it is about."""

from django.utils.translation import gettext_lazy as _

from regiotafel.plan.loading import load, load_measure
from regiotafel.plan.measures.queries import owner_of
from regiotafel.plan.models import Measure, Progress
from regiotafel.plan.progress.queries import progress_in
from regiotafel.plan.progress.rules import is_progress_seen
from regiotafel.regions.access import RegionRequest, shown
from regiotafel.regions.permissions import Party


def whose(request: RegionRequest, plan: str, measure: int, **_more: object) -> Party | None:
    """None: of all municipalities together, or of nobody yet."""
    return owner_of(load_measure(request, load(request, plan), measure))


def load_progress(request: RegionRequest, measure: Measure, number: int) -> Progress:
    found = progress_in(measure, number)
    return shown(found, request.standings, is_progress_seen, _("Deze melding is er niet bij deze maatregel."))
