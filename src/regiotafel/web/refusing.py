"""Not letting in what somebody sent, with the reason that this person reads."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.web.fields import Choices, choose, words

# The one reason that says nothing by itself.
OTHER = "other"
NO_REASON = _("Kies een reden. De inzender moet weten waarom.")


class ReasonMissing(Refused):
    pass


def check_refusal(reason: str, explanation: str, reasons: Collection[str]) -> None:
    if reason not in reasons:
        raise ReasonMissing(NO_REASON, field="reason")
    if reason == OTHER and not explanation.strip():
        raise ReasonMissing(_("Schrijf op wat de reden is."), field="explanation")


class RefusalForm(forms.Form):
    """Why it does not take part, in words that the sender will read."""

    reason = forms.ChoiceField(
        label=_("Reden"),
        error_messages={"required": NO_REASON, "invalid_choice": _("Kies een reden uit de lijst.")},
    )
    explanation = words(
        _("Toelichting"), _("Dit leest de inzender. Schrijf vriendelijk op wat er beter kan."), most=500, required=False
    )

    def __init__(self, *args: Any, reasons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = [reason for reason, _name in reasons]
        choose(self, "reason", [("", _("Kies een reden")), *reasons])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("reason"):
            try:
                check_refusal(values["reason"], values.get("explanation", ""), self.reasons)
            except ReasonMissing as missing:
                self.add_error(missing.field, str(missing))
        return values
