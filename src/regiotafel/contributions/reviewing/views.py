"""Links to look at again."""

from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.contributions.linking.queries import link_of
from regiotafel.contributions.loading import staff_page
from regiotafel.contributions.reviewing.queries import review_of
from regiotafel.contributions.reviewing.queries import reviews as reviews_of
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.text.differences import differences
from regiotafel.thread.linking.actions import clear_review as clear
from regiotafel.thread.linking.actions import reject
from regiotafel.web.fields import number_of

REVIEWS_PAGE = 20


@door("thread.judge")
@require_safe
def reviews(request: RegionRequest) -> HttpResponse:
    page = Paginator(reviews_of(request.region), REVIEWS_PAGE).get_page(request.GET.get("pagina"))
    items = []
    # What was held against the same words of a passage stands together: its words are read once.
    for _same, some in groupby(page, key=lambda review: (review.now.pk, review.before.pk)):
        found = list(some)
        changed = differences(found[0].before.text, found[0].now.text)
        items.append({"passage": found[0].link.passage, "review": found[0], "reviews": found, "differences": changed})
    return staff_page(request, "contributions/reviews.html", items=items, page=page)


@door("thread.judge")
def clear_review(request: RegionRequest, link: int) -> HttpResponse:
    """One link: it still belongs, or not any more."""
    found = link_of(request.region, link)
    if found is None:
        raise Http404("Deze koppeling bestaat niet.")
    fault: Refused | None = None
    if request.method == "POST":
        try:
            if request.POST.get("verdict") == "reject":
                reject(by=member(request), at=timezone.now(), link=found.link)
            else:
                # Who does not say what was read, read nothing that stands.
                seen = _number(request, "seen_from"), _number(request, "seen_to")
                clear(by=member(request), at=timezone.now(), link=found.link, seen=seen)
        except Refused as refused:
            fault = refused
        else:
            messages.success(request, _("Nagekeken."))
            return redirect("contributions:reviews", request.region.slug)
    review = review_of(found)
    shown = differences(review.before.text, review.now.text) if review else []
    return staff_page(
        request,
        "contributions/clear_review.html",
        link=found,
        review=review,
        differences=shown,
        fault=fault,
    )


def _number(request: RegionRequest, field: str) -> int:
    """A number that was on the page; what is no number was seen by nobody."""
    seen = number_of(request.POST.get(field, ""))
    return -1 if seen is None else seen
