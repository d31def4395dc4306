"""A table with measures that somebody brings, and what they saw of it before it was taken over."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.plan.bringing.queries import (
    Read,
    all_measures_of,
    as_carried,
    from_carried,
    parties_of,
    read_measures,
    seen_of,
)
from regiotafel.plan.models import Measure, Plan
from regiotafel.web import fields
from regiotafel.web.files import read_brought, signed, unsigned

SALT = "regiotafel.plan.bringing"


class BringForm(forms.Form):
    brought = fields.file(
        _("Welk bestand?"), _("Een CSV of XLSX met de kolommen van de download hieronder."), accept=fields.TABLE
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.rows: list[Read] = []
        self.measures: list[Measure] = []

    def clean_brought(self) -> Any:
        uploaded = self.cleaned_data["brought"]
        parties, self.measures = parties_of(self.plan), all_measures_of(self.plan)
        self.rows = read_brought(uploaded, lambda data: read_measures(data, self.plan, parties, self.measures))
        return uploaded


class TakeForm(forms.Form):
    """What the preview showed, as it was signed."""

    rows = fields.carried(most=2_000_000, required=True)
    seen = fields.carried(most=64, required=True)

    def __init__(self, data: Mapping[str, Any] | None = None, *, plan: Plan, rows: list[Read] | None = None) -> None:
        carried = signed(as_carried(rows), SALT, plan) if rows else ""
        super().__init__(data, initial={"rows": carried, "seen": seen_of(plan)})
        self.plan = plan

    def clean_rows(self) -> list[Read]:
        """Without who would own a measure and takes part no more it is none."""
        return unsigned(self.cleaned_data["rows"], SALT, self.plan, lambda rows: from_carried(self.plan, rows))
