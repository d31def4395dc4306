"""What people fill in who write the text."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.refused import Refused
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.vision.models import TEXT_LENGTH, Passage, Section, WhoActs
from regiotafel.vision.queries import SectionText
from regiotafel.vision.writing.rules import TEXT_TOO_LONG, check_reason, check_text, seen_of
from regiotafel.web.fields import carried, choose, line, words


class DocumentForm(forms.Form):
    title = line(
        _("Titel"),
        _("Bijvoorbeeld: Regiovisie jeugdhulp 2027 tot en met 2030. De titel staat ook in het webadres."),
        most=150,
        missing=_("Geef de tekst een titel."),
    )
    about = words(
        _("Waar gaat deze tekst over?"),
        _("Een paar zinnen voor iemand die hem voor het eerst leest."),
        most=1000,
        required=False,
    )


class SectionForm(forms.Form):
    title = line(_("Titel van het hoofdstuk"), most=150, missing=_("Geef het hoofdstuk een titel."))
    theme = line(
        _("Thema"),
        _("Eén of twee woorden, bijvoorbeeld: wachttijden. Antwoorden zijn straks per thema te lezen."),
        most=60,
        required=False,
    )


class ChangeSectionForm(SectionForm):
    """Its title, theme and place; `seen` says what this person started from."""

    after = forms.TypedChoiceField(
        label=_("Waar staat dit hoofdstuk?"),
        coerce=int,
        error_messages={
            "required": _("Kies een plek."),
            "invalid_choice": _("Deze plek is er niet meer. Kies een andere."),
        },
    )
    seen = carried()

    def __init__(self, *args: Any, others: Sequence[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(one.pk), gettext("Na “%(title)s”") % {"title": one.title}) for one in others]
        choose(self, "after", [("0", gettext("Vooraan in de tekst")), *places])


def change_section_form(section: Section, others: Sequence[Section]) -> ChangeSectionForm:
    """As the chapter stands now."""
    before = [one.pk for one in others if one.position < section.position]
    initial = {
        "title": section.title,
        "theme": section.theme,
        "after": before[-1] if before else 0,
        "seen": seen_of(section),
    }
    return ChangeSectionForm(others=others, initial=initial)


class _ReasonForm(forms.Form):
    """No `maxlength` in the page: a browser would cut off what somebody pastes without saying so."""

    reason = line(
        _("Waarom?"),
        _("Lezers zien deze reden bij de passage. Eén zin is genoeg."),
        missing=_("Schrijf op waarom. Lezers zien deze reden bij de passage."),
        attrs={"data-count": REASON_LENGTH},
    )

    def clean_reason(self) -> str:
        reason = tidy_line(self.cleaned_data["reason"])
        try:
            check_reason(reason)
        except Refused as fault:
            raise forms.ValidationError(str(fault)) from fault
        return reason


class NewPassageForm(_ReasonForm):
    text = words(
        _("Tekst van de passage"),
        _("Eén punt per passage. Korte zinnen en gewone woorden. Een lege regel begint een nieuwe alinea."),
        most=TEXT_LENGTH,
        rows=8,
        missing=_("Schrijf de tekst van de passage op."),
        too_long=TEXT_TOO_LONG,
        attrs={"data-count": TEXT_LENGTH, "spellcheck": "true"},
        has_marks=True,
        strip=False,
    )
    field_order: tuple[str, ...] = ("text", "reason")

    def clean_text(self) -> str:
        text = tidy(self.cleaned_data["text"])
        try:
            check_text(text)
        except Refused as fault:
            raise forms.ValidationError(str(fault)) from fault
        return text


class WordsForm(NewPassageForm):
    """New words; `version` says which words this person started from."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class BringBackForm(_ReasonForm):
    pass


class RetireForm(_ReasonForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class WhoActsForm(forms.Form):
    """`seen`: what stood there when this person opened the page."""

    who_acts = forms.ChoiceField(
        label=_("Wie doet wat in deze passage staat?"),
        required=False,
        choices=[*WhoActs.choices, ("", _("nog niet bekend, of niet van toepassing"))],
        widget=forms.RadioSelect,
    )
    seen = carried()

    def values(self) -> dict[str, Any]:
        word = self.cleaned_data["who_acts"]
        return {"who": WhoActs(word) if word else None, "seen": self.cleaned_data["seen"]}


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
                choices.append((last, item.after))
            groups.append((part.title, choices))
        choose(self, "place", groups)
        self.initial.setdefault("place", current)

    def place_chosen(self) -> tuple[int, int]:
        """The chapter, and the number of the passage before it; 0 for the beginning."""
        section, number = self.cleaned_data["place"].split("-")
        return int(section), int(number)
