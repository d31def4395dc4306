"""An editor says what belongs to which passage."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.contributions.linking import actions
from regiotafel.contributions.linking.forms import PassageForm
from regiotafel.contributions.linking.queries import links_of
from regiotafel.contributions.loading import load, load_passage
from regiotafel.contributions.models import Contribution, Finding
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.thread.linking.actions import reject
from regiotafel.web.fields import number_of


@door("contribution.handle")
@require_safe
def link(request: RegionRequest, number: int) -> HttpResponse:
    """An address as it once was: linking and answering stand on one page."""
    return redirect("contributions:answer", request.region.slug, load(request, number).number)


def settle_link(request: RegionRequest, source: Contribution | Finding, form: PassageForm) -> Refused | None:
    """One press: this passage belongs to it, or does not. Returns what went wrong, if anything did."""
    is_rejection = "reject" in request.POST
    named = request.POST.get("reject") or request.POST.get("confirm", "")
    pk = form.cleaned_data["passage"] if form.is_bound else number_of(named)
    passage = load_passage(request, pk)
    by, at = member(request), timezone.now()
    try:
        if is_rejection:
            known = [one for one in links_of(source) if one.passage == passage]
            if known:
                reject(by=by, at=at, link=known[0].link)
            elif isinstance(source, Contribution):
                actions.reject_suggestion(by=by, at=at, contribution=source, passage=passage)
            messages.success(request, _("Passage %(number)d hoort er niet bij.") % {"number": passage.number})
        else:
            by_source = {"contribution": source} if isinstance(source, Contribution) else {"finding": source}
            actions.confirm_link(by=by, at=at, passage=passage, **by_source)
            messages.success(request, _("Gekoppeld aan passage %(number)d.") % {"number": passage.number})
    except Refused as refused:
        return refused
    return None
