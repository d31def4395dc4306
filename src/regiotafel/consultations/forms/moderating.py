from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import RefusalReason, StatementState
from regiotafel.consultations.rules import ReasonMissing, check_refusal

VERDICTS = [
    ("", _("Alle besluiten")),
    *((state, state.label) for state in (StatementState.ACCEPTED, StatementState.REFUSED, StatementState.REPLACED)),
]


class RefusalForm(forms.Form):
    """Why something that was sent in does not take part, in words that the sender will read."""

    reasons: ClassVar[list[tuple[str, Any]]] = RefusalReason.choices
    fault: ClassVar[type[Exception]] = ReasonMissing

    reason = forms.ChoiceField(
        label=_("Reden"),
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [("", _("Kies een reden")), *self.reasons]  # type: ignore[attr-defined]

    def check(self, reason: str, explanation: str) -> None:
        """Raises `fault` where the reason needs words of its own."""
        check_refusal(reason, explanation)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("reason"):
            try:
                self.check(values["reason"], values.get("explanation", ""))
            except self.fault as missing:
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
