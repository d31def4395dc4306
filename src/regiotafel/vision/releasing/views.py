"""Numbered versions: the list, and one to read or print. The next is made in `publishing`."""

from django.http import HttpResponse

from regiotafel.regions.access import RegionRequest, door
from regiotafel.vision.loading import load, load_release, opened, text_page
from regiotafel.vision.queries import releases_of
from regiotafel.vision.releasing.queries import released_text


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
