"""Forms typed over from paper, ten at a time, or brought in a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.plan.ballots.rules import WrongBallot
from regiotafel.plan.entering.queries import (
    known_in,
    numbers_of,
    parties_of,
    read_sheets,
    sheet_of,
    shown_on,
)
from regiotafel.plan.entering.rules import Sheet, faults_in, read_id, read_typed
from regiotafel.plan.models import BallotChannel, ChoiceForm, ChoiceRound, PartyKind
from regiotafel.regions.permissions import Party
from regiotafel.web import fields
from regiotafel.web.files import read_brought, signed, unsigned

ROWS = 10
SIZES = {"number": 4, "chosen": 28}
SALT = "regiotafel.plan.entering"
HOW = {
    ChoiceForm.APPROVE: _("De nummers van wat is aangekruist, bijvoorbeeld: 3 7 12."),
    ChoiceForm.POINTS: _("Het nummer met de punten, bijvoorbeeld: 3=5 7=2."),
    ChoiceForm.RANK: _("De nummers van hoog naar laag, bijvoorbeeld: 7 3 12."),
    ChoiceForm.FOUR: _("Van elke vier de belangrijkste/de minst belangrijke: 3/12 5/8. Een - voor overgeslagen."),
}


class SheetForm(forms.Form):
    """One form of paper."""

    number = fields.line(_("Nummer"), most=20, required=False)
    kind = forms.ChoiceField(label=_("Soort partij"), required=False)
    behalf = forms.ChoiceField(label=_("Namens"), required=False)
    chosen = fields.line(_("Gekozen"), most=500, required=False)
    is_blank = forms.BooleanField(label=_("Blanco"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, *, kinds: Sequence[Any], parties: Sequence[Any], row: int
    ) -> None:
        super().__init__(data, prefix=f"f{row}")
        self.row = row
        fields.choose(self, "kind", kinds)
        fields.choose(self, "behalf", parties)
        for name, field in self.fields.items():
            label = gettext("Formulier %(row)d, %(what)s") % {"row": row, "what": str(field.label).lower()}
            field.widget.attrs["aria-label"] = label
            if name in SIZES:
                field.widget.attrs["size"] = SIZES[name]

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ("number", "chosen", "is_blank"))


class PaperGrid:
    """Ten forms at a time, as one form: all of them are kept, or none."""

    def __init__(self, data: Mapping[str, Any] | None, round: ChoiceRound) -> None:
        self.round, self.numbers, self.parties = round, numbers_of(round), parties_of(round)
        self.known = known_in(round, BallotChannel.PAPER)
        kinds = [("", "–"), *((one, one.label) for one in PartyKind if self.known.shares.get(one))]
        names = [("", gettext("zichzelf")), *((word, str(one)) for word, one in self.parties.items())]
        self.forms = [SheetForm(data, kinds=kinds, parties=names, row=row) for row in range(1, ROWS + 1)]
        self.is_bound = data is not None
        self.sheets: list[Sheet] = []
        self._is_valid: bool | None = None

    def is_valid(self) -> bool:
        if self._is_valid is None:
            self._is_valid = self.is_bound and self._read()
        return self._is_valid

    def _read(self) -> bool:
        given = [one for one in self.forms if not one.is_valid() or not one.is_empty]
        rows = [(one, sheet) for one in given if (sheet := self._sheet(one)) is not None]
        for place, fault in faults_in(self.round, [sheet for _form, sheet in rows], self.known):
            rows[place][0].add_error("number" if "nummer" in fault.lower() else "chosen", fault)
        if not given:
            self.forms[0].add_error("number", gettext("Typ ten minste één formulier over."))
        self.sheets = [sheet for _form, sheet in rows]
        return not any(one.errors for one in self.forms)

    def _sheet(self, form: SheetForm) -> Sheet | None:
        said, name = form.cleaned_data, "number"
        party: Party | None = self.parties.get(said.get("behalf", ""))
        try:
            number = read_id(said.get("number", ""))
            name = "kind"
            if not said.get("kind"):
                raise WrongBallot(gettext("Kies de soort partij."))
            name = "chosen"
            shown = shown_on(self.round, self.known.positions, number)
            chosen = read_typed(self.round, said.get("chosen", ""), self.numbers, shown)
        except WrongBallot as wrong:
            form.add_error(name, str(wrong))
            return None
        return sheet_of(number, PartyKind(said["kind"]), chosen, is_blank=said["is_blank"], party=party)

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """Of each: the id of the field, what that is called, and what is wrong."""
        wrong = [(form, name, fault) for form in self.forms for name, some in form.errors.items() for fault in some]
        return [
            (form[name].id_for_label, form.fields[name].widget.attrs["aria-label"], str(fault))
            for form, name, fault in wrong
        ]

    @property
    def how(self) -> str:
        return str(HOW[ChoiceForm(self.round.form)])


class PrintForm(forms.Form):
    """Which sheets to print. Read from the address, so that the page can be kept and printed again."""

    bladen = fields.number(
        _("Hoeveel formulieren?"),
        _("Elk formulier krijgt een eigen nummer."),
        least=1,
        most=100,
        required=False,
        errors={"max_value": _("Print er hooguit %(limit_value)d tegelijk.")},
    )
    vanaf = fields.number(_("Eerste nummer"), least=1, most=99_999, required=False)

    def numbers(self) -> list[int]:
        given = self.cleaned_data
        first, n = given.get("vanaf") or 1, given.get("bladen") or 1
        return list(range(first, first + n))


class UndoForm(forms.Form):
    reason = fields.line(
        _("Waarom maak je dit ongedaan?"), most=REASON_LENGTH, missing=_("Schrijf op waarom je dit ongedaan maakt.")
    )


class BringSheetsForm(forms.Form):
    brought = fields.file(
        _("Welk bestand?"), _("Een CSV of XLSX met de kolommen van het lege bestand hieronder."), accept=fields.TABLE
    )

    def __init__(self, *args: Any, round: ChoiceRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round
        self.sheets: list[Sheet] = []

    def clean_brought(self) -> Any:
        uploaded = self.cleaned_data["brought"]
        parties, numbers = parties_of(self.round), numbers_of(self.round)
        known = known_in(self.round, BallotChannel.FILE)
        self.sheets = read_brought(uploaded, lambda data: read_sheets(data, self.round, parties, numbers, known))
        return uploaded


class TakeSheetsForm(forms.Form):
    """What the preview showed, as it was signed."""

    sheets = fields.carried(most=2_000_000, required=True)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, round: ChoiceRound, sheets: Sequence[Sheet] = ()
    ) -> None:
        super().__init__(data, initial={"sheets": signed([list(one) for one in sheets], SALT, round)})
        self.round = round

    def clean_sheets(self) -> list[Sheet]:
        return unsigned(self.cleaned_data["sheets"], SALT, self.round, _sheets)


def _sheets(rows: Sequence[Any]) -> list[Sheet]:
    return [Sheet(one[0], PartyKind(one[1]), *one[2:]) for one in rows]
