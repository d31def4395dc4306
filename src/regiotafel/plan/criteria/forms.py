"""What somebody fills in about a criterion, and when they score."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.plan.criteria.queries import seen_of
from regiotafel.plan.criteria.rules import ANCHORS, FIELDS, HEAVIEST, GivenScore
from regiotafel.plan.models import Criterion, Score
from regiotafel.web import fields


class CriterionForm(forms.Form):
    name = fields.line(_("Hoe heet het criterium?"), most=FIELDS["name"], missing=_("Vul in hoe het criterium heet."))
    definition = fields.words(
        _("Wat bedoelen jullie ermee?"),
        most=FIELDS["definition"],
        missing=_("Schrijf op wat jullie ermee bedoelen."),
    )
    weight = fields.number(
        _("Hoe zwaar telt dit?"),
        _("Een 2 telt dubbel zo zwaar als een 1. Een 0 telt niet mee."),
        least=0,
        most=HEAVIEST,
        errors={"required": _("Vul in hoe zwaar dit telt, bijvoorbeeld 1.")},
        initial=1,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, name in enumerate(ANCHORS, start=1):
            missing = gettext("Schrijf op wanneer iemand een %(n)d geeft. Dan bedoelt iedereen hetzelfde.") % {"n": n}
            label = gettext("Wanneer geef je een %(n)d?") % {"n": n}
            self.fields[name] = fields.line(label, most=FIELDS[name], missing=missing)


class ChangeCriterionForm(CriterionForm):
    """`version`: of the criterion that this person read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


def change_form(data: Mapping[str, Any] | None, criterion: Criterion) -> ChangeCriterionForm:
    names = (*FIELDS, "weight", "version")
    return ChangeCriterionForm(data, initial={name: getattr(criterion, name) for name in names})


class VersionForm(forms.Form):
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ScoreForm(forms.Form):
    """A score and a reason for each criterion. Nothing chosen: no score. `seen`: how many scores of their own this
    person read."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None, *, criteria: Sequence[Criterion], own: Mapping[int, Score]
    ) -> None:
        super().__init__(data, initial={"seen": seen_of(own)})
        self.criteria = criteria
        for one in criteria:
            before = own.get(one.pk)
            self.fields[f"score_{one.pk}"] = forms.TypedChoiceField(
                label=one.name,
                help_text=one.definition,
                coerce=int,
                empty_value=None,
                required=False,
                choices=[("", gettext("geen score")), *((n, f"{n}: {anchor}") for n, anchor in one.anchors)],
                widget=forms.RadioSelect,
                initial=before.value if before and before.value else "",
                error_messages={"invalid_choice": gettext("Deze score is er niet. Kies een score uit de lijst.")},
            )
            self.fields[f"score_{one.pk}_reason"] = fields.line(
                gettext("Waarom? (%(name)s)") % {"name": one.name},
                most=REASON_LENGTH,
                required=False,
                initial=before.reason if before else "",
            )

    def said(self) -> dict[str, Any]:
        return {"seen": self.cleaned_data["seen"], "given": self.given()}

    def given(self) -> dict[int, GivenScore]:
        values = self.cleaned_data
        return {
            one.pk: GivenScore(values[f"score_{one.pk}"], values[f"score_{one.pk}_reason"]) for one in self.criteria
        }
