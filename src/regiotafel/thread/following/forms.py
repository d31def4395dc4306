"""Where somebody leaves an address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.thread.models import Mode
from regiotafel.web import fields


class AddressForm(forms.Form):
    email = fields.email(
        _("Je e-mailadres"),
        _("Je krijgt eerst één mail om je adres te bevestigen. We gebruiken het alleen hiervoor."),
    )
    mode = fields.one_of(
        _("Hoe vaak wil je bericht?"), Mode.choices, initial=Mode.DIRECT, missing=_("Kies hoe vaak je bericht wilt.")
    )
