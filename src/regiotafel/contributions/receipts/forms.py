"""Finding back what was sent in, and hearing about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.thread.models import Mode


class ReceiptForm(forms.Form):
    code = forms.CharField(
        label=_("De code op je bewijs"),
        help_text=_("Twaalf letters en cijfers. Streepjes en spaties mag je weglaten."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={
            "required": _("Vul de code in die op je bewijs staat."),
            "max_length": _("Deze code is te lang. Een code heeft twaalf letters en cijfers."),
        },
    )


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
