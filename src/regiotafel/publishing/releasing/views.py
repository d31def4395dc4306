"""Giving the text its next number."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.publishing.releasing import actions
from regiotafel.publishing.releasing.forms import ReleaseForm
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.vision.loading import load, saved, writing_page
from regiotafel.vision.models import Release
from regiotafel.vision.queries import last_release
from regiotafel.vision.releasing.queries import CHANGES_PAGE, beside, changes_since
from regiotafel.web.pages import posted


@door("vision.write")
def new_release(request: RegionRequest, document: str) -> HttpResponse:
    found, form = load(request, document), ReleaseForm(posted(request))
    made: list[Release] = []
    done = {"by": member(request), "at": timezone.now(), "document": found}
    is_saved, fault = saved(form, lambda: made.append(actions.release(**done, **form.cleaned_data)))  # type: ignore[arg-type]
    if is_saved:
        number = made[0].number
        messages.success(
            request, _("Versie %(number)d is gepubliceerd. Deze tekst verandert niet meer.") % {"number": number}
        )
        return redirect("vision:release", request.region.slug, found.slug, number)
    last = last_release(found)
    shown = Paginator(changes_since(last, found), CHANGES_PAGE).get_page(request.GET.get("pagina"))
    context = {"form": form, "fault": fault, "last": last, "page": shown, "changes": beside(shown) if last else []}
    return writing_page(request, "publishing/new_release.html", found, **context)
