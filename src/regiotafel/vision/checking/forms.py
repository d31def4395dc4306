"""What an editor fills in about one thing that the law asks."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.vision.checking.queries import Checked
from regiotafel.vision.checking.rules import PASSAGE_GONE, NotJudged, check_judgement
from regiotafel.vision.models import MOTIVE_LENGTH, Fulfilment
from regiotafel.vision.queries import SectionText, Standing
from regiotafel.web.fields import choose, one_of, words


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
        error_messages={"invalid_choice": PASSAGE_GONE},
    )
    why = words(
        _("Toelichting"),
        _("Iedereen kan dit lezen. Wat staat er wel, wat ontbreekt, of waarom geldt dit hier niet?"),
        most=MOTIVE_LENGTH,
        required=False,
    )
    # What stood there when this person began; 0 when that was nothing.
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, among: Sequence[SectionText], shown: Sequence[SectionText], **kwargs: Any) -> None:
        """shown: the chapters of which the page shows every passage; of the others, what was chosen there already."""
        super().__init__(*args, **kwargs)
        choose(self, "passages", [(_value(item), item.passage.number) for part in among for item in part.passages])
        chosen = {*(self["passages"].value() or ())}
        self.fields["passages"].widget.choices = _choices(among, shown, chosen)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors:
            values["passages"] = dict(values["passages"])
            try:
                check_judgement(values["fulfilment"], values["why"], list(values["passages"]))
            except NotJudged as missing:
                self.add_error(missing.field, str(missing))
        return values


def _choices(
    among: Sequence[SectionText], shown: Sequence[SectionText], chosen: Collection[str]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """By chapter, in the order of the text."""
    whole = {part.key for part in shown}
    chapters = (
        (part.title, [item for item in part.passages if part.key in whole or _value(item) in chosen]) for part in among
    )
    return [(title, [(_value(item), item.named) for item in some]) for title, some in chapters if some]


def _value(item: Standing) -> str:
    return f"{item.passage.number}-{item.passage.knot.number}"


# The button that shows the passages of another chapter, with what was filled in so far.
ELSEWHERE = "elsewhere"


def judgement_form(
    check: Checked,
    among: Sequence[SectionText],
    shown: Sequence[SectionText],
    sent: Mapping[str, Any] | None = None,
) -> JudgementForm:
    """As it stands there now, or as it was sent."""
    of: dict[str, Any] = {"among": among, "shown": shown}
    if sent is not None:
        form = JudgementForm(sent, **of)
        if ELSEWHERE not in sent:
            return form
        return JudgementForm(initial={name: form[name].value() for name in form.fields}, **of)
    leans_on = {one.number for one in check.passages}
    initial: dict[str, Any] = {
        "number": check.number,
        "passages": [_value(item) for part in among for item in part.passages if item.passage.number in leans_on],
    }
    if check.latest is not None:
        initial |= {"fulfilment": check.latest.fulfilment, "why": check.latest.why}
    return JudgementForm(initial=initial, **of)
