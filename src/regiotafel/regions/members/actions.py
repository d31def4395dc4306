"""Giving and taking roles, and what becomes of them when somebody leaves."""

from datetime import datetime

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from regiotafel.history.actions import record
from regiotafel.history.rules import Act
from regiotafel.people.actions import account_for
from regiotafel.people.models import User
from regiotafel.regions.actions import lock_region
from regiotafel.regions.acts import (
    ACCOUNT_DELETED,
    ROLE_GIVEN,
    ROLE_GIVEN_FOR,
    ROLE_TAKEN,
    ROLE_TAKEN_FOR,
    SITE_ADMINISTRATOR_NAMED,
)
from regiotafel.regions.members.queries import n_administrators
from regiotafel.regions.members.rules import check_role_can_go, check_role_for
from regiotafel.regions.models import Membership, Municipality, Organisation, Region, Role, SiteAdministrator
from regiotafel.regions.parties.queries import takes_part
from regiotafel.regions.parties.rules import check_takes_part
from regiotafel.web import mail


@transaction.atomic
def give_role(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    user: User,
    role: Role,
    municipality: Municipality | None = None,
    organisation: Organisation | None = None,
) -> Membership:
    check_role_for(role, municipality or organisation)
    lock_region(region)
    if municipality is not None:
        check_takes_part(takes_part(region, municipality))
    membership, is_new = Membership.objects.get_or_create(
        user=user,
        region=region,
        role=role,
        municipality=municipality,
        organisation=organisation,
        defaults={"since": at},
    )
    if is_new:
        _record_role(membership, ROLE_GIVEN, ROLE_GIVEN_FOR, by=by, at=at)
    return membership


@transaction.atomic
def take_role(*, by: User | None, at: datetime, membership: Membership) -> None:
    region = lock_region(membership.region)
    found = Membership.objects.filter(pk=membership.pk).select_related("region").first()
    if found is None:  # pressed twice: it is taken, and told once
        return
    check_role_can_go(Role(found.role), n_administrators(region))
    _record_role(found, ROLE_TAKEN, ROLE_TAKEN_FOR, by=by, at=at, goes=True)
    found.delete()


def _record_role(
    membership: Membership, alone: Act, for_party: Act, *, by: User | None, at: datetime, goes: bool = False
) -> None:
    party = membership.party
    record(
        by=by,
        at=at,
        act=for_party if party else alone,
        about=membership,
        region=membership.region.slug,
        data={"user": membership.user_id, "role": membership.role} | ({"party": party.name} if party else {}),
        gone=[membership] if goes else [],
    )


@transaction.atomic
def invite_member(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    email: str,
    role: Role,
    municipality: Municipality | None = None,
    organisation: Organisation | None = None,
    login_url: str,
) -> Membership:
    """Gives a role to whoever owns this address, and tells them. Who has no account gets one without logging in."""
    user, is_new = account_for(email=email)
    membership = give_role(
        by=by, at=at, region=region, user=user, role=role, municipality=municipality, organisation=organisation
    )
    if membership.since == at:
        letter = {"membership": membership, "region": region, "is_new": is_new, "login_url": login_url}
        # After the role is kept for certain; a mail server that is away does not undo it.
        if mail.can_be_sent():
            transaction.on_commit(lambda: _tell_member(user, letter), robust=True)
    return membership


def _tell_member(user: User, letter: dict[str, object]) -> None:
    region = letter["region"]
    send_mail(
        subject=mail.subject(_("Je hebt een rol in %(region)s") % {"region": region}),
        message=render_to_string("regions/mail/role_given.txt", letter),
        from_email=None,
        recipient_list=[user.email],
    )


@transaction.atomic
def delete_account(*, by: User, at: datetime) -> None:
    """Removes the person. What they did stays in the history under a code that names nobody."""
    for membership in Membership.objects.filter(user=by).select_related("region"):
        take_role(by=by, at=at, membership=membership)
    record(by=by, at=at, act=ACCOUNT_DELETED, about=by, gone=SiteAdministrator.objects.filter(user=by))
    by.delete()


@transaction.atomic
def name_site_administrator(*, at: datetime, email: str) -> User:
    """By who runs the machine: nobody else can give this."""
    user, _is_new = account_for(email=email)
    found, is_new = SiteAdministrator.objects.get_or_create(user=user, defaults={"since": at})
    if is_new:
        record(by=None, at=at, act=SITE_ADMINISTRATOR_NAMED, about=found, data={"user": user.pk})
    return user
