"""Forms on paper: printed, typed over and undone; and as a table, in and out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from regiotafel.formats.tables import write_csv, write_xlsx
from regiotafel.plan.ballots.loading import load_choice
from regiotafel.plan.ballots.queries import kind_rows, options_of
from regiotafel.plan.ballots.rules import sees_ballots
from regiotafel.plan.entering import actions
from regiotafel.plan.entering.forms import BringSheetsForm, PaperGrid, PrintForm, TakeSheetsForm, UndoForm
from regiotafel.plan.entering.loading import load_paper
from regiotafel.plan.entering.queries import columns_of, empty_rows, entered, numbers_of, printed_sheets, rows_of
from regiotafel.plan.loading import done_by, kept, writing_page
from regiotafel.plan.models import ChoiceRound
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.files import csv_file, workbook_file
from regiotafel.web.pages import posted


def _frame(one: ChoiceRound) -> dict[str, Any]:
    return {"plan": one.plan, "choice": one, "state": one.state(timezone.now())}


@door("paper.enter")
@require_safe
def print_sheets(request: RegionRequest, plan: str, choice: int) -> HttpResponse:
    """Sheets to print."""
    one = load_choice(request, plan, choice)
    form = PrintForm(request.GET)
    options, kinds = options_of(one), kind_rows(one, is_open=True)
    sheets = printed_sheets(one, options, form.numbers() if form.is_valid() else [1])
    status = 200 if form.is_valid() else 422
    context = {"options": options, "kinds": kinds, "sheets": sheets, "form": form, **_frame(one)}
    return writing_page(request, "plan/choice_paper.html", status=status, **context)


@door("paper.enter")
def enter(request: RegionRequest, plan: str, choice: int) -> HttpResponse:
    """Ten sheets at a time, typed over."""
    one = load_choice(request, plan, choice)
    grid = PaperGrid(posted(request), one)
    if grid.is_bound and grid.is_valid():
        first = grid.forms[0]
        is_done, _fault = kept(first, lambda: actions.enter_ballots(**done_by(request, round=one), sheets=grid.sheets))
        if is_done:
            told = ", ".join(sheet.outside_id for sheet in grid.sheets)
            messages.success(request, _("Ingevoerd: formulier %(numbers)s.") % {"numbers": told})
            return redirect("plan:enter_choices", request.region.slug, one.plan.slug, one.number)
    return writing_page(request, "plan/choice_enter.html", grid=grid, forms=[grid], entered=entered(one), **_frame(one))


@door("paper.enter")
def undo(request: RegionRequest, plan: str, choice: int, ballot: int) -> HttpResponse:
    one = load_choice(request, plan, choice)
    sheet = load_paper(request, one, ballot)
    form = UndoForm(posted(request))
    done = done_by(request, ballot=sheet)
    if kept(form, lambda: actions.undo_ballot(**done, **form.cleaned_data))[0]:
        messages.success(request, _("Het formulier telt niet meer mee. Je kunt het nummer opnieuw invoeren."))
        return redirect("plan:enter_choices", request.region.slug, one.plan.slug, one.number)
    return writing_page(request, "plan/choice_undo.html", form=form, sheet=sheet, **_frame(one))


@door("paper.enter")
def bring(request: RegionRequest, plan: str, choice: int) -> HttpResponse:
    """A file, shown before anything is kept of it."""
    one = load_choice(request, plan, choice)
    is_sent = request.method == "POST"
    form = BringSheetsForm(request.POST, request.FILES, round=one) if is_sent else BringSheetsForm(round=one)
    if is_sent and form.is_valid():
        take = TakeSheetsForm(round=one, sheets=form.sheets)
        return writing_page(request, "plan/choice_bring_preview.html", sheets=form.sheets, form=take, **_frame(one))
    return writing_page(request, "plan/choice_bring.html", form=form, **_frame(one))


@door("paper.enter")
@require_POST
def take(request: RegionRequest, plan: str, choice: int) -> HttpResponse:
    """Takes over what the preview showed."""
    one = load_choice(request, plan, choice)
    form, done = TakeSheetsForm(request.POST, round=one), done_by(request, round=one)
    is_done, fault = kept(form, lambda: actions.bring_ballots(**done, **form.cleaned_data))
    if is_done:
        n = len(form.cleaned_data["sheets"])
        told = ngettext("Eén formulier ingelezen.", "%(n)d formulieren ingelezen.", n) % {"n": n}
        messages.success(request, told)
        return redirect("plan:choice", request.region.slug, one.plan.slug, one.number)
    again = BringSheetsForm(round=one)
    return writing_page(request, "plan/choice_bring.html", form=again, fault=fault, forms=[form], **_frame(one))


@door("paper.enter")
@require_safe
def empty_table(request: RegionRequest, plan: str, choice: int) -> HttpResponseBase:
    """The columns, to fill in."""
    one = load_choice(request, plan, choice)
    columns = columns_of(one, numbers_of(one))
    content = write_xlsx(columns, empty_rows(columns), sheet="Formulieren")
    return workbook_file(content, request.region.slug, "leeg", one.plan.slug, f"keuzeronde-{one.number}")


@door("plan.read")
@require_safe
def ballots_csv(request: RegionRequest, plan: str, choice: int) -> HttpResponseBase:
    one = load_choice(request, plan, choice)
    if not sees_ballots(one, request.standings, timezone.now()):
        return _later(request, one)
    content = write_csv(columns_of(one, numbers_of(one)), rows_of(one))
    return csv_file(content, request.region.slug, "formulieren", one.plan.slug, f"keuzeronde-{one.number}")


@door("plan.read")
@require_safe
def ballots_xlsx(request: RegionRequest, plan: str, choice: int) -> HttpResponseBase:
    one = load_choice(request, plan, choice)
    if not sees_ballots(one, request.standings, timezone.now()):
        return _later(request, one)
    content = write_xlsx(columns_of(one, numbers_of(one)), rows_of(one), sheet="Formulieren")
    return workbook_file(content, request.region.slug, "formulieren", one.plan.slug, f"keuzeronde-{one.number}")


def _later(request: RegionRequest, one: ChoiceRound) -> HttpResponse:
    """While it is open nobody reads what was chosen. Who is not logged in gets no cookie for a sentence: the page says
    that it is open."""
    if request.user.is_authenticated:
        messages.error(request, _("Wat er gekozen is, lees je hier pas na afloop, als de uitkomst bekend is."))
    return redirect("plan:choice", request.region.slug, one.plan.slug, one.number)
