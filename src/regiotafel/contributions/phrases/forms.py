"""Words that are needed often."""

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.phrases.rules import LONGEST_NAME, LONGEST_TEXT
from regiotafel.web.fields import line, words


class PhraseForm(forms.Form):
    name = line(
        _("Naam"),
        _("Waaraan je de zin herkent, bijvoorbeeld: dank je wel, eigen gemeente."),
        most=LONGEST_NAME,
        missing=_("Geef de standaardzin een naam."),
    )
    text = words(
        _("Tekst"),
        most=LONGEST_TEXT,
        missing=_("Schrijf de tekst op die je vaker gebruikt."),
    )
