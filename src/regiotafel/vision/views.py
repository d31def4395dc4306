from django.http import HttpResponse

from regiotafel.regions.access import RegionRequest, door


@door("vision.read")
def index(request: RegionRequest) -> HttpResponse:
    return HttpResponse("index")


@door("vision.write")
def new_document(request: RegionRequest) -> HttpResponse:
    return HttpResponse("new_document")


@door("vision.read")
def read(request: RegionRequest, document: str) -> HttpResponse:
    return HttpResponse("read")


@door("vision.write")
def edit(request: RegionRequest, document: str) -> HttpResponse:
    return HttpResponse("edit")


@door("vision.write")
def add_section(request: RegionRequest, document: str) -> HttpResponse:
    return HttpResponse("add_section")


@door("vision.write")
def add_passage(request: RegionRequest, document: str, section: int) -> HttpResponse:
    return HttpResponse("add_passage")


@door("vision.read")
def passage(request: RegionRequest, document: str, number: int) -> HttpResponse:
    return HttpResponse("passage")


@door("vision.write")
def reword(request: RegionRequest, document: str, number: int) -> HttpResponse:
    return HttpResponse("reword")


@door("vision.write")
def retire(request: RegionRequest, document: str, number: int) -> HttpResponse:
    return HttpResponse("retire")


@door("vision.read")
def releases(request: RegionRequest, document: str) -> HttpResponse:
    return HttpResponse("releases")


@door("vision.read")
def release(request: RegionRequest, document: str, number: int) -> HttpResponse:
    return HttpResponse("release")


@door("vision.read")
def differences(request: RegionRequest, document: str, number: int) -> HttpResponse:
    return HttpResponse("differences")
