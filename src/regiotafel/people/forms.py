"""Forms of logging in and of the own account. allauth checks the codes; the words are ours."""

from typing import Any

from allauth.account.forms import ConfirmEmailVerificationCodeForm, ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.people.models import User
from regiotafel.web import fields
from regiotafel.web.fields import Text


def _code_field(label: Text, help_text: Text) -> forms.CharField:
    return fields.code(label, help_text, autocomplete="one-time-code")


class LogInForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    email = fields.email(_("E-mailadres"), _("We sturen je een code. Een wachtwoord heb je niet nodig."))


class SignUpForm(AllauthSignupForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = fields.email(
            _("E-mailadres"), _("We sturen je een code om te zien of dit adres van jou is.")
        )


class LogInCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    code = _code_field(_("Code"), _("Acht letters, zoals BCDF-GHJK. Het streepje mag je weglaten."))


class SignUpCodeForm(ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    code = _code_field(_("Code"), _("Acht letters, zoals BCDF-GHJK. Het streepje mag je weglaten."))


class RecoveryCodeForm(AuthenticateForm):  # type: ignore[misc]
    code = _code_field(_("Herstelcode"), _("Een van de codes die je bewaarde toen je een passkey toevoegde."))


class RecoveryCodeAgainForm(ReauthenticateForm):  # type: ignore[misc]
    code = _code_field(_("Herstelcode"), _("Een van de codes die je bewaarde toen je een passkey toevoegde."))


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey here always logs in by itself, so the person is not asked."""

    name = fields.line(
        _("Naam van deze passkey"),
        _("Zo herken je hem later. Bijvoorbeeld: mijn telefoon."),
        most=100,
        required=False,
    )


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    name = fields.line(_("Naam van deze passkey"), most=100)


class NameForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ("name",)
        labels = {"name": _("Jouw naam")}
        help_texts = {"name": _("Andere medewerkers van je regio zien deze naam, bijvoorbeeld in de geschiedenis.")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}
