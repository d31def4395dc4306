"""Making invitations, and using one."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.models import Organisation
from regiotafel.web import fields

MOST_CODES = 500


class InvitationsForm(forms.Form):
    """How many codes, for whom, and until when."""

    number = fields.number(
        _("Hoeveel uitnodigingen?"),
        _("Eén per persoon. Van 1 tot en met %(most)d.") % {"most": MOST_CODES},
        least=1,
        most=MOST_CODES,
        errors={
            "required": _("Vul een aantal in."),
            "min_value": _("Maak er minstens één."),
            "max_value": _("Maak er hooguit %(limit_value)d tegelijk."),
        },
    )
    organisation = forms.ModelChoiceField(
        label=_("Voor welke organisatie?"),
        help_text=_(
            "De antwoorden tellen dan mee voor deze organisatie. Namen staan er niet bij. Zijn ze niet voor "
            "een organisatie? Schrijf dan hieronder voor wie ze zijn."
        ),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Geen organisatie"),
        error_messages={"invalid_choice": _("Deze organisatie doet niet mee in deze regio.")},
    )
    note = fields.line(
        _("Voor wie zijn ze?"),
        _("Bijvoorbeeld: ouderavond 12 januari. Schrijf geen namen van mensen op."),
        most=120,
        required=False,
    )
    expires_on = fields.day(_("Geldig tot en met"))
    key = fields.form_key()

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        fields.choose(self, "organisation", organisations)

    def clean_expires_on(self) -> date:
        chosen: date = self.cleaned_data["expires_on"]
        if chosen < self.today:
            raise forms.ValidationError(gettext("Deze datum is al voorbij."))
        return chosen

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("organisation") and not values.get("note") and "organisation" not in self.errors:
            self.add_error("note", gettext("Kies een organisatie, of schrijf op voor wie ze zijn."))
        return values

    def expires_at(self) -> datetime:
        """The last second of the chosen day, in the time of the region."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["expires_on"], time(23, 59, 59)))


class CodeForm(forms.Form):
    code = fields.code(
        _("Code op je uitnodiging"),
        _("Tien letters en cijfers. Streepjes en spaties mag je weglaten."),
        missing=_("Vul de code in die op je uitnodiging staat."),
    )
