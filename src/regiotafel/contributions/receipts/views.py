"""For whoever has the code of a receipt, or the link in a mail: that is the sender, without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from regiotafel import codes
from regiotafel.brakes.access import places_of
from regiotafel.brakes.actions import count_wrong, counted
from regiotafel.brakes.rules import Brake, Braked
from regiotafel.contributions.answering.queries import shown_words, way_of
from regiotafel.contributions.following import actions as following_actions
from regiotafel.contributions.linking.queries import followed, measures_after
from regiotafel.contributions.loops.queries import counts
from regiotafel.contributions.models import Contribution, State
from regiotafel.contributions.reading.rules import answers_headline, receipt_headline
from regiotafel.contributions.receipts.forms import AddressForm, ReceiptForm
from regiotafel.contributions.sending.queries import by_receipt
from regiotafel.contributions.states.rules import UNANSWERED, is_move
from regiotafel.contributions.withdrawing import actions as withdrawing_actions
from regiotafel.refused import Refused
from regiotafel.regions.models import Region
from regiotafel.regions.queries import region_by_slug
from regiotafel.thread.following.queries import addresses_with_code, is_confirmed
from regiotafel.thread.models import Mode
from regiotafel.web.links import link, without_scheme
from regiotafel.web.marks import open_to_all
from regiotafel.web.pages import page, secret_address

UNKNOWN = gettext_lazy("Deze code klopt niet. Controleer of je de code goed hebt overgenomen.")


def _of_sender(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A page at the code of a receipt: the view gets what was sent in with it. A slip of the thumb in the address can
    be mended at once."""

    @wraps(view)
    def found(request: HttpRequest, code: str) -> HttpResponse:
        try:
            contribution = _look_up(request, code)
        except Braked as braked:
            return page(request, "429.html", fault=braked, status=braked.status)
        if contribution is None:
            return _ask_again(request, code)
        return view(request, contribution, codes.show(code))

    return open_to_all(secret_address(found))


def _look_up(request: HttpRequest, code: str) -> Contribution | None:
    """Only wrong codes count, and are refused after many of them."""
    contribution = by_receipt(code)
    if contribution is None:
        count_wrong(at=timezone.now(), brake=Brake.RECEIPT_TRIED, places=places_of(request))
    return contribution


def _ask_again(request: HttpRequest, code: str) -> HttpResponse:
    form = ReceiptForm({"code": code})
    if form.is_valid():
        form.add_error("code", UNKNOWN)
    return page(request, "contributions/enter_receipt.html", form=form, status=404, here="inbreng")


def _in_region(request: HttpRequest, region: Region) -> None:
    """The frame of the page shows the region, as on any page below it."""
    request.region = region_by_slug(region.slug)  # type: ignore[attr-defined]


def _page(request: HttpRequest, template: str, contribution: Contribution, code: str, **more: Any) -> HttpResponse:
    _in_region(request, contribution.region)
    return page(request, template, here="inbreng", contribution=contribution, code=code, **more)


@open_to_all
@secret_address
def enter_receipt(request: HttpRequest) -> HttpResponse:
    form = ReceiptForm(request.POST or None)
    fault: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if _look_up(request, form.cleaned_data["code"]) is not None:
                return redirect("receipts:receipt", codes.show(form.cleaned_data["code"]))
            form.add_error("code", UNKNOWN)
        except Braked as braked:
            fault = braked
    return page(request, "contributions/enter_receipt.html", form=form, fault=fault, here="inbreng")


@_of_sender
@require_safe
def receipt(request: HttpRequest, contribution: Contribution, code: str) -> HttpResponse:
    """Shown big right after sending in; later: how far it is, the answer, and what changed since."""
    address = link("receipts:receipt", code)
    way = way_of(contribution)
    in_answers = shown_words(way.answers)
    is_new, is_for_somebody = "nieuw" in request.GET, request.GET.get("nieuw") == "namens"
    return _page(
        request,
        "contributions/receipt.html",
        contribution,
        code,
        is_new=is_new,
        headline=receipt_headline(
            contribution, is_new=is_new, is_for_somebody=is_for_somebody, is_answered=bool(way.answers)
        ),
        address=without_scheme(address),
        qr=_qr(address),
        counts=counts(contribution.region) if contribution.state in UNANSWERED else None,
        answers=way.answers,
        answers_headline=answers_headline(contribution, n_answers=len(way.answers), n_went_on_in=len(way.went_on_in)),
        in_answers=in_answers,
        own_answers=way.own_answers,
        went_on_in=way.went_on_in,
        followed=followed(way.live_ends, way.known_since(contribution.sent_in_at), in_answers),
        measures=measures_after(way.live_ends),
        addresses=addresses_with_code(contribution.knot),
        can_withdraw=is_move(contribution, State.WITHDRAWN),
    )


def _qr(address: str) -> SafeString:
    """Drawn with attributes only: inline styles are not allowed on our pages."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=2, svgclass=None, lineclass=None, dark="#000", light="#fff", title=_("QR-code")
    )
    return mark_safe(drawing)  # noqa: S308  # our own drawing


@_of_sender
def subscribe(request: HttpRequest, contribution: Contribution, code: str) -> HttpResponse:
    form = AddressForm(request.POST or None)
    fault: Refused | None = None
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        try:
            places = places_of(request)
            with counted(at=at, brakes=[Brake.SUBSCRIBED], places=places):
                following_actions.subscribe(at=at, contribution=contribution, places=places, **form.cleaned_data)
        except Refused as refused:
            fault = refused
        else:
            messages.success(request, _what_now(contribution, **form.cleaned_data))
            return redirect("receipts:receipt", code)
    return _page(request, "contributions/subscribe.html", contribution, code, form=form, fault=fault)


def _what_now(contribution: Contribution, email: str, mode: str) -> str:
    """Who confirmed the address before gets no mail about it again."""
    if is_confirmed(contribution.knot, email):
        return _("Je keuze is opgeslagen: %(how)s.") % {"how": Mode(mode).label}
    return _("Kijk in je mail en klik op de link. Daarmee bevestig je je adres.")


@_of_sender
def withdraw(request: HttpRequest, contribution: Contribution, code: str) -> HttpResponse:
    """Asks first."""
    fault: Refused | None = None
    if request.method == "POST":
        try:
            withdrawing_actions.withdraw(at=timezone.now(), contribution=contribution)
        except Refused as refused:
            fault = refused
        else:
            messages.success(request, _("Je inbreng is ingetrokken. De tekst staat niet meer op de site."))
            return redirect("receipts:receipt", code)
    can_withdraw = is_move(contribution, State.WITHDRAWN)
    return _page(request, "contributions/withdraw.html", contribution, code, fault=fault, can_withdraw=can_withdraw)


@_of_sender
def my_data(request: HttpRequest, contribution: Contribution, code: str) -> HttpResponse:
    """Everything that we keep about this contribution, and a button to take it away."""
    if request.method == "POST":
        withdrawing_actions.remove(at=timezone.now(), contribution=contribution)
        messages.success(request, _("Je tekst en je e-mailadres zijn weg."))
        return redirect("receipts:my_data", code)
    return _page(
        request, "contributions/my_data.html", contribution, code, addresses=addresses_with_code(contribution.knot)
    )
