from django.http import HttpResponse

from regiotafel.regions.access import RegionRequest, door


@door("paper.enter")
def tables(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("tables")


@door("paper.enter")
def paper_ballot(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("paper_ballot")


@door("paper.enter")
def enter(request: RegionRequest, slug: str, table: int) -> HttpResponse:
    return HttpResponse("enter")


@door("paper.enter")
def enter_file(request: RegionRequest, slug: str, table: int) -> HttpResponse:
    return HttpResponse("enter_file")
