from django.http import HttpResponse

from regiotafel.regions.access import RegionRequest, door


@door("votes.import")
def imports(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("imports")


@door("votes.import")
def progress(request: RegionRequest, slug: str, number: int) -> HttpResponse:
    return HttpResponse("progress")
