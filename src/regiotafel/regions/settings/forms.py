"""What people fill in about a region and its steps. Forms check; they never save."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.regions.models import ProcessStep, Region, SchoolPart
from regiotafel.regions.rules import RecessUnreadable, periods_in
from regiotafel.regions.settings.rules import (
    LONGEST_PROMISE,
    PROPOSED,
    STEP_FIELDS,
    check_contact,
    proposed_steps,
    seen_of_region,
    seen_of_steps,
)
from regiotafel.web import fields
from regiotafel.web.conflicts import BEGUN, Conflict, Row, merged, signed
from regiotafel.web.days import day
from regiotafel.web.quiet_days import school_years

N_STEPS = 12
# A step as its form sends it.
Step = Mapping[str, str]


class RegionForm(forms.ModelForm[Region]):
    """`seen` says what this person started from."""

    seen = fields.carried()

    class Meta:
        model = Region
        fields = ("name", "about")
        labels = {"name": _("Naam van de regio"), "about": _("Over deze regio")}
        help_texts = {"about": _("Wat is deze regio, en waaraan werken jullie? Een lege regel begint een alinea.")}
        widgets = {"about": forms.Textarea(attrs={"rows": 10})}


class ContactForm(forms.Form):
    seen = fields.carried()
    sender = fields.line(
        _("Van wie is deze site?"),
        _("Bijvoorbeeld: de zestien gemeenten van Zuid-Limburg. Dit staat onderaan elke pagina en in elke e-mail."),
        most=200,
        missing=_("Vul in van wie deze site is."),
    )
    contact_email = fields.email(
        _("E-mailadres voor vragen"),
        _("Van een team of bureau, niet van één persoon. Is dat er niet? Vul dan een telefoonnummer in."),
        is_own=False,
    )
    contact_phone = fields.line(
        _("Telefoonnummer voor vragen"),
        _("Voor wie liever belt. Met alleen een e-mailadres kan het ook; allebei is beter."),
        most=40,
        required=False,
        attrs={"type": "tel"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact_email"].required = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            try:
                check_contact(given["sender"], given["contact_email"], given["contact_phone"])
            except Refused as missing:
                self.add_error(missing.field, str(missing))
        return given


class ResponsibleForm(forms.Form):
    seen = fields.carried()
    controller = fields.line(
        _("Wie is verantwoordelijk voor de gegevens?"),
        _(
            "De organisatie die beslist wat er met de gegevens gebeurt. "
            "Vaak is dat het college van één gemeente, ook namens de andere."
        ),
        most=300,
        missing=_("Vul in wie verantwoordelijk is."),
    )
    privacy_officer = fields.line(
        _("Wie is de functionaris gegevensbescherming (FG)?"),
        _("De FG let op of de regels over privacy worden gevolgd. Vul de functie in, en van welke organisatie."),
        most=200,
        missing=_("Vul in wie de functionaris gegevensbescherming is."),
    )
    privacy_email = fields.email(
        _("E-mailadres voor vragen over gegevens"),
        _("Hier vragen mensen wat jullie van hen bewaren, of vragen ze om het weg te halen."),
        is_own=False,
    )
    legal_ground = fields.words(
        _("Waarom mogen jullie deze gegevens gebruiken?"),
        _(
            "Noem de wet en jullie besluit. Dit komt op de pagina over privacy, in plaats van onze zin over "
            "het algemeen belang. Laat het leeg als die zin klopt."
        ),
        most=1000,
        required=False,
    )
    recipients = fields.words(
        _("Wie krijgt de gegevens nog meer?"),
        _("Bijvoorbeeld het bedrijf dat de server beheert, of een onderzoeksbureau. Ook dit komt op die pagina."),
        most=1000,
        required=False,
    )


class WorkForm(forms.Form):
    seen = fields.carried()
    answer_weeks = fields.number(
        _("Binnen hoeveel weken krijgt iemand antwoord op een reactie?"),
        _("Op jullie pagina Mijn werk zie je dan wat te laat is. Laat dit leeg als jullie niets beloven."),
        least=1,
        most=LONGEST_PROMISE,
        required=False,
    )
    second_reader = forms.BooleanField(
        label=_("Een ander leest elke gewijzigde tekst van een passage, en publiceert die"),
        help_text=_(
            "Wie de tekst wijzigde, kan die dan niet zelf publiceren. Een nieuwe passage toevoegen of een passage "
            "terugzetten kan wel zonder tweede lezer."
        ),
        required=False,
    )
    school_part = forms.ChoiceField(
        label=_("Wanneer hebben de scholen hier vakantie?"),
        choices=[("", _("Dat is niet ingevuld")), *SchoolPart.choices],
        required=False,
    )
    recess = fields.words(
        _("Wanneer vergaderen de gemeenteraden niet?"),
        _("Eén periode per regel, bijvoorbeeld: 13-2-2027 t/m 21-2-2027: carnaval. Ook dan waarschuwen we."),
        most=2000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school_part"].help_text = _(
            "Valt een belangrijke dag van een ronde in een schoolvakantie? Dan waarschuwen we. "
            "We kennen de vakanties van de schooljaren %(years)s, volgens de Rijksoverheid."
        ) % {"years": gettext(" en ").join(school_years())}

    def clean_recess(self) -> str:
        typed = str(self.cleaned_data["recess"])
        try:
            periods_in(typed)
        except RecessUnreadable as fault:
            raise ValidationError(str(fault)) from fault
        return typed


def form_of(kind: type[forms.BaseForm], region: Region) -> forms.BaseForm:
    """As the region is now."""
    names = [name for name in kind().fields if name != "seen"]
    now = {name: getattr(region, name) for name in names}
    return kind(initial={**now, "seen": seen_of_region(region, names)})


class StepForm(forms.ModelForm[ProcessStep]):
    starts_on = fields.day(_("Begint op"))
    ends_on = fields.day(_("Loopt tot en met"))

    class Meta:
        model = ProcessStep
        fields = ("name", "explanation", "starts_on", "ends_on")
        labels = {
            "name": _("Naam van de stap"),
            "explanation": _("Wat gebeurt er dan"),
        }
        widgets = {"explanation": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Deze dag ligt voor het begin van de stap."))
        return given

    def validate_constraints(self) -> None:
        """`clean` says the same in words that help."""


class _Steps(forms.BaseFormSet[StepForm]):
    def add_fields(self, form: StepForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Haal deze stap weg")


class ProposalForm(forms.Form):
    raden = fields.day(
        _("Wanneer besluit de laatste gemeenteraad?"), _("Weet je de dag nog niet? Kies een dag in de goede maand.")
    )


StepFormSet = forms.formset_factory(
    StepForm,
    formset=_Steps,
    extra=2,
    max_num=N_STEPS,
    # Two plans together may be more than one can have: then what is too much is still there to be read.
    absolute_max=2 * N_STEPS + 2,
    can_delete=True,
    validate_max=True,
)


def proposal_form(decided_on: date) -> forms.BaseFormSet[StepForm]:
    """A usual process as somebody would have filled it in, to be looked at before it is saved."""
    data = {"form-INITIAL_FORMS": "0", "form-TOTAL_FORMS": str(len(PROPOSED))}
    for place, step in enumerate(plain(proposed_steps(decided_on))):
        data |= {f"form-{place}-{name}": value for name, value in step.items()}
    return StepFormSet(data)


def steps_of(formset: forms.BaseFormSet[StepForm]) -> list[dict[str, Any]]:
    """What was filled in and not taken away, in order of time."""
    rows = [row.cleaned_data for row in formset if row.cleaned_data.get("name") and row not in formset.deleted_forms]
    found = [{field: row[field] for field in STEP_FIELDS} for row in rows]
    return sorted(found, key=lambda step: (step["starts_on"], step["ends_on"]))


@dataclass(frozen=True)
class Line:
    """One step of both plans: as it stands now, as I made it, and as it becomes; None where it is not there."""

    theirs: Step | None
    mine: Step | None
    together: Step | None
    is_asked: bool


def steps_sent(formset: forms.BaseFormSet[StepForm]) -> list[Step | None]:
    """The same by the place in the form; None where a step was taken away."""
    return [
        plain([row.cleaned_data])[0] if row.cleaned_data.get("name") and row not in formset.deleted_forms else None
        for row in formset
    ]


def together_form(lines: Sequence[Line], planned: Sequence[Mapping[str, Any]]) -> forms.BaseFormSet[StepForm]:
    """Two plans as one, to be looked at before it is saved. What I took away and still stands is marked so."""
    data: dict[str, str] = {}
    rows = [line for line in lines if line.theirs or line.together]
    for place, line in enumerate(rows):
        data |= {f"form-{place}-{name}": value for name, value in (line.together or line.theirs or {}).items()}
        data |= {} if line.together else {f"form-{place}-DELETE": "on"}
    data |= {"form-TOTAL_FORMS": str(len(rows) + 2), "form-INITIAL_FORMS": str(len(planned))}
    return StepFormSet(data, initial=planned)


def of_plans(lines: Sequence[Line], planned: Sequence[Mapping[str, Any]], **saved: Any) -> Conflict:
    """What both changed of the same step."""
    rows = [
        Row(gettext("Stap %(number)d") % {"number": number}, _in_words(line.theirs), _in_words(line.mine))
        for number, line in enumerate((line for line in lines if line.theirs or line.together), start=1)
        if line.is_asked
    ]
    return Conflict(rows, values={"seen": seen_of_steps(planned), BEGUN: signed({"steps": plain(planned)})}, **saved)


def _in_words(step: Step | None) -> str:
    if step is None:
        return ""
    days = " – ".join(day(date.fromisoformat(step[name])) for name in ("starts_on", "ends_on"))
    return "\n".join(filter(None, [step["name"], days, step["explanation"]]))


# --- Two plans that began as the same one, made into one ---


def plain(steps: Sequence[Mapping[str, object]]) -> list[Step]:
    return [{name: str(step[name]) for name in STEP_FIELDS} for step in steps]


def one_plan(begun: Sequence[Step] | None, mine: Sequence[Step | None], theirs: Sequence[Step]) -> list[Line]:
    """The steps that stand now first, in their order. mine: by the place in the form, which is that in `begun`; None
    for what I took away."""
    started = {str(place): step for place, step in enumerate(begun or ())}
    my_kept = {str(place): step for place, step in enumerate(mine[: len(started)])}
    my_own = {**my_kept, **_named([step for step in mine[len(started) :] if step])}
    their_own = _recognised(started, theirs)
    names = list(dict.fromkeys([*their_own, *started, *my_own]))
    return [_line(begun is not None, started.get(name), my_own.get(name), their_own.get(name)) for name in names]


def _line(is_known: bool, begun: Step | None, mine: Step | None, theirs: Step | None) -> Line:
    if mine and theirs:
        values, both = merged((begun or {}) if is_known else None, mine, theirs)
        return Line(theirs, mine, values, bool(both))
    whole, both = merged({"": begun} if is_known else None, {"": mine}, {"": theirs})
    return Line(theirs, mine, whole[""], bool(both))


def _recognised(started: Mapping[str, Step], theirs: Sequence[Step]) -> dict[str, Step]:
    """Which of the first steps each of theirs is: the same one, one of the same name, or one of the same day."""
    found: dict[int, str] = {}
    for names in (STEP_FIELDS, ("name",), ("starts_on",)):
        for key, step in started.items():
            same = (n for n, one in enumerate(theirs) if n not in found and all(one[f] == step[f] for f in names))
            if key not in found.values() and (place := next(same, None)) is not None:
                found[place] = key
    new = {id(step): key for key, step in _named([one for n, one in enumerate(theirs) if n not in found]).items()}
    return {found[n] if n in found else new[id(step)]: step for n, step in enumerate(theirs)}


def _named(steps: Sequence[Step]) -> dict[str, Step]:
    """New steps, by their name; of two with one name the second has another key."""
    named: dict[str, Step] = {}
    for step in steps:
        key = f"+{step['name']}"
        while key in named:
            key += "+"
        named[key] = step
    return named
