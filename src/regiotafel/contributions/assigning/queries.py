"""Who can take an answer upon them, and what nobody did."""

from django.db.models import Q, QuerySet

from regiotafel.contributions.models import Contribution
from regiotafel.people.models import User
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import PERMISSIONS


def who_can_answer(region: Region) -> list[User]:
    """In the order of the alphabet. One query."""
    roles = PERMISSIONS["contribution.handle"].roles
    held = User.objects.filter(memberships__region=region, memberships__role__in=roles)
    return list(held.order_by("in_order", "pk").distinct())


def nobodys(rows: QuerySet[Contribution], region: Region) -> QuerySet[Contribution]:
    """What nobody took upon them; nor does who lost the role that answers. One query more."""
    return rows.filter(Q(assignee=None) | ~Q(assignee__in=who_can_answer(region)))
