"""How many people there are of each role and in each municipality, with where the figures come from."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.benchmark.queries import Given
from regiotafel.consultations.benchmark.rules import MOST_PEOPLE, BenchmarkRefused, check_benchmark
from regiotafel.consultations.models import Property
from regiotafel.web import fields

Values = dict[Property, list[tuple[str, str]]]


class BenchmarkForm(forms.Form):
    """Per property a source, a year, and a number per value. A property that stays empty is not compared."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, values: Values, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.values = values
        for by, names in values.items():
            for key, name in names:
                self.fields[_field(by, key)] = _number(name)
            self.fields[_field(by, "source")] = fields.line(
                _("Waar komen deze cijfers vandaan?"),
                _("Bijvoorbeeld: CBS StatLine, bevolking op 1 januari."),
                most=200,
                required=False,
            )
            self.fields[_field(by, "year")] = fields.number(
                _("Van welk jaar zijn ze?"),
                required=False,
                errors={"invalid": _("Vul een jaartal van vier cijfers in.")},
            )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for by, one in self._filled(typed).items():
            if any(name.startswith(f"{by}_") for name in self.errors):
                continue
            try:
                known = [key for key, _name in self.values[by]]
                check_benchmark(one.source, one.year, one.numbers, known, timezone.localtime())
            except BenchmarkRefused as refused:
                self.add_error(self._culprit(by, refused), str(refused))
        return typed

    def _culprit(self, by: Property, refused: BenchmarkRefused) -> str:
        """The field to mend: the first number, or where there is none to fill in, the source."""
        numbers = [key for key, _name in self.values[by]]
        return _field(by, refused.field or next(iter(numbers), "source"))

    def _filled(self, typed: Mapping[str, Any]) -> dict[Property, Given]:
        """Only properties of which anything was filled in."""
        found = {}
        for by, names in self.values.items():
            source, year = typed.get(_field(by, "source")) or "", typed.get(_field(by, "year")) or 0
            numbers = {key: typed[_field(by, key)] for key, _name in names if typed.get(_field(by, key)) is not None}
            if source or year or numbers:
                found[by] = Given(source, year, numbers)
        return found

    def given(self) -> dict[Property, Given]:
        return self._filled(self.cleaned_data)

    def sections(self) -> list[tuple[Property, list[BoundField], BoundField, BoundField]]:
        """by, numbers, source, year"""
        return [
            (
                by,
                [self[_field(by, key)] for key, _name in names],
                self[_field(by, "source")],
                self[_field(by, "year")],
            )
            for by, names in self.values.items()
        ]


def benchmark_form_of(values: Values, given: Mapping[Property, Given], version: int) -> BenchmarkForm:
    """What is there now."""
    initial: dict[str, Any] = {"version": version}
    for by, one in given.items():
        initial |= {_field(by, "source"): one.source, _field(by, "year"): one.year}
        initial |= {_field(by, key): number for key, number in one.numbers.items()}
    return BenchmarkForm(initial=initial, values=values)


def _field(by: Property, name: str) -> str:
    return f"{by.value}_{name}"


def _number(name: str) -> forms.IntegerField:
    return fields.number(
        name,
        least=0,
        most=MOST_PEOPLE,
        required=False,
        errors={
            "invalid": gettext("Vul bij %(name)s een heel getal in.") % {"name": name},
            "min_value": gettext("Een aantal is een heel getal vanaf 0."),
            "max_value": gettext("Dit getal is te groot."),
        },
    )
