from django.http import HttpRequest, HttpResponse

from regiotafel.regions.access import RegionRequest, door, open_to_all


@door("votes.import")
def imports(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("imports")


@door("votes.import")
def progress(request: RegionRequest, slug: str, number: int) -> HttpResponse:
    return HttpResponse("progress")
