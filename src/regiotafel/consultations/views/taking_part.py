from django.http import HttpRequest, HttpResponse

from regiotafel.regions.access import RegionRequest, door, open_to_all


@door("consultation.read")
def read(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("read")


@door("consultation.take_part")
def ballot(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("ballot")


@door("consultation.take_part")
def vote(request: RegionRequest, slug: str, number: int) -> HttpResponse:
    return HttpResponse("vote")


@door("consultation.take_part")
def my_answers(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("my_answers")


@door("consultation.take_part")
def about_me(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("about_me")


@door("statement.send_in")
def send_in(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("send_in")


@door("consultation.take_part")
def enter_code(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("enter_code")


@open_to_all
def use_code(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse("use_code")
