"""What councils hand in beside a text, what becomes of it, and which words hold where."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.councils.loading import council_page, load_municipality, whose, writing_page
from regiotafel.councils.models import Paper
from regiotafel.councils.papers import actions
from regiotafel.councils.papers.forms import MoveForm, PaperForm, ReasonForm, change_form
from regiotafel.councils.papers.loading import load_paper, load_told
from regiotafel.councils.papers.queries import (
    STANDING_COLUMNS,
    advice_in,
    deviations,
    map_of_standings,
    papers_beside,
    passages_before,
    standing_rows,
    standings_of,
    steps_of,
    told_release,
    words_before,
)
from regiotafel.councils.papers.rules import back_to, is_open, may_propose_for_all
from regiotafel.formats.tables import write_csv
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.loading import is_refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.permissions import may
from regiotafel.vision.loading import load
from regiotafel.web.files import csv_file
from regiotafel.web.pages import posted


@door("route.read")
@require_safe
def standing(request: RegionRequest, document: str) -> HttpResponse:
    """Which words hold where."""
    found = load(request, document)
    release = told_release(found)
    standings = standings_of(release) if release else None
    context: dict[str, Any] = {"standings": standings}
    if standings:
        context |= {"map": map_of_standings(standings), "deviations": deviations(standings)}
    return council_page(request, "councils/standing.html", document=found, **context)


@door("route.read")
@require_safe
def standing_csv(request: RegionRequest, document: str) -> HttpResponseBase:
    found = load(request, document)
    release = load_told(request, found)
    rows = standing_rows(standings_of(release))
    return csv_file(write_csv(STANDING_COLUMNS, rows), "stand", found.slug, "versie", release.number)


@door("route.read")
@require_safe
def papers(request: RegionRequest, document: str, municipality: int) -> HttpResponse:
    """What one council handed in."""
    found, place = load(request, document), load_municipality(request, municipality)
    context: dict[str, Any] = {"document": found, "municipality": place, "papers": papers_beside(found, place)}
    context |= {"may_note": may("paper.note", request.standings, of=place)}
    return council_page(request, "councils/papers.html", **context)


@door("route.read")
@require_safe
def advice(request: RegionRequest, document: str, municipality: int) -> HttpResponse:
    """What bodies that do not decide brought forward in one municipality, and the answer to each point."""
    found, place = load(request, document), load_municipality(request, municipality)
    context: dict[str, Any] = {"document": found, "municipality": place, "advice": advice_in(found, place)}
    context |= {"may_note": may("paper.note", request.standings, of=place)}
    return council_page(request, "councils/advice.html", **context)


@door("paper.note", of=whose)
def add_paper(request: RegionRequest, document: str, municipality: int) -> HttpResponse:
    found, place = load(request, document), load_municipality(request, municipality)
    release = load_told(request, found)
    form = PaperForm(posted(request), passages=passages_before(release))
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "release": release, "municipality": place}
    if form.is_valid() and not is_refused(form, lambda: actions.add_paper(**done, **form.values())):
        messages.success(request, _("Het raadsstuk is opgeslagen."))
        return redirect("councils:papers", request.region.slug, found.slug, place.pk)
    return writing_page(request, "councils/paper_form.html", document=found, municipality=place, form=form)


@door("route.read")
@require_safe
def paper(request: RegionRequest, document: str, municipality: int, paper: int) -> HttpResponse:
    found, place = load(request, document), load_municipality(request, municipality)
    return _page(request, load_paper(request, found, place, paper))


def _page(request: RegionRequest, paper: Paper, **context: Any) -> HttpResponse:
    may_note = may("paper.note", request.standings, of=paper.municipality)
    if may_note and (is_open(paper) or back_to(paper)):
        context = {"form": MoveForm(paper=paper), "is_open": is_open(paper), **context}
    if may_propose_for_all(paper, request.standings):
        context = {"reason": ReasonForm(), **context}
    context |= {"paper": paper, "document": paper.release.document, "municipality": paper.municipality}
    context |= {"was": words_before(paper)}
    return council_page(request, "councils/paper.html", moves=steps_of(paper), may_note=may_note, **context)


@door("paper.note", of=whose)
@require_POST
def move_paper(request: RegionRequest, document: str, municipality: int, paper: int) -> HttpResponse:
    """What became of it."""
    found, place = load(request, document), load_municipality(request, municipality)
    now, fault = load_paper(request, found, place, paper), None
    form = MoveForm(request.POST, paper=now)
    if form.is_valid():
        done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "paper": now, **form.cleaned_data}
        try:
            if not is_refused(form, lambda: actions.move_paper(**done)):
                messages.success(request, _("Opgeslagen wat ermee is gedaan."))
                return redirect("councils:paper", request.region.slug, found.slug, place.pk, now.pk)
        except ChangedMeanwhile as changed:
            now, fault = load_paper(request, found, place, paper), changed
            form = MoveForm({**request.POST.dict(), "version": str(now.version)}, paper=now)
    return _page(request, now, form=form, fault=fault)


@door("paper.note", of=whose)
def change_paper(request: RegionRequest, document: str, municipality: int, paper: int) -> HttpResponse:
    found, place = load(request, document), load_municipality(request, municipality)
    now, fault = load_paper(request, found, place, paper), None
    passages = passages_before(now.release, now)
    form = change_form(posted(request), now, passages)
    if form.is_valid():
        done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "paper": now, **form.values()}
        try:
            if not is_refused(form, lambda: actions.change_paper(version=form.cleaned_data["version"] or 0, **done)):
                return redirect("councils:paper", request.region.slug, found.slug, place.pk, now.pk)
        except ChangedMeanwhile as changed:
            now, fault = changed.theirs, changed
            form = change_form({**request.POST.dict(), "version": str(now.version)}, now, passages)
    context: dict[str, Any] = {"document": found, "municipality": place, "paper": now, "fault": fault}
    return writing_page(request, "councils/paper_form.html", form=form, **context)


@door("paper.note", of=whose)
@require_POST
def propose_paper(request: RegionRequest, document: str, municipality: int, paper: int) -> HttpResponse:
    """To all municipalities: the words that one council adopted."""
    found, place = load(request, document), load_municipality(request, municipality)
    now = load_paper(request, found, place, paper)
    form = ReasonForm(request.POST)
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "standings": frozenset(request.standings)}
    if form.is_valid() and not is_refused(
        form, lambda: actions.propose_for_all(paper=now, **done, **form.cleaned_data)
    ):
        messages.success(request, _("Het amendement is nu een voorstel voor alle gemeenten."))
        return redirect("councils:paper", request.region.slug, found.slug, place.pk, now.pk)
    return _page(request, now, reason=form, forms=[form])
