"""Looking something up among what waits."""

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.reading.forms import FilterForm
from regiotafel.contributions.workbench.queries import MINE, NOBODYS


class WorkForm(FilterForm):
    """Looking something up among what waits for an answer: its state and order are known, who does it is asked."""

    stand = None  # type: ignore[assignment]
    volgorde = None  # type: ignore[assignment]
    wie = forms.ChoiceField(
        label=_("Wie beantwoordt ze?"),
        required=False,
        choices=[("", _("iedereen")), (MINE, _("ik")), (NOBODYS, _("nog niemand"))],
    )
