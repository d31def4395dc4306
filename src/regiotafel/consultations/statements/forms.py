"""Statements of the editors, better words, and why one does not take part."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import STATEMENT_LENGTH, StatementState
from regiotafel.consultations.statements.rules import TextRefused, check_statement_text
from regiotafel.text.folding import fold_sentence
from regiotafel.text.tidy import says_something, tidy_item, tidy_items
from regiotafel.web import fields

MOST_SEEDS = 100


class SeedsForm(forms.Form):
    """Statements of the editors, one on each line."""

    texts = fields.words(
        _("Stellingen, één per regel"),
        _("Eén punt per stelling, hooguit %(most)d tekens. Iemand kan het ermee eens of oneens zijn.")
        % {"most": STATEMENT_LENGTH},
        most=20_000,
        rows=8,
        missing=_("Schrijf minstens één stelling."),
        attrs={"spellcheck": "true"},
        tidied=tidy_items,
    )
    theme = fields.line(_("Thema"), _("Geldt voor al deze stellingen."), most=60, required=False)

    def __init__(self, *args: Any, there: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = set(map(fold_sentence, there))

    def clean_texts(self) -> list[str]:
        """All lines, tidied; or every line that is wrong with its number."""
        lines = [
            (number, text)
            for number, text in enumerate(self.cleaned_data["texts"].split("\n"), start=1)
            if says_something(text)
        ]
        if not lines:
            raise forms.ValidationError(gettext("Schrijf minstens één stelling."))
        if len(lines) > MOST_SEEDS:
            raise forms.ValidationError(
                gettext("Voeg hooguit %(most)d stellingen tegelijk toe.") % {"most": MOST_SEEDS}
            )
        before = set(self.there)
        faults = []
        for number, text in lines:
            if fault := _fault_in(text, before):
                faults.append(gettext("Regel %(line)d: %(fault)s") % {"line": number, "fault": fault})
            before.add(fold_sentence(text))
        if faults:
            raise forms.ValidationError(faults)
        return [text for _number, text in lines]


def _fault_in(text: str, before: Collection[str]) -> str:
    if fold_sentence(text) in before:
        return gettext("Deze stelling is er al.")
    return fault_in_statement(text)


def fault_in_statement(text: str) -> str:
    try:
        check_statement_text(text)
    except TextRefused as refused:
        return str(refused)
    return ""


class BetterWordsForm(forms.Form):
    """New words for a statement."""

    text = fields.words(
        _("De nieuwe tekst"),
        _("Eén punt, hooguit %(most)d tekens.") % {"most": STATEMENT_LENGTH},
        most=2000,
        missing=_("Schrijf de nieuwe tekst op."),
        attrs={"data-count": STATEMENT_LENGTH, "spellcheck": "true"},
    )
    explanation = fields.words(
        _("Waarom is dit beter?"),
        _("Dit staat in het logboek van de moderatie."),
        most=500,
        rows=2,
        required=False,
    )

    def __init__(self, *args: Any, old: str, is_taken: Callable[[str], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old, self.is_taken = old, is_taken

    def clean_text(self) -> str:
        text = tidy_item(self.cleaned_data["text"])
        if text == self.old:
            raise forms.ValidationError(gettext("Dit is dezelfde tekst. Verander iets, of ga terug."))
        if fault := fault_in_statement(text):
            raise forms.ValidationError(fault)
        if self.is_taken(text):
            raise forms.ValidationError(gettext("Deze stelling is er al."))
        return text


class MendForm(BetterWordsForm):
    """`seen`: the words that this person started from."""

    seen = fields.carried()


VERDICTS = [
    ("", _("Alle besluiten")),
    *((state, state.label) for state in StatementState if state != StatementState.WAITING),
]


class LogForm(forms.Form):
    """Looking something up in the log."""

    zoek = fields.search(_("Zoek in stellingen en toelichtingen"))
    besluit = forms.ChoiceField(label=_("Besluit"), required=False, choices=VERDICTS)
