"""What an editor fills in about one thing that the law asks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.text.marked import words_of
from regiotafel.vision.checking.queries import Checked
from regiotafel.vision.checking.rules import NotJudged, check_judgement
from regiotafel.vision.models import MOTIVE_LENGTH, Fulfilment
from regiotafel.vision.queries import Standing
from regiotafel.web.fields import one_of, words


def _pair(value: str) -> tuple[int, int]:
    number, _sign, meaning = value.partition("-")
    return int(number), int(meaning)


class JudgementForm(forms.Form):
    fulfilment = one_of(_("Hoe staat het ervoor?"), Fulfilment.choices, missing=_("Kies hoe het ervoor staat."))
    # The number of a passage and of what it means now: who points at it read it as it is.
    passages = forms.TypedMultipleChoiceField(
        label=_("In welke passages staat het?"),
        help_text=_("Verandert een passage later? Dan vragen we je om opnieuw te controleren."),
        coerce=_pair,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _(
                "Een passage die je koos, is intussen veranderd of vervallen. Lees de tekst en kies opnieuw."
            )
        },
    )
    why = words(
        _("Toelichting"),
        _("Iedereen kan dit lezen. Wat staat er wel, wat ontbreekt, of waarom geldt dit hier niet?"),
        most=MOTIVE_LENGTH,
        required=False,
    )
    # What stood there when this person began; 0 when that was nothing.
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, among: Sequence[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passages"].choices = _choices(among)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors:
            values["passages"] = dict(values["passages"])
            try:
                check_judgement(values["fulfilment"], values["why"], list(values["passages"]))
            except NotJudged as missing:
                self.add_error(missing.field, str(missing))
        return values


def _choices(among: Sequence[Standing]) -> list[tuple[str, list[tuple[str, str]]]]:
    """By chapter, in the order of the text."""
    chapters: dict[str, list[tuple[str, str]]] = {}
    for item in among:
        told = gettext("Passage %(number)d: %(words)s") % {
            "number": item.passage.number,
            "words": Truncator(words_of(item.wording.text)).words(14),
        }
        chapters.setdefault(item.passage.section.title, []).append((_value(item), told))
    return list(chapters.items())


def _value(item: Standing) -> str:
    return f"{item.passage.number}-{item.passage.knot.number}"


def judgement_form(check: Checked, among: Sequence[Standing], sent: Mapping[str, Any] | None = None) -> JudgementForm:
    """As it stands there now, or as it was sent."""
    if sent is not None:
        return JudgementForm(sent, among=among)
    leans_on = {one.number for one in check.passages}
    initial: dict[str, Any] = {
        "number": check.number,
        "passages": [_value(item) for item in among if item.passage.number in leans_on],
    }
    if check.latest is not None:
        initial |= {"fulfilment": check.latest.fulfilment, "why": check.latest.why}
    return JudgementForm(initial=initial, among=among)
