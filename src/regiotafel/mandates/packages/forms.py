"""What an address of the packages names, and a file of positions that somebody looks at: read whole or refused whole,
and never kept."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from regiotafel.formats.positions import Positions, read
from regiotafel.mandates.packages.rules import check_can_look
from regiotafel.refused import Refused
from regiotafel.web import fields
from regiotafel.web.files import read_brought

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class SearchForm(forms.Form):
    """Which search, by its key; what to do with it; how much of it a page shows; and what is given up. A name that is
    not known is as good as none."""

    zoekopdracht = fields.carried(most=64)
    do = fields.carried(most=10)
    stand = fields.carried(most=10)
    zonder = fields.carried(most=10)

    def named(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class PositionsFileForm(forms.Form):
    file = fields.file(
        gettext_lazy("Bestand"),
        gettext_lazy("Het JSON-bestand van de pakketten van een ronde, of een YAML met dezelfde delen. Hooguit 1 MB."),
        accept=".json,.yaml,.yml",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions: Positions | None = None

    def clean_file(self) -> "UploadedFile[bytes]":
        uploaded: UploadedFile[bytes] = self.cleaned_data["file"]
        self.positions = found = read_brought(uploaded, read)
        try:
            check_can_look(len(found.parties), len(found.subjects), len(found.levels))
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None
        return uploaded
