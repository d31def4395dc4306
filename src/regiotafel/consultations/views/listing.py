from django.http import HttpRequest, HttpResponse

from regiotafel.regions.access import RegionRequest, door, open_to_all


@door("consultation.read")
def index(request: RegionRequest) -> HttpResponse:
    return HttpResponse("index")
