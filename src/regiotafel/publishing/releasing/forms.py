"""What people fill in who give the text a number."""

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.web.fields import line, words


class ReleaseForm(forms.Form):
    name = line(
        _("Naam van deze versie"),
        _("Bijvoorbeeld: concept voor de ronde, of: 0.9 naar de colleges."),
        most=100,
        missing=_("Geef deze versie een naam."),
    )
    note = words(
        _("Toelichting"),
        _("Wat moet een lezer weten? Bijvoorbeeld tot wanneer reageren kan."),
        most=500,
        required=False,
    )
