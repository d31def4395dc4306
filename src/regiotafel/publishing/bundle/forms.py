"""Bringing the Word document in which a municipality writes to its council."""

from pathlib import PurePath

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.documents import MOST_OF_TEMPLATE
from regiotafel.web import fields


class LetterheadForm(forms.Form):
    """`seen`: the version of the one that this person saw."""

    template = fields.file(
        _("Sjabloon van jullie gemeente"),
        _("Een Word-bestand (.docx) met een plek voor elk van de vier onderdelen. Hierboven staat hoe dat moet."),
        accept=".docx",
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def named(self) -> tuple[str, bytes]:
        """The name and the bytes, no more of them than may be read."""
        sent = self.cleaned_data["template"]
        return PurePath(sent.name).name, sent.read(MOST_OF_TEMPLATE + 1)


class RemoveForm(forms.Form):
    remove = fields.carried(most=1)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
