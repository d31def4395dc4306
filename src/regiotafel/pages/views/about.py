"""What this site is and keeps."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regiotafel.formats.outlines import Place, tiles
from regiotafel.keeping.retention import TERMS
from regiotafel.regions.access import RegionRequest, door
from regiotafel.regions.queries import every_region
from regiotafel.reports.opinions.rows import counted_row
from regiotafel.web.marks import open_to_all


@open_to_all
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html")


@open_to_all
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html", {"terms": TERMS, "regions": every_region()})


@door("region.read")
@require_safe
def region_privacy(request: RegionRequest) -> HttpResponse:
    """The same, with who answers for it here."""
    return render(request, "pages/privacy.html", {"terms": TERMS})


@open_to_all
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@open_to_all
@require_safe
def method(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/method.html")


@open_to_all
@require_safe
def style(request: HttpRequest) -> HttpResponse:
    examples = (settings.PACKAGE / "templates" / "styleguide.json").read_text(encoding="utf-8")
    told = json.loads(examples)
    places = [Place(name, "#gemeenten", None, n % 3) for n, name in enumerate(told["places"])]
    return render(request, "styleguide.html", {**told, "row": counted_row(112, 38, 31), "map": tiles(places)})
