"""For whoever has the code of a receipt, or the link in a mail: that is the sender, without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from regiotafel.contributions.answering.queries import answers_given, answers_of
from regiotafel.contributions.following import actions as following_actions
from regiotafel.contributions.following.queries import addresses_of, by_token, is_confirmed
from regiotafel.contributions.lineage.queries import live_ends, went_on_in
from regiotafel.contributions.linking.queries import followed
from regiotafel.contributions.loops.queries import counts
from regiotafel.contributions.models import Contribution, Mode, State
from regiotafel.contributions.receipts.forms import AddressForm, ReceiptForm
from regiotafel.contributions.sending.queries import by_receipt, shown_code
from regiotafel.contributions.states.rules import PUBLIC, UNANSWERED, ContributionFault, is_move
from regiotafel.contributions.withdrawing import actions as withdrawing_actions
from regiotafel.regions.models import Region
from regiotafel.regions.queries import region_by_slug
from regiotafel.web.marks import open_to_all

UNKNOWN = gettext_lazy("Deze code kennen we niet. Kijk of je hem goed hebt overgenomen.")


class _CodeUnknown(Http404):
    """The code in the address is of no receipt: a slip of the thumb can be mended at once."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(UNKNOWN)


def _private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No browser, proxy or search engine keeps a page whose address is a secret."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(*args, **kwargs)
        except _CodeUnknown as unknown:
            response = _ask_again(args[0], unknown.code)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def _load(code: str) -> Contribution:
    contribution = by_receipt(code)
    if contribution is None:
        raise _CodeUnknown(code)
    return contribution


def _ask_again(request: HttpRequest, code: str) -> HttpResponse:
    form = ReceiptForm({"code": code})
    if form.is_valid():
        form.add_error("code", UNKNOWN)
    return render(request, "contributions/enter_receipt.html", {"form": form, "here": "inbreng"}, status=404)


def _in_region(request: HttpRequest, region: Region) -> None:
    """The frame of the page shows the region, as on any page below it."""
    request.region = region_by_slug(region.slug)  # type: ignore[attr-defined]


def _page(
    request: HttpRequest, template: str, contribution: Contribution, code: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    _in_region(request, contribution.region)
    context = {"contribution": contribution, "code": shown_code(code), "here": "inbreng"}
    return render(request, template, {**context, **more}, status=status)


@open_to_all
@_private
def enter_receipt(request: HttpRequest) -> HttpResponse:
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if by_receipt(form.cleaned_data["code"]) is not None:
            return redirect("receipts:receipt", shown_code(form.cleaned_data["code"]))
        form.add_error("code", UNKNOWN)
    status = 422 if form.is_bound else 200
    return render(request, "contributions/enter_receipt.html", {"form": form, "here": "inbreng"}, status=status)


@open_to_all
@_private
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Shown big right after sending in; later: how far it is, the answer, and what changed since."""
    contribution = _load(code)
    address = request.build_absolute_uri(reverse("receipts:receipt", args=[shown_code(code)]))
    answers = answers_of(contribution)
    return _page(
        request,
        "contributions/receipt.html",
        contribution,
        code,
        is_new="nieuw" in request.GET,
        is_for_somebody=request.GET.get("nieuw") == "namens",
        address=address.split("://", 1)[1],
        qr=_qr(address),
        counts=counts(contribution.region) if contribution.state in UNANSWERED else None,
        answers=answers,
        in_answers={answer.becomes_id for answer in answers},
        own_answers=answers_given(contribution),
        went_on_in=went_on_in(contribution),
        followed=followed(live_ends(contribution), contribution.sent_in_at),
        addresses=addresses_of(contribution),
        can_withdraw=is_move(contribution, State.WITHDRAWN),
    )


def _qr(address: str) -> SafeString:
    """Drawn with attributes only: inline styles are not allowed on our pages."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=2, svgclass=None, lineclass=None, dark="#000", light="#fff", title=_("QR-code")
    )
    return mark_safe(drawing)  # noqa: S308  # our own drawing


@open_to_all
@_private
def subscribe(request: HttpRequest, code: str) -> HttpResponse:
    contribution = _load(code)
    form = AddressForm(request.POST or None)
    fault = ""
    if request.method == "POST" and form.is_valid():
        try:
            following_actions.subscribe(at=timezone.now(), contribution=contribution, **form.cleaned_data)
        except ContributionFault as refused:
            fault = str(refused)
        else:
            messages.success(request, _what_now(contribution, **form.cleaned_data))
            return redirect("receipts:receipt", shown_code(code))
    status = 409 if fault else 422 if form.is_bound and not form.is_valid() else 200
    return _page(request, "contributions/subscribe.html", contribution, code, form=form, fault=fault, status=status)


def _what_now(contribution: Contribution, email: str, mode: str) -> str:
    """Who confirmed the address before gets no mail about it again."""
    if is_confirmed(contribution, email):
        return _("Je keuze is bewaard: %(how)s.") % {"how": Mode(mode).label}
    return _("Kijk in je mail. Druk op de link om je adres te bevestigen.")


@open_to_all
@_private
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Asks first."""
    contribution = _load(code)
    fault = ""
    if request.method == "POST":
        try:
            withdrawing_actions.withdraw(at=timezone.now(), contribution=contribution)
        except ContributionFault as refused:
            fault = str(refused)
        else:
            messages.success(request, _("Je inbreng is ingetrokken. Niemand leest hem meer."))
            return redirect("receipts:receipt", shown_code(code))
    can_withdraw = is_move(contribution, State.WITHDRAWN)
    status = 409 if fault else 200
    return _page(
        request,
        "contributions/withdraw.html",
        contribution,
        code,
        fault=fault,
        can_withdraw=can_withdraw,
        status=status,
    )


@open_to_all
@_private
def my_data(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that we keep about this contribution, and a button to take it away."""
    contribution = _load(code)
    if request.method == "POST":
        withdrawing_actions.remove(at=timezone.now(), contribution=contribution)
        messages.success(request, _("Je woorden en je e-mailadres zijn weg."))
        return redirect("receipts:my_data", shown_code(code))
    return _page(request, "contributions/my_data.html", contribution, code, addresses=addresses_of(contribution))


@open_to_all
@_private
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Only looks: a press of the button confirms, never a mail program that follows links by itself."""
    subscription, fault, is_done = by_token(token), "", False
    if request.method == "POST":
        try:
            subscription = following_actions.confirm(at=timezone.now(), token=token)
            is_done = True
        except ContributionFault as refused:
            fault = str(refused)
    if subscription is not None:
        _in_region(request, subscription.contribution.region)
    context = {
        "here": "inbreng",
        "subscription": subscription,
        "fault": fault,
        "is_done": is_done,
        "is_readable": subscription is not None and subscription.contribution.state in PUBLIC,
    }
    status = 409 if fault else 200 if subscription else 404
    return render(request, "contributions/confirm.html", context, status=status)


@csrf_exempt  # a mail program presses this button without ever seeing the page (RFC 8058); the token is the proof
@open_to_all
@_private
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """One press. Pressed again, or with a key that we never gave, it says the same: you get no mail by this link."""
    subscription = by_token(token)
    if request.method == "POST":
        following_actions.unsubscribe(at=timezone.now(), token=token)
    if subscription is not None:
        _in_region(request, subscription.contribution.region)
    context = {"here": "inbreng", "is_done": request.method == "POST", "subscription": subscription}
    return render(request, "contributions/unsubscribe.html", context)
