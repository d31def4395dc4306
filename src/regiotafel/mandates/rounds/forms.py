"""What somebody fills in about a round."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from regiotafel.history.models import REASON_LENGTH
from regiotafel.mandates.models import Comparison, DecisionLevel, RoundParty, Subject, Visibility
from regiotafel.regions.models import Municipality
from regiotafel.web import fields


class RoundForm(forms.Form):
    """What a round is about, and for how long. `subjects`, `municipalities`: only once it is there."""

    title = fields.line(
        gettext_lazy("Titel"),
        gettext_lazy("Kort en gewoon, bijvoorbeeld: Wat doen we samen?"),
        most=100,
        missing=gettext_lazy("Vul in hoe deze ronde heet."),
    )
    about = fields.words(
        gettext_lazy("Waar gaat het om?"),
        gettext_lazy("Wat vragen jullie de gemeenten, en wat gebeurt er daarna mee?"),
        most=1000,
        rows=4,
        required=False,
    )
    visibility = fields.one_of(
        gettext_lazy("Wie ziet wat een gemeente invult?"),
        Visibility.choices,
        missing=gettext_lazy("Kies wie ziet wat een gemeente invult."),
        help_text=gettext_lazy(
            "Na het openen verandert dit niet meer: het is een belofte aan de gemeenten. Publiceren kun je de uitkomst"
            " alleen als anderen mogen zien wat een gemeente invult."
        ),
    )
    opens_at = fields.moment(gettext_lazy("Opent op"), gettext_lazy("Vanaf dit moment kunnen gemeenten invullen."))
    closes_at = fields.moment(gettext_lazy("Sluit op"), gettext_lazy("Later sluiten kan altijd nog."))
    subjects = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Over welke onderwerpen?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies minstens één onderwerp.")},
    )
    municipalities = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Welke gemeenten doen mee?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies minstens één gemeente.")},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        subjects: Iterable[Subject] | None = None,
        municipalities: Iterable[Municipality] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if subjects is None:
            del self.fields["subjects"], self.fields["municipalities"]
        else:
            fields.choose(self, "subjects", [(one.pk, one.title) for one in subjects])
            fields.choose(self, "municipalities", [(one.pk, one.name) for one in municipalities])

    def values(self) -> dict[str, Any]:
        names = ("title", "about", "visibility", "opens_at", "closes_at")
        return {name: self.cleaned_data[name] for name in names}


class MoveForm(forms.Form):
    closes_at = fields.moment(gettext_lazy("Sluit op"), gettext_lazy("Kies een later moment dan nu gepland."))
    version = forms.IntegerField(widget=forms.HiddenInput)


class DropForm(forms.Form):
    """A subject out of a round that runs."""

    subject = forms.TypedChoiceField(
        label=gettext_lazy("Welk onderwerp?"),
        coerce=int,
        error_messages={"required": gettext_lazy("Kies een onderwerp.")},
    )
    reason = fields.line(
        gettext_lazy("Waarom?"),
        gettext_lazy("De gemeenten lezen deze reden."),
        most=REASON_LENGTH,
        missing=gettext_lazy("Schrijf op waarom. De gemeenten lezen deze reden."),
    )

    def __init__(self, *args: Any, subjects: Iterable[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.choose(self, "subject", [("", _("Kies een onderwerp")), *((one.pk, one.title) for one in subjects)])


class ConditionForm(forms.Form):
    """Two subjects that hang together."""

    if_subject = forms.TypedChoiceField(label=gettext_lazy("Als dit onderwerp"), coerce=int)
    if_comparison = forms.ChoiceField(label=gettext_lazy("op welke manier"), choices=Comparison.choices)
    if_level = forms.ChoiceField(label=gettext_lazy("op dit niveau wordt beslist"), choices=DecisionLevel.choices)
    then_subject = forms.TypedChoiceField(label=gettext_lazy("dan dit onderwerp"), coerce=int)
    then_comparison = forms.ChoiceField(label=pgettext_lazy("dan", "op welke manier"), choices=Comparison.choices)
    then_level = forms.ChoiceField(label=pgettext_lazy("dan", "op dit niveau"), choices=DecisionLevel.choices)
    because = fields.line(gettext_lazy("Waarom?"), most=REASON_LENGTH, required=False)

    def __init__(self, *args: Any, subjects: Iterable[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among = [(one.pk, one.title) for one in subjects]
        fields.choose(self, "if_subject", among)
        fields.choose(self, "then_subject", among)


class VotesForm(forms.Form):
    """How many votes each municipality has in the agreement of the region."""

    def __init__(self, *args: Any, parties: Sequence[RoundParty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in parties:
            self.fields[f"votes_{one.municipality_id}"] = fields.number(
                one.municipality.name, least=0, most=10_000, initial=one.votes
            )

    def votes(self) -> dict[int, int]:
        return {int(name.removeprefix("votes_")): value for name, value in self.cleaned_data.items()}
