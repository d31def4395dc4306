"""The bundle of a council: what is in it, the template that its municipality brings, and the zip itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from regiotafel.councils.letterheads.actions import keep_letterhead
from regiotafel.councils.letterheads.queries import letterhead_of
from regiotafel.formats.faults import FileRefused
from regiotafel.formats.prose.kinds import kind_of_name
from regiotafel.publishing.bundle.actions import check_letterhead, council_key, state_of
from regiotafel.publishing.bundle.forms import LetterheadForm, RemoveForm
from regiotafel.publishing.bundle.loading import load_bundle
from regiotafel.publishing.bundle.queries import MISSED_MOST, Bundle
from regiotafel.publishing.bundle.tasks import pack_bundle
from regiotafel.publishing.councils.loading import load_council, whose_council
from regiotafel.publishing.waiting import Print, Words, print_or_wait, still_waiting
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.vision.loading import load_release
from regiotafel.web.files import how_far, sentences_of, zip_file
from regiotafel.web.pages import is_part, page, posted

OF_BUNDLE = Words(
    making=gettext_lazy("We maken de bestanden"),
    soon=gettext_lazy(
        "De eerste keer duurt dat ongeveer een minuut. Je kunt deze pagina verlaten: het gaat gewoon door."
    ),
    waits=gettext_lazy("Het raadspakket wacht nog"),
    missing=gettext_lazy("Het raadspakket is er nog niet"),
    ready=gettext_lazy("Het raadspakket is klaar."),
    take=gettext_lazy("Raadspakket downloaden"),
)


@door("paper.note", of=whose_council)
def bundle(request: RegionRequest, document: str, number: int, municipality: int) -> HttpResponse:
    """What the site knows for the proposal, and the template of the municipality: sent in here, it is kept."""
    found = load_bundle(request, document, number, municipality)
    form = LetterheadForm(posted(request), request.FILES or None)
    fault = _keep(request, found, form) if form.is_valid() else None
    if form.is_bound and form.is_valid() and fault is None:
        messages.success(request, _("Het sjabloon is opgeslagen. Het volgende raadspakket komt erin."))
        return _back(request, found)
    if fault is not None:
        form = LetterheadForm()  # a browser forgets a file: it is chosen again, after a look at what is there now
    return _page(request, found, form, fault)


def _page(request: RegionRequest, found: Bundle, form: LetterheadForm, fault: Refused | None) -> HttpResponse:
    letterhead = letterhead_of(request.region, found.municipality)
    form.initial["seen"] = letterhead.version if letterhead else 0
    context: dict[str, Any] = {"document": found.release.document, "release": found.release, "bundle": found}
    context |= {"municipality": found.municipality, "letterhead": letterhead, "form": form, "fault": fault}
    state = state_of(found)
    address = reverse("publishing:bundle_zip", args=_place(request, found))
    context |= {"address": address, "words": OF_BUNDLE, "is_begun": state.is_begun, "is_ready": state.is_ready}
    context |= {"done": state.done, "total": state.total}
    return page(request, "publishing/bundle.html", here="visie", kept=False, missed=MISSED_MOST, **context)


def _back(request: RegionRequest, found: Bundle) -> HttpResponse:
    return redirect("publishing:bundle", *_place(request, found))


def _place(request: RegionRequest, found: Bundle) -> list[object]:
    return [request.region.slug, found.release.document.slug, found.release.number, found.municipality.pk]


def _keep(request: RegionRequest, found: Bundle, form: LetterheadForm) -> Refused | None:
    """What is wrong with the file stands at its field; that somebody was before them, above the form."""
    name, content = form.named()
    try:
        kind_of_name(name)
        check_letterhead(found, content)
        done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "region": request.region}
        done |= {"municipality": found.municipality, "version": form.cleaned_data["seen"]}
        keep_letterhead(**done, name=name, content=content)
    except FileRefused as refused:
        form.add_error("template", " ".join(sentences_of(refused)))
    except Refused as refused:
        return refused
    return None


@door("paper.note", of=whose_council)
@require_POST
def remove_letterhead(request: RegionRequest, document: str, number: int, municipality: int) -> HttpResponse:
    found, form = load_bundle(request, document, number, municipality), RemoveForm(request.POST)
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "region": request.region}
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            keep_letterhead(**done, municipality=found.municipality, name="", content=b"", version=seen)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Het sjabloon is weg. Het raadsvoorstel wordt weer een gewoon document."))
    return _back(request, found)


@door("paper.note", of=whose_council)
@require_safe
def bundle_zip(request: RegionRequest, document: str, number: int, municipality: int) -> HttpResponseBase:
    """All of it as a zip, or a page that waits for it and tells how far it is."""
    release = load_release(request, document, number)
    place = load_council(request, release, municipality).municipality
    if is_part(request) and (far := how_far(council_key(release, place))):
        return still_waiting(request, OF_BUNDLE, done=far[0], total=far[1])
    state = state_of(load_bundle(request, document, number, municipality))
    named = ("raadspakket", release.document.slug, "versie", release.number, slugify(place.name))
    asked = [release.pk, place.pk]
    wanted = Print(state.key, pack_bundle, asked, named, zip_file, OF_BUNDLE, is_of_members=True)
    context: dict[str, Any] = {"document": release.document, "release": release, "municipality": place, "here": "visie"}
    context |= {"done": state.done, "total": state.total}
    return print_or_wait(request, wanted, "publishing/bundle_packing.html", **context)
