from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.vision.models import REASON_LENGTH, TEXT_LENGTH, Passage, Section
from regiotafel.vision.queries import SectionText
from regiotafel.vision.rules import VisionFault, check_reason, check_text
from regiotafel.web.fields import UNREADABLE


class DocumentForm(forms.Form):
    title = forms.CharField(
        label=_("Titel"),
        help_text=_("Bijvoorbeeld: Regiovisie jeugdhulp 2027 tot en met 2030. De titel staat ook in het webadres."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Geef de tekst een titel.")},
    )
    about = forms.CharField(
        label=_("Waar gaat deze tekst over?"),
        help_text=_("Een paar zinnen voor iemand die hem voor het eerst leest."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SectionForm(forms.Form):
    title = forms.CharField(
        label=_("Titel van het hoofdstuk"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Geef het hoofdstuk een titel.")},
    )
    theme = forms.CharField(
        label=_("Thema"),
        help_text=_("Eén of twee woorden, bijvoorbeeld: wachttijden. Antwoorden zijn straks per thema te lezen."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ChangeSectionForm(SectionForm):
    """Its title, theme and place; `seen` says which title this person started from."""

    after = forms.TypedChoiceField(
        label=_("Waar staat dit hoofdstuk?"),
        coerce=int,
        error_messages={
            "required": _("Kies een plek."),
            "invalid_choice": _("Deze plek is er niet meer. Kies een andere."),
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, others: Sequence[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(one.pk), gettext("Na “%(title)s”") % {"title": one.title}) for one in others]
        self.fields["after"].choices = [("0", gettext("Vooraan in de tekst")), *places]  # type: ignore[attr-defined]


class _ReasonForm(forms.Form):
    """No `maxlength` in the page: a browser would cut off what somebody pastes without saying so."""

    reason = forms.CharField(
        label=_("Waarom?"),
        help_text=_("Lezers zien deze reden bij de passage. Eén zin is genoeg."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-count": REASON_LENGTH}),
        error_messages=UNREADABLE | {"required": _("Schrijf op waarom. Lezers zien deze reden bij de passage.")},
    )

    def clean_reason(self) -> str:
        reason = tidy_line(self.cleaned_data["reason"])
        try:
            check_reason(reason)
        except VisionFault as fault:
            raise forms.ValidationError(str(fault)) from fault
        return reason


class NewPassageForm(_ReasonForm):
    text = forms.CharField(
        label=_("Tekst van de passage"),
        help_text=_(
            "Eén gedachte per passage. Korte zinnen en gewone woorden. Een lege regel begint een nieuwe alinea."
        ),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "data-count": TEXT_LENGTH, "spellcheck": "true"}),
        error_messages=UNREADABLE | {"required": _("Schrijf de tekst van de passage op.")},
    )
    field_order = ("text", "reason")

    def clean_text(self) -> str:
        text = tidy(self.cleaned_data["text"])
        try:
            check_text(text)
        except VisionFault as fault:
            raise forms.ValidationError(str(fault)) from fault
        return text


class WordsForm(NewPassageForm):
    """New words; `version` says which words this person started from."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class BringBackForm(_ReasonForm):
    pass


class RetireForm(_ReasonForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class PlaceForm(forms.Form):
    """Where a passage goes: at the beginning of a chapter, or behind another passage."""

    place = forms.ChoiceField(
        label=_("Waar moet deze passage komen?"),
        error_messages={
            "required": _("Kies een plek."),
            "invalid_choice": _("Deze plek is er niet meer. Kies een andere."),
        },
    )

    def __init__(self, *args: Any, sections: Sequence[SectionText], passage: Passage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: list[tuple[str, list[tuple[str, str]]]] = []
        current = ""
        for part in sections:
            if part.section is None:
                continue
            last = f"{part.section.pk}-0"
            choices = [(last, gettext("Vooraan in dit hoofdstuk"))]
            for item in part.passages:
                if item.passage.pk == passage.pk:
                    current = last
                    continue
                last = f"{part.section.pk}-{item.passage.number}"
                words = Truncator(item.wording.text).words(8)
                choices.append(
                    (last, gettext("Na passage %(n)d: %(words)s") % {"n": item.passage.number, "words": words})
                )
            groups.append((part.title, choices))
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = groups
        self.initial.setdefault("place", current)

    def place_chosen(self) -> tuple[int, int]:
        """The chapter, and the number of the passage before it; 0 for the beginning."""
        section, number = self.cleaned_data["place"].split("-")
        return int(section), int(number)


class ReleaseForm(forms.Form):
    name = forms.CharField(
        label=_("Naam van deze versie"),
        help_text=_("Bijvoorbeeld: Concept voor de raden."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Geef deze versie een naam.")},
    )
    note = forms.CharField(
        label=_("Toelichting"),
        help_text=_("Wat moet een lezer weten? Bijvoorbeeld tot wanneer reageren kan."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
