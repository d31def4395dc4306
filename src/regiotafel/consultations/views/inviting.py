from django.http import HttpResponse

from regiotafel.regions.access import RegionRequest, door


@door("invitation.make")
def invitations(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("invitations")


@door("invitation.make")
def sheet(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("sheet")


@door("invitation.make")
def withdraw(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("withdraw")
