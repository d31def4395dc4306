"""New words of a passage, finished or not."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.thread.models import Knot
from regiotafel.vision.models import Passage, PassageDraft, Wording
from regiotafel.vision.writing.forms import WordsForm


class DraftForm(WordsForm):
    """is_whole: it is to be published, so nothing may be missing. `draft`: the number of the draft that was read."""

    led_by = forms.TypedMultipleChoiceField(
        label=_("Welke reacties leidden hiertoe?"),
        help_text=_("Iedereen leest dan bij deze tekst dat die reacties hiertoe leidden. Kiezen is niet verplicht."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Deze reactie hoort niet meer bij de passage. Kies opnieuw.")},
    )
    draft = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    field_order = ("text", "reason", "led_by")

    def __init__(self, *args: Any, voices: Sequence[Knot], is_whole: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_whole = is_whole
        self.fields["text"].required = self.fields["reason"].required = is_whole
        led_by = self.fields["led_by"]
        led_by.choices = [(knot.pk, capfirst(knot.title)) for knot in voices]  # type: ignore[attr-defined]
        if not voices:
            del self.fields["led_by"]

    def clean_text(self) -> str:
        return super().clean_text() if self.is_whole else tidy(self.cleaned_data["text"])

    def clean_reason(self) -> str:
        return super().clean_reason() if self.is_whole else tidy_line(self.cleaned_data["reason"])


def started_from(passage: Passage, current: Wording, draft: PassageDraft | None) -> dict[str, Any]:
    """What the form begins with: the draft when there is one, else the words as they stand."""
    if draft is None:
        return {"text": current.text, "version": passage.version, "draft": 0}
    values = {name: getattr(draft, name) for name in ("text", "reason", "led_by")}
    return {**values, "version": draft.base, "draft": draft.version}
