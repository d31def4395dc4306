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
from regiotafel.publishing.councils.loading import load_council, whose_council
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.permissions import may
from regiotafel.regions.places.loading import load_place
from regiotafel.vision.deciding.queries import OfCouncil, by_council, decided_by, tally, when_told_as_adopted
from regiotafel.vision.deciding.rules import DecisionIncomplete
from regiotafel.vision.loading import load_release
from regiotafel.vision.models import Decision, Release
from regiotafel.web.conflicts import sent_again
from regiotafel.web.pages import page


@door("contribution.read")
@require_safe
def decisions(request: RegionRequest, document: str, number: int) -> HttpResponse:
    release = load_release(request, document, number)
    councils, standings = by_council(release), request.standings
    context: dict[str, Any] = {
        "councils": councils,
        "may_note": [one for one in councils if may("decision.note", standings, of=one.municipality)],
        "tally": tally(councils),
        "told_as_adopted": when_told_as_adopted(release),
        "unanswered": unanswered_on(release) if may("vision.write", standings) else [],
    }
    return _page(request, "publishing/decisions.html", release, **context)


@door("contribution.read")
@require_safe
def of_municipality(request: RegionRequest, place: int) -> HttpResponse:
    """What one council decided about every text. The page of that municipality asks for it in part."""
    found = load_place(request, place)
    context: dict[str, Any] = {"place": found, "decided": decided_by(request.region, found.municipality)}
    part = "publishing/_council.html"
    return page(request, "publishing/council.html", part=part, here="wie-doen-er-mee", **context)


@door("decision.note", of=whose_council)
def decide(request: RegionRequest, document: str, number: int, municipality: int) -> HttpResponse:
    """First what was filled in is read again; only the second press writes it down."""
    release = load_release(request, document, number)
    council = load_council(request, release, municipality)
    form = DecisionForm(request.POST) if request.method == "POST" else decision_form(council)
    if not form.is_valid() or "again" in request.POST:
        return _page(request, "publishing/decide.html", release, form=form, council=council)
    if "confirmed" in request.POST:
        return _write_down(request, release, council, form)
    told = Decision(form.cleaned_data["decision"]).label
    return _page(request, "publishing/decide.html", release, form=form, council=council, told=told)


def _write_down(request: RegionRequest, release: Release, council: OfCouncil, form: DecisionForm) -> HttpResponse:
    context: dict[str, Any] = {"council": council}
    one, values = council.municipality, form.cleaned_data
    try:
        note_council(by=member(request), at=timezone.now(), release=release, municipality=one, **values)
    except DecisionIncomplete as missing:
        form.add_error(missing.field, str(missing))
    except ChangedMeanwhile as changed:
        # Who saves after this corrects what the other wrote, having read it.
        context = {"fault": changed, "council": load_council(request, release, one.pk)}
        form = DecisionForm(sent_again(request.POST, changed.theirs))
    except Refused as refused:
        context["fault"] = refused
    else:
        messages.success(request, _("Het besluit van %(name)s is opgeslagen.") % {"name": one.name})
        return redirect("publishing:decisions", request.region.slug, release.document.slug, release.number)
    return _page(request, "publishing/decide.html", release, form=form, **context)


def _page(request: RegionRequest, template: str, release: Release, **context: Any) -> HttpResponse:
    return page(request, template, here="visie", document=release.document, release=release, **context)
