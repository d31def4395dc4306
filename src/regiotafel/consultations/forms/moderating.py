from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import RefusalReason, StatementState
from regiotafel.consultations.rules import ReasonMissing, check_refusal

VERDICTS = [
    ("", _("Alle besluiten")),
    *((state, state.label) for state in (StatementState.ACCEPTED, StatementState.REFUSED, StatementState.REPLACED)),
]


class RefusalForm(forms.Form):
    """Why a statement does not take part, in words that the sender will read."""

    reason = forms.ChoiceField(
        label=_("Reden"),
        choices=[("", _("Kies een reden")), *RefusalReason.choices],
        error_messages={
            "required": _("Kies een reden. De inzender moet weten waarom de stelling niet meedoet."),
            "invalid_choice": _("Kies een reden uit de lijst."),
        },
    )
    explanation = forms.CharField(
        label=_("Toelichting"),
        help_text=_("Dit leest de inzender. Zeg vriendelijk wat er beter kan."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, str]:
        values = super().clean() or {}
        if values.get("reason"):
            try:
                check_refusal(values["reason"], values.get("explanation", ""))
            except ReasonMissing as missing:
                self.add_error("explanation", str(missing))
        return values


class LogForm(forms.Form):
    """Looking something up in the log."""

    zoek = forms.CharField(
        label=_("Zoek in stellingen en toelichtingen"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    besluit = forms.ChoiceField(label=_("Besluit"), required=False, choices=VERDICTS)
