"""Why a contribution is not let in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import RefusalReason
from regiotafel.contributions.moderating.rules import ReasonMissing, check_refusal


class ModerationForm(forms.Form):
    """Why a contribution is not let in, in words that the sender will read."""

    reason = forms.ChoiceField(
        label=_("Reden"),
        choices=[("", _("Kies een reden")), *RefusalReason.choices],
        error_messages={
            "required": _("Kies een reden. De inzender moet weten waarom."),
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

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("reason"):
            try:
                check_refusal(values["reason"], values.get("explanation", ""))
            except ReasonMissing as missing:
                self.add_error("explanation", str(missing))
        return values
