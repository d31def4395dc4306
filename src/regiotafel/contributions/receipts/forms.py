"""Finding back what was sent in, and hearing about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.thread.models import Mode
from regiotafel.web import fields


class ReceiptForm(forms.Form):
    code = fields.code(
        _("De code op je ontvangstbewijs"),
        _("Twaalf letters en cijfers. Streepjes en spaties mag je weglaten."),
        missing=_("Vul de code in die op je ontvangstbewijs staat."),
        too_long=_("Deze code is te lang. Een code heeft twaalf letters en cijfers."),
    )


class AddressForm(forms.Form):
    email = fields.email(
        _("Je e-mailadres"),
        _("Je krijgt eerst één mail om je adres te bevestigen. We gebruiken het alleen hiervoor."),
    )
    mode = fields.one_of(
        _("Hoe vaak wil je bericht?"), Mode.choices, initial=Mode.DIRECT, missing=_("Kies hoe vaak je bericht wilt.")
    )
