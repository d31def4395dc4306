"""A table with measures that somebody brings, and what they saw of it before it was taken over."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
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
from regiotafel.web.files import read_brought

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
        # Of this plan: the same page of another is not what was seen here.
        self.salt = f"{SALT}.{plan.pk}"
        signed = signing.dumps(as_carried(rows), salt=self.salt, compress=True) if rows else ""
        super().__init__(data, initial={"rows": signed, "seen": seen_of(plan)})
        self.plan = plan

    def clean_rows(self) -> list[Read]:
        try:
            return from_carried(self.plan, signing.loads(self.cleaned_data["rows"], salt=self.salt))
        except (signing.BadSignature, KeyError):  # or somebody who would own a measure takes part no more
            raise ValidationError(_("Dit is niet meer te lezen. Kies het bestand opnieuw.")) from None
