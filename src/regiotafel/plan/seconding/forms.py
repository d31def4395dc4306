"""What somebody fills in about whose people work where."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.plan.measures.queries import owner_word, parties_by_word
from regiotafel.plan.models import Arrangement, Measure, Secondment
from regiotafel.plan.seconding.rules import LONGEST_ROLE, LONGEST_TEAM, MOST_HOURS_A_WEEK
from regiotafel.regions.models import Organisation, Region
from regiotafel.web import fields

_NO_PARTY = _("Deze partij doet niet mee in deze regio. Kies een andere.")


class SecondmentForm(forms.Form):
    owner = forms.ChoiceField(
        label=_("Wie detacheert iemand?"),
        help_text=_("Wie uitleent, blijft werkgever."),
        error_messages={"required": _("Kies wie iemand detacheert."), "invalid_choice": _NO_PARTY},
    )
    to = forms.ChoiceField(
        label=_("Bij welke organisatie?"), required=False, error_messages={"invalid_choice": _NO_PARTY}
    )
    team = fields.line(_("Of in welk team?"), _("Bijvoorbeeld: jeugdteam Noord."), most=LONGEST_TEAM, required=False)
    role = fields.line(
        _("Welke functie of deskundigheid?"),
        _("Schrijf geen naam op."),
        most=LONGEST_ROLE,
        missing=_("Vul een functie of deskundigheid in. Schrijf geen naam op."),
    )
    hours = fields.number(
        _("Hoeveel uren per week?"), least=1, most=MOST_HOURS_A_WEEK, errors={"required": _("Vul de uren per week in.")}
    )
    from_on = fields.day(_("Vanaf welke dag?"))
    until_on = fields.day(_("Tot en met welke dag?"), required=False)
    measure = forms.TypedChoiceField(label=_("Voor welke maatregel?"), coerce=int, empty_value=None, required=False)
    arrangement = forms.TypedChoiceField(
        label=_("Bij welke afspraak met aanbieders?"), coerce=int, empty_value=None, required=False
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, region: Region, measures: Sequence[Measure], arrangements: Sequence[Arrangement], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.known = parties_by_word(region)
        self.measures = {one.pk: one for one in measures}
        self.arrangements = {one.pk: one for one in arrangements}
        named = [(word, str(one)) for word, one in self.known.items()]
        organisations = [(word, str(one)) for word, one in self.known.items() if isinstance(one, Organisation)]
        fields.choose(self, "owner", [("", gettext("Kies een organisatie of gemeente")), *named])
        fields.choose(self, "to", [("", gettext("geen organisatie, een team")), *organisations])
        numbered = [(one.pk, f"{one.number}. {one.title}") for one in measures]
        fields.choose(self, "measure", [("", gettext("geen")), *numbered])
        titled = [(one.pk, f"{one.number}. {one.title}") for one in arrangements]
        fields.choose(self, "arrangement", [("", gettext("geen")), *titled])

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        parties = {name: self.known.get(given[name]) for name in ("owner", "to")}
        kept = {
            "measure": self.measures.get(given["measure"]),
            "arrangement": self.arrangements.get(given["arrangement"]),
        }
        return {**given, **parties, **kept}


def begun(now: Secondment | None) -> dict[str, Any]:
    """As it stands now."""
    if now is None:
        return {"version": 0}
    names = ("team", "role", "hours", "from_on", "until_on", "version")
    found: dict[str, Any] = {name: getattr(now, name) for name in names}
    keys = {"measure": now.measure_id, "arrangement": now.arrangement_id}
    return {**found, **keys, "owner": owner_word(now), "to": f"organisation-{now.to_id}" if now.to_id else ""}
