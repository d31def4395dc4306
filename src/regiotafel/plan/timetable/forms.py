"""A table of what is agreed with providers that somebody brings, and what they saw of it before it was taken over."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.plan.agreements.queries import arrangements_of
from regiotafel.plan.measures.queries import parties_by_word
from regiotafel.plan.timetable.queries import Read, as_carried, from_carried, read_arrangements, seen_of
from regiotafel.regions.models import Region
from regiotafel.web import fields
from regiotafel.web.files import read_brought, signed, unsigned

SALT = "regiotafel.plan.timetable"


class BringForm(forms.Form):
    brought = fields.file(
        _("Welk bestand?"), _("Een CSV of XLSX met de kolommen van de download hieronder."), accept=fields.TABLE
    )

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region
        self.rows: list[Read] = []

    def clean_brought(self) -> Any:
        uploaded = self.cleaned_data["brought"]
        parties, there = parties_by_word(self.region), arrangements_of(self.region)
        self.rows = read_brought(uploaded, lambda data: read_arrangements(data, parties, there))
        return uploaded


class TakeForm(forms.Form):
    """What the preview showed, as it was signed."""

    rows = fields.carried(most=2_000_000, required=True)
    seen = fields.carried(most=64, required=True)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, region: Region, rows: list[Read] | None = None
    ) -> None:
        carried = signed(as_carried(rows), SALT, region) if rows else ""
        super().__init__(data, initial={"rows": carried, "seen": seen_of(region)})
        self.region = region

    def clean_rows(self) -> list[Read]:
        """Without who was in it and takes part no more it is none."""
        parties = parties_by_word(self.region)
        return unsigned(self.cleaned_data["rows"], SALT, self.region, lambda rows: from_carried(rows, parties))
