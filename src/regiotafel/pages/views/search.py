"""Looking something up in a region."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from regiotafel.brakes.rules import Brake
from regiotafel.mandates.register.queries import may_be_in_danger
from regiotafel.pages.forms import SearchForm
from regiotafel.pages.queries import search as queries
from regiotafel.pages.views.braking import braked
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.fields import number_of
from regiotafel.web.pages import page

IN_TEXT = "tekst"


def _is_asked(request: HttpRequest) -> bool:
    return bool(request.GET.get("zoek", "").strip() or request.GET.get("passage"))


@door("region.read")
@require_safe
@braked(Brake.SEARCHED, when=_is_asked)
def search(request: RegionRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    asked = form.cleaned_data.get("zoek", "") if form.is_valid() else ""
    (kind, passage), at, now = _kind_asked(request), _page_asked(request), timezone.now()
    found = queries.search(request.region, now, asked, kind=kind, page=at, passage=passage)
    chosen = next((one for one in found if one.word == kind), None)
    wanted = {"zoek": asked, "soort": kind, **({"passage": passage} if passage else {})}
    if chosen and at > (last := max(-(-chosen.n // queries.MANY), 1)):
        return HttpResponseRedirect(f"?{urlencode({**wanted, 'pagina': last})}")
    context: dict[str, Any] = {"form": form, "asked": asked, "kind": kind, "found": found, "chosen": chosen}
    context |= {"n": sum(one.n for one in found), "is_asked": bool(asked or passage), "passage": passage}
    if kind == IN_TEXT or not context["is_asked"]:
        context["kinds"] = queries.kinds_of_passages(request.region, now, asked)
    return _told(request, context, _paged(chosen.n, at, wanted) if chosen else {})


def _told(request: RegionRequest, context: dict[str, Any], paged: dict[str, Any]) -> HttpResponse:
    asked = context["asked"]
    more: dict[str, Any] = {"query": urlencode({"zoek": asked}), "is_danger": may_be_in_danger(asked), "here": "zoeken"}
    return page(request, "pages/search.html", **context, **more, **paged)


def _kind_asked(request: HttpRequest) -> tuple[str, str]:
    """Of what more is read, and of passages which kind: that is asked of nothing else."""
    passage = word if (word := request.GET.get("passage", "")) in queries.PASSAGES else ""
    kind = word if (word := request.GET.get("soort", "")) in queries.WORDS else ""
    return (IN_TEXT, passage) if passage else (kind, "")


def _page_asked(request: HttpRequest) -> int:
    """No kind has more pages than that, and no database counts as far as an address can."""
    return min(max(number_of(request.GET.get("pagina", "")) or 1, 1), queries.LOOKED_THROUGH)


def _paged(n: int, at: int, asked: dict[str, str]) -> dict[str, Any]:
    return {"page": Paginator(range(n), queries.MANY).get_page(at), "paged": f"{urlencode(asked)}&"}
