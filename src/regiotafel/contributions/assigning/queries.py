"""Who can take an answer upon them."""

from regiotafel.people.models import User
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import PERMISSIONS


def who_can_answer(region: Region) -> list[User]:
    """In the order of the alphabet. One query."""
    roles = PERMISSIONS["contribution.handle"].roles
    held = User.objects.filter(memberships__region=region, memberships__role__in=roles)
    return list(held.order_by("in_order", "pk").distinct())
