from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.web.fields import CSV, file

MOST_BYTES = 20_000_000


class ImportForm(forms.Form):
    """The files of one conversation. What stands in them is checked by the task that reads them."""

    votes = file(_("Stemmen"), _("votes.csv of participants-votes.csv van Polis, hooguit 20 MB."), accept=CSV)
    statements = file(
        _("Stellingen"),
        _("comments.csv van Polis. Zonder dit bestand zie je alleen nummers."),
        accept=CSV,
        required=False,
    )
    roles = file(
        _("Rollen"), _("Een eigen lijst met de kolommen voter-id, role en municipality."), accept=CSV, required=False
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name, uploaded in list(values.items()):
            if isinstance(uploaded, UploadedFile) and (uploaded.size or 0) > MOST_BYTES:
                self.add_error(name, gettext("Dit bestand is te groot. Het mag hooguit 20 MB zijn."))
        return values
