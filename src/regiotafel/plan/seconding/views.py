"""Whose people work where: for who works at it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.formats.tables import write_csv, write_xlsx
from regiotafel.plan.agreements.queries import seen_in
from regiotafel.plan.loading import done_by, kept, writing_page
from regiotafel.plan.models import Secondment
from regiotafel.plan.queries import measures_in, plans_seen
from regiotafel.plan.seconding import actions
from regiotafel.plan.seconding.forms import SecondmentForm, begun
from regiotafel.plan.seconding.loading import load_secondment
from regiotafel.plan.seconding.queries import COLUMNS, rows_of, seconded
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.conflicts import sent_again
from regiotafel.web.files import csv_file, workbook_file
from regiotafel.web.pages import posted


@door("arrangement.read")
@require_safe
def secondments(request: RegionRequest) -> HttpResponse:
    return writing_page(request, "plan/secondments.html", seconded=seconded(request.region, timezone.localdate()))


@door("arrangement.read")
@require_safe
def secondments_csv(request: RegionRequest) -> HttpResponseBase:
    return csv_file(write_csv(COLUMNS, rows_of(request.region)), request.region.slug, "detacheringen")


@door("arrangement.read")
@require_safe
def secondments_xlsx(request: RegionRequest) -> HttpResponseBase:
    content = write_xlsx(COLUMNS, rows_of(request.region), sheet="Detacheringen")
    return workbook_file(content, request.region.slug, "detacheringen")


@door("arrangement.write")
def new_secondment(request: RegionRequest) -> HttpResponse:
    return _secondment(request)


@door("arrangement.write")
def change_secondment(request: RegionRequest, secondment: int) -> HttpResponse:
    return _secondment(request, load_secondment(request, secondment))


def _secondment(request: RegionRequest, now: Secondment | None = None) -> HttpResponse:
    region, sent = request.region, posted(request)
    measures = list(measures_in(plans_seen(region, request.standings)))
    among: dict[str, Any] = {
        "measures": measures,
        "arrangements": seen_in(region, request.standings, timezone.localdate()),
    }
    form = SecondmentForm(sent, initial=begun(now), region=region, **among)
    done = done_by(request, region=region, secondment=now)
    is_done, fault = kept(form, lambda: actions.set_secondment(**done, **form.values()))
    if is_done:
        messages.success(request, _("De detachering is opgeslagen."))
        return redirect("plan:secondments", region.slug)
    if fault and sent:
        form = SecondmentForm(sent_again(sent, fault.theirs, "version"), region=region, **among)
    return writing_page(request, "plan/secondment_form.html", form=form, fault=fault, secondment=now)


@door("arrangement.write")
@require_POST
def remove_secondment(request: RegionRequest, secondment: int) -> HttpResponse:
    actions.remove_secondment(**done_by(request, secondment=load_secondment(request, secondment)))
    messages.success(request, _("De detachering is weg. In het logboek staat die nog."))
    return redirect("plan:secondments", request.region.slug)
