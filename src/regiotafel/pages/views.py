from django.http import HttpRequest, HttpResponse

from regiotafel.regions.access import RegionRequest, door, open_to_all


@open_to_all
def front(request: HttpRequest) -> HttpResponse:
    return HttpResponse("front")


@open_to_all
def about(request: HttpRequest) -> HttpResponse:
    return HttpResponse("about")


@open_to_all
def privacy(request: HttpRequest) -> HttpResponse:
    return HttpResponse("privacy")


@open_to_all
def accessibility(request: HttpRequest) -> HttpResponse:
    return HttpResponse("accessibility")


@open_to_all
def method(request: HttpRequest) -> HttpResponse:
    return HttpResponse("method")


@open_to_all
def history_head(request: HttpRequest) -> HttpResponse:
    return HttpResponse("history_head")


@open_to_all
def style(request: HttpRequest) -> HttpResponse:
    return HttpResponse("style")


@door("region.read")
def region_home(request: RegionRequest) -> HttpResponse:
    return HttpResponse("region_home")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("400", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("403", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("404", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse("500", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse("403", status=403)
