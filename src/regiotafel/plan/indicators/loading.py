"""How a page of an indicator finds it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.plan.indicators.queries import indicator_in
from regiotafel.plan.loading import load, load_measure
from regiotafel.plan.measures.queries import owner_of
from regiotafel.plan.models import Indicator, Measure
from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.regions.permissions import Party


def whose(request: RegionRequest, plan: str, measure: int, **_more: object) -> Party | None:
    """None: of all municipalities together, or of nobody yet."""
    return owner_of(load_measure(request, load(request, plan), measure))


def load_indicator(request: RegionRequest, measure: Measure, number: int) -> Indicator:
    found = indicator_in(measure, number)
    return shown(found, request.standings, behind_its_door, _("Deze indicator is er niet bij deze maatregel."))
