"""Looking something up."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Kind, State
from regiotafel.contributions.states.rules import PUBLIC
from regiotafel.vision.models import Section
from regiotafel.web.fields import choose, search


class FilterForm(forms.Form):
    """Looking something up among what everybody can read."""

    zoek = search(_("Zoek in de inbreng"))
    soort = forms.ChoiceField(label=_("Soort"), required=False, choices=[("", _("Alle soorten")), *Kind.choices])
    stand = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Alles")), *((state.value, state.label) for state in State if state in PUBLIC)],
    )
    hoofdstuk = forms.TypedChoiceField(label=_("Hoofdstuk"), required=False, coerce=int, empty_value=None)
    volgorde = forms.ChoiceField(
        label=_("Volgorde"),
        required=False,
        choices=[
            ("", _("Nieuwste eerst")),
            ("oud", _("Oudste eerst")),
            ("veranderd", _("Laatst bijgewerkt eerst")),
        ],
    )

    def __init__(self, *args: Any, sections: Iterable[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chapters = [(str(section.pk), section.title) for section in sections]
        choose(self, "hoofdstuk", [("", _("Alle hoofdstukken")), *chapters])
