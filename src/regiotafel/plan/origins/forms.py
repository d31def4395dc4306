"""What somebody fills in where an idea becomes a measure."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.plan.models import TITLE_LENGTH, Measure, Plan
from regiotafel.plan.origins.rules import as_title
from regiotafel.thread.models import Knot
from regiotafel.web import fields


class WordsForm(forms.Form):
    """What stands behind the question mark: the words of what is looked at, as the page that asks knows them."""

    woorden = fields.words(_("Woorden"), most=5000, required=False)

    def title(self) -> str:
        return as_title(self.cleaned_data["woorden"]) if self.is_valid() else ""


class BeginForm(forms.Form):
    title = fields.line(
        _("Hoe heet de maatregel?"),
        _("Schrijf op wat er gaat gebeuren."),
        most=TITLE_LENGTH,
        missing=_("Vul in hoe de maatregel heet."),
    )
    plan = forms.TypedChoiceField(
        label=_("In welk plan?"),
        coerce=int,
        error_messages={"invalid_choice": _("Dit plan is er niet meer. Kies een ander plan.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, plans: Sequence[Plan], title: str = "") -> None:
        super().__init__(data, initial={"title": title, "plan": plans[0].pk if plans else None}, prefix="begin")
        self.plans = {one.pk: one for one in plans}
        fields.choose(self, "plan", [(one.pk, one.title) for one in plans])
        if len(plans) == 1:
            self.fields["plan"].widget = forms.HiddenInput()

    def values(self) -> dict[str, Any]:
        return {"title": self.cleaned_data["title"], "plan": self.plans[self.cleaned_data["plan"]]}


class TieForm(forms.Form):
    """To a measure that is there already."""

    measure = forms.TypedChoiceField(
        label=_("Bij welke maatregel hoort dit?"),
        coerce=int,
        error_messages={
            "required": _("Kies een maatregel."),
            "invalid_choice": _("Deze maatregel is er niet meer. Kies een andere."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None, *, measures: Sequence[Measure]) -> None:
        super().__init__(data, prefix="tie")
        self.measures = {one.pk: one for one in measures}
        named = [(one.pk, f"{one.number}. {one.title}") for one in measures]
        fields.choose(self, "measure", [("", _("Kies een maatregel")), *named])

    def chosen(self) -> Measure:
        return self.measures[self.cleaned_data["measure"]]


class FindKnotForm(forms.Form):
    zoek = fields.search(_("Waar hoort deze maatregel bij?"))

    def sought(self) -> str:
        return self.cleaned_data["zoek"] if self.is_valid() else ""


class KnotForm(forms.Form):
    knot = forms.TypedChoiceField(
        label=_("Kies waar de maatregel bij hoort"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies waar deze maatregel bij hoort."),
            "invalid_choice": _("Dit is er niet meer. Zoek opnieuw."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None, *, knots: Sequence[Knot]) -> None:
        super().__init__(data)
        self.knots = {one.pk: one for one in knots}
        fields.choose(self, "knot", [(one.pk, str(one)) for one in knots])

    def chosen(self) -> Knot:
        return self.knots[self.cleaned_data["knot"]]
