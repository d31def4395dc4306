"""The sheet of a municipality in a round: on the page, by a file and on paper, and all that it saved."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from regiotafel.formats.tables import write_csv, write_xlsx
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.filling_in import actions
from regiotafel.mandates.filling_in.forms import (
    CHOICES,
    SheetFileForm,
    SheetForm,
    changes,
    field_labels,
    named_value,
    values_of,
)
from regiotafel.mandates.filling_in.queries import COLUMNS, how_far, rows_of_sheet
from regiotafel.mandates.filling_in.rules import SheetRefused, check_can_fill_in, check_may_fill_in, told_besides
from regiotafel.mandates.models import Round, RoundParty, Sheet
from regiotafel.mandates.rounds.loading import (
    load_own,
    load_party,
    load_round,
    load_seen,
    round_page,
    whose_sheet,
)
from regiotafel.mandates.rounds.queries import (
    asked_about,
    dropped_from,
    newest_sheet,
    owing_in,
    parties_in,
    positions_of,
    sheet_numbered,
    sheets_of,
    subjects_in,
)
from regiotafel.mandates.rounds.rules import LIVE_WITH, is_of_team, reads_own
from regiotafel.mandates.rules import LEVELS
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.begun.access import begun_in
from regiotafel.regions.begun.actions import NOT_WRITTEN, keeps_draft
from regiotafel.web import conflicts
from regiotafel.web.fields import number_of
from regiotafel.web.files import csv_file, workbook_file
from regiotafel.web.pages import posted

# What can be pressed on the sheet of a municipality. LOOK: by Enter in a field of what is final.
CONCEPT, FINAL, ALIKE, LOOK = "concept", "final", "alike", "look"


@door("position.fill_in", of=whose_sheet)
@keeps_draft(gettext_lazy("Standpunt"))
def fill_in(request: RegionRequest, round: str, municipality: int) -> HttpResponse:
    found = load_round(request, round)
    party = load_party(request, found, municipality)
    try:
        is_on_paper = _check_may(request, found, party)
    except Refused as fault:
        return _shut(request, found, party, fault, request.POST.dict() or begun_in(request))
    if request.method == "POST":
        return _press(request, found, party, is_on_paper=is_on_paper)
    return _begin_sheet(request, found, party)


def _press(request: RegionRequest, round: Round, party: RoundParty, *, is_on_paper: bool) -> HttpResponse:
    """Whatever stands in the way: what was typed stays in the form."""
    form = _form_of(round, request.POST.dict(), is_bound=True)
    pressed = request.POST.get("do", CONCEPT)
    if pressed == ALIKE:
        return _sheet_page(request, round, _form_of(round, form.shared_alike()), party)
    if pressed == LOOK:
        return _sheet_page(request, round, form, party, is_asked_which=True)
    try:
        return _save_sheet(request, round, party, form, pressed, is_on_paper=is_on_paper)
    except ChangedMeanwhile as changed:
        return _merge_sheets(request, round, party, form, changed)
    except SheetRefused as refused:
        form.mark(refused.faults)
        return _sheet_page(request, round, form, party, fault=refused)
    except Refused as refused:
        return _sheet_page(request, round, form, party, fault=refused)


def _check_may(request: RegionRequest, round: Round, party: RoundParty) -> bool:
    """True when it is typed over from paper."""
    one = party.municipality
    is_on_paper = check_may_fill_in(request.standings, one.pk, newest_sheet(round, one))
    check_can_fill_in(round, timezone.now(), how_far(round, one))
    return is_on_paper


def _shut(
    request: RegionRequest, round: Round, party: RoundParty, why: Refused, typed: Mapping[str, str] | None = None
) -> HttpResponse:
    """It may have shut while somebody typed: that is shown beside what stands, to who may read what stands."""
    is_own = reads_own(round, party.municipality_id, request.standings, timezone.now())
    before = _values(newest_sheet(round, party.municipality)) if is_own else {}
    lost = changes(subjects_in(round), before, _kept(_form_of(round, typed))) if typed else []
    context = {"party": party, "why": why, "typed": lost}
    return round_page(request, "mandates/sheet_closed.html", round, status=why.status, **context)


def _form_of(round: Round, values: Mapping[str, str], *, is_bound: bool = False) -> SheetForm:
    return SheetForm(subjects_in(round), values, timezone.localdate(), is_bound=is_bound)


def _begin_sheet(request: RegionRequest, round: Round, party: RoundParty) -> HttpResponse:
    """With what this person was typing, else with what the municipality saved last."""
    values = begun_in(request) or _values(newest_sheet(round, party.municipality))
    return _sheet_page(request, round, _form_of(round, values), party)


def _values(sheet: Sheet | None) -> dict[str, str]:
    if sheet is None:
        return {"number": "0"}
    values = {**values_of(positions_of(sheet)), "number": str(sheet.number)}
    return values | ({"authority": sheet.authority} if sheet.authority else {})


def _save_sheet(
    request: RegionRequest, round: Round, party: RoundParty, form: SheetForm, pressed: str, *, is_on_paper: bool
) -> HttpResponse:
    number = number_of(form.values.get("number", "")) or 0
    by, municipality = member(request), party.municipality
    filled, was = form.filled(), sheet_numbered(round, municipality, number)
    if not form.is_valid():
        return _sheet_page(request, round, form, party, fault=SheetRefused(form.faults))
    sheet = actions.fill_in(
        by=by,
        at=timezone.now(),
        round=round,
        municipality=municipality,
        number=number,
        filled=filled,
        is_final=pressed == FINAL,
        authority=form.authority,
        is_on_paper=is_on_paper,
    )
    for told in told_besides(filled, is_final=sheet.is_final, was_final=was is not None and was.is_final):
        messages.warning(request, told)
    messages.success(request, _("Definitief. Dank je wel.") if sheet.is_final else _("Het concept is opgeslagen."))
    return redirect("mandates:fill_in", request.region.slug, round.slug, municipality.pk)


def _kept(form: SheetForm) -> dict[str, str]:
    return {name: value for name, value in form.values.items() if value and name not in NOT_WRITTEN}


def _sheet_page(
    request: RegionRequest, round: Round, form: SheetForm, party: RoundParty, **context: Any
) -> HttpResponse:
    newest = newest_sheet(round, party.municipality)
    asked = {one.subject.pk for one in form.rows}
    shared: dict[str, Any] = {
        "form": form,
        "party": party,
        "newest": newest,
        "number": form.values.get("number") or (newest.number if newest else 0),
        "choices": CHOICES,
        "levels": LEVELS,
        "dropped": dropped_from(round),
        "lost": sum(one.points for one in positions_of(newest) if one.subject_id not in asked),
        "is_own": reads_own(round, party.municipality_id, request.standings, timezone.now()),
        "live_with": LIVE_WITH,
    }
    return round_page(request, "mandates/sheet.html", round, forms=[form], **{**shared, **context})


def _merge_sheets(
    request: RegionRequest, round: Round, party: RoundParty, form: SheetForm, changed: ChangedMeanwhile
) -> HttpResponse:
    """Two people of one municipality saved: what only one of them changed is taken over, the rest is asked."""
    begun = sheet_numbered(round, party.municipality, number_of(form.values.get("number", "")) or 0)
    theirs: Sheet | None = changed.theirs
    mine, now = _kept(form), _values(theirs)
    values, both = conflicts.merged(_values(begun), mine, now)
    labels = field_labels(subjects_in(round))
    rows = [
        conflicts.Row(label, named_value(now.get(name, "")), named_value(mine.get(name, "")))
        for name, label in labels.items()
        if name in both
    ]
    again = {name: value or "" for name, value in values.items()} | {"number": now["number"]}
    conflict = conflicts.Conflict(rows, theirs.by if theirs else None, theirs.at if theirs else None)
    form = _form_of(round, again)
    return _sheet_page(request, round, form, party, fault=changed, conflict=conflict)


@door("position.fill_in", of=whose_sheet)
def give_up(request: RegionRequest, round: str, municipality: int) -> HttpResponse:
    """What it means to hand in nothing any more, before somebody says so."""
    found, fault = load_round(request, round), None
    party = load_party(request, found, municipality)
    try:
        if request.method == "POST":
            actions.give_up(by=member(request), at=timezone.now(), round=found, municipality=party.municipality)
            messages.success(request, _("Opgeslagen. Jullie kunnen nu lezen wat de andere gemeenten willen."))
            return redirect("mandates:round", request.region.slug, round)
    except Refused as refused:
        fault = refused
    context = {"party": party, "is_owing": municipality in owing_in(found), "fault": fault}
    return round_page(request, "mandates/sheet_give_up.html", found, **context)


@door("mandateround.read")
@require_safe
def sheets(request: RegionRequest, round: str, municipality: int) -> HttpResponse:
    """All that a municipality saved, the newest first, each with what it changed."""
    found = load_round(request, round)
    party = load_party(request, found, municipality)
    rows = list(sheets_of(found, party.municipality))
    is_own = reads_own(found, party.municipality_id, request.standings, timezone.now())
    shows_all = is_own or is_of_team(request.standings)
    load_seen(request, found, municipality, is_on_paper=bool(rows) and all(one.is_on_paper for one in rows))
    if not shows_all:  # a concept is not yet what a municipality says
        rows = [one for one in rows if one.is_final]
    subjects = [one.subject for one in asked_about(found)]
    told = [(one, changes(subjects, _values(before), _values(one))) for one, before in zip_longest(rows, rows[1:])]
    context = {"party": party, "rows": told, "shows_all": shows_all}
    return round_page(request, "mandates/sheets.html", found, **context)


@door("position.fill_in", of=whose_sheet)
def upload(request: RegionRequest, round: str, municipality: int) -> HttpResponse:
    """A file is only read: what stands in it is shown on the sheet, and nothing is kept until somebody saves that."""
    found = load_round(request, round)
    party = load_party(request, found, municipality)
    try:
        _check_may(request, found, party)
    except Refused as fault:
        return _shut(request, found, party, fault)
    subjects, files = subjects_in(found), request.FILES or None
    form = SheetFileForm(posted(request), files, subjects=subjects, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        before = _values(newest_sheet(found, party.municipality))
        values = {**values_of(form.filled), "number": before["number"], "authority": before.get("authority", "")}
        return _sheet_page(request, found, _form_of(found, values), party, preview=changes(subjects, before, values))
    return round_page(request, "mandates/sheet_file.html", found, party=party, form=form)


@door("position.fill_in", of=whose_sheet)
@require_safe
def sheet_csv(request: RegionRequest, round: str, municipality: int) -> HttpResponseBase:
    """To fill in at leisure, with what was saved before."""
    found = load_round(request, round)
    party = load_own(request, found, municipality)
    return csv_file(write_csv(COLUMNS, _rows_of(found, party)), *_named(request, found, party))


@door("position.fill_in", of=whose_sheet)
@require_safe
def sheet_xlsx(request: RegionRequest, round: str, municipality: int) -> HttpResponse:
    found = load_round(request, round)
    party = load_own(request, found, municipality)
    book = write_xlsx(COLUMNS, _rows_of(found, party), sheet=_("Standpunt"))
    return workbook_file(book, *_named(request, found, party))


def _rows_of(round: Round, party: RoundParty) -> list[list[object]]:
    return list(rows_of_sheet(subjects_in(round), positions_of(newest_sheet(round, party.municipality))))


def _named(request: RegionRequest, round: Round, party: RoundParty) -> tuple[str, ...]:
    return request.region.slug, round.slug, slugify(party.municipality.name)


@door("mandateround.read")
@require_safe
def paper_form(request: RegionRequest, round: str) -> HttpResponse:
    """To print, for a meeting where somebody fills in by hand."""
    found = load_round(request, round)
    own = {one.municipality_id for one in request.standings}
    parties = [one for one in parties_in(found) if is_of_team(request.standings) or one.municipality_id in own]
    context = {"subjects": subjects_in(found), "levels": LEVELS, "parties": parties}
    return round_page(request, "mandates/round_paper.html", found, **context)
