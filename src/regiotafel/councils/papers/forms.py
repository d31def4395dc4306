"""What somebody fills in about an amendment, a motion or a promise."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.councils.models import LONGEST_NAME, Paper, PaperKind
from regiotafel.councils.papers.rules import ADVISERS, LONGEST_TEXT, back_to, next_states
from regiotafel.councils.rules import LONGEST_LINK
from regiotafel.history.models import REASON_LENGTH
from regiotafel.vision.models import Passage
from regiotafel.vision.queries import WHOLE, Standing
from regiotafel.web import fields


class ChangePaperForm(forms.Form):
    title = fields.line(_("Titel"), most=LONGEST_NAME, missing=_("Vul een titel in."))
    passage = forms.TypedChoiceField(
        label=_("Welke passage verandert?"),
        help_text=_("Alleen bij een amendement. Vul dan hieronder de nieuwe tekst van die passage in."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    text = fields.words(_("Wat staat erin?"), most=LONGEST_TEXT, rows=5, missing=_("Schrijf op wat erin staat."))
    owner = fields.line(
        _("Wie doet dit?"),
        _("Nodig bij een toezegging. Een functie, geen naam. Bijvoorbeeld: de wethouder jeugd."),
        most=LONGEST_NAME,
        required=False,
    )
    due_on = fields.day(
        _("Wanneer is dit klaar?"), _("Nodig bij een toezegging. Uiterlijk op deze dag."), required=False
    )
    link = fields.line(
        _("Link naar het raadsstuk"), _("Een adres dat begint met https://."), most=LONGEST_LINK, required=False
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, passages: Sequence[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passages = {one.passage.pk: one.passage for one in passages}
        if len(passages) > WHOLE:
            self._ask_number()
        else:
            fields.choose(self, "passage", [("", _("geen")), *((one.passage.pk, one.named) for one in passages)])

    def _ask_number(self) -> None:
        """Nobody finds a passage in a list of so many: its number is enough."""
        hint = _(
            "Alleen bij een amendement: het nummer van de passage. Vul hieronder de nieuwe tekst van die passage in."
        )
        self.fields["passage"] = fields.number(self.fields["passage"].label or "", hint, least=1, required=False)
        if chosen := self.passages.get(self.initial.get("passage", 0)):
            self.initial["passage"] = chosen.number

    def clean_passage(self) -> int | None:
        """Its key."""
        value: int | None = self.cleaned_data["passage"]
        if value is None or isinstance(self.fields["passage"], forms.TypedChoiceField):
            return value
        found = next((key for key, one in self.passages.items() if one.number == value), None)
        if found is None:
            raise forms.ValidationError(_("Deze passage staat niet in de tekst. Controleer het nummer."))
        return found

    def values(self) -> dict[str, Any]:
        """What was filled in, with the passage itself."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        passage: Passage | None = self.passages.get(given["passage"])
        return {**given, "passage": passage}


class PaperForm(ChangePaperForm):
    kind = fields.one_of(_("Wat is het?"), PaperKind.choices, missing=_("Kies wat het is."))
    body = forms.ChoiceField(
        label=_("Van wie is dit punt?"),
        help_text=_("Alleen bij een punt uit een advies of een zienswijze."),
        choices=[("", _("geen advies of zienswijze")), *((one.value, one.label) for one in ADVISERS)],
        required=False,
    )
    on = fields.day(_("Op welke dag is het ingediend of toegezegd?"))
    field_order = ("kind", "body", "title", "on")


def change_form(data: Mapping[str, Any] | None, paper: Paper, passages: Sequence[Standing]) -> ChangePaperForm:
    names = ("title", "text", "owner", "due_on", "link", "version")
    initial = {name: getattr(paper, name) for name in names} | {"passage": paper.passage_id}
    return ChangePaperForm(data, initial=initial, passages=passages)


class MoveForm(forms.Form):
    state = fields.one_of(_("Wat is ermee gedaan?"), [], missing=_("Kies wat ermee is gedaan."))
    on = fields.day(_("Op welke dag?"))
    note = fields.line(_("Toelichting"), most=REASON_LENGTH, required=False)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, paper: Paper) -> None:
        super().__init__(data, initial={"version": paper.version})
        among: list[tuple[str, Any]] = [(one.value, one.label) for one in next_states(paper)]
        if (back := back_to(paper)) is not None:
            told = gettext("terug naar “%(state)s”: er was iets verkeerd ingevuld")
            among.append((back.value, told % {"state": back.label}))
        fields.choose(self, "state", among)


class ReasonForm(forms.Form):
    reason = fields.words(
        _("Waarom zou dit overal moeten gelden?"),
        most=1000,
        missing=_("Schrijf op waarom. Lezers zien deze reden bij het voorstel."),
    )
