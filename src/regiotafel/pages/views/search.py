"""Looking something up in a region."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from regiotafel.pages.forms import SearchForm
from regiotafel.pages.queries import search as queries
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.fields import number_of
from regiotafel.web.pages import page


@door("region.read")
@require_safe
def search(request: RegionRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    asked = form.cleaned_data.get("zoek", "") if form.is_valid() else ""
    kind = word if (word := request.GET.get("soort", "")) in queries.WORDS else ""
    at = max(number_of(request.GET.get("pagina", "")) or 1, 1)
    found = queries.search(request.region, timezone.now(), asked, kind=kind, page=at)
    chosen = next((one for one in found if one.word == kind), None)
    context: dict[str, Any] = {"form": form, "asked": asked, "kind": kind, "found": found, "chosen": chosen}
    context |= {"n": sum(one.n for one in found), "query": urlencode({"zoek": asked}), "here": "zoeken"}
    if chosen:
        context["page"] = Paginator(range(chosen.n), queries.MANY).get_page(at)
        context["paged"] = urlencode({"zoek": asked, "soort": kind}) + "&"
    return page(request, "pages/search.html", **context)
