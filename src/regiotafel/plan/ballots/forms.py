"""What somebody fills in about a round, and what they choose in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.plan.ballots.queries import Option, candidates_of, shares_of
from regiotafel.plan.ballots.rules import HEAVIEST_SHARE, MOST_POINTS
from regiotafel.plan.models import (
    TITLE_LENGTH,
    Ballot,
    ChoiceForm,
    ChoiceRound,
    ChoiceRule,
    Completion,
    Measure,
    PartyKind,
    Plan,
    Scarce,
    Start,
    Utility,
)
from regiotafel.plan.queries import candidates
from regiotafel.web import fields

# What regions begin with, to change: a hundred parts.
BEGIN_WITH = {
    PartyKind.MUNICIPALITIES: 30,
    PartyKind.PROVIDERS: 15,
    PartyKind.PROFESSIONALS: 20,
    PartyKind.CLIENTS: 20,
    PartyKind.RESIDENTS: 15,
}
NAMES = [
    "title",
    "question",
    "form",
    "points",
    "at_least",
    "scarce",
    "by_year",
    "rule",
    "utility",
    "completion",
    "start",
    "least_support",
    "cap",
    "agreed_by",
    "names_told",
    "closes_on",
]


class RoundForm(forms.Form):
    title = fields.line(
        _("Hoe heet deze keuzeronde?"),
        _("Bijvoorbeeld: Wat komt eerst in 2027?"),
        most=TITLE_LENGTH,
        missing=_("Vul in hoe deze keuzeronde heet."),
    )
    question = fields.words(_("Wat is de vraag?"), most=500, required=False)
    closes_on = fields.day(_("Tot en met welke dag kunnen partijen kiezen?"), required=False)
    measures = forms.TypedMultipleChoiceField(
        label=_("Waaruit kunnen ze kiezen?"),
        help_text=_("Dit zijn de voorgestelde maatregelen. Wat van de wet moet, komt er vanzelf bij."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Deze maatregel is niet voorgesteld. Kies een andere.")},
    )
    form = fields.one_of(_("Hoe kiezen ze?"), ChoiceForm.choices, missing=_("Kies hoe ze kiezen."))
    points = fields.number(
        _("Hoeveel punten, plekken of keren?"),
        _("Bij punten verdelen, een top of steeds vier. Bij aankruisen blijft dit leeg."),
        least=0,
        most=MOST_POINTS,
        required=False,
    )
    at_least = fields.number(
        _("Hoeveel maatregelen moet iemand ten minste kiezen?"),
        _("Leeg: één is genoeg. Blanco mag altijd."),
        least=0,
        most=100,
        required=False,
    )
    scarce = fields.one_of(_("Wat is er te weinig?"), Scarce.choices, missing=_("Kies geld of uren."))
    rule = fields.one_of(_("Hoe tellen we?"), ChoiceRule.choices, missing=_("Kies hoe jullie tellen."))
    utility = forms.ChoiceField(label=_("Wat telt zwaarder?"), choices=Utility.choices)
    completion = forms.ChoiceField(label=_("Wat doen we met wat over is?"), choices=Completion.choices)
    start = forms.ChoiceField(label=_("Hoe ronden we af?"), choices=Start.choices)
    by_year = forms.BooleanField(label=_("Kies voor elk jaar apart; wat over is, gaat mee"), required=False)
    least_support = fields.number(
        _("Hoeveel partijen of mensen moeten een maatregel ten minste kiezen?"), least=0, most=1000, required=False
    )
    cap = fields.number(
        _("Hoeveel procent mag één soort partij hooguit wegen?"),
        _("Dit geldt waar we zonder delen tellen. Leeg: er is geen grens."),
        least=20,
        most=100,
        required=False,
    )
    agreed_by = fields.line(
        _("Wie sprak de verdeling af, en waar staat dat?"),
        _("Bijvoorbeeld: het bestuurlijk overleg van 3 november 2026."),
        most=300,
        required=False,
    )
    names_told = forms.BooleanField(
        label=_("Vertel na afloop met naam wat gemeenten en organisaties kozen; van personen nooit"), required=False
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among: dict[int, Measure] = {one.number: one for one in candidates(plan) if not one.is_statutory}
        fields.choose(self, "measures", [(number, f"{number}. {one.title}") for number, one in self.among.items()])
        for kind in PartyKind:
            self.fields[f"share_{kind}"] = fields.number(
                gettext("Deel van %(kind)s") % {"kind": kind.label},
                least=0,
                most=HEAVIEST_SHARE,
                required=False,
                initial=BEGIN_WITH[kind],
            )

    def values(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        for name in ("points", "at_least", "least_support"):
            given[name] = given[name] or 0
        shares = {kind: given.pop(f"share_{kind}") or 0 for kind in PartyKind.values}
        return {**given, "measures": [self.among[number] for number in given["measures"]], "shares": shares}

    @property
    def share_fields(self) -> list[forms.BoundField]:
        return [self[f"share_{kind}"] for kind in PartyKind]


class ChangeRoundForm(RoundForm):
    """`version`: of the round that this person read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


def new_form(data: Mapping[str, Any] | None, plan: Plan) -> RoundForm:
    begin = {"form": ChoiceForm.APPROVE, "scarce": Scarce.MONEY, "rule": ChoiceRule.EQUAL_SHARES, "names_told": True}
    begin |= {"completion": Completion.ADD1U_EXHAUSTIVE, "measures": [one.number for one in candidates(plan)]}
    return RoundForm(data, plan=plan, initial=begin)


def change_form(data: Mapping[str, Any] | None, round: ChoiceRound) -> ChangeRoundForm:
    now: dict[str, Any] = {name: getattr(round, name) for name in (*NAMES, "version")}
    now["measures"] = [one.measure.number for one in candidates_of(round)]
    now |= {f"share_{kind}": share for kind, share in shares_of(round).items()}
    for name in ("points", "at_least", "least_support"):
        now[name] = now[name] or None
    return ChangeRoundForm(data, plan=round.plan, initial=now)


class VersionForm(forms.Form):
    """`version`: of the round that this person read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ProlongForm(VersionForm):
    closes_on = fields.day(_("Tot en met welke dag?"))


class StopForm(VersionForm):
    reason = fields.line(
        _("Waarom stoppen jullie?"),
        _("Iedereen kan deze reden lezen."),
        most=REASON_LENGTH,
        missing=_("Schrijf op waarom jullie stoppen."),
    )


def run_forms(data: Mapping[str, Any] | None, round: ChoiceRound, word: str) -> dict[str, forms.Form]:
    """What can be done with a round, of which one was sent: `word`. They stand on one page: each has ids of its own."""
    begin = {"version": round.version}
    kinds: dict[str, tuple[type[VersionForm], dict[str, Any]]] = {
        "prolong": (ProlongForm, begin | {"closes_on": round.closes_on}),
        "close": (VersionForm, begin),
        "stop": (StopForm, begin),
    }
    return {
        name: form(data if word == name else None, initial=initial, auto_id=f"id_{name}_%s")
        for name, (form, initial) in kinds.items()
    }


class BehalfForm(forms.Form):
    """On whose behalf somebody chooses, as an address says it."""

    namens = fields.line("", most=40, required=False)

    def word(self) -> str:
        return str(self.cleaned_data.get("namens", "")) if self.is_valid() else ""


class GiveForm(forms.Form):
    """One field for each measure on the form. `seen`: the ballot that this person read, 0 when there was none."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    is_blank = forms.BooleanField(
        label=_("Ik heb geen voorkeur (blanco)"),
        help_text=_("Dan telt je formulier wel mee, maar kies je niets."),
        required=False,
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, round: ChoiceRound, options: Sequence[Option], ballot: Ballot | None
    ) -> None:
        now = ballot.said if ballot else {}
        begin = {"seen": ballot.number if ballot else 0, "is_blank": bool(ballot and ballot.is_blank)}
        super().__init__(data, initial=begin)
        self.options = options
        for one in options:
            position = one.candidate.position
            self.fields[f"m{position}"] = _field_of(round, one, now.get(str(position)))

    @property
    def rows(self) -> list[tuple[Option, forms.BoundField]]:
        return [(one, self[f"m{one.candidate.position}"]) for one in self.options]

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        chosen = {str(one.candidate.position): int(given[f"m{one.candidate.position}"] or 0) for one in self.options}
        said = {position: value for position, value in chosen.items() if value}
        return {"seen": given["seen"], "is_blank": given["is_blank"], "said": said}


def _field_of(round: ChoiceRound, option: Option, now: int | None) -> forms.Field:
    title = option.candidate.title
    if round.form == ChoiceForm.APPROVE:
        return forms.BooleanField(label=title, required=False, initial=bool(now))
    if round.form == ChoiceForm.POINTS:
        errors = {"min_value": gettext("Vul een heel getal in van 0 en hoger, of laat het leeg.")}
        label = gettext("Punten voor “%(title)s”") % {"title": title}
        return fields.number(label, least=0, most=MOST_POINTS, required=False, initial=now, errors=errors)
    places = [
        ("", gettext("niet in mijn top")),
        *((n, gettext("plek %(n)d") % {"n": n}) for n in range(1, round.points + 1)),
    ]
    label = gettext("Plek voor “%(title)s”") % {"title": title}
    return forms.TypedChoiceField(
        label=label, choices=places, coerce=int, empty_value=None, required=False, initial=now or ""
    )


class FourForm(forms.Form):
    """Of four measures the most and the least important. `step`: which four; `seen`: the ballot that was read."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    step = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    best = forms.TypedChoiceField(label=_("De belangrijkste"), coerce=int, empty_value=None, required=False)
    worst = forms.TypedChoiceField(label=_("De minst belangrijke"), coerce=int, empty_value=None, required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, options: Sequence[Option], step: int, ballot: Ballot) -> None:
        given = ballot.said[step - 1] if step <= len(ballot.said) else [[], None, None]
        super().__init__(data, initial={"seen": ballot.number, "step": step, "best": given[1], "worst": given[2]})
        self.options = options
        among = [(one.candidate.position, one.candidate.title) for one in options]
        for name in ("best", "worst"):
            fields.choose(self, name, among)

    def clean(self) -> dict[str, Any]:
        """Skipped: nothing is chosen, whatever was filled in."""
        found = super().clean() or self.cleaned_data
        return {**found, "best": None, "worst": None} if "skip" in self.data else found

    @property
    def chosen(self) -> tuple[int | None, int | None]:
        """As it was sent, or as it was before."""
        best, worst = self["best"].value(), self["worst"].value()
        return (
            int(best) if str(best or "").isdecimal() else None,
            int(worst) if str(worst or "").isdecimal() else None,
        )
