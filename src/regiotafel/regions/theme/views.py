"""The colours and the logo of a region: making them, and the style sheet and the picture themselves."""

from contextlib import suppress
from dataclasses import replace
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

from regiotafel.formats.theme import Theme, ThemeRefused, as_css, check_contrast, measured
from regiotafel.history.queries import last_saved
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.acts import THEME_SET
from regiotafel.regions.menu import settings_tabs
from regiotafel.regions.models import Region
from regiotafel.regions.queries import theme_of
from regiotafel.regions.theme import actions
from regiotafel.regions.theme.forms import COLOURS, ColoursForm, ThemeForm
from regiotafel.regions.theme.loading import PREVIEW, PREVIEW_SALT, load_logo, load_theme
from regiotafel.regions.theme.queries import logo_of
from regiotafel.web import conflicts
from regiotafel.web.conflicts import Conflict, of_text
from regiotafel.web.marks import open_to_all
from regiotafel.web.pages import is_part, page, posted


@door("region.write")
def theme(request: RegionRequest) -> HttpResponse:
    forms = _Forms(request)
    if request.method == "GET" and is_part(request):
        with suppress(ThemeRefused):  # half a colour is measured when it is whole
            asked = {name: request.GET[name].lower() for name in COLOURS if name in request.GET}
            forms.chosen = replace(forms.chosen, **asked)
    sent = forms.sent
    if sent is None or not sent.is_valid():
        return _theme_page(request, forms)
    if "preview" in request.POST:
        return _preview(request, forms, sent)
    given = {name: sent.cleaned_data[name] for name in ("theme", "logo", "version")}
    try:
        actions.set_theme(by=member(request), at=timezone.now(), region=request.region, **given)
    except ChangedMeanwhile as changed:
        return _conflict_page(request, forms, sent, changed)
    messages.success(request, _("Het thema is opgeslagen. Iedereen ziet het nu zo."))
    return redirect("regions:theme", request.region.slug)


class _Forms:
    """The same theme in two forms: with pickers and as text. `sent`: the one that was filled in."""

    def __init__(self, request: RegionRequest) -> None:
        region = request.region
        self.kept_logo = logo_of(region) is not None
        self.chosen = theme_of(region.theme) or Theme(region.name)
        asked, files = posted(request), request.FILES if request.method == "POST" else None
        by_picker = asked is not None and "kleuren" in asked
        colours = {name: getattr(self.chosen, name) for name in COLOURS} | {"version": region.theme_version}
        text = {"text": region.theme, "version": region.theme_version}
        self.colours = ColoursForm(
            *((asked, files) if by_picker else ()),
            initial=colours,
            kept_logo=self.kept_logo,
            name=self.chosen.name,
        )
        sends_text = asked is not None and not by_picker
        self.text = ThemeForm(*((asked, files) if sends_text else ()), initial=text, kept_logo=self.kept_logo)
        self.sent: ColoursForm | ThemeForm | None = None
        if asked is not None:
            self.sent = self.colours if by_picker else self.text


def _theme_page(request: RegionRequest, forms: _Forms, **context: Any) -> HttpResponse:
    shared: dict[str, Any] = {"example": EXAMPLE_THEME, "tabs": settings_tabs(request.region, "theme")}
    shared |= {"colours": forms.colours, "has_theme": bool(request.region.theme)}
    shared |= {"measured": measured(forms.chosen), "n_dim": len(check_contrast(forms.chosen))}
    both, part = [forms.text, forms.colours], "regions/_contrast.html"
    return page(request, "regions/theme.html", part=part, form=forms.text, forms=both, **{**shared, **context})


def _preview(request: RegionRequest, forms: _Forms, sent: ColoursForm | ThemeForm) -> HttpResponse:
    given = sent.cleaned_data
    again = {"text": given["theme"], "version": given["version"], conflicts.BEGUN: conflicts.beginning(sent)}
    forms.chosen = theme_of(given["theme"]) or forms.chosen
    colours = {name: getattr(forms.chosen, name) for name in COLOURS} | again
    forms.text = ThemeForm(initial=again, kept_logo=True)
    forms.colours = ColoursForm(initial=colours, kept_logo=True, name=forms.chosen.name)
    context = {"preview": _preview_url(request.region, given["theme"]), "choose_again": bool(request.FILES)}
    return _theme_page(request, forms, **context)


def _conflict_page(
    request: RegionRequest, forms: _Forms, sent: ColoursForm | ThemeForm, changed: ChangedMeanwhile
) -> HttpResponse:
    conflict = _conflict(sent, changed.theirs)
    again = {**conflict.values, "version": changed.theirs.theme_version}
    forms.text = ThemeForm(initial=again, kept_logo=forms.kept_logo)
    return _theme_page(request, forms, fault=changed, conflict=conflict, choose_again=bool(request.FILES))


def _conflict(form: ColoursForm | ThemeForm, theirs: Region) -> Conflict:
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
