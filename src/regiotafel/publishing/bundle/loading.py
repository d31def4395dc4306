"""How the pages of a bundle find what their address names."""

from django.utils import timezone

from regiotafel.publishing.bundle.queries import Bundle, bundle_of
from regiotafel.publishing.councils.loading import load_council
from regiotafel.regions.access import RegionRequest
from regiotafel.vision.loading import load_release


def load_bundle(request: RegionRequest, document: str, number: int, municipality: int) -> Bundle:
    release = load_release(request, document, number)
    place = load_council(request, release, municipality).municipality
    return bundle_of(release, place, timezone.localdate())
