"""Are the differences as big as they look: the parts of a region, and another region."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.formats.positions import read
from regiotafel.mandates.comparing import actions
from regiotafel.mandates.comparing.analysis import beside, of_parts, pairs_between
from regiotafel.mandates.comparing.forms import SAME, NeighbourForm, PairForm
from regiotafel.mandates.comparing.loading import chosen_parts, load_neighbour
from regiotafel.mandates.comparing.queries import neighbours_of, pairs_of, parts_of
from regiotafel.mandates.loading import is_refused
from regiotafel.mandates.models import Neighbour, Round
from regiotafel.mandates.outcome.analysis import outcome_of
from regiotafel.mandates.packages.analysis import positions_in
from regiotafel.mandates.rounds.loading import load_with_result, public_round_page, round_page
from regiotafel.mandates.rounds.queries import handed_in, subjects_in
from regiotafel.mandates.rules import Incomplete
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.reports.compromise.differences import rows
from regiotafel.web.files import as_file
from regiotafel.web.pages import posted


@door("mandate.read")
@require_safe
def differences(request: RegionRequest, round: str) -> HttpResponse:
    """Two parts of the region beside each other."""
    shown, parts = load_with_result(request, round), parts_of(request.region)
    positions, chosen = positions_in(shown, timezone.localdate()), chosen_parts(request, parts)
    found = of_parts(positions, *chosen) if chosen and any(positions.positions.values()) else None
    context = {"found": found, "rows": rows(found) if found else [], "parts": parts, "chosen": chosen}
    return _page(request, "mandates/differences.html", shown, neighbours=neighbours_of(shown), **context)


@door("mandate.read")
@require_safe
def neighbour(request: RegionRequest, round: str, neighbour: int) -> HttpResponse:
    """This region beside another."""
    shown = load_with_result(request, round)
    other = load_neighbour(request, shown, neighbour)
    here, there = positions_in(shown, timezone.localdate()), read(json.dumps(other.document).encode())
    pairs = pairs_between(here, there, pairs_of(other))
    found = beside(here, there, pairs, (request.region.name, other.name))
    keys = {one.title: one.pk for one in subjects_in(shown)}
    context = {"found": found, "rows": rows(found), "neighbour": other, "form": _pair_form(shown, other)}
    context["pairs"] = [(one, keys[one.here]) for one in pairs]
    return _page(request, "mandates/neighbour.html", shown, **context)


@door("mandate.read")
@require_safe
def neighbour_file(request: RegionRequest, round: str, neighbour: int) -> HttpResponse:
    """What is kept of the other region, for who counts again with `regiotafel compare-positions`."""
    shown = load_with_result(request, round)
    other = load_neighbour(request, shown, neighbour)
    answer = HttpResponse(json.dumps(other.document, ensure_ascii=False), content_type="application/json")
    return as_file(answer, request.region.slug, shown.slug, slugify(other.name), ending="json")


def _page(request: RegionRequest, template: str, round: Round, **context: Any) -> HttpResponse:
    outcome = outcome_of(subjects_in(round), handed_in(round), timezone.localdate())
    return public_round_page(request, template, round, sees_result=True, outcome=outcome, **context)


def _pair_form(round: Round, neighbour: Neighbour, data: Any = None) -> PairForm:
    initial = {"judged": SAME}
    return PairForm(data, initial=initial, subjects=subjects_in(round), others=sorted(neighbour.document["subjects"]))


@door("mandateround.write")
def new_neighbour(request: RegionRequest, round: str) -> HttpResponse:
    shown = load_with_result(request, round)
    form = NeighbourForm(posted(request), request.FILES or None)

    def bring() -> None:
        made.append(actions.bring_neighbour(by=member(request), at=timezone.now(), round=shown, **form.values()))

    made: list[Neighbour] = []
    if request.method == "POST" and form.is_valid() and not is_refused(form, bring):
        messages.success(request, _("De andere regio staat nu naast de uitkomst."))
        return redirect("mandates:neighbour", request.region.slug, round, made[0].pk)
    return round_page(request, "mandates/neighbour_new.html", shown, form=form)


@door("mandateround.write")
@require_POST
def judge_pair(request: RegionRequest, round: str, neighbour: int) -> HttpResponse:
    shown = load_with_result(request, round)
    other = load_neighbour(request, shown, neighbour)
    try:
        _judge(request, other, _pair_form(shown, other, posted(request)))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Opgeslagen. De vergelijking is opnieuw gemaakt."))
    return redirect("mandates:neighbour", request.region.slug, round, other.pk)


def _judge(request: RegionRequest, other: Neighbour, form: PairForm) -> None:
    if not form.is_valid():
        raise Incomplete(_("Er is niets veranderd. Kies van allebei de regio’s een onderwerp."))
    said = form.cleaned_data
    subject = next(one for one in subjects_in(other.round) if one.pk == said["subject"])
    told = {"neighbour": other, "subject": subject, "other": said["other"], "is_same": said["judged"] == SAME}
    actions.judge_pair(by=member(request), at=timezone.now(), **told)


@door("mandateround.write")
@require_POST
def remove_neighbour(request: RegionRequest, round: str, neighbour: int) -> HttpResponse:
    shown = load_with_result(request, round)
    other = load_neighbour(request, shown, neighbour)
    actions.remove_neighbour(by=member(request), at=timezone.now(), neighbour=other)
    messages.success(request, _("Het bestand is weggehaald, met wat over de onderwerpen was gekozen."))
    return redirect("mandates:differences", request.region.slug, round)
