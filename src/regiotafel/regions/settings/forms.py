"""What people fill in about a region and its steps. Forms check; they never save."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.models import ProcessStep, Region
from regiotafel.regions.settings.rules import STEP_FIELDS, seen_of_region
from regiotafel.web import fields

N_STEPS = 12


class RegionForm(forms.ModelForm[Region]):
    """`seen` says what this person started from."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Region
        fields = ("name", "about")
        labels = {"name": _("Naam van de regio"), "about": _("Over deze regio")}
        help_texts = {"about": _("Wat is deze regio, en waaraan werken jullie? Een lege regel begint een alinea.")}
        widgets = {"about": forms.Textarea(attrs={"rows": 10})}


def region_form(region: Region) -> RegionForm:
    """As the region is described now."""
    return RegionForm(initial={"name": region.name, "about": region.about, "seen": seen_of_region(region)})


class StepForm(forms.ModelForm[ProcessStep]):
    starts_on = fields.day(_("Begint op"))
    ends_on = fields.day(_("Loopt tot en met"))

    class Meta:
        model = ProcessStep
        fields = ("name", "explanation", "starts_on", "ends_on")
        labels = {
            "name": _("Naam van de stap"),
            "explanation": _("Wat gebeurt er dan"),
        }
        widgets = {"explanation": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Deze dag ligt voor het begin van de stap."))
        return given

    def validate_constraints(self) -> None:
        """`clean` says the same in words that help."""


class _Steps(forms.BaseFormSet[StepForm]):
    def add_fields(self, form: StepForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Haal deze stap weg")


StepFormSet = forms.formset_factory(
    StepForm,
    formset=_Steps,
    extra=2,
    max_num=N_STEPS,
    absolute_max=N_STEPS + 2,
    can_delete=True,
    validate_max=True,
)


def steps_of(formset: forms.BaseFormSet[StepForm]) -> list[dict[str, Any]]:
    """What was filled in and not taken away, in order of time."""
    rows = [row.cleaned_data for row in formset if row.cleaned_data.get("name") and row not in formset.deleted_forms]
    found = [{field: row[field] for field in STEP_FIELDS} for row in rows]
    return sorted(found, key=lambda step: (step["starts_on"], step["ends_on"]))


def steps_in_words(steps: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Each step as one text, by its number: to lay two plans beside each other."""
    return {
        gettext("Stap %(number)d") % {"number": number}: "\n".join(
            filter(None, [step["name"], f"{_day(step['starts_on'])} – {_day(step['ends_on'])}", step["explanation"]])
        )
        for number, step in enumerate(steps, start=1)
    }


def _day(day: date) -> str:
    return date_format(day, "j F Y")
