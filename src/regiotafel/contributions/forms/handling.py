"""What an editor fills in: merging, splitting, linking and answering."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.forms.following import FilterForm
from regiotafel.contributions.forms.sending import KINDS, read_text, text_field
from regiotafel.contributions.models import Verdict
from regiotafel.contributions.rules import AnswerIncomplete, check_answer, tidy_text
from regiotafel.vision.rules import UNREADABLE

Choices = Sequence[tuple[str, str]]
N_PARTS = 6
# The words of a reaction note, with what they mean.
VERDICTS = (
    (Verdict.YES.value, _("ja: dit komt in de tekst")),
    (Verdict.PARTLY.value, _("deels: een deel ervan komt in de tekst")),
    (Verdict.NO.value, _("nee: de tekst blijft zoals hij is")),
    (Verdict.OUT_OF_SCOPE.value, _("buiten reikwijdte: hier gaat deze tekst niet over")),
)


class WorkForm(FilterForm):
    """Looking something up among what waits for an answer: its state and order are known."""

    stand = None  # type: ignore[assignment]
    volgorde = None  # type: ignore[assignment]


class MergeForm(forms.Form):
    others = forms.TypedMultipleChoiceField(
        label=_("Deze lijken erop"),
        help_text=_("De computer vergelijkt alleen woorden. Jij beslist of het hetzelfde is."),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Kies uit de lijst.")},
    )
    more = forms.CharField(
        label=_("Andere nummers"),
        help_text=_("Bijvoorbeeld: 12, 31"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
    kind = forms.ChoiceField(label=_("Wat is het samen?"), choices=KINDS, widget=forms.RadioSelect)
    text = text_field(
        label=_("Wat zeggen ze samen?"),
        help_text=_("Blijf dicht bij de woorden van de inzenders. Wat zij schreven, blijft leesbaar."),
        error_messages={"required": _("Schrijf op wat ze samen zeggen.")},
    )

    def __init__(self, *args: Any, look_alikes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["others"].choices = look_alikes  # type: ignore[attr-defined]

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
            field = text_field(label=_("Deel %(number)d") % {"number": number}, required=number <= 2)
            field.widget.attrs["rows"] = 4
            field.error_messages["required"] = _("Schrijf hier één gedachte uit de inbreng.")
            self.fields[f"part_{number}"] = field

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


class PassageForm(forms.Form):
    passage = forms.TypedChoiceField(
        label=_("Een ander stuk van de tekst"),
        coerce=int,
        error_messages={"required": _("Kies een stuk."), "invalid_choice": _("Kies een stuk uit de tekst.")},
    )

    def __init__(self, *args: Any, passages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passage"].choices = [("", _("Kies een stuk")), *passages]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """No `maxlength` in the page: a browser would cut off what somebody pastes without saying so. The rule does."""

    heard = forms.CharField(
        label=_("Wat we hoorden"),
        help_text=_("In één of twee zinnen. Noem geen namen."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=UNREADABLE | {"required": _("Schrijf op wat jullie hoorden, in je eigen woorden.")},
    )
    verdict = forms.ChoiceField(
        label=_("Leidt het tot een wijziging?"),
        choices=VERDICTS,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies of het tot een wijziging leidt.")),
    )
    why = forms.CharField(
        label=_("Wat we ermee doen, en waarom"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages=UNREADABLE | {"required": _("Schrijf op waarom. Een antwoord zonder reden is geen antwoord.")},
    )
    who_then = forms.CharField(
        label=_("Wie dan wel?"),
        help_text=_("Nodig als deze tekst er niet over gaat. Bijvoorbeeld: de wijkbeheerder van je gemeente."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages=UNREADABLE,
    )
    passage = forms.TypedChoiceField(
        label=_("Waar in de tekst?"),
        help_text=_("Nodig als de tekst verandert."),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Kies een stuk uit de tekst.")},
    )
    was = forms.TypedChoiceField(
        label=_("Dit stond er"),
        help_text=_("Lezers zien dan wat er veranderde. Je kiest uit de teksten van de gekoppelde stukken."),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Deze woorden staan niet meer in de lijst. Kies opnieuw.")},
    )
    becomes = forms.TypedChoiceField(
        label=_("Dit staat er nu"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Deze woorden staan niet meer in de lijst. Kies opnieuw.")},
    )
    # The answer that this one improves; 0 when there is none yet.
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, passages: Choices, wordings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passage"].choices = [("", _("Nergens")), *passages]  # type: ignore[attr-defined]
        for name in ("was", "becomes"):
            self.fields[name].choices = [("", _("Dat zeg ik hier niet")), *wordings]  # type: ignore[attr-defined]
        if not wordings:
            self.fields["was"].help_text = _("Koppel eerst aan een stuk. Dan kun je hier kiezen wat er stond.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            words = {name: tidy_text(values[name]) for name in ("heard", "why", "who_then")}
            # Which passage it is, the view finds; here only whether one was named.
            try:
                check_answer(
                    **words,
                    verdict=values["verdict"],
                    is_placed=values["passage"] is not None,
                )
            except AnswerIncomplete as missing:
                self.add_error(missing.field, str(missing))
            values |= words
        return values
