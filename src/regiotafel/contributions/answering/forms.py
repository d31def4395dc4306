"""What we heard, what we do with it, and why."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.answering.rules import AnswerIncomplete, Promise, check_answer, check_promise
from regiotafel.contributions.models import Verdict
from regiotafel.contributions.sending.rules import tidy_text
from regiotafel.web.fields import UNREADABLE, Choices, Text, line, one_of, words
from regiotafel.web.fields import day as day_field

# The words of a reaction note, with what they mean.
VERDICTS = (
    (Verdict.YES.value, _("ja: de tekst is hierdoor veranderd")),
    (Verdict.PARTLY.value, _("deels: een deel ervan staat nu in de tekst")),
    (Verdict.PROMISED.value, _("toegezegd: we gaan dit doen, maar de tekst is nog niet veranderd")),
    (Verdict.NO.value, _("nee: de tekst blijft zoals die is")),
    (Verdict.NOT_NEEDED.value, _("niet nodig: het staat er al, of er is niets gevraagd")),
    (Verdict.OUT_OF_SCOPE.value, _("hoort niet in deze visie: hier gaat deze tekst niet over")),
)


# What only some verdicts need: when, for which of them, and the fields. A script shows what the chosen one needs.
NEEDED = (
    (_("Als het niet in deze visie hoort"), (Verdict.OUT_OF_SCOPE,), ("who_then",)),
    (_("Als je iets toezegt"), (Verdict.PROMISED,), ("owner", "due_on")),
    (
        _("Als het over een passage gaat"),
        (Verdict.YES, Verdict.PARTLY, Verdict.PROMISED, Verdict.NO, Verdict.NOT_NEEDED),
        ("passage",),
    ),
    (_("Als de tekst is veranderd"), (Verdict.YES, Verdict.PARTLY), ("was", "becomes")),
)


@dataclass(frozen=True)
class Needed:
    """Fields that belong to some verdicts. verdicts: their words, with spaces between."""

    when: Text
    verdicts: str
    fields: list[BoundField]


def place_of(passage: int, number: int) -> str:
    """Which words of which passage, as a choice in the form."""
    return f"{passage}-{number}"


def _words_of_passage(label: Text, help_text: Text = "") -> forms.RegexField:
    return forms.RegexField(
        r"^[0-9]{1,15}-[0-9]{1,9}$",
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.Select,
        error_messages=UNREADABLE | {"invalid": _("Deze tekst staat niet meer in de lijst. Kies opnieuw.")},
    )


class AnswerForm(forms.Form):
    """No `maxlength` in the page: a browser would cut off what somebody pastes without saying so. The rule does."""

    heard = words(
        _("Wat we hoorden"),
        _("In één of twee zinnen. Noem geen namen."),
        missing=_("Schrijf op wat jullie hoorden, in je eigen woorden."),
    )
    verdict = one_of(
        _("Leidt het tot een wijziging?"),
        VERDICTS,
        missing=_("Kies of het tot een wijziging leidt."),
        unknown=_("Kies of het tot een wijziging leidt."),
    )
    why = words(
        _("Wat we ermee doen, en waarom"),
        rows=6,
        missing=_("Schrijf op waarom. Een antwoord zonder reden is geen antwoord."),
    )
    who_then = line(
        _("Wie gaat hierover?"),
        _("Bijvoorbeeld: de wijkbeheerder van je gemeente."),
        required=False,
    )
    owner = line(
        _("Wie zorgt ervoor?"),
        _("Bijvoorbeeld: de werkgroep wachttijden."),
        most=200,
        required=False,
    )
    due_on = day_field(
        _("Wanneer is het uiterlijk klaar?"),
        _("Na deze dag staat er op de site dat het te laat is."),
        required=False,
    )
    # What can be chosen is known when the page is shown (`offer`); what was chosen is looked up and judged by rules.
    passage = forms.IntegerField(
        label=_("Waar in de tekst?"),
        help_text=_("Nodig als de tekst is veranderd."),
        required=False,
        widget=forms.Select,
        error_messages={"invalid": _("Kies een passage uit de tekst.")},
    )
    was = _words_of_passage(
        _("Dit stond er"),
        _("Lezers zien dan wat er veranderde. Je kiest uit de teksten van de gekoppelde passages."),
    )
    becomes = _words_of_passage(_("Dit staat er nu"))
    # The answer that this one improves; 0 when there is none yet.
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def offer(self, passages: Choices, wordings: Choices) -> None:
        """What can be chosen, for who sees the page."""
        self._choices("passage", _("Nergens"), passages)
        for name in ("was", "becomes"):
            self._choices(name, _("Dat vul ik hier niet in"), wordings)
        if not wordings:
            self.fields["was"].help_text = _("Koppel eerst aan een passage. Dan kun je hier kiezen wat er stond.")

    def _choices(self, name: str, nothing: Text, among: Choices) -> None:
        widget = self.fields[name].widget
        assert isinstance(widget, forms.Select)  # noqa: S101  # for the type checker
        widget.choices = [("", nothing), *among]

    def needed(self) -> list[Needed]:
        return [
            Needed(when, " ".join(str(verdict.value) for verdict in verdicts), [self[name] for name in names])
            for when, verdicts, names in NEEDED
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            tidied = {name: tidy_text(values[name]) for name in ("heard", "why", "who_then")}
            # Which passage it is, the view finds; here only whether one was named.
            try:
                check_answer(
                    **tidied,
                    verdict=values["verdict"],
                    is_placed=values["passage"] is not None,
                )
                check_promise(values["verdict"], self.promise(), timezone.localdate())
            except AnswerIncomplete as missing:
                self.add_error(missing.field, str(missing))
            values |= tidied
        return values

    def promise(self) -> Promise:
        return Promise(self.cleaned_data.get("owner", ""), self.cleaned_data.get("due_on"))
