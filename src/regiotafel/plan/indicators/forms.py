"""What somebody fills in about an indicator, about one period of it, and a table with many."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.plan.indicators.queries import (
    Read,
    as_carried,
    from_carried,
    indicators_in,
    read_figures,
    seen_of,
    told,
)
from regiotafel.plan.indicators.rules import FIELDS, SHAPES, Given, period_in, says_few, value_in
from regiotafel.plan.models import Direction, Every, Figure, Indicator, Plan
from regiotafel.web import fields
from regiotafel.web.fields import EARLIEST_YEAR, LATEST_YEAR
from regiotafel.web.files import read_brought, signed, unsigned

SALT = "regiotafel.plan.indicators"
LINE = fields.LineField(max_length=20, required=False)
NO_NUMBER = _("Vul een getal in, met hooguit twee cijfers achter de komma.")


class ValueField(forms.Field):
    """As people write a number: 12,5 and 1.250. It is no field of text: nothing typed is no number."""

    def to_python(self, value: Any) -> Decimal | None:
        typed = LINE.clean(value)
        found = value_in(typed) if typed else None
        if typed and found is None:
            raise ValidationError(NO_NUMBER, code="invalid")
        return found


class IndicatorForm(forms.Form):
    name = fields.line(
        _("Wat meten jullie?"),
        _("Bijvoorbeeld: hoe lang gezinnen wachten."),
        most=FIELDS["name"],
        missing=_("Vul in wat jullie meten."),
    )
    unit = fields.line(
        _("In welke eenheid?"),
        _("Zoals: weken, procent of jongeren."),
        most=FIELDS["unit"],
        missing=_("Vul de eenheid in, zoals: weken, procent of jongeren."),
    )
    counts_people = forms.BooleanField(
        label=_("Dit telt mensen"),
        help_text=_("Van minder dan vijf mensen bewaren we geen getal."),
        required=False,
    )
    direction = fields.one_of(_("Welke kant moet het op?"), Direction.choices, missing=_("Kies welke kant."))
    every = fields.one_of(_("Hoe vaak meten jullie?"), Every.choices, missing=_("Kies hoe vaak jullie meten."))
    target = ValueField(label=_("Welke waarde willen jullie halen?"), widget=fields.one_line_widget(), required=False)
    target_year = fields.number(_("In welk jaar?"), least=EARLIEST_YEAR, most=LATEST_YEAR, required=False)
    source = fields.line(_("Waar komen de cijfers vandaan?"), most=FIELDS["source"], required=False)


class ChangeIndicatorForm(IndicatorForm):
    """`version`: of the indicator that this person read."""

    is_kept = forms.BooleanField(
        label=_("We meten dit nog"),
        help_text=_("Haal het vinkje weg als jullie stoppen met meten. Wat er staat, blijft te lezen."),
        required=False,
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


def change_form(data: Mapping[str, Any] | None, indicator: Indicator) -> ChangeIndicatorForm:
    names = ("name", "unit", "counts_people", "direction", "every", "target_year", "source", "is_kept", "version")
    target = "" if indicator.target is None else told(indicator.target)
    return ChangeIndicatorForm(data, initial={name: getattr(indicator, name) for name in names} | {"target": target})


class FigureForm(forms.Form):
    """One period. Left empty, what stood there is taken away. `version`: of the indicator that this person read."""

    period = fields.line(_("Over welke periode?"), most=20, missing=_("Vul in over welke periode dit gaat."))
    value = fields.line(_("Wat is er gemeten?"), most=20, required=False)
    note = fields.line(_("Toelichting"), most=REASON_LENGTH, required=False)
    broken = fields.line(
        _("Is dit niet te vergelijken met eerder? Waarom niet?"),
        _("Bijvoorbeeld: we tellen anders. Dan tonen we hier een reeksbreuk."),
        most=REASON_LENGTH,
        required=False,
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, indicator: Indicator, now: Figure | None = None
    ) -> None:
        begun: dict[str, Any] = {"version": indicator.version}
        if now is not None:
            begun |= {"period": now.period, "note": now.note, "broken": now.broken}
            begun["value"] = "<5" if now.value is None else told(now.value)
        super().__init__(data, initial=begun)
        self.indicator = indicator
        self.fields["period"].help_text = gettext("Vul in: %(shape)s.") % {"shape": SHAPES[indicator.every]}
        self.fields["value"].label = gettext("Wat is er gemeten? (%(unit)s)") % {"unit": indicator.unit}

    def clean_period(self) -> str:
        found = period_in(self.cleaned_data["period"], self.indicator.every)
        if found is None:
            raise ValidationError(gettext("Vul in: %(shape)s.") % {"shape": SHAPES[self.indicator.every]})
        return found

    def clean_value(self) -> str:
        typed: str = self.cleaned_data["value"]
        if typed and not says_few(typed) and value_in(typed) is None:
            raise ValidationError(NO_NUMBER)
        return typed

    def said(self) -> dict[str, Any]:
        given, typed = self.cleaned_data, self.cleaned_data["value"]
        value = None if says_few(typed) else value_in(typed)
        one = Given(value, given["note"], given["broken"]) if typed else None
        return {"version": given["version"], "figures": {given["period"]: one}}


class BringForm(forms.Form):
    brought = fields.file(
        _("Welk bestand?"), _("Een CSV of XLSX met de kolommen van de download hieronder."), accept=fields.TABLE
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.rows: list[Read] = []

    def clean_brought(self) -> Any:
        uploaded, there = self.cleaned_data["brought"], indicators_in(self.plan)
        self.rows = read_brought(uploaded, lambda data: read_figures(data, there))
        return uploaded


class TakeForm(forms.Form):
    """What the preview showed, as it was signed."""

    rows = fields.carried(most=1_000_000, required=True)
    seen = fields.carried(most=64, required=True)

    def __init__(self, data: Mapping[str, Any] | None = None, *, plan: Plan, rows: list[Read] | None = None) -> None:
        carried = signed(as_carried(rows), SALT, plan) if rows else ""
        super().__init__(data, initial={"rows": carried, "seen": seen_of(plan)})
        self.plan = plan

    def clean_rows(self) -> list[Read]:
        there = indicators_in(self.plan)
        return unsigned(self.cleaned_data["rows"], SALT, self.plan, lambda rows: from_carried(there, rows))
