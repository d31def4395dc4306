"""How a page of a criterion finds it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.plan.criteria.queries import criterion_in
from regiotafel.plan.models import Criterion, Plan
from regiotafel.regions.access import RegionRequest, behind_its_door, shown


def load_criterion(request: RegionRequest, plan: Plan, pk: int) -> Criterion:
    return shown(
        criterion_in(plan, pk), request.standings, behind_its_door, _("Dit criterium staat niet bij dit plan.")
    )
