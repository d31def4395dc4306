"""Regions, parties, members, steps; and the country's list of regions and municipalities."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.formats.theme import as_css
from regiotafel.regions import actions
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.forms import (
    MemberForm,
    OrganisationForm,
    PartyFilterForm,
    RegionForm,
    SearchForm,
    StepFormSet,
    ThemeForm,
)
from regiotafel.regions.models import Organisation, Region, RegionMunicipality, Role
from regiotafel.regions.permissions import PERMISSIONS, Permission, may
from regiotafel.regions.queries import (
    current_release,
    logo_of,
    members_of,
    membership_in,
    organisation_in,
    organisations_found,
    places_by_sub_region,
    planned_steps,
    region_by_slug,
    search_reference,
    theme_of,
)
from regiotafel.regions.rules import LastAdministrator, NotAllowed
from regiotafel.web.marks import open_to_all, own_account

REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


def _posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing when the page is only asked for."""
    return request.POST if request.method == "POST" else None


# --- For everybody, outside the regions ---


@open_to_all
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    text = form.cleaned_data.get("zoek", "") if form.is_valid() else ""
    release = current_release(timezone.localdate())
    found = search_reference(release, text) if release else []
    context = {
        "form": form,
        "text": text,
        "release": release,
        "found": found,
        "n_municipalities": sum(len(region.placements) for region in found),
        "n_unsure": sum(region.n_unsure for region in found),
    }
    return render(request, "regions/reference.html", context)


@open_to_all
@require_safe
def permissions(request: HttpRequest) -> HttpResponse:
    rows = [(permission.what, [_how_far(role, permission) for role in Role]) for permission in PERMISSIONS.values()]
    return render(request, "regions/permissions.html", {"every_role": list(Role), "rows": rows})


def _how_far(role: Role, permission: Permission) -> str:
    if role in permission.roles:
        return "all"
    return "own" if role in permission.own else "none"


@own_account
@login_required
def delete_account(request: HttpRequest) -> HttpResponse:
    user = member(request)
    if request.method != "POST" or user is None:
        return render(request, "people/delete.html", {"here": "profiel"})
    try:
        actions.delete_account(by=user, at=timezone.now())
    except LastAdministrator as fault:
        context = {"here": "profiel", "fault": fault}
        return render(request, "people/delete.html", context, status=HTTPStatus.CONFLICT)
    logout(request)
    messages.success(request, _("Je account is verwijderd."))
    return redirect("pages:front")


# --- Parties ---


@door("region.read")
@require_safe
def parties(request: RegionRequest) -> HttpResponse:
    form = PartyFilterForm(request.GET)
    wanted = form.wanted()
    sub_regions = places_by_sub_region(request.region)
    context = {
        "here": "partijen",
        "form": form,
        "is_filtered": any(wanted.values()),
        "sub_regions": [{"name": part.name, "tiles": [_tile(place) for place in part.places]} for part in sub_regions],
        "n_municipalities": sum(len(part.places) for part in sub_regions),
        "organisations": list(organisations_found(request.region, **wanted)),
        "links": [
            {
                "name": _("Voeg een organisatie toe"),
                "url": reverse("regions:new_organisation", args=[request.region.slug]),
            }
        ],
    }
    return render(request, "regions/parties.html", context)


def _tile(place: RegionMunicipality) -> dict[str, str]:
    n = place.n_young_people
    young = _("%(n)s inwoners tot 23 jaar") % {"n": number_format(n, force_grouping=True)} if n else ""
    return {"name": place.municipality.name, "state": young}


@door("organisation.write")
def new_organisation(request: RegionRequest) -> HttpResponse:
    form = OrganisationForm(_posted(request), region=request.region)
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.add_organisation(
                by=member(request), at=timezone.now(), region=request.region, **form.values()
            )
        except IntegrityError:  # a second click, or a colleague who was just before
            form.add_error("name", _("Er is al een organisatie met deze naam."))
        else:
            messages.success(request, _("%(name)s staat erbij.") % {"name": new.name})
            return redirect("regions:parties", request.region.slug)
    return _organisation_page(request, form, None)


@door("region.read")
def organisation(request: RegionRequest, organisation: int) -> HttpResponse:
    found = organisation_in(request.region, organisation)
    if found is None:
        raise Http404("Deze organisatie bestaat niet in deze regio.")
    may_write = may("organisation.write", request.standings)
    if request.method != "POST":
        form = OrganisationForm(instance=found, region=request.region) if may_write else None
        return _organisation_page(request, form, found)
    if not may_write:
        raise PermissionDenied(str(NotAllowed("organisation.write")))
    form = OrganisationForm(request.POST, instance=found, region=request.region)
    if not form.is_valid():
        # The form has filled in the new values on the object: the page shows what is kept.
        return _organisation_page(request, form, organisation_in(request.region, organisation))
    kept = organisation_in(request.region, organisation)
    assert kept is not None  # noqa: S101  # found above; nobody can remove an organisation
    try:
        actions.change_organisation(by=member(request), at=timezone.now(), organisation=kept, **form.values())
    except IntegrityError:
        form.add_error("name", _("Er is al een organisatie met deze naam."))
        return _organisation_page(request, form, organisation_in(request.region, organisation))
    messages.success(request, _("De gegevens zijn bewaard."))
    return redirect("regions:organisation", request.region.slug, kept.pk)


def _organisation_page(
    request: RegionRequest, form: OrganisationForm | None, organisation: Organisation | None
) -> HttpResponse:
    status = REFUSED if form is not None and form.errors else HTTPStatus.OK
    context = {"here": "partijen", "form": form, "organisation": organisation}
    return render(request, "regions/organisation.html", context, status=status)


# --- Members ---


@door("member.manage")
def members(request: RegionRequest) -> HttpResponse:
    form = MemberForm(_posted(request), region=request.region)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.invite_member(
            by=member(request),
            at=timezone.now(),
            region=request.region,
            email=given["email"],
            role=Role(given["role"]),
            municipality=given["municipality"],
            organisation=given["organisation"],
            login_url=request.build_absolute_uri(reverse("account_login")),
        )
        messages.success(request, _("%(email)s heeft de rol. We stuurden een bericht.") % {"email": given["email"]})
        return redirect("regions:members", request.region.slug)
    context = {"form": form, "members": members_of(request.region)}
    return render(request, "regions/members.html", context, status=REFUSED if form.errors else HTTPStatus.OK)


@door("member.manage")
def take_role(request: RegionRequest, membership: int) -> HttpResponse:
    found = membership_in(request.region, membership)
    if found is None:
        raise Http404("Deze rol bestaat niet (meer) in deze regio.")
    if request.method != "POST":
        return render(request, "regions/take_role.html", {"membership": found})
    try:
        actions.take_role(by=member(request), at=timezone.now(), membership=found)
    except LastAdministrator as fault:
        context = {"membership": found, "fault": fault}
        return render(request, "regions/take_role.html", context, status=HTTPStatus.CONFLICT)
    messages.success(request, _("De rol is ingetrokken."))
    if found.user_id == request.user.pk and found.role == Role.REGION_ADMINISTRATOR:
        return redirect("pages:region_home", request.region.slug)
    return redirect("regions:members", request.region.slug)


# --- Settings ---


def _tabs(request: RegionRequest, current: str) -> list[dict[str, Any]]:
    names = (("settings", _("Naam en tekst")), ("steps", _("Stappen")), ("theme", _("Thema")))
    return [
        {"name": name, "url": reverse(f"regions:{page}", args=[request.region.slug]), "is_current": page == current}
        for page, name in names
    ]


@door("region.write")
def settings(request: RegionRequest) -> HttpResponse:
    initial = {"name": request.region.name, "about": request.region.about}
    form = RegionForm(_posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.describe_region(
            by=member(request), at=timezone.now(), region=request.region, name=given["name"], about=given["about"]
        )
        messages.success(request, _("De naam en de tekst zijn bewaard."))
        return redirect("regions:settings", request.region.slug)
    context = {"form": form, "tabs": _tabs(request, "settings")}
    return render(request, "regions/settings.html", context, status=REFUSED if form.errors else HTTPStatus.OK)


@door("region.write")
def steps(request: RegionRequest) -> HttpResponse:
    fields = ("name", "explanation", "starts_on", "ends_on")
    formset = StepFormSet(_posted(request), initial=planned_steps(request.region))
    if request.method == "POST" and formset.is_valid():
        given = [
            row.cleaned_data for row in formset if row.cleaned_data.get("name") and row not in formset.deleted_forms
        ]
        texts = [actions.StepText(**{field: row[field] for field in fields}) for row in given]
        texts.sort(key=lambda step: (step.starts_on, step.ends_on))
        actions.plan_steps(by=member(request), at=timezone.now(), region=request.region, steps=texts)
        messages.success(request, _("De stappen zijn bewaard. Ze staan bovenaan elke pagina."))
        return redirect("regions:steps", request.region.slug)
    status = REFUSED if formset.is_bound else HTTPStatus.OK
    return render(request, "regions/steps.html", {"formset": formset, "tabs": _tabs(request, "steps")}, status=status)


@door("region.write")
def theme(request: RegionRequest) -> HttpResponse:
    region = request.region
    files = request.FILES if request.method == "POST" else None
    form = ThemeForm(_posted(request), files, initial={"text": region.theme}, kept_logo=logo_of(region) is not None)
    preview = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if "preview" not in request.POST:
            actions.set_theme(
                by=member(request), at=timezone.now(), region=region, theme=given["theme"], logo=given["logo"]
            )
            messages.success(request, _("Het thema is bewaard. Iedereen ziet het nu zo."))
            return redirect("regions:theme", region.slug)
        preview = _preview_url(region, given["theme"])
        form = ThemeForm(initial={"text": given["theme"]}, kept_logo=True)
    context = {
        "form": form,
        "preview": preview,
        "choose_again": bool(preview and files),
        "example": EXAMPLE_THEME,
        "tabs": _tabs(request, "theme"),
    }
    return render(request, "regions/theme.html", context, status=REFUSED if form.errors else HTTPStatus.OK)


# Version 0 is nobody's: it shows a theme that travels, signed, in the address itself.
PREVIEW = 0
PREVIEW_SALT = "proefthema"
EXAMPLE_THEME = """[theme]
name = "Onze regio"
main = "#1f4e79"
accent = "#f6b73c"
"""


def _preview_url(region: Region, text: str) -> str:
    signed = signing.dumps(text, salt=PREVIEW_SALT, compress=True)
    address = reverse("regions:theme_css", args=[region.slug, PREVIEW])
    return f"{address}?{urlencode({'proef': signed})}"


@open_to_all
@require_safe
def theme_css(request: HttpRequest, region: str, version: int) -> HttpResponse:
    """The style sheet of one version of a theme: what stands at this address never changes."""
    if version == PREVIEW:
        try:
            text = signing.loads(request.GET.get("proef", ""), salt=PREVIEW_SALT, max_age=3600)
        except signing.BadSignature as fault:
            raise Http404("Dit voorbeeld is verlopen.") from fault
    else:
        text = _region_with_version(region, version).theme
    found = theme_of(text)
    response = HttpResponse(as_css(found) if found else "", content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "no-store" if version == PREVIEW else FOR_EVER
    return response


@open_to_all
@require_safe
def theme_logo(request: HttpRequest, region: str, version: int) -> HttpResponse:
    content = logo_of(_region_with_version(region, version))
    if content is None:
        raise Http404("Deze regio heeft geen eigen logo.")
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": FOR_EVER})


FOR_EVER = "public, max-age=31536000, immutable"


def _region_with_version(slug: str, version: int) -> Region:
    found = region_by_slug(slug)
    if found is None or not found.theme or found.theme_version != version:
        raise Http404("Dit thema bestaat niet (meer).")
    return found
