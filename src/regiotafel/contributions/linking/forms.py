"""Choosing a passage."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.web.fields import Choices, choose


class PassageForm(forms.Form):
    passage = forms.TypedChoiceField(
        label=_("Een andere passage"),
        coerce=int,
        error_messages={"required": _("Kies een passage."), "invalid_choice": _("Kies een passage uit de tekst.")},
    )

    def __init__(self, *args: Any, passages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "passage", [("", _("Kies een passage")), *passages])
