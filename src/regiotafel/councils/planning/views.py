"""The way of a text along councils: to read, to plan, and to write down what came of a step."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.councils.loading import council_page, load_municipality, whose, writing_page
from regiotafel.councils.models import Route, RouteStep
from regiotafel.councils.planning import actions
from regiotafel.councils.planning.forms import (
    OutcomeForm,
    PatternFormSet,
    RouteFormSet,
    TriedForm,
    VersionForm,
    outcome_form,
    step_forms,
    steps_of,
    wanted_form,
)
from regiotafel.councils.planning.loading import load_route, load_step
from regiotafel.councils.planning.queries import (
    PLANNING_COLUMNS,
    Planning,
    RouteNow,
    calendar_entries,
    drawn,
    listed_texts,
    map_of_ways,
    newest_outcome,
    pattern_of,
    planning_of,
    planning_rows,
    terms_of_law,
    texts_of,
    without_route,
)
from regiotafel.councils.planning.queries import steps_of as steps_in
from regiotafel.formats.calendar import write_calendar
from regiotafel.formats.tables import write_csv
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.loading import is_refused
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.models import Municipality
from regiotafel.regions.parties.queries import municipalities_of
from regiotafel.regions.permissions import may
from regiotafel.vision.loading import load
from regiotafel.vision.models import Document, Release
from regiotafel.vision.queries import last_release
from regiotafel.web.files import as_file, csv_file
from regiotafel.web.pages import posted


@door("route.read")
@require_safe
def index(request: RegionRequest) -> HttpResponse:
    """Which texts are on their way along councils."""
    today = timezone.localdate()
    places = [one for one in municipalities_of(request.region) if may("route.write", request.standings, of=one)]
    return council_page(request, "councils/index.html", texts=listed_texts(request.region, today), places=places)


@door("route.read")
@require_safe
def overview(request: RegionRequest, document: str) -> HttpResponse:
    found, today = load(request, document), timezone.localdate()
    among = list(municipalities_of(request.region))
    form = TriedForm(request.GET if "klaar" in request.GET else None, among=among)
    tried = form.tried() if form.is_valid() else None
    planning = planning_of(found, today, tried=tried)
    context: dict[str, Any] = {"planning": planning, "form": form, "tried": tried, "document": found}
    if planning is not None:
        context |= {"chart": drawn(planning, today), "map": map_of_ways(found, planning)}
        # Beside it as it is, when it is about another day of a council.
        context |= {"before": planning_of(found, today) if tried and not tried.ready_on else None}
    return council_page(request, "councils/overview.html", **context)


@door("route.plan")
def plan(request: RegionRequest, document: str) -> HttpResponse:
    """On which day the last council would have decided."""
    found = load(request, document)
    pattern, fault = pattern_of(found), None
    form = wanted_form(posted(request), pattern)
    if form.is_valid():
        try:
            actions.plan_text(by=member(request), at=timezone.now(), document=found, **form.cleaned_data)
        except Refused as refused:
            fault, form = refused, form.again(pattern_of(found))
        else:
            messages.success(request, _("De planning is gemaakt. Kijk na wat elke gemeente anders doet."))
            return redirect("councils:overview", request.region.slug, found.slug)
    context: dict[str, Any] = {"document": found, "pattern": pattern, "new": without_route(found)}
    return writing_page(request, "councils/plan.html", form=form, fault=fault, **context)


@door("route.plan")
def pattern(request: RegionRequest, document: str) -> HttpResponse:
    """The steps of every municipality that has none of its own."""
    found = load(request, document)
    now = pattern_of(found)
    if now is None:
        return redirect("councils:plan", request.region.slug, document)
    return _change(request, found, now, PatternFormSet)


@door("route.write", of=whose)
def change(request: RegionRequest, document: str, municipality: int) -> HttpResponse:
    """The steps and days of one municipality."""
    found = load(request, document)
    return _change(request, found, load_route(request, found, load_municipality(request, municipality)), RouteFormSet)


def _change(request: RegionRequest, document: Document, route: Route, formset: Any) -> HttpResponse:
    forms, version = step_forms(formset, posted(request), texts_of(steps_in(route))), route.version
    fault: Refused | None = None
    if request.method == "POST" and forms.is_valid():
        try:
            _save(request, document, route, forms)
        except ChangedMeanwhile as changed:
            fault, version = changed, changed.theirs.version
        except Refused as refused:
            fault = refused
        else:
            messages.success(request, _("De stappen zijn opgeslagen."))
            return _to(request, document, route)
    context: dict[str, Any] = {"document": document, "route": route, "formset": forms, "version": version}
    return writing_page(request, "councils/steps.html", forms=[forms], fault=fault, terms=terms_of_law(), **context)


def _save(request: RegionRequest, document: Document, route: Route, forms: Any) -> None:
    seen = VersionForm(request.POST)
    given: dict[str, Any] = {"by": member(request), "at": timezone.now(), "steps": steps_of(forms)}
    given |= {"version": seen.cleaned_data["version"] if seen.is_valid() else 0}
    if route.municipality_id is None:
        actions.change_pattern(document=document, **given)
    else:
        actions.change_route(route=route, **given)


def _to(request: RegionRequest, document: Document, route: Route) -> HttpResponse:
    if route.municipality_id is None:
        return redirect("councils:overview", request.region.slug, document.slug)
    return redirect("councils:route", request.region.slug, document.slug, route.municipality_id)


@door("route.read")
@require_safe
def route(request: RegionRequest, document: str, municipality: int) -> HttpResponse:
    """The way of one municipality."""
    found, place = load(request, document), load_municipality(request, municipality)
    load_route(request, found, place)
    planning = planning_of(found, timezone.localdate())
    context: dict[str, Any] = {"document": found, "municipality": place, "planning": planning}
    context |= {"way": _way_of(planning, place), "terms": terms_of_law()}
    context |= {"may_write": may("route.write", request.standings, of=place)}
    context |= {"may_note": may("decision.note", request.standings, of=place)}
    context |= {
        "may_pack": may("paper.note", request.standings, of=place),
        "release": _release_of(context["way"], found),
    }
    return council_page(request, "councils/route.html", **context)


def _release_of(way: RouteNow | None, document: Document) -> Release | None:
    """The version that its council decided about, or is to decide about: the newest."""
    decided = way.decision if way else None
    return decided.release if decided and decided.is_final else last_release(document)


def _way_of(planning: Planning | None, municipality: Municipality) -> RouteNow | None:
    routes = planning.routes if planning else ()
    return next((one for one in routes if one.municipality == municipality), None)


@door("route.write", of=whose)
@require_POST
def follow(request: RegionRequest, document: str, municipality: int) -> HttpResponse:
    """Back to the steps of the region."""
    found = load(request, document)
    route = load_route(request, found, load_municipality(request, municipality))
    try:
        actions.follow_pattern(by=member(request), at=timezone.now(), route=route, version=route.version)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Deze gemeente volgt weer de vaste route."))
    return _to(request, found, route)


@door("decision.note", of=whose)
def outcome(request: RegionRequest, document: str, municipality: int, step: int) -> HttpResponse:
    """What came of a step before the council decides."""
    found, place = load(request, document), load_municipality(request, municipality)
    now = load_step(request, found, place, step)
    if now.is_decision:
        return redirect("councils:route", request.region.slug, found.slug, place.pk)
    context: dict[str, Any] = {"document": found, "municipality": place, "step": now, "newest": newest_outcome(now)}
    form = outcome_form(posted(request), now, context["newest"])
    if form.is_valid():
        try:
            if _note(request, now, form):
                return redirect("councils:route", request.region.slug, found.slug, place.pk)
        except ChangedMeanwhile as changed:
            form, context = form.again(changed.theirs), {**context, "newest": changed.theirs, "fault": changed}
    return writing_page(request, "councils/outcome.html", form=form, **context)


def _note(request: RegionRequest, step: RouteStep, form: OutcomeForm) -> bool:
    by, at = member(request), timezone.now()
    if is_refused(form, lambda: actions.note_outcome(by=by, at=at, step=step, **form.cleaned_data)):
        return False
    messages.success(request, _("De uitkomst is opgeslagen."))
    return True


@door("route.read")
@require_safe
def whole_calendar(request: RegionRequest, document: str) -> HttpResponse:
    """Of all municipalities, to subscribe to."""
    found = load(request, document)
    return _calendar(request, found, found.title, planning_of(found, timezone.localdate()), None)


@door("route.read")
@require_safe
def planning_csv(request: RegionRequest, document: str) -> HttpResponseBase:
    found = load(request, document)
    planning = planning_of(found, timezone.localdate())
    return csv_file(write_csv(PLANNING_COLUMNS, planning_rows(planning) if planning else ()), "planning", found.slug)


@door("route.read")
@require_safe
def own_calendar(request: RegionRequest, document: str, municipality: int) -> HttpResponse:
    found, place = load(request, document), load_municipality(request, municipality)
    name = f"{found.title}: {place.name}"
    return _calendar(request, found, name, planning_of(found, timezone.localdate()), place)


def _calendar(
    request: RegionRequest, document: Document, name: str, planning: Planning | None, place: Municipality | None
) -> HttpResponse:
    entries = calendar_entries(planning, document, place) if planning else []
    content = write_calendar(name, entries, written_at=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    return as_file(response, "planning", document.slug, place.pk if place else "", ending="ics")
