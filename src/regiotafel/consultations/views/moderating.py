from django.http import HttpResponse

from regiotafel.regions.access import RegionRequest, door


@door("consultation.read")
def counts(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("counts")


@door("statement.moderate")
def queue(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("queue")


@door("statement.moderate")
def decide(request: RegionRequest, slug: str, number: int) -> HttpResponse:
    return HttpResponse("decide")


@door("moderation.read_log")
def log(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("log")
