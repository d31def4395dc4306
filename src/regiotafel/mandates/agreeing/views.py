"""What municipalities agree on: to read, to put before them, to write down what each decided, and to carry out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.agreeing import actions
from regiotafel.mandates.agreeing.forms import AgreementForm, ConsentForm, agreement_form, consent_form
from regiotafel.mandates.agreeing.loading import load_agreement, load_municipality, whose_consent
from regiotafel.mandates.agreeing.queries import by_municipality, newest_agreement, tally
from regiotafel.mandates.loading import is_refused, load, register_page, writing_page
from regiotafel.mandates.models import Agreement, DecisionLevel, Subject
from regiotafel.mandates.rounds.loading import load_with_result, reads_result
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.permissions import may
from regiotafel.vision.reading.queries import current_wording
from regiotafel.web.conflicts import sent_again


@door("mandate.read")
@require_safe
def agreement(request: RegionRequest, subject: str, agreement: int) -> HttpResponse:
    """Who is bound, who is not, and until when."""
    found = load_agreement(request, subject, agreement)
    councils, newest, who = by_municipality(found), newest_agreement(found.subject), request.standings
    context: dict[str, Any] = {
        "subject": found.subject,
        "agreement": found,
        "is_newest": newest is not None and newest.pk == found.pk,
        "councils": councils,
        "may_note": [one.municipality.pk for one in councils if may("consent.note", who, of=one.municipality)],
        "tally": tally(councils),
        "came_out_of": found.round if found.round and reads_result(request, found.round) else None,
    }
    return register_page(request, "mandates/agreement.html", **context)


@door("mandate.write")
def offer(request: RegionRequest, subject: str) -> HttpResponse:
    """Puts an agreement before the municipalities."""
    found, fault = load(request, subject), None
    words = current_wording(found.passage).text if found.passage else ""
    form = AgreementForm(request.POST) if request.method == "POST" else _begun(request, found, words)
    if form.is_valid():
        try:
            if not is_refused(form, lambda: actions.offer_agreement(subject=found, **_said(request, form))):
                messages.success(request, _("Het akkoord ligt voor bij de gemeenten."))
                return _to(request, newest_agreement(found))
        except ChangedMeanwhile as changed:
            fault, form = changed, AgreementForm(sent_again(request.POST, changed.theirs))
    return writing_page(request, "mandates/offer.html", subject=found, form=form, fault=fault)


def _begun(request: RegionRequest, subject: Subject, words: str) -> AgreementForm:
    """A result of a round leads here with the level that it names."""
    level, round = request.GET.get("niveau", ""), request.GET.get("ronde", "")
    return agreement_form(newest_agreement(subject), words, level if level in DecisionLevel.values else "", round)


def _said(request: RegionRequest, form: AgreementForm) -> dict[str, Any]:
    slug = form.cleaned_data["round"]
    round = load_with_result(request, slug) if slug else None
    return form.cleaned_data | {"by": member(request), "at": timezone.now(), "round": round}


@door("consent.note", of=whose_consent)
def consent(request: RegionRequest, subject: str, agreement: int, municipality: int) -> HttpResponse:
    """What one municipality decided."""
    found, fault = load_agreement(request, subject, agreement), None
    council = load_municipality(request, found, municipality)
    form = ConsentForm(request.POST) if request.method == "POST" else consent_form(council)
    if form.is_valid():
        values: dict[str, Any] = {"agreement": found, "municipality": council.municipality, **form.cleaned_data}
        try:
            if not is_refused(form, lambda: actions.note_consent(by=member(request), at=timezone.now(), **values)):
                return _to(request, found)
        except ChangedMeanwhile as changed:
            fault, council = changed, load_municipality(request, found, municipality)
            form = ConsentForm(sent_again(request.POST, changed.theirs))
    context = {"subject": found.subject, "agreement": found, "council": council, "fault": fault}
    return writing_page(request, "mandates/consent.html", form=form, **context)


def _to(request: RegionRequest, found: Agreement | None) -> HttpResponse:
    if found is None:
        return redirect("mandates:index", request.region.slug)
    return redirect("mandates:agreement", request.region.slug, found.subject.slug, found.number)


@door("mandate.write")
@require_POST
def carry_out(request: RegionRequest, subject: str, agreement: int) -> HttpResponse:
    found = load_agreement(request, subject, agreement)
    try:
        actions.carry_out(by=member(request), at=timezone.now(), agreement=found)
    except Refused as refused:
        messages.error(request, str(refused))
        return _to(request, found)
    messages.success(request, _("Het akkoord staat in het register."))
    return redirect("mandates:subject", request.region.slug, subject)


@door("mandate.write")
@require_POST
def propose(request: RegionRequest, subject: str, agreement: int) -> HttpResponse:
    """Its wording, as a draft of the passage that says so."""
    found = load_agreement(request, subject, agreement)
    try:
        draft = actions.propose_wording(by=member(request), at=timezone.now(), agreement=found)
    except Refused as refused:
        messages.error(request, str(refused))
        return _to(request, found)
    messages.success(request, _("De tekst staat klaar als concept. Lees die na en publiceer."))
    return redirect("vision:reword", request.region.slug, draft.passage.document.slug, draft.passage.number)
