from django.http import HttpRequest, HttpResponse

from regiotafel.regions.access import RegionRequest, door, open_to_all


@open_to_all
def reference(request: HttpRequest) -> HttpResponse:
    return HttpResponse("reference")


@open_to_all
def permissions(request: HttpRequest) -> HttpResponse:
    return HttpResponse("permissions")


@open_to_all
def theme_css(request: HttpRequest, region: str, version: int) -> HttpResponse:
    return HttpResponse("theme_css")


@open_to_all
def theme_logo(request: HttpRequest, region: str, version: int) -> HttpResponse:
    return HttpResponse("theme_logo")


@door("region.read")
def parties(request: RegionRequest) -> HttpResponse:
    return HttpResponse("parties")


@door("organisation.write")
def new_organisation(request: RegionRequest) -> HttpResponse:
    return HttpResponse("new_organisation")


@door("region.read")
def organisation(request: RegionRequest, organisation: int) -> HttpResponse:
    return HttpResponse("organisation")


@door("member.manage")
def members(request: RegionRequest) -> HttpResponse:
    return HttpResponse("members")


@door("member.manage")
def take_role(request: RegionRequest, membership: int) -> HttpResponse:
    return HttpResponse("take_role")


@door("region.write")
def settings(request: RegionRequest) -> HttpResponse:
    return HttpResponse("settings")


@door("region.write")
def steps(request: RegionRequest) -> HttpResponse:
    return HttpResponse("steps")


@door("region.write")
def theme(request: RegionRequest) -> HttpResponse:
    return HttpResponse("theme")


@door("history.read")
def history(request: RegionRequest) -> HttpResponse:
    return HttpResponse("history")
