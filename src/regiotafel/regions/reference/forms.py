"""Looking in the country's list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.web import fields


class SearchForm(forms.Form):
    zoek = fields.search(_("Zoek een regio of gemeente"))
