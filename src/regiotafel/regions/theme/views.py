"""The colours and the logo of a region: making them, and the style sheet and the picture themselves."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.formats.theme import as_css
from regiotafel.history.queries import last_saved
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.acts import THEME_SET
from regiotafel.regions.menu import settings_tabs
from regiotafel.regions.models import Region
from regiotafel.regions.queries import theme_of
from regiotafel.regions.theme import actions
from regiotafel.regions.theme.forms import ThemeForm
from regiotafel.regions.theme.loading import PREVIEW, PREVIEW_SALT, load_logo, load_theme
from regiotafel.regions.theme.queries import logo_of
from regiotafel.web import conflicts
from regiotafel.web.conflicts import Conflict, of_text
from regiotafel.web.marks import open_to_all
from regiotafel.web.pages import page, posted


@door("region.write")
def theme(request: RegionRequest) -> HttpResponse:
    region, kept_logo = request.region, logo_of(request.region) is not None
    files = request.FILES if request.method == "POST" else None
    initial = {"text": region.theme, "version": region.theme_version}
    form = ThemeForm(posted(request), files, initial=initial, kept_logo=kept_logo)
    context: dict[str, Any] = {"example": EXAMPLE_THEME, "tabs": settings_tabs(request.region, "theme")}
    if form.is_valid() and "preview" in request.POST:
        given = form.cleaned_data
        context |= {"preview": _preview_url(region, given["theme"]), "choose_again": bool(files)}
        again = {"text": given["theme"], "version": given["version"], conflicts.BEGUN: conflicts.beginning(form)}
        form = ThemeForm(initial=again, kept_logo=True)
    elif form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("theme", "logo", "version")}
        try:
            actions.set_theme(by=member(request), at=timezone.now(), region=region, **given)
        except ChangedMeanwhile as changed:
            conflict = _conflict(form, changed.theirs)
            context |= {"fault": changed, "conflict": conflict, "choose_again": bool(files)}
            form = ThemeForm(initial={**conflict.values, "version": changed.theirs.theme_version}, kept_logo=kept_logo)
        else:
            messages.success(request, _("Het thema is bewaard. Iedereen ziet het nu zo."))
            return redirect("regions:theme", region.slug)
    return page(request, "regions/theme.html", form=form, **context)


def _conflict(form: ThemeForm, theirs: Region) -> Conflict:
    begun = conflicts.unsigned(conflicts.beginning(form))
    started = None if begun is None else begun.get("text", "")
    return of_text("text", started, form.cleaned_data["theme"], theirs.theme, **last_saved(theirs, THEME_SET))


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
    found = theme_of(load_theme(request, region, version))
    response = HttpResponse(as_css(found) if found else "", content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "no-store" if "proef" in request.GET else FOR_EVER
    return response


@open_to_all
@require_safe
def theme_logo(request: HttpRequest, region: str, version: int) -> HttpResponse:
    return HttpResponse(load_logo(region, version), content_type="image/png", headers={"Cache-Control": FOR_EVER})


FOR_EVER = "public, max-age=31536000, immutable"
