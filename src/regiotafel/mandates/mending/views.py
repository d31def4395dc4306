"""What a municipality says besides its sheet: below what it does not sign, and other points after the outcome."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.loading import is_refused
from regiotafel.mandates.mending import actions
from regiotafel.mandates.mending.forms import FloorForm, PointsForm, floor_form, points_initial
from regiotafel.mandates.mending.queries import floors_of, is_asked, newest_floor, newest_reweighing
from regiotafel.mandates.mending.rules import check_can_reweigh, check_can_set_floor, check_is_party
from regiotafel.mandates.models import Round, RoundParty, Subject
from regiotafel.mandates.rounds.loading import load_party, load_round, round_page, whose_sheet
from regiotafel.mandates.rounds.queries import counted_sheet, positions_of, subjects_in
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.web.conflicts import sent_again
from regiotafel.web.fields import number_of
from regiotafel.web.pages import posted


@door("offer.speak", of=whose_sheet)
def floor(request: RegionRequest, round: str, municipality: int) -> HttpResponse:
    """Beside its breekpunten: below how many per cent it does not sign."""
    found = load_round(request, round)
    party = load_party(request, found, municipality)
    try:
        check_is_party(is_asked(found, party.municipality))
        check_can_set_floor(found, timezone.now())
    except Refused as why:
        return _closed(request, found, party, why)
    return _floor(request, found, party)


def _floor(request: RegionRequest, round: Round, party: RoundParty) -> HttpResponse:
    newest, fault = newest_floor(round, party.municipality), None
    form = FloorForm(request.POST) if request.method == "POST" else floor_form(newest)
    if form.is_valid():
        try:
            if _save_floor(request, round, party, form):
                return redirect("mandates:floor", request.region.slug, round.slug, party.municipality_id)
        except ChangedMeanwhile as changed:
            form, fault = FloorForm(sent_again(request.POST, changed.theirs)), changed
    context = {"party": party, "form": form, "fault": fault, "floors": floors_of(round, party.municipality)}
    return round_page(request, "mandates/mending/floor.html", round, **context)


def _save_floor(request: RegionRequest, round: Round, party: RoundParty, form: FloorForm) -> bool:
    said: dict[str, Any] = {"round": round, "municipality": party.municipality, **form.cleaned_data}
    if is_refused(form, lambda: actions.set_floor(by=member(request), at=timezone.now(), **said)):
        return False
    messages.success(request, _("De ondergrens is opgeslagen."))
    return True


def _closed(request: RegionRequest, round: Round, party: RoundParty, why: Refused) -> HttpResponse:
    return round_page(request, "mandates/sheet_closed.html", round, party=party, why=why, status=why.status)


@door("offer.speak", of=whose_sheet)
def points(request: RegionRequest, round: str, municipality: int) -> HttpResponse:
    """After the outcome only the points, with the reason, and named wherever they count."""
    found = load_round(request, round)
    party = load_party(request, found, municipality)
    try:
        check_is_party(is_asked(found, party.municipality))
        check_can_reweigh(found, timezone.now(), counted_sheet(found, party.municipality))
    except Refused as why:
        return _closed(request, found, party, why)
    return _points(request, found, party)


def _points(request: RegionRequest, round: Round, party: RoundParty) -> HttpResponse:
    newest, fault = newest_reweighing(round, party.municipality), None
    form = PointsForm(posted(request), rows=_rows(round, party), initial=points_initial(newest))
    if form.is_bound and form.is_valid():
        try:
            if _save_points(request, round, party, form):
                return redirect("mandates:changed_points", request.region.slug, round.slug)
        except ChangedMeanwhile as changed:
            form, fault = PointsForm(sent_again(request.POST, changed.theirs), rows=_rows(round, party)), changed
    context = {"party": party, "form": form, "fault": fault, "n_left": _left(form)}
    return round_page(request, "mandates/mending/points.html", round, **context)


def _rows(round: Round, party: RoundParty) -> list[tuple[Subject, int, int]]:
    """The subjects for which it chose a level, with its points at closing and now."""
    said = {one.subject_id: one for one in positions_of(counted_sheet(round, party.municipality)) if one.wants}
    newest = newest_reweighing(round, party.municipality)
    now = (
        {int(key): n for key, n in newest.points.items()} if newest else {key: one.points for key, one in said.items()}
    )
    return [(one, said[one.pk].points, now.get(one.pk, 0)) for one in subjects_in(round) if one.pk in said]


def _left(form: PointsForm) -> int:
    return 100 - sum(number_of(str(field.value())) or 0 for _subject, _before, field in form.point_rows)


def _save_points(request: RegionRequest, round: Round, party: RoundParty, form: PointsForm) -> bool:
    said: dict[str, Any] = {name: form.cleaned_data[name] for name in ("reason", "authority", "number")}
    said |= {"round": round, "municipality": party.municipality, "points": form.points()}
    if is_refused(form, lambda: actions.change_points(by=member(request), at=timezone.now(), **said)):
        return False
    messages.success(request, _("De punten zijn veranderd. Bij elke uitkomst staat dat nu erbij."))
    return True
