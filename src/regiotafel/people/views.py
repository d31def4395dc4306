"""Logging in, and the own account. The steps are allauth's; the forms and the words are ours."""

from contextlib import suppress
from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import ConfirmEmailVerificationCodeView, ConfirmLoginCodeView, RequestLoginCodeView
from allauth.account.views import SignupView as AllauthSignupView
from allauth.core.ratelimit import respond_429
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as AllauthReauthenticateView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from regiotafel.brakes.access import places_of
from regiotafel.brakes.actions import counted
from regiotafel.brakes.rules import Brake, Braked
from regiotafel.people import forms
from regiotafel.people.actions import note_address, set_name
from regiotafel.people.queries import user_of_link
from regiotafel.web.mail import MailNotSent, can_be_sent
from regiotafel.web.marks import open_to_all, own_account
from regiotafel.web.pages import page, say_when_again, secret_address


class _RefusedInput:
    """A form with faults comes back as 422, like everywhere on this site."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == HTTPStatus.OK:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class _NeedsMail:
    """Where a code is asked for: nobody waits for one that cannot come."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if can_be_sent():
            with suppress(MailNotSent):
                response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
                return response
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return page(request, "account/no_mail.html", has_server=can_be_sent(), status=status)


@method_decorator(never_cache, name="dispatch")
class LogIn(_NeedsMail, _RefusedInput, RequestLoginCodeView):  # type: ignore[misc]  # allauth has no types
    form_class = forms.LogInForm
    template_name = "account/login.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        if form.has_error("email", code="too_many_login_attempts"):
            response: HttpResponse = respond_429(self.request)
            return response
        return super().form_invalid(form)


class LogInCode(_RefusedInput, ConfirmLoginCodeView):  # type: ignore[misc]
    form_class = forms.LogInCodeForm

    def form_valid(self, form: Any) -> HttpResponse:
        """The right code proves the address, so nobody has to prove it a second time."""
        note_address(user=self._process.user, email=self._process.state["email"])
        response: HttpResponse = super().form_valid(form)
        return response


class SignUp(_NeedsMail, _RefusedInput, AllauthSignupView):  # type: ignore[misc]
    form_class = forms.SignUpForm

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with counted(at=timezone.now(), brakes=[Brake.SIGNED_UP], places=places_of(self.request)):
                response: HttpResponse = super().form_valid(form)
        except Braked as braked:
            form.add_error(None, str(braked))
            response = self.form_invalid(form)
            response.status_code = braked.status
            say_when_again(response, braked)
        return response


@method_decorator(never_cache, name="dispatch")
class SignUpCode(_RefusedInput, ConfirmEmailVerificationCodeView):  # type: ignore[misc]
    form_class = forms.SignUpCodeForm

    def _get_verify_form_class(self) -> type[forms.SignUpCodeForm]:
        return self.form_class


class SecondStep(AuthenticateView):  # type: ignore[misc]
    form_class = forms.RecoveryCodeForm


class ConfirmAgain(_RefusedInput, AllauthReauthenticateView):  # type: ignore[misc]
    form_class = forms.RecoveryCodeAgainForm


class AddPasskey(_RefusedInput, AddWebAuthnView):  # type: ignore[misc]
    form_class = forms.AddPasskeyForm

    def form_valid(self, form: Any) -> HttpResponse:
        """The new passkey was just used: that is the proof which the page of recovery codes asks next."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, method="mfa", reauthenticated=True)
        return response


class RenamePasskey(_RefusedInput, EditWebAuthnView):  # type: ignore[misc]
    form_class = forms.RenamePasskeyForm


log_in = open_to_all(LogIn.as_view())
log_in_code = open_to_all(LogInCode.as_view())
sign_up = open_to_all(SignUp.as_view())
sign_up_code = open_to_all(SignUpCode.as_view())
second_step = open_to_all(SecondStep.as_view())
passkeys = own_account(IndexView.as_view())
confirm_again = own_account(ConfirmAgain.as_view())
add_passkey = own_account(AddPasskey.as_view())
rename_passkey = own_account(RenamePasskey.as_view())


@open_to_all
@secret_address
def log_in_with_link(request: HttpRequest, token: str) -> HttpResponse:
    """Made by who runs the site, in the terminal. Only looks: a press of the button logs in, never a preview."""
    user = user_of_link(token)
    if request.method == "POST" and user is not None:
        note_address(user=user, email=user.email)
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        goes_to = request.GET.get("next", "")
        return redirect(goes_to if url_has_allowed_host_and_scheme(goes_to, None) else settings.LOGIN_REDIRECT_URL)
    return page(request, "people/log_in_with_link.html", works=user is not None, status=200 if user else 404)


@own_account
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert user.is_authenticated  # noqa: S101  # login_required saw to it; this is for the type checker
    form = forms.NameForm(request.POST if request.method == "POST" else None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        set_name(by=user, name=form.cleaned_data["name"])
        messages.success(request, _("Je naam is opgeslagen."))
        return redirect("people:profile")
    return page(request, "people/profile.html", form=form, here="profiel")


@own_account
@login_required
def to_profile(request: HttpRequest) -> HttpResponse:
    """Where allauth would list several e-mail addresses; an account here has one."""
    return redirect("people:profile")
