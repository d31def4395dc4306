"""Members and their roles; and for everybody: what each role may do."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.members import actions
from regiotafel.regions.members.forms import MemberForm
from regiotafel.regions.members.loading import load
from regiotafel.regions.members.queries import members_of
from regiotafel.regions.models import Role
from regiotafel.regions.parties.rules import TakesNoPart
from regiotafel.regions.permissions import PERMISSIONS, Permission
from regiotafel.web.links import link
from regiotafel.web.mail import can_be_sent
from regiotafel.web.marks import open_to_all, own_account
from regiotafel.web.pages import page, posted


@open_to_all
@require_safe
def permissions(request: HttpRequest) -> HttpResponse:
    rows = [(permission.what, [_how_far(role, permission) for role in Role]) for permission in PERMISSIONS.values()]
    has_own = any(permission.own for permission in PERMISSIONS.values())
    return page(request, "regions/permissions.html", every_role=list(Role), rows=rows, has_own=has_own)


def _how_far(role: Role, permission: Permission) -> str:
    if role in permission.roles:
        return "all"
    return "own" if role in permission.own else "none"


@own_account
@login_required
def delete_account(request: HttpRequest) -> HttpResponse:
    user = member(request)
    if request.method != "POST" or user is None:
        return page(request, "people/delete.html", here="profiel")
    try:
        actions.delete_account(by=user, at=timezone.now())
    except Refused as fault:
        return page(request, "people/delete.html", here="profiel", fault=fault)
    logout(request)
    messages.success(request, _("Je account is verwijderd."))
    return redirect("pages:front")


@door("member.manage")
def members(request: RegionRequest) -> HttpResponse:
    form = MemberForm(posted(request), region=request.region)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        at = timezone.now()
        try:
            made = actions.invite_member(
                by=member(request),
                at=at,
                region=request.region,
                email=given["email"],
                role=Role(given["role"]),
                municipality=given["municipality"],
                organisation=given["organisation"],
                login_url=link("account_login"),
            )
        except TakesNoPart as left:  # a colleague was just before
            form.add_error(left.field, str(left))
            return page(request, "regions/members.html", form=form, members=members_of(request.region))
        messages.success(request, _what_was_done(is_new=made.since == at) % {"email": given["email"]})
        return redirect("regions:members", request.region.slug)
    return page(request, "regions/members.html", form=form, members=members_of(request.region))


def _what_was_done(*, is_new: bool) -> str:
    """Who has a role already is not told of it again."""
    if is_new and not can_be_sent():
        return _(
            "%(email)s heeft de rol. Laat dat zelf weten, want deze site kan nog geen e-mail versturen. "
            "Inloggen kan met een link van wie de server beheert."
        )
    if is_new:
        return _("%(email)s heeft de rol. We hebben een bericht gestuurd.")
    return _("%(email)s had deze rol al. Er is niets veranderd, en we hebben geen bericht gestuurd.")


@door("member.manage")
def take_role(request: RegionRequest, membership: int) -> HttpResponse:
    found = load(request, membership)
    if request.method != "POST":
        return page(request, "regions/take_role.html", membership=found)
    try:
        actions.take_role(by=member(request), at=timezone.now(), membership=found)
    except Refused as fault:
        return page(request, "regions/take_role.html", membership=found, fault=fault)
    messages.success(request, _("De rol is ingetrokken."))
    if found.user_id == request.user.pk and found.role == Role.REGION_ADMINISTRATOR:
        return redirect("pages:region_home", request.region.slug)
    return redirect("regions:members", request.region.slug)
