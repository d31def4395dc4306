"""Table meetings and their paper ballots: printed, typed over, read from a file."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.consultations.loading import load, staff_page
from regiotafel.consultations.models import OF_ONESELF, PaperTable, Statement
from regiotafel.consultations.paper import actions
from regiotafel.consultations.paper.forms import BallotFileForm, BallotGrid, MeetingForm, PaperForm, Sheet, TableForm
from regiotafel.consultations.paper.loading import load_table
from regiotafel.consultations.paper.queries import entered_numbers, other_meetings, tables_of
from regiotafel.consultations.paper.rules import BallotAlreadyEntered
from regiotafel.consultations.queries import accepted_statements, frame
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.parties.queries import municipalities_of, organisations_of


@door("paper.enter")
def tables(request: RegionRequest, slug: str) -> HttpResponse:
    """The meetings with ballots of this consultation; one more, new or there already."""
    consultation = load(request, slug)
    uses = "meeting" in request.POST
    sent = request.POST or None
    new = TableForm(None if uses else sent, organisations=organisations_of(request.region))
    other = MeetingForm(sent if uses else None, meetings=other_meetings(consultation))
    form, add = (other, actions.use_meeting) if uses else (new, actions.plan_table)
    fault: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            add(by=member(request), at=timezone.now(), consultation=consultation, **form.cleaned_data)
        except Refused as refused:
            fault = refused
        else:
            messages.success(
                request,
                _("De bijeenkomst staat erbij. Hier print je de formulieren. Later typ je de antwoorden over."),
            )
            return redirect("consultations:tables", request.region.slug, slug)
    planned = tables_of(consultation)
    context = {"form": form, "new": new, "other": other, "paper": PaperForm(tables=planned), "tables": planned}
    return staff_page(request, "consultations/tables.html", consultation, fault=fault, **context)


@door("paper.enter")
@require_safe
def paper_ballot(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    form = PaperForm(request.GET, tables=tables_of(consultation))
    is_valid = form.is_valid()
    context = {
        "form": form,
        "table": form.cleaned_data.get("tafel") if is_valid else None,
        "numbers": form.numbers() if is_valid else [None],
        "statements": list(accepted_statements(consultation)),
        "frame": frame(consultation),
        "declared_roles": list(OF_ONESELF.values()),
    }
    # Asked for in an address: no sheets without a number instead of five thousand of them.
    status = 200 if is_valid else 422
    return staff_page(request, "consultations/paper_ballot.html", consultation, status=status, **context)


@door("paper.enter")
def enter(request: RegionRequest, slug: str, table: int) -> HttpResponse:
    """Ten sheets at a time, typed over."""
    consultation = load(request, slug)
    found = load_table(request, consultation, table)
    statements = list(accepted_statements(consultation))
    data = request.POST.dict() if request.method == "POST" else None
    grid = BallotGrid(statements, list(municipalities_of(request.region)), data)
    fault: Refused | None = None
    if grid.is_bound and grid.is_valid():
        try:
            return _entered(request, found, statements, grid.sheets, again="enter_ballots")
        except Refused as refused:
            fault = refused
            if isinstance(refused, BallotAlreadyEntered):
                grid.mark(refused.numbers)
    context = {"table": found, "grid": grid, "entered": entered_numbers(found)}
    return staff_page(request, "consultations/enter_ballots.html", consultation, forms=[grid], fault=fault, **context)


@door("paper.enter")
def enter_file(request: RegionRequest, slug: str, table: int) -> HttpResponse:
    """All sheets of a meeting, from a file."""
    consultation = load(request, slug)
    found = load_table(request, consultation, table)
    statements = list(accepted_statements(consultation))
    form = BallotFileForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        statements=[statement.number for statement in statements],
        municipalities=municipalities_of(request.region),
    )
    fault: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return _entered(request, found, statements, form.sheets, again="enter_ballots_file")
        except Refused as refused:
            fault = refused
    context = {
        "table": found,
        "form": form,
        "fault": fault,
        "entered": entered_numbers(found),
        "numbers": [statement.number for statement in statements[:4]],
    }
    return staff_page(request, "consultations/enter_ballots_file.html", consultation, **context)


def _entered(
    request: RegionRequest, table: PaperTable, statements: Sequence[Statement], sheets: Sequence[Sheet], again: str
) -> HttpResponse:
    by_number = {statement.number: statement for statement in statements}
    ballots = [
        actions.PaperBallot(
            number=sheet.number,
            answers={by_number[number]: choice for number, choice in sheet.answers.items()},
            role=sheet.role,
            municipality=sheet.municipality,
        )
        for sheet in sheets
    ]
    actions.enter_ballots(by=member(request), at=timezone.now(), table=table, ballots=ballots)
    messages.success(request, _("Ingevoerd: formulier %(numbers)s.") % {"numbers": ", ".join(s.number for s in sheets)})
    return redirect(f"consultations:{again}", request.region.slug, table.consultation.slug, table.pk)
