"""What a body decided, what would be if, and an election in a file."""

from collections.abc import Mapping, Sequence
from math import gcd, lcm
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.formats.pabulib import Poll, read
from regiotafel.history.models import REASON_LENGTH
from regiotafel.plan.ballots.rules import HEAVIEST_SHARE
from regiotafel.plan.bringing.queries import seen_of
from regiotafel.plan.models import Completion, Decision, MeasureState, PartyKind, Plan
from regiotafel.plan.outcomes.queries import Decidable
from regiotafel.plan.outcomes.rules import CHOICES, LONGEST_BODY, RULES, Asked, Rule, check_poll, told_together
from regiotafel.plan.rules import MOST_MONEY
from regiotafel.refused import Refused
from regiotafel.reports.numbers import in_a_row
from regiotafel.web import fields
from regiotafel.web.files import read_brought, signed, unsigned

SALT = "regiotafel.plan.outcomes"


class DecideForm(forms.Form):
    """For each measure what is decided, and why where that differs from what was counted. Left out: as it was
    counted."""

    body = fields.line(
        _("Wie besloot dit?"),
        _("Zoals: de bestuurlijke tafel, of de stuurgroep jeugd."),
        most=LONGEST_BODY,
        missing=_("Vul in wie dit besloot."),
    )
    decided_on = fields.day(_("Op welke dag?"))
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, rows: Sequence[Decidable], last: Decision | None = None
    ) -> None:
        initial = {"seen": last.number, "body": last.body} if last else {"seen": 0}
        super().__init__(data, initial=initial)
        self.measures = rows
        choices = [(one.value, MeasureState(one).label) for one in CHOICES]
        for row in rows:
            was = row.last
            self.fields[row.name] = fields.one_of(
                gettext("Besluit"),
                choices,
                missing=gettext("Kies wat er met deze maatregel gebeurt."),
                initial=was.state if was else row.advised,
            )
            self.fields[f"{row.name}_reason"] = fields.line(
                gettext("Waarom? Nodig als het besluit afwijkt"),
                most=REASON_LENGTH,
                required=False,
                initial=was.reason if was else "",
            )

    @property
    def rows(self) -> list[tuple[Decidable, forms.BoundField, forms.BoundField]]:
        return [(row, self[row.name], self[f"{row.name}_reason"]) for row in self.measures]

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        verdicts = {row.measure.number: (given[row.name], given[f"{row.name}_reason"]) for row in self.measures}
        return {**{name: given[name] for name in ("body", "decided_on", "seen")}, "verdicts": verdicts}


class WhatIfForm(forms.Form):
    """What somebody tries, in the address of the page. Left empty: as it was agreed. Kinds of parties that are told
    together have one part together: with a part of its own, what comes out would tell what a few people chose."""

    regel = forms.ChoiceField(label=_("Welke regel?"), required=False)
    rest = forms.ChoiceField(label=_("Wat over is"), choices=Completion.choices, required=False)
    er_is = fields.number(_("Hoeveel is er te verdelen?"), least=0, most=MOST_MONEY, required=False)

    def __init__(self, data: Mapping[str, Any], *, asked: Asked, rules: Sequence[Rule]) -> None:
        self.asked, self.rules = asked, {one.rule: one for one in rules}
        self.now = sum(asked.plan.years.values()) * asked.unit
        self.agreed = asked.plan.shares or {}
        words = {str(PartyKind(kind).label): f"deel_{kind}" for kind in PartyKind.values}
        self.groups = {words.get(kinds[0], kinds[0]): kinds for kinds in told_together(asked.plan)}
        super().__init__()
        fields.choose(self, "regel", [(one.rule, RULES[one.rule]) for one in rules])
        self.fields["regel"].initial = rules[0].rule
        self.fields["rest"].initial = next((one.completion for one in rules if one.rule == "equal-shares"), "none")
        self.fields["er_is"].initial = self.now
        for name, kinds in self.groups.items():
            label = gettext("Deel van %(kind)s") % {"kind": in_a_row(kinds)}
            share = sum(self.agreed[kind] for kind in kinds)
            self.fields[name] = fields.number(
                label, least=0, most=HEAVIEST_SHARE * len(kinds), required=False, initial=share
            )
        if data:  # what is not in the address is as it was agreed
            said = {name: field.initial for name, field in self.fields.items() if field.initial is not None}
            self.is_bound, self.data = True, said | {name: data[name] for name in self.fields if name in data}

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        there = {one.kind for one in self.asked.plan.ballots}
        if there and not any(self.shares_in(found)[kind] for kind in there):
            raise ValidationError(_("Geef ten minste één soort partij die koos, een deel boven 0."))
        return found

    def shares_in(self, said: Mapping[str, Any]) -> dict[str, int]:
        """Within kinds that have one part together, as it was agreed."""
        agreed = {name: sum(self.agreed[kind] for kind in kinds) for name, kinds in self.groups.items()}
        whole, shares = lcm(*(n for n in agreed.values() if n)), dict(self.agreed)
        for name, kinds in self.groups.items():
            given = agreed[name] if said.get(name) is None else int(said[name])
            for kind in kinds:
                part = self.agreed[kind] * whole // agreed[name] if agreed[name] else whole // len(kinds)
                shares[kind] = given * part
        most = gcd(*shares.values()) or 1
        return {kind: n // most for kind, n in shares.items()}

    @property
    def shares(self) -> dict[str, int]:
        return self.shares_in(self.cleaned_data)

    @property
    def capacity(self) -> int:
        said = self.cleaned_data.get("er_is")
        return self.now if said is None else int(said)

    @property
    def rule(self) -> Rule:
        named = self.cleaned_data.get("regel") or next(iter(self.rules))
        one = self.rules[named]
        if named != "equal-shares":
            return one
        return Rule(one.rule, one.utility, self.cleaned_data.get("rest") or one.completion, one.start)


class PollForm(forms.Form):
    """An election that was held elsewhere."""

    file = fields.file(_("Welk bestand?"), _("Een .pb-bestand van Pabulib. Hooguit 1 MB."), accept=".pb")
    kind = fields.one_of(_("Wie kozen er?"), PartyKind.choices, missing=_("Kies welke soort partij koos."))

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.poll: Poll | None = None
        self.data_read = b""

    def _read(self, data: bytes) -> Poll:
        self.data_read = data
        return read(data)

    def clean_file(self) -> Any:
        uploaded = self.cleaned_data["file"]
        self.poll = read_brought(uploaded, self._read)
        try:
            check_poll(self.poll)
        except Refused as refused:
            raise ValidationError(str(refused)) from None
        return uploaded


class TakePollForm(forms.Form):
    """What the preview showed, as it was signed."""

    poll = fields.carried(most=2_000_000, required=True)
    kind = fields.carried(most=20, required=True)
    seen = fields.carried(most=64, required=True)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, plan: Plan, brought: bytes = b"", kind: str = ""
    ) -> None:
        carried = signed([brought.decode("utf-8-sig"), kind], SALT, plan) if brought else ""
        super().__init__(data, initial={"poll": carried, "kind": kind, "seen": seen_of(plan)})
        self.plan = plan

    def clean_poll(self) -> Poll:
        text, self.signed_kind = unsigned(self.cleaned_data["poll"], SALT, self.plan, tuple)
        return read(text.encode())

    def clean_kind(self) -> str:
        kind = self.cleaned_data["kind"]
        if kind != getattr(self, "signed_kind", kind) or kind not in PartyKind.values:
            raise ValidationError(_("Dit is niet meer te lezen. Kies het bestand opnieuw."))
        return str(kind)
