"""A new region, with its municipalities and its first administrator."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from regiotafel.history.actions import record
from regiotafel.people.models import User
from regiotafel.regions.acts import FIRST_LINK_MADE
from regiotafel.regions.beginning.queries import first_link, has_other_roles
from regiotafel.regions.beginning.rules import check_needs_link
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


@transaction.atomic
def make_first_link(*, by: User | None, at: datetime, held: Membership, can_mail: bool) -> str:
    """For an administrator who was never here, where no mail can be sent. Whoever has it is that administrator, so the
    region reads that it was made."""
    check_needs_link(held.user.last_login, can_mail=can_mail, has_other_roles=has_other_roles(held))
    record(by=by, at=at, act=FIRST_LINK_MADE, about=held, region=held.region.slug, data={})
    return first_link(held)
