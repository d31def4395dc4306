"""What somebody looks for among measures, and what they fill in about one."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.mandates.models import DecisionLevel
from regiotafel.plan.making.forms import CapacityForm
from regiotafel.plan.measures.queries import (
    ORDERS,
    Asked,
    exclusions_of,
    needs_of,
    others_of,
    owner_word,
    owners_in,
    parties_by_word,
)
from regiotafel.plan.measures.rules import FIELDS, LONGEST_LESS, LONGEST_SIZE, next_states
from regiotafel.plan.models import Measure, MeasureState, OneOf, Plan, Size
from regiotafel.plan.rules import Amount
from regiotafel.web import fields

ORDER_NAMES = {
    "": _("nummer"),
    "titel": _("titel"),
    "geld": _("geld, meeste eerst"),
    "inzet": _("inzet, meeste eerst"),
    "status": _("status"),
}


OTHER_YEAR = _("Dit jaar valt niet in het plan. Kies een jaar uit de lijst.")


class FindForm(forms.Form):
    """What stands in the address of the list of measures. What it does not know is left out."""

    zoek = fields.search(_("Zoek in de maatregelen"))
    status = forms.ChoiceField(label=_("Status"), required=False)
    eigenaar = forms.ChoiceField(label=_("Eigenaar"), required=False)
    niveau = forms.ChoiceField(label=_("Niveau"), required=False)
    thema = forms.ChoiceField(label=_("Thema"), required=False)
    volgorde = forms.ChoiceField(
        label=_("Volgorde"), required=False, choices=[(one, ORDER_NAMES[one]) for one in ORDERS]
    )

    def __init__(self, *args: Any, measures: Collection[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", gettext("alle"))
        fields.choose(self, "status", [every, *MeasureState.choices])
        fields.choose(self, "eigenaar", [every, *owners_in(measures)])
        fields.choose(self, "niveau", [every, *DecisionLevel.choices])
        fields.choose(self, "thema", [every, *((one, one) for one in sorted({m.theme for m in measures if m.theme}))])

    def asked(self) -> Asked:
        self.is_valid()
        names = {"zoek": "text", "status": "state", "eigenaar": "owner", "niveau": "level", "thema": "theme"}
        found = {name: self.cleaned_data.get(field, "") for field, name in names.items()}
        return Asked(**found, order=self.cleaned_data.get("volgorde", ""))


class MeasureForm(forms.Form):
    title = fields.line(
        _("Hoe heet de maatregel?"),
        _("Begin met wat er gebeurt: één aanmeldpunt voor crisishulp openen."),
        most=FIELDS["title"],
        missing=_("Vul in hoe de maatregel heet."),
    )
    about = fields.words(_("Wat doen we dan?"), most=FIELDS["about"], rows=5, required=False)
    owner = forms.ChoiceField(
        label=_("Wie is de eigenaar?"),
        help_text=_("De eigenaar zorgt dat het gebeurt."),
        required=False,
        error_messages={"invalid_choice": _("Deze partij doet niet mee in deze regio. Kies een andere.")},
    )
    level = forms.ChoiceField(
        label=_("Op welk niveau gebeurt dit?"),
        choices=[("", _("dat weten we nog niet")), *DecisionLevel.choices],
        required=False,
        error_messages={"invalid_choice": _("Dit niveau bestaat niet. Kies een niveau uit de lijst.")},
    )
    theme = fields.line(_("Bij welk thema hoort dit?"), most=FIELDS["theme"], required=False, attrs={"list": "themas"})
    earliest_year = forms.TypedChoiceField(
        label=_("Wanneer kan het op zijn vroegst beginnen?"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": OTHER_YEAR},
    )
    latest_year = forms.TypedChoiceField(
        label=_("Wanneer moet het uiterlijk klaar zijn?"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": OTHER_YEAR},
    )
    is_statutory = forms.BooleanField(
        label=_("De wet verplicht dit"),
        help_text=_("Wat moet van de wet, gaat voor. Vul dan ook het artikel in."),
        required=False,
    )
    ground = fields.line(
        _("Welk artikel of besluit verplicht dit?"),
        _("Zoals: Jeugdwet, artikel 2.3."),
        most=FIELDS["ground"],
        required=False,
    )
    result = fields.words(_("Wat levert het op?"), most=FIELDS["result"], required=False)
    measured_by = fields.words(
        _("Hoe meten we dat?"),
        _("Bijvoorbeeld: het aantal weken wachten, elk kwartaal."),
        most=FIELDS["measured_by"],
        required=False,
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = parties_by_word(plan.region)
        owners = [("", gettext("nog niemand")), ("region", gettext("de gemeenten samen"))]
        fields.choose(self, "owner", [*owners, *((word, str(one)) for word, one in self.parties.items())])
        years = [("", gettext("maakt niet uit")), *((year, year) for year in plan.years)]
        for name in ("earliest_year", "latest_year"):
            fields.choose(self, name, years)

    def values(self) -> dict[str, Any]:
        """What was filled in, with the owner itself."""
        given = self.cleaned_data
        return {**given, "owner": self.parties.get(given["owner"], given["owner"] or None)}


class ChangeMeasureForm(MeasureForm):
    """`version`: of the measure that this person read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


def change_form(measure: Measure) -> ChangeMeasureForm:
    """As it stands now."""
    names = (*FIELDS, "level", "earliest_year", "latest_year", "is_statutory", "version")
    owner = owner_word(measure)
    initial = {name: getattr(measure, name) for name in names}
    return ChangeMeasureForm(initial={**initial, "owner": "" if owner == "nobody" else owner}, plan=measure.plan)


class SizeForm(CapacityForm):
    name = fields.line(
        _("Hoe noem je deze kleinere vorm?"),
        _("Bijvoorbeeld: één team in plaats van drie."),
        most=LONGEST_SIZE,
        missing=_("Vul in hoe jullie de kleinere vorm noemen, zoals: één team."),
    )
    about = fields.words(_("Wat doen we dan minder?"), most=LONGEST_LESS, required=False)


def size_form(
    data: Mapping[str, Any] | None, measure: Measure, size: Size | None, now: Mapping[int, Amount]
) -> SizeForm:
    begun = {"name": size.name, "about": size.about} if size else {}
    return SizeForm(data, plan=measure.plan, now=now, initial={**begun, "version": measure.version})


class NeedsForm(forms.Form):
    on = forms.TypedMultipleChoiceField(
        label=_("Welke maatregelen moeten eerst klaar zijn?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Deze maatregel staat niet in dit plan. Kies een andere.")},
    )
    one_of = forms.ChoiceField(
        label=_("Is dit een van meer keuzes?"),
        help_text=_("Van maatregelen in dezelfde keuze komt er hooguit één in het plan."),
        required=False,
        error_messages={"invalid_choice": _("Deze keuze is er niet meer. Kies een andere.")},
    )
    new_choice = fields.line(
        _("Of begin een nieuwe keuze"), _("Bijvoorbeeld: hoe regelen we de crisisdienst?"), most=120, required=False
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, others: Collection[Measure], choices: Collection[OneOf], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {one.number: one for one in others}
        fields.choose(self, "on", [(one.number, f"{one.number}. {one.title}") for one in others])
        fields.choose(self, "one_of", [("", gettext("nee")), *((one.name, one.name) for one in choices)])

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        on = [self.others[number] for number in given["on"]]
        return {"version": given["version"], "on": on, "one_of": given["new_choice"] or given["one_of"]}


def needs_form(data: QueryDict | None, measure: Measure) -> NeedsForm:
    """As it stands now, or as it was sent."""
    begun = {"on": [one.number for one in needs_of(measure)], "one_of": measure.one_of.name if measure.one_of else ""}
    among: dict[str, Any] = {"others": others_of(measure), "choices": exclusions_of(measure.plan)}
    return NeedsForm(data, initial={**begun, "version": measure.version}, **among)


class MoveForm(forms.Form):
    state = fields.one_of(_("Wat wordt de status?"), [], missing=_("Kies een status."))
    reason = fields.line(
        _("Waarom?"),
        _("Nodig bij later, niet in het plan, gestopt en ingetrokken. Iedereen kan deze reden lezen."),
        most=REASON_LENGTH,
        required=False,
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, measure: Measure) -> None:
        super().__init__(data, initial={"version": measure.version})
        fields.choose(self, "state", [(one, one.label) for one in next_states(measure)])
