"""A new region, with its municipalities and its first administrator."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from regiotafel.people.models import User
from regiotafel.regions.members.actions import invite_member
from regiotafel.regions.models import Membership, Municipality, Role
from regiotafel.regions.places.actions import add_municipalities
from regiotafel.regions.settings.actions import open_region


@transaction.atomic
def begin_region(
    *,
    by: User | None,
    at: datetime,
    slug: str,
    name: str,
    administrator: str,
    login_url: str,
    youth_region_name: str = "",
    municipalities: Sequence[Municipality] = (),
) -> Membership:
    """administrator: an address; its owner is told, when this site can send mail. login_url: where they log in."""
    region = open_region(by=by, at=at, slug=slug, name=name, youth_region_name=youth_region_name)
    add_municipalities(by=by, at=at, region=region, municipalities=municipalities)
    role = Role.REGION_ADMINISTRATOR
    return invite_member(by=by, at=at, region=region, email=administrator, role=role, login_url=login_url)
