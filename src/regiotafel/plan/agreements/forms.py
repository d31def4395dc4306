"""What somebody fills in about what is agreed with providers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.plan.agreements.queries import parties_in, party_words
from regiotafel.plan.agreements.rules import FIELDS, LONGEST_NAME, LONGEST_WHAT, MOST_MONTHS
from regiotafel.plan.measures.queries import owner_word, parties_by_word
from regiotafel.plan.models import (
    Arrangement,
    ArrangementKind,
    ArrangementState,
    Extension,
    ExtensionState,
    Measure,
    Milestone,
    MilestoneKind,
    MilestoneState,
    Prerequisite,
)
from regiotafel.regions.models import Region
from regiotafel.thread.models import Knot
from regiotafel.web import fields

_NO_PARTY = _("Deze partij doet niet mee in deze regio. Kies een andere.")
_PUBLIC = _("Laat leeg als alleen medewerkers dit mogen lezen.")


def _version() -> forms.IntegerField:
    return forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class FindForm(forms.Form):
    """What stands in the address of the calendar. What it does not know is left out."""

    aanbieder = forms.ChoiceField(label=_("Met wie?"), required=False)

    def __init__(self, *args: Any, arrangements: Iterable[Arrangement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.choose(self, "aanbieder", [("", gettext("iedereen")), *parties_in(arrangements)])

    def party(self) -> str:
        return str(self.cleaned_data.get("aanbieder", "")) if self.is_valid() else ""


class ArrangementForm(forms.Form):
    title = fields.line(
        _("Hoe heet de afspraak?"),
        _("Bijvoorbeeld: contract crisishulp 2028."),
        most=FIELDS["title"],
        missing=_("Vul in hoe de afspraak heet."),
    )
    kind = fields.one_of(_("Wat voor afspraak is het?"), ArrangementKind.choices, missing=_("Kies een soort afspraak."))
    theme = fields.line(_("Over welke vorm van hulp of welk thema gaat het?"), most=FIELDS["theme"], required=False)
    about = fields.words(
        _("Wat spreken jullie af?"),
        _("Schrijf hier geen prijzen op, en niets uit een inschrijving."),
        most=FIELDS["about"],
        rows=5,
        required=False,
    )
    parties = forms.MultipleChoiceField(
        label=_("Tussen wie is de afspraak?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _NO_PARTY},
    )
    owner = forms.ChoiceField(
        label=_("Wie zorgt dat alles op tijd gebeurt?"), required=False, error_messages={"invalid_choice": _NO_PARTY}
    )
    from_on = fields.day(_("Vanaf welke dag geldt de afspraak?"), required=False)
    until_on = fields.day(
        _("Tot en met welke dag?"), _("Zonder de opties om te verlengen. Die vul je later in."), required=False
    )
    notice_months = fields.number(
        _("Hoeveel maanden van tevoren moet je opzeggen?"), least=1, most=MOST_MONTHS, required=False
    )
    public_from = fields.day(_("Vanaf welke dag mag iedereen deze afspraak lezen?"), _PUBLIC, required=False)

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = parties_by_word(region)
        named = [(word, str(one)) for word, one in self.known.items()]
        fields.choose(self, "parties", [("region", gettext("alle gemeenten")), *named])
        first = [("", gettext("nog niemand")), ("region", gettext("de gemeenten samen"))]
        fields.choose(self, "owner", [*first, *named])

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        parties = [self.known.get(word, word) for word in given["parties"]]
        return {**given, "owner": self.known.get(given["owner"], given["owner"] or None), "parties": parties}


class ChangeArrangementForm(ArrangementForm):
    version = _version()


def change_form(arrangement: Arrangement) -> ChangeArrangementForm:
    """As it stands now."""
    names = (*FIELDS, "kind", "from_on", "until_on", "notice_months", "public_from", "version")
    owner = owner_word(arrangement)
    begun = {name: getattr(arrangement, name) for name in names}
    begun |= {"owner": "" if owner == "nobody" else owner}
    begun |= {"parties": party_words(arrangement)}
    return ChangeArrangementForm(initial=begun, region=arrangement.region)


class MoveForm(forms.Form):
    state = fields.one_of(_("Gaat de afspraak door?"), ArrangementState.choices, missing=_("Kies een status."))
    reason = fields.line(
        _("Waarom?"),
        _("Nodig als de afspraak niet doorgaat. Wie de afspraak mag lezen, leest ook de reden."),
        most=REASON_LENGTH,
        required=False,
    )
    version = _version()

    def __init__(self, data: Mapping[str, Any] | None = None, *, arrangement: Arrangement) -> None:
        super().__init__(data, initial={"version": arrangement.version, "state": arrangement.state})


class ExtensionForm(forms.Form):
    months = fields.number(
        _("Hoeveel maanden langer?"),
        least=1,
        most=MOST_MONTHS,
        errors={"required": _("Vul in hoeveel maanden de afspraak langer kan doorgaan.")},
    )
    decide_by = fields.day(_("Op welke dag moeten jullie dat uiterlijk besluiten?"), required=False)
    state = fields.one_of(_("Hoe staat het ervoor?"), ExtensionState.choices, missing=_("Kies een status."))
    version = _version()


def extension_form(data: QueryDict | None, arrangement: Arrangement, now: Extension | None) -> ExtensionForm:
    begun: dict[str, Any] = {"state": ExtensionState.OPEN, "version": arrangement.version}
    if now is not None:
        begun |= {"months": now.months, "decide_by": now.decide_by, "state": now.state}
    return ExtensionForm(data, initial=begun)


class MilestoneForm(forms.Form):
    kind = forms.ChoiceField(label=_("Wat voor moment is het?"), choices=MilestoneKind.choices)
    name = fields.line(
        _("Hoe noem je dit moment?"),
        _("Nodig bij een ander moment. Anders mag je dit leeg laten."),
        most=LONGEST_NAME,
        required=False,
    )
    on = fields.day(_("Op welke dag?"))
    state = fields.one_of(_("Hoe zeker is dit?"), MilestoneState.choices, missing=_("Kies een status."))
    reason = fields.line(
        _("Waarom verandert dit?"),
        _("Nodig als het moment vervalt. Wie het moment mag lezen, leest ook de reden."),
        most=REASON_LENGTH,
        required=False,
    )
    public_from = fields.day(_("Vanaf welke dag mag iedereen dit moment lezen?"), _PUBLIC, required=False)
    version = _version()


def milestone_form(data: QueryDict | None, arrangement: Arrangement, now: Milestone | None) -> MilestoneForm:
    begun: dict[str, Any] = {"state": MilestoneState.PLANNED, "version": arrangement.version}
    if now is not None:
        begun |= {name: getattr(now, name) for name in ("kind", "name", "on", "state", "public_from")}
    return MilestoneForm(data, initial=begun)


class FindKnotForm(forms.Form):
    zoek = fields.search(_("Zoek een passage, onderwerp of stuk van een gemeenteraad"))

    def sought(self) -> str:
        return self.cleaned_data["zoek"] if self.is_valid() else ""


class PrerequisiteForm(forms.Form):
    knot = forms.TypedChoiceField(
        label=_("Wat moet klaar zijn?"),
        help_text=_("Kies een maatregel. Zoek hierboven als het een passage of een besluit is."),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Dit is er niet meer. Kies iets anders.")},
    )
    what = fields.line(_("Of schrijf het op"), most=LONGEST_WHAT, required=False)
    owner = forms.ChoiceField(
        label=_("Wie zorgt daarvoor?"), required=False, error_messages={"invalid_choice": _NO_PARTY}
    )
    by_on = fields.day(_("Wanneer moet het uiterlijk klaar zijn?"), required=False)
    version = _version()

    def __init__(
        self, *args: Any, region: Region, measures: Collection[Measure], knots: Sequence[Knot], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = parties_by_word(region)
        self.knots = {one.pk: one for one in (*(measure.knot for measure in measures), *knots)}
        named = [(one.pk, str(one)) for one in knots]
        numbered = [(one.knot_id, f"{one.number}. {one.title}") for one in measures]
        groups = ((gettext("gevonden"), named), (gettext("maatregelen"), numbered))
        nothing = ("", gettext("niets uit deze lijst"))
        fields.choose(self, "knot", [nothing, *((name, rows) for name, rows in groups if rows)])
        owners = [("", gettext("wie voor de afspraak zorgt")), ("region", gettext("de gemeenten samen"))]
        fields.choose(self, "owner", [*owners, *((word, str(one)) for word, one in self.known.items())])

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        owner = self.known.get(given["owner"], given["owner"] or None)
        return {**given, "owner": owner, "knot": self.knots.get(given["knot"])}


def begun_prerequisite(version: int, now: Prerequisite | None, knots: Sequence[Knot]) -> dict[str, Any]:
    """What the form of something that must be ready begins with. knots: what was found; the only one is meant."""
    if now is None:
        return {"version": version, "knot": knots[0].pk if len(knots) == 1 else None}
    owner = owner_word(now)
    told = {"what": now.what, "by_on": now.by_on, "knot": now.knot_id}
    return {**told, "owner": "" if owner == "nobody" else owner, "version": version}


class ReadyForm(forms.Form):
    is_ready = forms.BooleanField(required=False)


class WaitForm(forms.Form):
    measure = forms.TypedChoiceField(
        label=_("Welke maatregel wacht hierop?"),
        coerce=int,
        error_messages={
            "required": _("Kies een maatregel."),
            "invalid_choice": _("Deze maatregel is er niet meer. Kies een andere."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, measures: Collection[Measure]) -> None:
        super().__init__(data)
        self.measures = {one.pk: one for one in measures}
        named = [(one.pk, f"{one.number}. {one.title}") for one in measures]
        fields.choose(self, "measure", [("", gettext("Kies een maatregel")), *named])

    def chosen(self) -> Measure:
        return self.measures[self.cleaned_data["measure"]]
