"""How a page of a smaller size finds it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.plan.measures.queries import size_in
from regiotafel.plan.models import Measure, Size
from regiotafel.regions.access import RegionRequest, behind_its_door, shown


def load_size(request: RegionRequest, measure: Measure, pk: int) -> Size:
    return shown(size_in(measure, pk), request.standings, behind_its_door, _("Deze kleinere vorm is er niet meer."))
