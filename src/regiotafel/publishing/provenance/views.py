"""The whole thread to take along, for other programs."""

from django.http import HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from regiotafel.formats.prov import write
from regiotafel.publishing.provenance.queries import prefixes, thread_of
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.files import as_file


@door("thread.read")
@require_safe
def thread_json(request: RegionRequest) -> HttpResponseBase:
    parts = write(prefixes(request.region), thread_of(request.region))
    response = StreamingHttpResponse(parts, content_type="application/json")
    return as_file(response, request.region.slug, "draad", ending="json")
