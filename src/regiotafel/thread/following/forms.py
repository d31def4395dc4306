"""Where somebody leaves an address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.thread.models import Mode


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("Je e-mailadres"),
        help_text=_("Je krijgt eerst één mail om je adres te bevestigen. We gebruiken het alleen hiervoor."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Vul je e-mailadres in."),
            "invalid": _("Dit is geen e-mailadres. Een adres ziet eruit als naam@voorbeeld.nl."),
        },
    )
    mode = forms.ChoiceField(
        label=_("Hoe vaak wil je bericht?"),
        choices=Mode.choices,
        initial=Mode.DIRECT,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe vaak je bericht wilt.")},
    )
