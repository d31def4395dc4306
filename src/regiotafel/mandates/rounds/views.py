"""A round of municipalities: making it, filling in, and reading what came out."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from regiotafel.formats.tables import write_csv, write_xlsx
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.loading import writing_page
from regiotafel.mandates.models import Round, RoundParty, Sheet
from regiotafel.mandates.queries import subjects_of
from regiotafel.mandates.rounds import actions
from regiotafel.mandates.rounds.analysis import HEADER, LIVE_WITH, outcome_of, table_of
from regiotafel.mandates.rounds.forms import (
    CHOICES,
    COLUMNS,
    ConditionForm,
    DropForm,
    MoveForm,
    RoundForm,
    SheetFileForm,
    SheetForm,
    VotesForm,
    changes,
    field_labels,
    named_value,
    rows_of_sheet,
    values_of,
)
from regiotafel.mandates.rounds.loading import (
    load_condition,
    load_own,
    load_party,
    load_round,
    load_seen,
    load_with_result,
    public_round_page,
    round_page,
    whose_sheet,
)
from regiotafel.mandates.rounds.queries import (
    asked_about,
    conditions_in,
    dropped_from,
    had_final_in_time,
    handed_in,
    is_asked,
    listed_rounds,
    newest_sheet,
    parties_in,
    positions_of,
    sheet_numbered,
    sheets_of,
    subjects_in,
)
from regiotafel.mandates.rounds.rules import (
    SEEN_BY,
    SheetRefused,
    check_can_fill_in,
    check_may_fill_in,
    is_for,
    is_of_team,
    state,
    told_besides,
)
from regiotafel.mandates.rules import LEVELS
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.begun.access import begun_in
from regiotafel.regions.begun.actions import NOT_WRITTEN, keeps_draft
from regiotafel.regions.parties.queries import municipalities_of
from regiotafel.regions.permissions import sees
from regiotafel.web import conflicts
from regiotafel.web.fields import number_of
from regiotafel.web.files import as_file, csv_file, workbook_file
from regiotafel.web.pages import posted

# What can be pressed on the sheet of a municipality.
CONCEPT, FINAL, ALIKE = "concept", "final", "alike"


@door("mandate.read")
@require_safe
def rounds(request: RegionRequest) -> HttpResponse:
    now = timezone.now()
    rows = [(one, state(one, now)) for one in listed_rounds(request.region)]
    rows = [row for row in rows if sees(SEEN_BY, row[1], request.standings)]
    return public_round_page(request, "mandates/rounds.html", None, rows=rows)


@door("mandateround.write")
def new_round(request: RegionRequest) -> HttpResponse:
    form, fault = RoundForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.prepare_round(by=member(request), at=timezone.now(), region=request.region, **form.values())
        except Refused as refused:
            fault = _beside_field(form, refused)
        else:
            messages.success(request, _("De gemeenteronde is gemaakt. Alleen het projectteam ziet die nog."))
            return redirect("mandates:edit_round", request.region.slug, made.slug)
    return writing_page(request, "mandates/round_new.html", form=form, fault=fault)


def _beside_field(form: Any, refused: Refused) -> Refused | None:
    """What a rule says against one field stands there, and else above the form."""
    if refused.field and refused.field in form.fields:
        form.add_error(refused.field, str(refused))
        return None
    return refused


@door("mandateround.read")
@require_safe
def round(request: RegionRequest, round: str) -> HttpResponse:
    found = load_round(request, round)
    handed = handed_in(found)
    context: dict[str, Any] = {
        "n_parties": len(handed),
        "handed": handed if is_of_team(request.standings) else [],
        "own": [one for one in handed if is_for(request.standings, one.party.municipality_id)],
        "subjects": subjects_in(found),
        "dropped": dropped_from(found),
        "conditions": conditions_in(found),
        "n_in": sum(one.counted is not None for one in handed),
    }
    return round_page(request, "mandates/round.html", found, **context)


@door("mandateround.write")
def edit_round(request: RegionRequest, round: str) -> HttpResponse:
    found = load_round(request, round)
    if found.opened_at is not None:
        return redirect("mandates:run_round", request.region.slug, round)
    form = _round_form(request, found, posted(request))
    if request.method == "POST" and form.is_valid():
        return _save_round(request, found, form)
    return round_page(request, "mandates/round_edit.html", found, form=form)


def _save_round(request: RegionRequest, round: Round, form: RoundForm) -> HttpResponse:
    try:
        _change(request, round, form)
    except ChangedMeanwhile as changed:
        return _changed_round(request, load_round(request, round.slug), form, changed)
    except Refused as refused:
        fault = _beside_field(form, refused)
        return round_page(request, "mandates/round_edit.html", round, form=form, fault=fault)
    messages.success(request, _("Opgeslagen."))
    on = "mandates:open_round" if "next" in request.POST else "mandates:edit_round"
    return redirect(on, request.region.slug, round.slug)


def _round_form(request: RegionRequest, round: Round, data: Mapping[str, Any] | None) -> RoundForm:
    names = ("title", "about", "visibility", "opens_at", "closes_at", "version")
    initial: dict[str, Any] = {name: getattr(round, name) for name in names}
    initial["subjects"] = [one.pk for one in subjects_in(round)]
    initial["municipalities"] = [one.municipality_id for one in parties_in(round)]
    among = municipalities_of(request.region)
    return RoundForm(data, initial=initial, subjects=subjects_of(request.region), municipalities=among)


def _change(request: RegionRequest, round: Round, form: RoundForm) -> None:
    chosen = form.cleaned_data
    actions.change_round(
        by=member(request),
        at=timezone.now(),
        round=round,
        version=chosen["version"] or 0,
        subjects=[one for one in subjects_of(request.region) if one.pk in chosen["subjects"]],
        municipalities=[one for one in municipalities_of(request.region) if one.pk in chosen["municipalities"]],
        **form.values(),
    )


def _changed_round(request: RegionRequest, round: Round, form: RoundForm, changed: ChangedMeanwhile) -> HttpResponse:
    """What a colleague saved is said above the form; what was typed stays, and saving it again is a choice."""
    theirs = RoundForm(initial=_round_form(request, round, None).initial)
    conflict = conflicts.of_forms(theirs, RoundForm(request.POST))
    data = request.POST.copy()
    for name, value in conflict.values.items():
        data[name] = value
    again = _round_form(request, round, data)
    return round_page(request, "mandates/round_edit.html", round, form=again, fault=changed, conflict=conflict)


@door("mandateround.write")
def round_links(request: RegionRequest, round: str) -> HttpResponse:
    """Which subjects hang together, and how many votes each municipality has."""
    found, fault = load_round(request, round), None
    subjects, parties = subjects_in(found), parties_in(found)
    votes = VotesForm(posted(request) if "votes" in request.POST else None, parties=parties)
    form = ConditionForm(posted(request) if "add" in request.POST else None, subjects=subjects)
    if request.method == "POST":
        try:
            if _write_links(request, found, form, votes):
                return redirect("mandates:round_links", request.region.slug, round)
        except Refused as refused:
            fault = _beside_field(form, refused)
    context = {"form": form, "votes": votes, "fault": fault, "conditions": conditions_in(found)}
    return round_page(request, "mandates/round_links.html", found, forms=[votes], **context)


def _write_links(request: RegionRequest, round: Round, form: ConditionForm, votes: VotesForm) -> bool:
    by, at = member(request), timezone.now()
    if pk := request.POST.get("remove", ""):
        actions.remove_condition(by=by, at=at, condition=load_condition(request, round, pk))
        messages.success(request, _("De samenhang is weggehaald."))
    elif "votes" in request.POST and votes.is_valid():
        actions.set_votes(by=by, at=at, round=round, votes=votes.votes())
        messages.success(request, _("De stemmen zijn opgeslagen."))
    elif "add" in request.POST and form.is_valid():
        subjects = {one.pk: one for one in subjects_in(round)}
        said = form.cleaned_data
        both = {name: subjects[said[name]] for name in ("if_subject", "then_subject")}
        actions.add_condition(by=by, at=at, round=round, **{**said, **both})
        messages.success(request, _("De samenhang staat erbij."))
    else:
        return False
    return True


@door("mandateround.write")
def open_round(request: RegionRequest, round: str) -> HttpResponse:
    """What municipalities will read, once more before they do."""
    found, fault = load_round(request, round), None
    if request.method == "POST":
        try:
            version = number_of(request.POST.get("version", "")) or 0
            actions.open_round(by=member(request), at=timezone.now(), round=found, version=version)
        except Refused as refused:
            found, fault = load_round(request, round), refused
        else:
            messages.success(request, _("De gemeenteronde is geopend. De gemeenten zien die nu."))
            return redirect("mandates:round", request.region.slug, round)
    context = {"fault": fault, "subjects": subjects_in(found), "parties": parties_in(found)}
    return round_page(request, "mandates/round_open.html", found, **context)


@door("mandateround.write")
def run_round(request: RegionRequest, round: str) -> HttpResponse:
    """All that can still be done with a round that was opened."""
    found, pressed = load_round(request, round), request.POST.get("do", "")
    initial = {"closes_at": found.closes_at, "version": found.version}
    move = MoveForm(posted(request) if pressed == "move" else None, initial=initial)
    drop = DropForm(posted(request) if pressed == "drop" else None, subjects=subjects_in(found))
    fault = None
    try:
        if told := _run(request, found, pressed, move, drop):
            messages.success(request, told)
            return redirect("mandates:round", request.region.slug, round)
    except Refused as refused:
        fault = _beside_field(move if pressed == "move" else drop, refused)
    return round_page(request, "mandates/round_run.html", found, forms=[move, drop], move=move, drop=drop, fault=fault)


def _run(request: RegionRequest, round: Round, pressed: str, move: MoveForm, drop: DropForm) -> str:
    """Does it, and says what was done; empty when something is still missing."""
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "round": round}
    if pressed == "close":
        actions.close_round(**done)
        return _("De gemeenteronde is gesloten.")
    if pressed == "publish":
        actions.publish_round(**done)
        return _("De uitkomst is gepubliceerd. Iedereen kan die nu lezen.")
    if pressed == "move" and move.is_valid():
        actions.move_closing(**done, **move.cleaned_data)
        return _("De gemeenteronde sluit later.")
    if pressed == "drop" and drop.is_valid():
        subject = next(one for one in subjects_in(round) if one.pk == drop.cleaned_data["subject"])
        actions.drop_subject(**done, subject=subject, reason=drop.cleaned_data["reason"])
        return _("Het onderwerp is uit de gemeenteronde gehaald. De gemeenten lezen waarom.")
    return ""


@door("mandateround.write")
@require_POST
def remind(request: RegionRequest, round: str) -> HttpResponse:
    found = load_round(request, round)
    try:
        n = actions.remind(at=timezone.now(), round=found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _told_of_letters(n))
    return redirect("mandates:round", request.region.slug, round)


def _told_of_letters(n: int) -> str:
    if not n:
        return _(
            "Er is geen mail verstuurd: wie nog niet klaar is, kreeg vandaag al een mail, of heeft geen ambtenaar."
        )
    return _("De mail is onderweg naar %(n)d ambtenaren.") % {"n": n} if n > 1 else _("De mail is onderweg.")


# --- The sheet of a municipality ---


@door("position.fill_in", of=whose_sheet)
@keeps_draft(gettext_lazy("Standpunt"))
def fill_in(request: RegionRequest, round: str, municipality: int) -> HttpResponse:
    found = load_round(request, round)
    party = load_party(request, found, municipality)
    try:
        is_on_paper = _check_may(request, found, party)
    except Refused as fault:
        return round_page(request, "mandates/sheet_closed.html", found, party=party, why=fault, status=fault.status)
    if request.method == "POST":
        return _press(request, found, party, is_on_paper=is_on_paper)
    return _begin_sheet(request, found, party)


def _press(request: RegionRequest, round: Round, party: RoundParty, *, is_on_paper: bool) -> HttpResponse:
    """Whatever stands in the way: what was typed stays in the form."""
    form = _form_of(round, request.POST.dict(), is_bound=True)
    pressed = request.POST.get("do", CONCEPT)
    if pressed == ALIKE:
        return _sheet_page(request, round, _form_of(round, form.shared_alike()), party)
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
    in_time = had_final_in_time(round, one)
    check_can_fill_in(round, timezone.now(), is_party=is_asked(round, one), had_final_in_time=in_time)
    return is_on_paper


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
    filled = form.filled()
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
    for told in told_besides(filled):
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
        "is_own": is_for(request.standings, party.municipality_id),
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


@door("mandateround.read")
@require_safe
def sheets(request: RegionRequest, round: str, municipality: int) -> HttpResponse:
    """All that a municipality saved, the newest first, each with what it changed."""
    found = load_round(request, round)
    party = load_party(request, found, municipality)
    rows = list(sheets_of(found, party.municipality))
    load_seen(request, found, municipality, is_on_paper=bool(rows) and all(one.is_on_paper for one in rows))
    subjects = [one.subject for one in asked_about(found)]
    told = [(one, changes(subjects, _values(before), _values(one))) for one, before in zip_longest(rows, rows[1:])]
    shows_names = is_for(request.standings, party.municipality_id) or is_of_team(request.standings)
    context = {"party": party, "rows": told, "shows_names": shows_names}
    return round_page(request, "mandates/sheets.html", found, **context)


@door("position.fill_in", of=whose_sheet)
def upload(request: RegionRequest, round: str, municipality: int) -> HttpResponse:
    """A file is only read: what stands in it is shown on the sheet, and nothing is kept until somebody saves that."""
    found = load_round(request, round)
    party = load_party(request, found, municipality)
    try:
        _check_may(request, found, party)
    except Refused as fault:
        return round_page(request, "mandates/sheet_closed.html", found, party=party, why=fault, status=fault.status)
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
    context = {"subjects": subjects_in(found), "levels": LEVELS}
    return round_page(request, "mandates/round_paper.html", found, **context)


# --- What came out ---


@door("mandate.read")
@require_safe
def round_result(request: RegionRequest, round: str) -> HttpResponse:
    found = load_with_result(request, round)
    outcome = outcome_of(subjects_in(found), handed_in(found), timezone.localdate())
    context = {"outcome": outcome, "dropped": dropped_from(found), "live_with": LIVE_WITH, "levels": LEVELS}
    return public_round_page(request, "mandates/round_result.html", found, **context)


@door("mandate.read")
@require_safe
def round_result_csv(request: RegionRequest, round: str) -> HttpResponseBase:
    """What each municipality said, without names of people."""
    found = load_with_result(request, round)
    return csv_file(write_csv(HEADER, _table(found)), request.region.slug, found.slug, _("uitkomst"))


@door("mandate.read")
@require_safe
def round_result_xlsx(request: RegionRequest, round: str) -> HttpResponse:
    found = load_with_result(request, round)
    book = write_xlsx(HEADER, _table(found), sheet=_("Uitkomst"))
    return workbook_file(book, request.region.slug, found.slug, _("uitkomst"))


@door("mandate.read")
@require_safe
def round_result_json(request: RegionRequest, round: str) -> HttpResponse:
    found = load_with_result(request, round)
    told = [dict(zip(HEADER, row, strict=True)) for row in _table(found)]
    answer = JsonResponse({"ronde": found.title, "standpunten": told})
    return as_file(answer, request.region.slug, found.slug, _("uitkomst"), ending="json")


def _table(round: Round) -> list[list[object]]:
    return table_of(subjects_in(round), handed_in(round))
