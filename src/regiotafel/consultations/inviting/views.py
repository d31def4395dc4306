"""Invitation codes: made, printed once, used, counted, withdrawn."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from regiotafel import codes
from regiotafel.brakes.access import places_of
from regiotafel.brakes.actions import count_wrong
from regiotafel.brakes.rules import Brake, Braked
from regiotafel.consultations.inviting import actions
from regiotafel.consultations.inviting.forms import CodeForm, InvitationsForm
from regiotafel.consultations.inviting.loading import load_batch, load_invitation
from regiotafel.consultations.inviting.queries import batches, pace_of
from regiotafel.consultations.inviting.rules import InvitationUnknown, about, pace_told
from regiotafel.consultations.loading import consultation_page, load, staff_page
from regiotafel.consultations.models import Consultation
from regiotafel.consultations.taking_part.access import participant_id, remember
from regiotafel.consultations.taking_part.queries import participant_of
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.parties.queries import organisations_of
from regiotafel.web.days import day, last_date
from regiotafel.web.links import link, without_scheme
from regiotafel.web.marks import open_to_all
from regiotafel.web.pages import page


@dataclass(frozen=True)
class Card:
    """One invitation on paper."""

    code: str
    address: str
    qr: SafeString


@door("invitation.make")
@require_safe
def invitations(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    return _page(request, consultation, _form(request, consultation))


@door("invitation.make")
def sheet(request: RegionRequest, slug: str) -> HttpResponse:
    """Makes the codes and shows them, this once: only their hashes are kept."""
    consultation = load(request, slug)
    if request.method != "POST":
        return redirect("consultations:invitations", request.region.slug, slug)
    form = _form(request, consultation)
    if not form.is_valid():
        return _page(request, consultation, form)
    try:
        made = actions.make_invitations(
            by=member(request),
            at=timezone.now(),
            consultation=consultation,
            number=form.cleaned_data["number"],
            expires_at=form.expires_at(),
            organisation=form.cleaned_data["organisation"],
            note=form.cleaned_data["note"],
            key=str(form.cleaned_data["key"]),
        )
    except Refused as refused:
        return _page(request, consultation, form, fault=refused)
    context = {
        "cards": [_card(code) for code in made],
        "until": day(form.cleaned_data["expires_on"]),
        "organisation": form.cleaned_data["organisation"],
        "note": form.cleaned_data["note"],
    }
    return staff_page(request, "consultations/invitation_sheet.html", consultation, **context)


@door("invitation.make")
def withdraw(request: RegionRequest, slug: str) -> HttpResponse:
    """Asks first; then the codes of one batch that nobody used are worth nothing."""
    consultation = load(request, slug)
    batch = load_batch(request, consultation, request.POST.get("batch") or request.GET.get("batch", ""))
    if request.method == "POST":
        actions.withdraw_unused(by=member(request), at=timezone.now(), consultation=consultation, made_at=batch.made_at)
        messages.success(request, _("De codes die niemand had gebruikt, werken niet meer."))
        return redirect("consultations:invitations", request.region.slug, slug)
    return staff_page(request, "consultations/invitations_withdraw.html", consultation, batch=batch)


@door("consultation.write")
def newcomers(request: RegionRequest, slug: str) -> HttpResponse:
    """How fast people come without a code, and whether they may."""
    consultation = load(request, slug)
    fault = _ask_codes(request, consultation) if request.method == "POST" else None
    if request.method == "POST" and fault is None:
        return redirect("consultations:newcomers", request.region.slug, slug)
    pace = pace_of(consultation, timezone.now())
    context = {"told": pace_told(pace), "days": [(day, about(n)) for day, n in pace.days], "pace": pace}
    return staff_page(request, "consultations/newcomers.html", consultation, fault=fault, **context)


def _ask_codes(request: RegionRequest, consultation: Consultation) -> Refused | None:
    needs_code = request.POST.get("who") == "codes"
    try:
        actions.ask_codes(by=member(request), at=timezone.now(), consultation=consultation, needs_code=needs_code)
    except Refused as refused:
        return refused
    messages.success(request, NEEDS_CODE_NOW if needs_code else NEEDS_NO_CODE_NOW)
    return None


NEEDS_CODE_NOW = gettext_lazy("Nieuwe mensen doen nu alleen mee met een code. Wie al meedeed, kan gewoon verder.")
NEEDS_NO_CODE_NOW = gettext_lazy("Iedereen kan weer meedoen, ook zonder code.")


def _form(request: RegionRequest, consultation: Consultation) -> InvitationsForm:
    closes_at = consultation.closes_at
    return InvitationsForm(
        request.POST or None,
        initial={"number": 20, "expires_on": last_date(closes_at) if closes_at else None, "key": uuid.uuid4()},
        organisations=organisations_of(request.region),
        today=timezone.localdate(),
    )


def _page(
    request: RegionRequest, consultation: Consultation, form: InvitationsForm, fault: Refused | None = None
) -> HttpResponse:
    made = [(batch, about(batch.n_used)) for batch in batches(consultation, timezone.now())]
    context = {"form": form, "fault": fault, "batches": made}
    return staff_page(request, "consultations/invitations.html", consultation, **context)


def _card(code: str) -> Card:
    """The QR code is drawn with attributes only: inline styles are not allowed on our pages."""
    shown = codes.show(code, group=5)
    address = link("codes:use", shown)
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=2, svgclass=None, lineclass=None, dark="#000", light="#fff", title=_("QR-code")
    )
    return Card(code=shown, address=without_scheme(address), qr=mark_safe(drawing))  # noqa: S308  # our own drawing


@open_to_all
@require_safe
def use_code(request: HttpRequest, code: str) -> HttpResponse:
    """The address on the printed sheet. Only looks: a code is used by a press of a button, never by a preview."""
    try:
        consultation = load_invitation(request, code).consultation
    except Http404:
        try:
            count_wrong(at=timezone.now(), brake=Brake.INVITATION_TRIED, places=places_of(request))
        except Braked as braked:
            return page(request, "429.html", fault=braked, status=braked.status)
        raise
    response = redirect("consultations:enter_code", consultation.region.slug, consultation.slug)
    response["Location"] += f"?{urlencode({'code': code})}"
    return response


@door("consultation.take_part")
def enter_code(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    fault: Refused | None = None
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        try:
            participant = actions.use_invitation(
                at=at,
                consultation=consultation,
                code=form.cleaned_data["code"],
                participant=participant_of(consultation, participant_id(request, consultation)),
            )
        except InvitationUnknown as unknown:
            fault = _wrong(request, at, unknown)
        except Refused as refused:
            fault = refused
        else:
            response = redirect("consultations:read", request.region.slug, slug)
            remember(response, consultation, participant)
            return response
    return consultation_page(request, "consultations/enter_code.html", consultation, form=form, fault=fault)


def _wrong(request: HttpRequest, at: datetime, unknown: Refused) -> Refused:
    """What somebody reads whose code nobody has: after many of them, that they did this too often."""
    try:
        count_wrong(at=at, brake=Brake.INVITATION_TRIED, places=places_of(request))
    except Braked as braked:
        return braked
    return unknown
