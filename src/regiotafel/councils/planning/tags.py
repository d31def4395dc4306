"""The day on which a council decides, for the page of its municipality."""

from datetime import date

from django import template
from django.utils import timezone

from regiotafel.councils.planning.queries import decision_days
from regiotafel.regions.models import Region, RegionMunicipality

register = template.Library()


@register.simple_tag
def decision_day(region: Region, place: RegionMunicipality) -> date | None:
    return decision_days(region, [place], timezone.localdate())[place.municipality_id]
