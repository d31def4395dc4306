"""What each council decided about a release: to read, and to write down in two steps."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.contributions.loops.actions import note_council
from regiotafel.contributions.loops.queries import unanswered_on
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.publishing.councils.forms import DecisionForm, decision_form
from regiotafel.publishing.councils.loading import load_council
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.permissions import may
from regiotafel.vision.deciding.queries import by_council
from regiotafel.vision.deciding.rules import DecisionIncomplete
from regiotafel.vision.loading import load_release
from regiotafel.vision.models import Decision, Release
from regiotafel.web.pages import page


@door("contribution.read")
@require_safe
def decisions(request: RegionRequest, document: str, number: int) -> HttpResponse:
    release = load_release(request, document, number)
    councils = by_council(release)
    context: dict[str, Any] = {
        "councils": councils,
        "n_adopted": sum(one.is_adopted for one in councils),
        "unanswered": unanswered_on(release) if may("vision.write", request.standings) else [],
    }
    return _page(request, "publishing/decisions.html", release, **context)


@door("vision.write")
def decide(request: RegionRequest, document: str, number: int, municipality: int) -> HttpResponse:
    """First what was filled in is read again; only the second press writes it down."""
    release = load_release(request, document, number)
    council = load_council(request, release, municipality)
    context: dict[str, Any] = {"council": council}
    if request.method != "POST":
        return _page(request, "publishing/decide.html", release, form=decision_form(*council.now), **context)
    form = DecisionForm(request.POST)
    if form.is_valid() and "confirmed" in request.POST:
        try:
            note_council(
                by=member(request),
                at=timezone.now(),
                release=release,
                municipality=council.municipality,
                **form.cleaned_data,
            )
        except DecisionIncomplete as missing:
            form.add_error(missing.field, str(missing))
        except ChangedMeanwhile as changed:
            # Who saves after this corrects what the other wrote, having read it.
            context |= {"fault": changed, "council": load_council(request, release, municipality)}
            form = DecisionForm({**request.POST.dict(), "number": str(changed.theirs.number)})
        except Refused as refused:
            context["fault"] = refused
        else:
            messages.success(
                request, _("Het besluit van %(name)s is opgeslagen.") % {"name": council.municipality.name}
            )
            return redirect("publishing:decisions", request.region.slug, document, number)
    elif form.is_valid() and "again" not in request.POST:
        context["told"] = Decision(form.cleaned_data["decision"]).label
    return _page(request, "publishing/decide.html", release, form=form, **context)


def _page(request: RegionRequest, template: str, release: Release, **context: Any) -> HttpResponse:
    return page(request, template, here="visie", document=release.document, release=release, **context)
