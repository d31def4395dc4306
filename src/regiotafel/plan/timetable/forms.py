"""A table of what is agreed with providers that somebody brings, and what they saw of it before it was taken over."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from regiotafel.plan.agreements.queries import arrangements_of
from regiotafel.plan.measures.queries import parties_by_word
from regiotafel.plan.timetable.queries import Read, as_carried, from_carried, read_arrangements, seen_of
from regiotafel.regions.models import Region
from regiotafel.web import fields
from regiotafel.web.files import read_brought

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
        # Of this region: the same page of another is not what was seen here.
        self.salt = f"{SALT}.{region.pk}"
        signed = signing.dumps(as_carried(rows), salt=self.salt, compress=True) if rows else ""
        super().__init__(data, initial={"rows": signed, "seen": seen_of(region)})
        self.region = region

    def clean_rows(self) -> list[Read]:
        try:
            carried = signing.loads(self.cleaned_data["rows"], salt=self.salt)
            return from_carried(carried, parties_by_word(self.region))
        except (signing.BadSignature, KeyError):  # or somebody who was in it takes part no more
            raise ValidationError(_("Dit is niet meer te lezen. Kies het bestand opnieuw.")) from None
