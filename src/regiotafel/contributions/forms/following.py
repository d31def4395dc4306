"""Finding back what was sent in, and hearing about it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Kind, Mode, State
from regiotafel.contributions.rules import PUBLIC
from regiotafel.vision.models import Section


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


class FilterForm(forms.Form):
    """Looking something up among what everybody can read."""

    zoek = forms.CharField(
        label=_("Zoek in de inbreng"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    soort = forms.ChoiceField(label=_("Soort"), required=False, choices=[("", _("Alle soorten")), *Kind.choices])
    stand = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[("", _("Alles")), *((state.value, state.label) for state in State if state in PUBLIC)],
    )
    hoofdstuk = forms.TypedChoiceField(label=_("Hoofdstuk"), required=False, coerce=int, empty_value=None)
    volgorde = forms.ChoiceField(
        label=_("Volgorde"),
        required=False,
        choices=[
            ("", _("Nieuwste eerst")),
            ("oud", _("Langst geleden ingestuurd eerst")),
            ("veranderd", _("Net iets mee gebeurd eerst")),
        ],
    )

    def __init__(self, *args: Any, sections: Iterable[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chapters = [(str(section.pk), section.title) for section in sections]
        self.fields["hoofdstuk"].choices = [("", _("Alle hoofdstukken")), *chapters]  # type: ignore[attr-defined]
