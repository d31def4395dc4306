from django.http import HttpRequest, HttpResponse

from regiotafel.regions.access import RegionRequest, door, open_to_all


@door("contribution.read")
def index(request: RegionRequest) -> HttpResponse:
    return HttpResponse("index")


@door("contribution.send_in")
def send_in(request: RegionRequest) -> HttpResponse:
    return HttpResponse("send_in")


@door("contribution.read")
def read(request: RegionRequest, number: int) -> HttpResponse:
    return HttpResponse("read")


@door("contribution.read")
def margin(request: RegionRequest, document: str, number: int) -> HttpResponse:
    return HttpResponse("margin")


@door("contribution.enter_for")
def enter_for(request: RegionRequest) -> HttpResponse:
    return HttpResponse("enter_for")


@door("contribution.moderate")
def queue(request: RegionRequest) -> HttpResponse:
    return HttpResponse("queue")


@door("contribution.moderate")
def moderate(request: RegionRequest, number: int) -> HttpResponse:
    return HttpResponse("moderate")


@door("contribution.handle")
def workbench(request: RegionRequest) -> HttpResponse:
    return HttpResponse("workbench")


@door("contribution.handle")
def link(request: RegionRequest, number: int) -> HttpResponse:
    return HttpResponse("link")


@door("contribution.handle")
def merge(request: RegionRequest, number: int) -> HttpResponse:
    return HttpResponse("merge")


@door("contribution.handle")
def split(request: RegionRequest, number: int) -> HttpResponse:
    return HttpResponse("split")


@door("contribution.handle")
def answer(request: RegionRequest, number: int) -> HttpResponse:
    return HttpResponse("answer")


@door("contribution.handle")
def reviews(request: RegionRequest) -> HttpResponse:
    return HttpResponse("reviews")


@door("contribution.handle")
def clear_review(request: RegionRequest, link: int) -> HttpResponse:
    return HttpResponse("clear_review")


@door("contribution.handle")
def findings(request: RegionRequest) -> HttpResponse:
    return HttpResponse("findings")


@door("contribution.handle")
def answer_finding(request: RegionRequest, finding: int) -> HttpResponse:
    return HttpResponse("answer_finding")


@door("contribution.read")
def open_loops(request: RegionRequest) -> HttpResponse:
    return HttpResponse("open_loops")


@open_to_all
def enter_receipt(request: HttpRequest) -> HttpResponse:
    return HttpResponse("enter_receipt")


@open_to_all
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse("receipt")


@open_to_all
def subscribe(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse("subscribe")


@open_to_all
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse("withdraw")


@open_to_all
def my_data(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse("my_data")


@open_to_all
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse("confirm")


@open_to_all
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse("unsubscribe")
