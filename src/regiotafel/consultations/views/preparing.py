from django.http import HttpResponse

from regiotafel.regions.access import RegionRequest, door


@door("consultation.write")
def new(request: RegionRequest) -> HttpResponse:
    return HttpResponse("new")


@door("consultation.write")
def edit(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("edit")


@door("consultation.write")
def statements(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("statements")


@door("consultation.write")
def replace(request: RegionRequest, slug: str, number: int) -> HttpResponse:
    return HttpResponse("replace")


@door("consultation.write")
def open_consultation(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("open_consultation")


@door("consultation.write")
def close(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("close")
