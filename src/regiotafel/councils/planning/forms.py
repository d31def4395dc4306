"""What somebody fills in about the planning of a text along councils."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from regiotafel.councils.models import Aim, Body, Route, RouteStep, StepOutcome
from regiotafel.councils.planning.rules import (
    ALWAYS,
    LONGEST_TEXT,
    LONGEST_VOTE,
    MOST_DAYS,
    MOST_STEPS,
    StepText,
    Tried,
    outcomes_of,
)
from regiotafel.councils.rules import LONGEST_LINK
from regiotafel.history.models import REASON_LENGTH
from regiotafel.regions.models import Municipality
from regiotafel.web import fields

# So many empty rows stand below the steps that are there.
EMPTY = 2


def _sent(data: Mapping[str, Any]) -> dict[str, Any]:
    """The last of what was sent under each name."""
    return {name: data[name] for name in data}


class WantedForm(forms.Form):
    wanted_on = fields.day(
        _("Op welke dag moet de laatste gemeenteraad besloten hebben?"),
        _("Vanaf deze dag rekenen we terug, voor elke gemeente apart."),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def again(self, pattern: Route | None) -> "WantedForm":
        """What was typed, by who has now read what stands there."""
        return WantedForm({**_sent(self.data), "version": str(pattern.version if pattern else 0)})


def wanted_form(data: QueryDict | None, pattern: Route | None) -> WantedForm:
    initial = {"wanted_on": pattern.wanted_on, "version": pattern.version} if pattern else {"version": 0}
    return WantedForm(data, initial=initial)


class VersionForm(forms.Form):
    """What somebody read who saves."""

    version = forms.IntegerField(min_value=0)


class TriedForm(forms.Form):
    """What if: it changes nothing."""

    klaar = fields.day(
        _("Stel: het concept is klaar op"),
        _("Dan zie je op welke dag elke raad op zijn vroegst besluit."),
        required=False,
    )
    gemeente = forms.TypedChoiceField(
        label=_("Of stel: deze raad kiest een andere dag"), required=False, coerce=int, empty_value=None
    )
    dag = fields.day(_("Die raad besluit dan op"), required=False)

    def __init__(self, *args: Any, among: Sequence[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.choose(self, "gemeente", [("", _("geen")), *((one.pk, one.name) for one in among)])

    def tried(self) -> Tried | None:
        given = self.cleaned_data
        if given["klaar"] or (given["gemeente"] and given["dag"]):
            return Tried(given["klaar"], given["gemeente"], given["dag"])
        return None


class StepForm(forms.Form):
    place = fields.number(_("Plaats in de volgorde"), least=1, most=99, required=False)
    body = forms.ChoiceField(
        label=_("Wie"), choices=[("", _("niemand: haal de stap weg")), *Body.choices], required=False
    )
    aim = forms.ChoiceField(label=_("Wat"), choices=[("", _("kies")), *Aim.choices], required=False)
    term_days = fields.number(_("Dagen na de vorige stap"), least=0, most=MOST_DAYS, required=False)
    papers_days = fields.number(_("Stukken zoveel dagen vooraf"), least=0, most=MOST_DAYS, required=False)

    @property
    def who(self) -> str:
        """Who takes this step, as it stood. Nobody in a new row."""
        return str(Body(self.initial["body"]).label) if self.initial.get("body") else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("body") and not given.get("aim"):
            self.add_error("aim", _("Kies wat er in deze stap gebeurt."))
        return given


class OwnStepForm(StepForm):
    """Of one municipality: it may say on which day."""

    planned_on = fields.day(_("Vaste dag"), required=False)


PatternFormSet = forms.formset_factory(StepForm, extra=0, max_num=MOST_STEPS + EMPTY, absolute_max=2 * MOST_STEPS)
RouteFormSet = forms.formset_factory(OwnStepForm, extra=0, max_num=MOST_STEPS + EMPTY, absolute_max=2 * MOST_STEPS)


def step_forms(formset: Any, data: Any, steps: Sequence[StepText]) -> Any:
    """The steps as they stand, and empty rows below."""
    rows = [{"place": n, **vars(one)} for n, one in enumerate(steps, start=1)]
    return formset(data, initial=[*rows, *({} for _n in range(EMPTY))])


def steps_of(formset: Any) -> list[StepText]:
    """In the order of their places; a new one without a place stands before the last, which is the decision."""
    rows = [row.cleaned_data for row in formset if row.cleaned_data.get("body")]
    last = max((row["place"] or 0 for row in rows), default=0)
    rows.sort(key=lambda row: row["place"] or last - 0.5)
    return [
        StepText(row["body"], row["aim"], row["term_days"] or 0, row["papers_days"] or 0, row.get("planned_on"))
        for row in rows
    ]


class OutcomeForm(forms.Form):
    outcome = fields.one_of(_("Wat kwam eruit?"), [], missing=_("Kies wat er uit deze stap kwam."))
    on = fields.day(_("Op welke dag?"), required=False)
    vote = fields.line(
        _("Hoe is er gestemd?"),
        _("Bijvoorbeeld: zonder stemming, of 14 voor en 9 tegen. Noem geen namen."),
        most=LONGEST_VOTE,
        required=False,
    )
    text = fields.words(_("Wat is er gezegd of besloten?"), most=LONGEST_TEXT, rows=4, required=False)
    link = fields.line(
        _("Link naar het raadsstuk"), _("Een adres dat begint met https://."), most=LONGEST_LINK, required=False
    )
    reason = fields.line(
        _("Waarom verander je dit?"),
        _("Alleen nodig als hier iets fout stond. Iedereen kan dit lezen, naast wat er eerst stond."),
        most=REASON_LENGTH,
        required=False,
    )
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, step: RouteStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        fields.choose(self, "outcome", [(one.value, one.label) for one in outcomes_of(step)])

    def again(self, newest: StepOutcome | None) -> "OutcomeForm":
        """What was typed, by who has now read what stands there."""
        return outcome_form({**_sent(self.data), "number": str(newest.number if newest else 0)}, self.step, newest)


def outcome_form(data: Mapping[str, Any] | None, step: RouteStep, newest: StepOutcome | None) -> OutcomeForm:
    stays = newest is not None and newest.outcome not in ALWAYS
    names = ("outcome", "on", "vote", "text", "link", "number") if stays else ("number",)
    initial = {name: getattr(newest, name) for name in names} if newest else {"number": 0}
    return OutcomeForm(data, step=step, initial=initial)
