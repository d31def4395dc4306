"""What somebody wants to read of a plan."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.plan.measures.queries import owners_in
from regiotafel.plan.models import Measure
from regiotafel.plan.telling.queries import ORDERS, Told
from regiotafel.plan.telling.rules import Choice
from regiotafel.regions.models import Municipality, Region
from regiotafel.regions.parties.queries import municipalities_of
from regiotafel.text.folding import fold
from regiotafel.web import fields

ORDER_NAMES = {
    "": _("wat eerst komt"),
    "titel": _("titel"),
    "jaar": _("jaar waarin het begint"),
    "geld": _("geld, meeste eerst"),
}


class ChoiceForm(forms.Form):
    """What stands in the address of the page. What it does not know is left out."""

    thema = forms.ChoiceField(label=_("Thema"), required=False)
    eigenaar = forms.ChoiceField(label=_("Wie zorgt ervoor?"), required=False)
    gemeente = forms.TypedChoiceField(label=_("In welke gemeente?"), coerce=int, empty_value=None, required=False)
    volgorde = forms.ChoiceField(
        label=_("Volgorde"), required=False, choices=[(one, ORDER_NAMES[one]) for one in ORDERS]
    )

    def __init__(
        self, *args: Any, measures: Collection[Measure], places: Collection[Municipality], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        every = ("", gettext("alle"))
        themes = sorted({one.theme for one in measures if one.theme}, key=fold)
        fields.choose(self, "thema", [every, *((one, one) for one in themes)])
        fields.choose(self, "eigenaar", [every, *owners_in(measures)])
        fields.choose(self, "gemeente", [every, *((one.pk, one.name) for one in places)])

    def choice(self) -> Choice:
        self.is_valid()
        said = self.cleaned_data
        words = {name: said.get(field, "") for name, field in (("theme", "thema"), ("owner", "eigenaar"))}
        return Choice(**words, place=said.get("gemeente"), order=said.get("volgorde", ""))

    def query(self) -> str:
        """The same, as it stands in an address."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return f"?{urlencode(said)}" if said else ""


def choice_form(data: Mapping[str, Any], region: Region, rows: Sequence[Told]) -> ChoiceForm:
    """With what there is to choose from among these."""
    return ChoiceForm(data, measures=[one.measure for one in rows], places=list(municipalities_of(region)))
