"""What somebody fills in about a plan as a whole."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.plan.making.queries import documents_of
from regiotafel.plan.making.rules import LONGEST_ABOUT, WAYS
from regiotafel.plan.models import TITLE_LENGTH, Plan, PlanState
from regiotafel.plan.rules import MOST_HOURS, MOST_MONEY, Amount
from regiotafel.regions.models import Region
from regiotafel.vision.models import Document
from regiotafel.web import fields


class PlanForm(forms.Form):
    title = fields.line(
        _("Hoe heet het plan?"),
        _("Bijvoorbeeld: Uitvoeringsplan 2027–2030."),
        most=TITLE_LENGTH,
        missing=_("Vul in hoe het plan heet."),
    )
    about = fields.words(_("Waar gaat het over?"), most=LONGEST_ABOUT, required=False)
    first_year = fields.number(_("Eerste jaar"), errors={"required": _("Vul het eerste jaar in.")})
    last_year = fields.number(_("Laatste jaar"), errors={"required": _("Vul het laatste jaar in.")})
    document = forms.ModelChoiceField(
        label=_("Welke tekst voert dit plan uit?"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("geen tekst in het bijzonder"),
        error_messages={"invalid_choice": _("Deze tekst is er niet in deze regio. Kies een andere.")},
    )

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.choose(self, "document", documents_of(region))


class ChangePlanForm(PlanForm):
    """`version`: of the plan that this person read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


def change_form(data: Mapping[str, Any] | None, plan: Plan) -> ChangePlanForm:
    names = ("title", "about", "first_year", "last_year", "version")
    initial = {name: getattr(plan, name) for name in names} | {"document": plan.document_id}
    return ChangePlanForm(data, region=plan.region, initial=initial)


class AmountsForm(forms.Form):
    """Money and hours for each year of a plan. Left empty both: nothing is said about that year."""

    def __init__(self, *args: Any, plan: Plan, now: Mapping[int, Amount] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = plan.years
        for year in plan.years:
            amount = (now or {}).get(year)
            money, hours = (amount.money, amount.hours) if amount else (None, None)
            self.fields[f"money_{year}"] = fields.number(
                gettext("Geld in %(year)d (euro)") % {"year": year},
                least=0,
                most=MOST_MONEY,
                required=False,
                initial=money,
            )
            self.fields[f"hours_{year}"] = fields.number(
                gettext("Inzet in %(year)d (uren)") % {"year": year},
                least=0,
                most=MOST_HOURS,
                required=False,
                initial=hours,
            )

    @property
    def rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        return [(year, self[f"money_{year}"], self[f"hours_{year}"]) for year in self.years]

    def amounts(self) -> dict[int, Amount]:
        given = {year: (self.cleaned_data[f"money_{year}"], self.cleaned_data[f"hours_{year}"]) for year in self.years}
        return {
            year: Amount(money or 0, hours or 0)
            for year, (money, hours) in given.items()
            if (money, hours) != (None, None)
        }


class CapacityForm(AmountsForm):
    """`version`: of what this person read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def said(self) -> dict[str, Any]:
        """What was filled in, with the amounts as one."""
        named = ("name", "about", "version")
        return {**{name: self.cleaned_data[name] for name in named if name in self.fields}, "amounts": self.amounts()}


class MovePlanForm(forms.Form):
    state = fields.one_of(_("Hoe ver is het plan?"), [], missing=_("Kies hoe ver het plan is."))
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, plan: Plan) -> None:
        super().__init__(data, initial={"version": plan.version})
        fields.choose(self, "state", [(one, PlanState(one).label) for one in WAYS[plan.state]])
