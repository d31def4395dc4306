"""The country's list of regions and municipalities, for everybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from regiotafel.regions.reference.forms import SearchForm
from regiotafel.regions.reference.queries import belongs, current_release, invented_with, search_reference
from regiotafel.web.marks import open_to_all
from regiotafel.web.pages import page


@open_to_all
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    text = form.cleaned_data.get("zoek", "") if form.is_valid() else ""
    release = current_release(timezone.localdate())
    found = search_reference(release, text) if release else []
    invented = invented_with(text)
    context: dict[str, Any] = {
        "form": form,
        "text": text,
        "release": release,
        "found": found,
        "belongs": belongs(found, text),
        "invented": invented,
        "n_municipalities": sum(len(region.placements) for region in found) + len(invented),
        "n_unsure": sum(region.n_unsure for region in found),
    }
    return page(request, "regions/reference.html", **context)
