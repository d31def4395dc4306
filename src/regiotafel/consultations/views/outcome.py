from django.http import HttpResponse

from regiotafel.regions.access import RegionRequest, door


@door("outcome.read")
def outcome(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("outcome")


@door("outcome.read")
def statement(request: RegionRequest, slug: str, number: int) -> HttpResponse:
    return HttpResponse("statement")
