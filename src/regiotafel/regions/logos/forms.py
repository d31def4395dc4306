"""A picture that somebody sends as a logo."""

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.web import fields


class LogoForm(forms.Form):
    """`seen`: the logo that this person started from."""

    logo = fields.picture(_("Logo"), required=True)
    seen = fields.carried()
