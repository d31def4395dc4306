"""Numbered versions: the list, one to read or print, and making the next."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.vision.loading import load, load_release, opened, text_page, writing_page
from regiotafel.vision.queries import last_release, releases_of
from regiotafel.vision.releasing import actions
from regiotafel.vision.releasing.forms import ReleaseForm
from regiotafel.vision.releasing.queries import CHANGES_PAGE, beside, changes_since, released_text


@door("vision.read")
def releases(request: RegionRequest, document: str) -> HttpResponse:
    found = load(request, document)
    return text_page(request, "vision/releases.html", found, releases=list(releases_of(found)))


@door("vision.read")
def release(request: RegionRequest, document: str, number: int) -> HttpResponse:
    found = load_release(request, document, number)
    sections = released_text(found)
    context = {"release": found, "n_passages": sum(len(one.passages) for one in sections)}
    return text_page(request, "vision/release.html", found.document, **context, **opened(request, sections))


@door("vision.write")
def new_release(request: RegionRequest, document: str) -> HttpResponse:
    found = load(request, document)
    form = ReleaseForm(request.POST or None)
    fault: Refused | None = None
    if form.is_valid():
        try:
            made = actions.release(by=member(request), at=timezone.now(), document=found, **form.cleaned_data)
        except Refused as refused:
            fault = refused
        else:
            messages.success(
                request,
                _("Versie %(number)d is gepubliceerd. Deze tekst verandert niet meer.") % {"number": made.number},
            )
            return redirect("vision:release", request.region.slug, found.slug, made.number)
    last = last_release(found)
    page_of = Paginator(changes_since(last, found), CHANGES_PAGE)
    shown = page_of.get_page(request.GET.get("pagina"))
    context = {"form": form, "fault": fault, "last": last, "page": shown, "changes": beside(shown) if last else []}
    return writing_page(request, "vision/new_release.html", found, **context)
