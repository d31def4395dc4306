"""The file of another region, and which of its subjects is the same as one of ours."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.formats.positions import Positions, check_levels, read
from regiotafel.mandates.comparing.rules import LONGEST_NAME
from regiotafel.mandates.models import Subject
from regiotafel.mandates.rules import LEVELS
from regiotafel.web import fields
from regiotafel.web.files import read_brought

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

SAME, DIFFERENT = "zelfde", "anders"
# What a file of another region is held against: only its levels matter.
OURS = Positions([level.value for level in LEVELS], {}, {}, {})


class NeighbourForm(forms.Form):
    name = fields.line(gettext_lazy("Hoe heet de andere regio?"), most=LONGEST_NAME)
    file = fields.file(
        gettext_lazy("Bestand"),
        gettext_lazy("Het JSON-bestand van de pakketten van die regio, of een YAML met dezelfde delen. Hooguit 1 MB."),
        accept=".json,.yaml,.yml",
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Dit mag iedereen lezen: de andere regio heeft het gepubliceerd, of vindt het goed"),
        error_messages={"required": gettext_lazy("Vraag dit eerst aan de andere regio. Vink het daarna aan.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions: Positions | None = None

    def clean_file(self) -> "UploadedFile[bytes]":
        uploaded: UploadedFile[bytes] = self.cleaned_data["file"]
        self.positions = read_brought(uploaded, _comparable)
        return uploaded

    def values(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"], "positions": self.positions}


def _comparable(data: bytes) -> Positions:
    """Raises FileRefused."""
    found = read(data)
    check_levels(OURS, found)
    return found


class PairForm(forms.Form):
    subject = forms.TypedChoiceField(label=gettext_lazy("Ons onderwerp"), coerce=int)
    other = forms.ChoiceField(label=gettext_lazy("Onderwerp van de andere regio"))
    judged = forms.ChoiceField(choices=[(SAME, SAME), (DIFFERENT, DIFFERENT)], widget=forms.HiddenInput)

    def __init__(self, *args: Any, subjects: Iterable[Subject], others: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = ("", _("Kies een onderwerp"))
        fields.choose(self, "subject", [nothing, *((one.pk, one.title) for one in subjects)])
        fields.choose(self, "other", [nothing, *((one, one) for one in others)])
