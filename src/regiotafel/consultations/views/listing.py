from django.http import HttpResponse

from regiotafel.regions.access import RegionRequest, door


@door("consultation.read")
def index(request: RegionRequest) -> HttpResponse:
    return HttpResponse("index")
