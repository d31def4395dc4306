from django.http import HttpRequest, HttpResponse

from regiotafel.regions.access import RegionRequest, door, open_to_all


@door("outcome.read")
def outcome(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("outcome")


@door("outcome.read")
def statement(request: RegionRequest, slug: str, number: int) -> HttpResponse:
    return HttpResponse("statement")
