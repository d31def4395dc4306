"""Regions, parties, members, steps; and the country's list of regions and municipalities."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.formats.theme import as_css
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.refused import Refused
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
    region_form,
    steps_in_words,
    steps_of,
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
from regiotafel.regions.rules import NameTaken, NotAllowed, seen_of_organisation, seen_of_steps
from regiotafel.web import conflicts
from regiotafel.web.marks import open_to_all, own_account
from regiotafel.web.pages import page


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
    context: dict[str, Any] = {
        "form": form,
        "text": text,
        "release": release,
        "found": found,
        "n_municipalities": sum(len(region.placements) for region in found),
        "n_unsure": sum(region.n_unsure for region in found),
    }
    return page(request, "regions/reference.html", **context)


@open_to_all
@require_safe
def permissions(request: HttpRequest) -> HttpResponse:
    rows = [(permission.what, [_how_far(role, permission) for role in Role]) for permission in PERMISSIONS.values()]
    return page(request, "regions/permissions.html", every_role=list(Role), rows=rows)


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


# --- Parties ---


@door("region.read")
@require_safe
def parties(request: RegionRequest) -> HttpResponse:
    form = PartyFilterForm(request.GET)
    wanted = form.wanted()
    sub_regions = places_by_sub_region(request.region)
    context: dict[str, Any] = {
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
    return page(request, "regions/parties.html", **context)


def _tile(place: RegionMunicipality) -> dict[str, str]:
    n = place.n_young_people
    young = _("%(n)s inwoners tot 23 jaar") % {"n": number_format(n, force_grouping=True)} if n else ""
    return {"name": place.municipality.name, "state": young}


@door("organisation.write")
def new_organisation(request: RegionRequest) -> HttpResponse:
    form = OrganisationForm(_posted(request), region=request.region)
    if form.is_valid():
        try:
            new = actions.add_organisation(
                by=member(request), at=timezone.now(), region=request.region, **form.values()
            )
        except NameTaken as taken:  # a second click, or a colleague who was just before
            form.add_error(taken.field, str(taken))
        else:
            messages.success(request, _("%(name)s staat erbij.") % {"name": new.name})
            return redirect("regions:parties", request.region.slug)
    return page(request, "regions/organisation.html", here="partijen", form=form)


@door("region.read")
def organisation(request: RegionRequest, organisation: int) -> HttpResponse:
    found = _organisation(request, organisation)
    may_write = may("organisation.write", request.standings)
    if request.method != "POST":
        form = OrganisationForm(instance=found, region=request.region) if may_write else None
        return page(request, "regions/organisation.html", here="partijen", form=form, organisation=found)
    if not may_write:
        raise PermissionDenied(str(NotAllowed("organisation.write")))
    return _change_organisation(request, found)


def _organisation(request: RegionRequest, pk: int) -> Organisation:
    found = organisation_in(request.region, pk)
    if found is None:
        raise Http404("Deze organisatie bestaat niet in deze regio.")
    return found


def _change_organisation(request: RegionRequest, found: Organisation) -> HttpResponse:
    context: dict[str, Any] = {}
    form = OrganisationForm(request.POST, instance=found, region=request.region)
    # The form fills in the new values on its object: what is kept is read again.
    kept = _organisation(request, found.pk)
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            actions.change_organisation(
                by=member(request), at=timezone.now(), organisation=kept, seen=seen, **form.values()
            )
        except NameTaken as taken:
            form.add_error(taken.field, str(taken))
        except ChangedMeanwhile as changed:
            kept = changed.theirs
            theirs = OrganisationForm(instance=kept, region=request.region)
            context = {"fault": changed, "conflict": conflicts.of_forms(theirs, form)}
            sent = {**request.POST.dict(), "seen": seen_of_organisation(kept)}
            form = OrganisationForm(sent, instance=_organisation(request, kept.pk), region=request.region)
        else:
            messages.success(request, _("De gegevens zijn bewaard."))
            return redirect("regions:organisation", request.region.slug, kept.pk)
    return page(request, "regions/organisation.html", here="partijen", form=form, organisation=kept, **context)


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
    return page(request, "regions/members.html", form=form, members=members_of(request.region))


@door("member.manage")
def take_role(request: RegionRequest, membership: int) -> HttpResponse:
    found = membership_in(request.region, membership)
    if found is None:
        raise Http404("Deze rol bestaat niet (meer) in deze regio.")
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


# --- Settings ---


def _tabs(request: RegionRequest, current: str) -> list[dict[str, Any]]:
    names = (("settings", _("Naam en tekst")), ("steps", _("Stappen")), ("theme", _("Thema")))
    slug = request.region.slug
    return [
        {"name": name, "url": reverse(f"regions:{word}", args=[slug]), "is_current": word == current}
        for word, name in names
    ]


@door("region.write")
def settings(request: RegionRequest) -> HttpResponse:
    now = region_form(request.region)
    form = RegionForm(request.POST) if request.method == "POST" else now
    context: dict[str, Any] = {"tabs": _tabs(request, "settings")}
    if form.is_valid():
        try:
            actions.describe_region(by=member(request), at=timezone.now(), region=request.region, **form.cleaned_data)
        except ChangedMeanwhile as changed:
            theirs = region_form(changed.theirs)
            context |= {"fault": changed, "conflict": conflicts.of_forms(theirs, form)}
            form = RegionForm({**request.POST.dict(), "seen": theirs.initial["seen"]})
        else:
            messages.success(request, _("De naam en de tekst zijn bewaard."))
            return redirect("regions:settings", request.region.slug)
    return page(request, "regions/settings.html", form=form, **context)


@door("region.write")
def steps(request: RegionRequest) -> HttpResponse:
    planned = planned_steps(request.region)
    formset = StepFormSet(_posted(request), initial=planned)
    seen = request.POST.get("seen", "") if formset.is_bound else seen_of_steps(planned)
    context: dict[str, Any] = {"tabs": _tabs(request, "steps"), "seen": seen}
    if formset.is_bound:
        # What came after this person began is no row of theirs.
        formset.initial = planned[: formset.initial_form_count()]
    if formset.is_valid():
        texts = steps_of(formset)
        try:
            actions.plan_steps(
                by=member(request),
                at=timezone.now(),
                region=request.region,
                steps=[actions.StepText(**step) for step in texts],
                seen=seen,
            )
        except ChangedMeanwhile as changed:
            conflict = conflicts.of_words(steps_in_words(changed.theirs), steps_in_words(texts))
            context |= {"fault": changed, "conflict": conflict, "seen": seen_of_steps(changed.theirs)}
        else:
            messages.success(request, _("De stappen zijn bewaard. Ze staan bovenaan elke pagina."))
            return redirect("regions:steps", request.region.slug)
    return page(request, "regions/steps.html", form=formset, formset=formset, **context)


@door("region.write")
def theme(request: RegionRequest) -> HttpResponse:
    region, kept_logo = request.region, logo_of(request.region) is not None
    files = request.FILES if request.method == "POST" else None
    initial = {"text": region.theme, "version": region.theme_version}
    form = ThemeForm(_posted(request), files, initial=initial, kept_logo=kept_logo)
    context: dict[str, Any] = {"example": EXAMPLE_THEME, "tabs": _tabs(request, "theme")}
    if form.is_valid() and "preview" in request.POST:
        given = form.cleaned_data
        context |= {"preview": _preview_url(region, given["theme"]), "choose_again": bool(files)}
        form = ThemeForm(initial={"text": given["theme"], "version": given["version"]}, kept_logo=True)
    elif form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("theme", "logo", "version")}
        try:
            actions.set_theme(by=member(request), at=timezone.now(), region=region, **given)
        except ChangedMeanwhile as changed:
            conflict = conflicts.of_texts(changed.theirs.theme, given["theme"])
            context |= {"fault": changed, "conflict": conflict, "choose_again": bool(files)}
            sent = {"text": given["theme"], "version": changed.theirs.theme_version}
            form = ThemeForm(initial=sent, kept_logo=kept_logo)
        else:
            messages.success(request, _("Het thema is bewaard. Iedereen ziet het nu zo."))
            return redirect("regions:theme", region.slug)
    return page(request, "regions/theme.html", form=form, **context)


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
