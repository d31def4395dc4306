"""What somebody fills in to put a package on the table, to answer one, and to make one the provisional agreement."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.mandates.models import DecisionLevel, Living, Offer, Origin, Reply
from regiotafel.mandates.offers.queries import Choices
from regiotafel.mandates.offers.rules import MOST_EXCHANGES, RedLine, Swap
from regiotafel.web import fields
from regiotafel.web.fields import number_of

# Before the number of an offer, where an address or a form names it.
OFFER = "pakket-"
TRIED = "geprobeerd"
RULES = tuple(one.value for one in Origin if one not in (Origin.OFFER, Origin.IMPROVEMENT))


class AskedForm(forms.Form):
    """Which packages an address names: what an offer is made of, or the two that stand beside each other. A name that
    is not known is as good as none."""

    van = fields.carried(most=40)
    een = fields.carried(most=40)
    ander = fields.carried(most=40)

    def named(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))[:40]


def offer_number(name: str) -> int | None:
    return number_of(name.removeprefix(OFFER)) if name.startswith(OFFER) else None


def level_name(place: int) -> str:
    """The field of a subject, as the page of packages names it too: by its place in the round, from 1."""
    return f"o{place}"


def levels_in(values: Mapping[str, Any], choices: Choices, otherwise: Mapping[int, str]) -> dict[int, str]:
    """The levels in an address or a form that exist, and else those of another package."""
    found = dict(otherwise)
    for place, subject in enumerate(choices.subjects, start=1):
        typed = str(values.get(level_name(place), ""))
        if typed in DecisionLevel.values:
            found[subject.pk] = typed
    return found


def is_tried(values: Mapping[str, Any], choices: Choices) -> bool:
    return any(level_name(place) in values for place in range(1, len(choices.subjects) + 1))


class OfferForm(forms.Form):
    """A level for each subject, why, and what is exchanged. `number`: of the newest offer that this person read."""

    reason = fields.words(
        _("Waarom dit pakket?"),
        _("Wie de uitkomst van deze ronde mag lezen, leest dit ook."),
        most=500,
        missing=_("Schrijf op waarom dit pakket op tafel komt."),
    )
    authority = fields.line(
        _("Namens wie?"),
        _("Bijvoorbeeld: het college van Lindermonde."),
        most=150,
        missing=_("Vul in namens wie dit tegenvoorstel is, zoals: het college."),
    )
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    van = fields.carried(most=40)

    def __init__(self, *args: Any, choices: Choices, start: Mapping[int, str], is_counter: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = choices
        if not is_counter:
            del self.fields["authority"]
        for place, subject in enumerate(choices.subjects, start=1):
            among = [(level.value, level.label) for level in choices.allowed[subject.pk]]
            self.fields[level_name(place)] = forms.ChoiceField(
                label=subject.title, choices=among, initial=start.get(subject.pk, "")
            )
        lines = [("", gettext("niets"))] + [
            (f"{line.municipality}-{line.subject}", name) for line, name in _named_lines(choices)
        ]
        givers = [("", gettext("de andere gemeenten samen"))] + [
            (str(one.pk), one.name) for one in choices.municipalities
        ]
        for n in self.exchange_numbers if len(lines) > 1 else ():
            self.fields[f"ruil{n}"] = forms.ChoiceField(
                label=_("Welk breekpunt wordt opgegeven?"), choices=lines, required=False
            )
            self.fields[f"ruil{n}_voor"] = fields.line(
                _("Wat staat daartegenover?"), most=REASON_LENGTH, required=False
            )
            self.fields[f"ruil{n}_door"] = forms.ChoiceField(label=_("Wie doet dat?"), choices=givers, required=False)

    exchange_numbers = range(1, MOST_EXCHANGES + 1)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for n in self.exchange_numbers:
            line, words = found.get(f"ruil{n}"), found.get(f"ruil{n}_voor")
            if line and not words:
                self.add_error(f"ruil{n}_voor", gettext("Schrijf op wat er tegenover het breekpunt staat."))
            if words and not line:
                self.add_error(f"ruil{n}", gettext("Kies welk breekpunt wordt opgegeven."))
        return found

    def levels(self) -> dict[int, str]:
        return {
            subject.pk: self.cleaned_data[level_name(place)]
            for place, subject in enumerate(self.among.subjects, start=1)
        }

    def swaps(self) -> list[Swap]:
        places = {one.pk: one for one in self.among.municipalities}
        subjects = {one.pk: one for one in self.among.subjects}
        found = []
        for n in self.exchange_numbers:
            if chosen := self.cleaned_data.get(f"ruil{n}"):
                place, subject = map(int, chosen.split("-"))
                giver = self.cleaned_data.get(f"ruil{n}_door")
                words = self.cleaned_data[f"ruil{n}_voor"]
                found.append(Swap(places[place], subjects[subject], words, places[int(giver)] if giver else None))
        return found

    @property
    def level_fields(self) -> Iterator[forms.BoundField]:
        return (self[level_name(place)] for place in range(1, len(self.among.subjects) + 1))

    @property
    def exchange_fields(self) -> Iterator[list[forms.BoundField]]:
        names = ("", "_voor", "_door")
        return ([self[f"ruil{n}{name}"] for name in names] for n in self.exchange_numbers if f"ruil{n}" in self.fields)

    @property
    def why_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("reason", "authority") if name in self.fields]

    @property
    def has_exchanges(self) -> bool:
        return any(fields[0].value() or fields[0].errors for fields in self.exchange_fields)


def swaps_typed(swaps: Sequence[Swap]) -> dict[str, str]:
    """As they stand in the form."""
    typed: dict[str, str] = {}
    for n, one in enumerate(swaps, start=1):
        typed[f"ruil{n}"] = f"{one.municipality.pk}-{one.subject.pk}"
        typed[f"ruil{n}_voor"] = one.in_return
        typed[f"ruil{n}_door"] = str(one.given_by.pk) if one.given_by else ""
    return typed


def _named_lines(choices: Choices) -> Sequence[tuple[RedLine, str]]:
    places = {one.pk: one for one in choices.municipalities}
    subjects = {one.pk: one for one in choices.subjects}
    words = gettext("%(name)s over %(title)s")
    return [
        (one, words % {"name": places[one.municipality], "title": subjects[one.subject]}) for one in choices.red_lines
    ]


class ReplyForm(forms.Form):
    """`number`: of the answer of this municipality that this person read; 0 when there was none."""

    living = fields.one_of(
        _("Kunnen jullie hiermee leven?"), Living.choices, missing=_("Kies of jullie hiermee kunnen leven.")
    )
    reason = fields.line(
        _("Waarom?"),
        _("Nodig bij “nog niet” en “niet”: dan weten anderen wat er nodig is."),
        most=REASON_LENGTH,
        required=False,
    )
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def reply_form(newest: Reply | None) -> ReplyForm:
    if newest is None:
        return ReplyForm(initial={"number": 0})
    return ReplyForm(initial={name: getattr(newest, name) for name in ("living", "reason", "number")})


class WithdrawForm(forms.Form):
    reason = fields.line(
        _("Waarom gaat dit pakket van tafel?"),
        _("Het pakket blijft te lezen, met deze reden erbij."),
        most=REASON_LENGTH,
        missing=_("Schrijf op waarom het pakket van tafel gaat."),
    )


class AccordForm(forms.Form):
    """`number`: of the accord that this person read; 0 when there was none."""

    reason = fields.line(
        _("Waarom, en waar is dat afgesproken?"),
        _("Bijvoorbeeld: het overleg van de wethouders op 12 januari 2027."),
        most=REASON_LENGTH,
        missing=_("Schrijf op waarom, en waar dat is afgesproken."),
    )
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def compare_choices(rules: Sequence[str], offers: Sequence[Offer], *, has_tried: bool) -> list[tuple[str, str]]:
    """What can stand beside what, newest offers first."""
    tried = [(TRIED, gettext("wat je net probeerde"))] if has_tried else []
    return [
        *tried,
        *((f"{OFFER}{one.number}", name_of(one)) for one in offers),
        *((one, rule_label(one)) for one in rules),
    ]


def name_of(offer: Offer) -> str:
    if offer.municipality is not None:
        words = gettext("pakket %(number)d, tegenvoorstel van %(name)s")
        return words % {"number": offer.number, "name": offer.municipality}
    return gettext("pakket %(number)d, van het projectteam") % {"number": offer.number}


def rule_label(rule: str) -> str:
    return str(Origin(rule).label)
