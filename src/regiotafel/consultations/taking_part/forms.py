"""What a participant presses and types."""

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import OF_ONESELF, STATEMENT_LENGTH, Choice
from regiotafel.consultations.statements.rules import TextRefused, check_statement_text
from regiotafel.refused import Refused
from regiotafel.regions.models import Municipality
from regiotafel.text.tidy import tidy_item
from regiotafel.web.fields import OFF, carried, choose, words


class PressRefused(Refused):
    """What was sent is not an answer; the text says what to do."""

    status = 422


PRESSES: dict[str, Choice | None] = {**{str(choice.value): choice for choice in Choice}, "withdraw": None}


def read_press(sent: QueryDict) -> tuple[Choice | None, uuid.UUID]:
    """Which button (none means: withdraw), and the key of the form it stood in."""
    choice = sent.get("choice", "")
    if choice not in PRESSES:
        raise PressRefused(_("Dit antwoord kennen we niet. Kies eens, oneens of weet ik niet."))
    try:
        return PRESSES[choice], uuid.UUID(sent.get("key", ""))
    except ValueError as fault:
        raise PressRefused(_("Laad de pagina opnieuw en antwoord dan nog eens.")) from fault


class AboutMeForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Wat past het best bij jou?"),
        required=False,
        choices=[("", _("Dat vul ik liever niet in")), *((role.value, said) for role, said in OF_ONESELF.items())],
        widget=forms.RadioSelect,
    )
    municipality = forms.ModelChoiceField(
        label=_("Mijn gemeente"),
        required=False,
        queryset=Municipality.objects.none(),
        empty_label=_("Dat vul ik liever niet in"),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, municipalities: QuerySet[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "municipality", municipalities)


class StatementForm(forms.Form):
    text = words(
        _("Jouw stelling"),
        _("Eén punt in één zin, hooguit %(most)d tekens. Schrijf geen namen en niets over een kind.")
        % {"most": STATEMENT_LENGTH},
        most=2000,
        missing=_("Schrijf eerst je stelling op."),
        attrs={"data-count": STATEMENT_LENGTH, "spellcheck": "true", **OFF},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    # The sender has seen the warnings for exactly this text.
    seen = carried()

    def clean_text(self) -> str:
        text = tidy_item(self.cleaned_data["text"])
        try:
            check_statement_text(text)
        except TextRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return text
