"""Looking something up, and holding a number and code that somebody kept against the history of now."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import NotACode, read_code
from regiotafel.web import fields


class SearchForm(forms.Form):
    zoek = fields.search(_("Zoek een woord of een paar woorden"))


class HeadForm(forms.Form):
    """The names are those of the address: a note on paper leads to the answer itself."""

    nummer = fields.line(
        _("Het nummer"),
        _("Het nummer van de laatste regel, zoals het bij de code stond."),
        most=40,
        missing=_("Vul het nummer in dat bij de code stond."),
        attrs={"inputmode": "numeric"},
    )
    code = fields.line(
        _("De code"),
        _("Kort of helemaal. Streepjes en spaties mag je weglaten."),
        most=200,
        missing=_("Vul de code in die je hebt bewaard."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            try:
                given["read"] = read_code(given["nummer"], given["code"])
            except NotACode as fault:
                field = {"number": "nummer"}.get(fault.field, fault.field)
                raise ValidationError({field: str(fault)}) from fault
        return given
