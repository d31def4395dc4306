from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 20_000_000


def _file(label: Any, help_text: Any, *, required: bool) -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": _("Kies een bestand."), "empty": _("Dit bestand is leeg.")},
    )


class ImportForm(forms.Form):
    """The files of one conversation. What stands in them is checked by the task that reads them."""

    votes = _file(_("Stemmen"), _("votes.csv of participants-votes.csv van Polis, hooguit 20 MB."), required=True)
    statements = _file(
        _("Stellingen"), _("comments.csv van Polis. Zonder dit bestand zie je alleen nummers."), required=False
    )
    roles = _file(_("Rollen"), _("Een eigen lijst met de kolommen voter-id, role en municipality."), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name, uploaded in list(values.items()):
            if isinstance(uploaded, UploadedFile) and (uploaded.size or 0) > MOST_BYTES:
                self.add_error(name, gettext("Dit bestand is te groot. Het mag hooguit 20 MB zijn."))
        return values
