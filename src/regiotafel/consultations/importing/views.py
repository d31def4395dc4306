"""Reading in answers from another system, with progress."""

from contextlib import suppress
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from regiotafel.consultations.importing.actions import ask_import, choose
from regiotafel.consultations.importing.forms import DoubtsForm, ImportForm
from regiotafel.consultations.importing.loading import load_import
from regiotafel.consultations.importing.queries import imports_of, n_own_statements, n_own_votes
from regiotafel.consultations.importing.rules import ImportNotPossible, asking_of, check_can_import
from regiotafel.consultations.importing.tasks import read_votes_file
from regiotafel.consultations.loading import load, staff_page
from regiotafel.consultations.models import ImportChoice, ImportState, VoteImport
from regiotafel.formats.together import TURNED
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member

# An import that takes longer than this has lost its worker: it may be started again.
SLOW = timedelta(minutes=2)
STEPS = [ImportState.WAITING, ImportState.READING, ImportState.SAVING]


@door("votes.import")
def imports(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    posted = request.method == "POST"
    form = ImportForm(request.POST if posted else None, request.FILES if posted else None)
    fault: Refused | None = None
    if posted and form.is_valid():
        try:
            vote_import = ask_import(
                by=member(request),
                at=timezone.now(),
                consultation=consultation,
                votes_file=form.cleaned_data["votes"],
                statements_file=form.cleaned_data["statements"],
                roles_file=form.cleaned_data["roles"],
            )
        except Refused as refused:
            fault = refused
        else:
            read_votes_file.enqueue(vote_import.pk)
            return redirect("consultations:import_progress", request.region.slug, slug, vote_import.pk)
    why_not = ""
    try:
        check_can_import(consultation, timezone.now(), n_own_votes(consultation), n_own_statements(consultation))
    except Refused as refused:
        why_not = str(refused)
    sent = list(imports_of(consultation))
    context = {"form": form, "fault": fault, "why_not": why_not, "imports": sent, "asking": asking_of(sent)}
    return staff_page(request, "consultations/imports.html", consultation, **context)


@door("votes.import")
def progress(request: RegionRequest, slug: str, number: int) -> HttpResponse:
    """How far it is. Pressing "again" starts the task once more, which is harmless: it stores nothing twice."""
    consultation = load(request, slug)
    vote_import = load_import(request, consultation, number)
    is_busy = vote_import.finished_at is None
    is_asking = vote_import.state == ImportState.ASKING
    can_turn = any(kind == TURNED for kind, _weight, _file, _text in vote_import.doubts)
    form = DoubtsForm(request.POST if request.method == "POST" and is_asking else None, can_turn=can_turn)
    if request.method == "POST" and (not is_asking or form.is_valid()):
        _go_on(request, vote_import, form if is_asking else None)
        return redirect("consultations:import_progress", request.region.slug, slug, number)
    is_busy = is_busy and not is_asking
    is_slow = is_busy and timezone.now() - vote_import.at > SLOW
    step = STEPS.index(ImportState(vote_import.state)) if is_busy else len(STEPS)
    context = {"vote_import": vote_import, "step": step, "is_busy": is_busy, "is_slow": is_slow, "n_steps": len(STEPS)}
    context |= {"is_asking": is_asking, "form": form}
    return staff_page(request, "consultations/import_progress.html", consultation, **context)


def _go_on(request: RegionRequest, vote_import: VoteImport, form: DoubtsForm | None) -> None:
    """With what was chosen, when something was asked. A second press of the same button changes nothing."""
    if form is not None:
        with suppress(ImportNotPossible):
            choice = ImportChoice(form.cleaned_data["choice"])
            vote_import = choose(by=member(request), at=timezone.now(), vote_import=vote_import, choice=choice)
    if vote_import.finished_at is None:
        read_votes_file.enqueue(vote_import.pk)
