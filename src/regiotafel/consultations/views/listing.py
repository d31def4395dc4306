from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from regiotafel.consultations.queries.consultations import listed
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.rules import is_allowed


@door("consultation.read")
def index(request: RegionRequest) -> HttpResponse:
    drafts = is_allowed("consultation.read_draft", request.roles)
    items = listed(request.region, timezone.now(), with_drafts=drafts)
    return render(request, "consultations/index.html", {"items": items})
