from django.http import HttpRequest, HttpResponse

from regiotafel.regions.access import RegionRequest, door, open_to_all


@open_to_all
def log_in(request: HttpRequest, who: str) -> HttpResponse:
    return HttpResponse("log_in")
