"""What several contributions say together, or one says apart."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.sending.forms import KINDS, read_text, text_field
from regiotafel.web.fields import Choices, choose, line

N_PARTS = 6


class MergeForm(forms.Form):
    others = forms.TypedMultipleChoiceField(
        label=_("Deze lijken erop"),
        help_text=_("De computer vergelijkt alleen woorden. Jij beslist of het hetzelfde is."),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Kies uit de lijst.")},
    )
    more = line(_("Andere nummers"), _("Bijvoorbeeld: 12, 31"), most=100, required=False, attrs={"inputmode": "text"})
    kind = forms.ChoiceField(label=_("Wat is het samen?"), choices=KINDS, widget=forms.RadioSelect)
    text = text_field(
        _("Wat zeggen ze samen?"),
        _("Blijf dicht bij de woorden van de inzenders. Wat zij schreven, blijft leesbaar."),
        missing=_("Schrijf op wat ze samen zeggen."),
    )

    def __init__(self, *args: Any, look_alikes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "others", look_alikes)

    def clean_more(self) -> list[int]:
        words = re.split(r"[\s,;]+", self.cleaned_data["more"].strip())
        if any(word and not re.fullmatch(r"[0-9]{1,9}", word) for word in words):
            raise forms.ValidationError(_("Vul alleen nummers in, met een komma ertussen."))
        return [int(word) for word in words if word]

    def clean_text(self) -> str:
        return read_text(self.cleaned_data["text"])

    def numbers(self) -> list[int]:
        return sorted({*self.cleaned_data["others"], *self.cleaned_data["more"]})


class SplitForm(forms.Form):
    """As many parts as there are thoughts; what stays empty is no part."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, N_PARTS + 1):
            self.fields[f"part_{number}"] = text_field(
                _("Deel %(number)d") % {"number": number},
                rows=4,
                missing=_("Schrijf hier één punt uit de reactie."),
                required=number <= 2,
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name, text in list(values.items()):
            if text.strip():
                try:
                    values[name] = read_text(text)
                except forms.ValidationError as refused:
                    self.add_error(name, refused)
        return values

    def has_more(self) -> bool:
        """Whether there are words in more than the two parts that everybody sees."""
        return any(self[f"part_{number}"].value() for number in range(3, N_PARTS + 1))

    def parts(self) -> list[str]:
        return [text for name in self.fields if (text := self.cleaned_data.get(name, ""))]
