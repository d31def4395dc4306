from django.http import HttpResponse

from regiotafel.regions.access import RegionRequest, door


@door("outcome.read")
def report_pdf(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("report_pdf")


@door("outcome.read")
def report_json(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("report_json")


@door("outcome.read")
def report_csv(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("report_csv")


@door("outcome.read")
def statements_csv(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("statements_csv")


@door("votes.export")
def votes_csv(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("votes_csv")


@door("votes.export")
def participants_votes_csv(request: RegionRequest, slug: str) -> HttpResponse:
    return HttpResponse("participants_votes_csv")
