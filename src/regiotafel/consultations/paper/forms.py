"""Table meetings, and paper ballots typed over or read from a file."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.consultations.models import Choice, DeclaredRole, PaperTable, Statement
from regiotafel.consultations.rules import role_named
from regiotafel.formats import cells
from regiotafel.formats.faults import Faults
from regiotafel.formats.tables import read_table
from regiotafel.refused import Refused
from regiotafel.regions.models import Municipality, Organisation
from regiotafel.regions.parties.queries import municipalities_named
from regiotafel.tables.models import Meeting
from regiotafel.text.folding import fold
from regiotafel.text.places import place
from regiotafel.web import fields
from regiotafel.web.files import read_brought

GRID_ROWS = 10
MOST_SHEETS = 500
MOST_PRINTED = 100
COLUMNS = ("formulier", "rol", "gemeente")
WAS = {"biljet": "formulier"}  # the column's name in files that were made before
_NUMBER = re.compile(r"[A-Z0-9-]{1,20}")
CHOICES = {
    "": None,
    **dict.fromkeys(("e", "eens", "1", "+1", "+"), Choice.AGREE),
    **dict.fromkeys(("o", "oneens", "-1", "-"), Choice.DISAGREE),
    **dict.fromkeys(("?", "w", "weet niet", "weet ik niet", "0"), Choice.UNSURE),
}


class Unreadable(Refused):
    """Something that was typed has no meaning; the text says what would."""

    status = 422


@dataclass(frozen=True)
class Sheet:
    """One paper ballot in plain values. answers: by the number of the statement."""

    number: str
    answers: Mapping[int, Choice]
    role: str = ""
    municipality: Municipality | None = None


class TableForm(forms.Form):
    name = fields.line(
        gettext_lazy("Naam van de bijeenkomst"),
        gettext_lazy("Bijvoorbeeld: ouderavond in het buurthuis."),
        most=120,
        missing=gettext_lazy("Geef de bijeenkomst een naam."),
    )
    held_on = fields.day(gettext_lazy("Datum"))
    facilitator = fields.line(gettext_lazy("Wie leidt het gesprek?"), most=120, required=False)
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisatie"),
        help_text=gettext_lazy("Alleen als iedereen in deze bijeenkomst bij deze organisatie hoort."),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("Geen organisatie"),
        error_messages={"invalid_choice": gettext_lazy("Deze organisatie doet niet mee in deze regio.")},
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.choose(self, "organisation", organisations)


class MeetingForm(forms.Form):
    """A meeting that is there already."""

    meeting = forms.ModelChoiceField(
        label=gettext_lazy("Welke bijeenkomst?"),
        queryset=Meeting.objects.none(),
        empty_label=gettext_lazy("Kies een bijeenkomst"),
        error_messages={
            "required": gettext_lazy("Kies een bijeenkomst."),
            "invalid_choice": gettext_lazy("Deze bijeenkomst hoort niet bij deze regio, of ligt er al."),
        },
    )

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.choose(self, "meeting", meetings)


class PaperForm(forms.Form):
    """Which ballots to print. Read from the address, so the page can be kept and printed again."""

    tafel = forms.ModelChoiceField(
        label=gettext_lazy("Voor welke bijeenkomst?"),
        queryset=PaperTable.objects.none(),
        required=False,
        empty_label=gettext_lazy("Geen, een los formulier"),
    )
    bladen = fields.number(
        gettext_lazy("Hoeveel formulieren?"),
        gettext_lazy("Elk formulier krijgt een eigen nummer. Leeg: één formulier zonder nummer, om te kopiëren."),
        least=1,
        most=MOST_PRINTED,
        required=False,
        errors={"max_value": gettext_lazy("Print er hooguit %(limit_value)d tegelijk.")},
    )
    vanaf = fields.number(gettext_lazy("Eerste nummer"), least=1, most=99_999, required=False, initial=1)

    def __init__(self, *args: Any, tables: QuerySet[PaperTable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.choose(self, "tafel", tables)

    def numbers(self) -> list[int | None]:
        """The numbers on the sheets; one sheet without a number when none were asked."""
        first, n = self.cleaned_data.get("vanaf") or 1, self.cleaned_data.get("bladen")
        return list(range(first, first + n)) if n else [None]


# --- One cell ---


def read_choice(text: str) -> Choice | None:
    whole = cells.number(text)
    try:
        return CHOICES[fold(text) if whole is None else str(whole)]
    except KeyError:
        raise Unreadable(_("“%(text)s” kennen we niet. Typ e, o of ?.") % {"text": text.strip()[:20]}) from None


def read_sheet_number(text: str) -> str:
    """`007`, `7` and the `7.0` of a spreadsheet are the same sheet."""
    number = cells.name(text).upper()
    if cells.is_total(number):
        raise Unreadable(_("Dit lijkt een regel met totalen. Haal die regel weg."))
    if not _NUMBER.fullmatch(number):
        raise Unreadable(_("Een nummer heeft alleen cijfers, letters en streepjes, hooguit 20."))
    return str(int(number)) if number.isdecimal() else number


def read_role(text: str) -> str:
    role = role_named(text)
    if role is None:
        known = ", ".join(str(role.label) for role in DeclaredRole)
        raise Unreadable(
            _("De rol “%(text)s” kennen we niet. We kennen: %(known)s.") % {"text": text.strip()[:40], "known": known}
        )
    return role


def read_municipality(text: str, municipalities: Mapping[str, Municipality]) -> Municipality | None:
    if not text.strip():
        return None
    try:
        return municipalities[place(text)]
    except KeyError:
        raise Unreadable(_("De gemeente “%(text)s” hoort niet bij deze regio.") % {"text": text.strip()[:40]}) from None


# --- Typed over ---


@dataclass
class Cell:
    """One input of the grid: what stands in it, and what is wrong with that."""

    name: str
    label: str
    value: str = ""
    fault: str = ""

    @property
    def id(self) -> str:
        return f"id_{self.name}"


@dataclass
class GridRow:
    number: Cell
    answers: list[Cell]
    role: Cell
    municipality: Cell

    @property
    def is_empty(self) -> bool:
        return not any(cell.value.strip() for cell in self.cells)

    @property
    def cells(self) -> list[Cell]:
        return [self.number, *self.answers, self.role, self.municipality]


@dataclass
class BallotGrid:
    """Ten sheets at a time: a row per sheet, a column per statement."""

    statements: Sequence[Statement]
    municipalities: Sequence[Municipality]
    data: Mapping[str, str] | None = None
    rows: list[GridRow] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    roles: Sequence[tuple[str, Any]] = tuple(DeclaredRole.choices)

    def __post_init__(self) -> None:
        self.rows = [self._row(row) for row in range(1, GRID_ROWS + 1)]

    def _row(self, row: int) -> GridRow:
        def cell(name: str, label: str) -> Cell:
            return Cell(f"{name}_{row}", label, (self.data or {}).get(f"{name}_{row}", "")[:100])

        def words(text: str) -> str:
            return _("Rij %(row)d, %(what)s") % {"row": row, "what": text}

        return GridRow(
            number=cell("formulier", words(_("nummer van het formulier"))),
            answers=[
                cell(f"s{statement.number}", words(_("stelling %(number)d") % {"number": statement.number}))
                for statement in self.statements
            ],
            role=cell("rol", words(_("rol"))),
            municipality=cell("gemeente", words(_("gemeente"))),
        )

    @property
    def is_bound(self) -> bool:
        return self.data is not None

    def is_valid(self) -> bool:
        """Reads every cell; what cannot be read gets its fault."""
        names, seen = municipalities_named(self.municipalities), set[str]()
        self.sheets = [self._read(row, names, seen) for row in self.rows if not row.is_empty]
        if not self.sheets:
            self.rows[0].number.fault = _("Typ minstens één formulier over.")
        return not self.faults

    def _read(self, row: GridRow, names: Mapping[str, Municipality], seen: set[str]) -> Sheet:
        answers = {}
        for statement, cell in zip(self.statements, row.answers, strict=True):
            choice = _checked(cell, read_choice)
            if choice is not None:
                answers[statement.number] = choice
        role = _checked(row.role, read_role) or ""
        municipality = _checked(row.municipality, lambda text: read_municipality(text, names))
        number = ""
        if not row.number.value.strip():
            row.number.fault = _("Typ het nummer van het formulier.")
        else:
            number = _checked(row.number, read_sheet_number) or ""
        if number and number in seen:
            row.number.fault = _("Dit nummer staat er twee keer.")
        elif number and not answers and not any(cell.fault for cell in row.answers):
            row.number.fault = _("Op dit formulier staat geen antwoord. Laat de rij dan leeg.")
        seen.add(number)
        return Sheet(number, answers, role, municipality)

    @property
    def faults(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row.cells if cell.fault]

    def mark(self, numbers: Collection[str]) -> None:
        """Points at the sheets that cannot be entered again."""
        sheets = iter(self.sheets)
        for row in self.rows:
            if not row.is_empty and next(sheets).number in numbers:
                row.number.fault = _("Dit formulier is al ingevoerd.")


def _checked(cell: Cell, read: Any) -> Any:
    try:
        return read(cell.value)
    except Unreadable as fault:
        cell.fault = str(fault)
        return None


# --- Read from a file ---


class BallotFileForm(forms.Form):
    file = fields.file(
        gettext_lazy("Bestand"),
        gettext_lazy("Een CSV of een Excel-bestand (XLSX), hooguit 1 MB."),
        accept=fields.TABLE,
    )

    def __init__(
        self,
        *args: Any,
        statements: Collection[int],
        municipalities: Iterable[Municipality],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.statements, self.municipalities = statements, municipalities_named(municipalities)
        self.sheets: list[Sheet] = []

    def clean_file(self) -> "UploadedFile[bytes]":
        uploaded: UploadedFile[bytes] = self.cleaned_data["file"]
        self.sheets = read_brought(uploaded, lambda data: read_ballots(data, self.statements, self.municipalities))
        return uploaded


def read_ballots(data: bytes, statements: Collection[int], municipalities: Mapping[str, Municipality]) -> list[Sheet]:
    """The sheets in a file with columns `formulier`, the numbers of statements, and maybe `rol` and `gemeente`. Raises
    FileRefused with what is wrong on which line."""
    table = read_table(data, {*COLUMNS, *WAS, *map(str, statements)})
    header = [WAS.get(name := cells.name(column), name) for column in table.header]
    faults, nothing_used = Faults(), _("De lijst met formulieren klopt niet. Er is niets van ingevoerd.")
    for fault in _faults_in_header(header, statements):
        faults.add(table.line, fault)
    faults.refuse_if_any(nothing_used)
    sheets: list[Sheet] = []
    seen: dict[str, int] = {}
    for line, row in table.whole_rows(faults):
        if len(sheets) == MOST_SHEETS:
            faults.add(line, _("Lees hooguit %(most)d formulieren tegelijk in.") % {"most": MOST_SHEETS})
            break
        sheet, wrong = _read_line(dict(zip(header, row, strict=True)), municipalities)
        for fault in wrong:
            faults.add(line, fault)
        if sheet.number in seen:
            words = _("Formulier %(number)s staat ook op regel %(line)d.")
            faults.add(line, words % {"number": sheet.number, "line": seen[sheet.number]})
        elif sheet.number:
            seen[sheet.number] = line
        sheets.append(sheet)
    if not sheets and not faults.found:
        faults.add(table.line, _("Er staat geen enkel formulier in dit bestand."))
    faults.refuse_if_any(nothing_used)
    return sheets


def _faults_in_header(header: Sequence[str], statements: Collection[int]) -> list[str]:
    known = {*COLUMNS, *map(str, statements)}
    faults = [
        _("De kolom “%(name)s” staat er meer dan eens.") % {"name": one[:40]}
        for one, n in Counter(header).items()
        if n > 1
    ]
    if "formulier" not in header:
        faults.append(_("De kolom “formulier” ontbreekt."))
    for name in header:
        if name.isdecimal() and name not in known:
            faults.append(_("Stelling %(number)s doet niet mee.") % {"number": name})
        elif name not in known:
            faults.append(
                _("De kolom “%(name)s” kennen we niet. Gebruik formulier, rol, gemeente en nummers van stellingen.")
                % {"name": name[:40]}
            )
    if not any(name.isdecimal() for name in header):
        faults.append(_("Er is geen kolom met het nummer van een stelling."))
    return faults


def _read_line(row: Mapping[str, str], municipalities: Mapping[str, Municipality]) -> tuple[Sheet, list[str]]:
    faults: list[str] = []

    def read(reader: Any, text: str, where: str) -> Any:
        try:
            return reader(text)
        except Unreadable as fault:
            faults.append(_("%(where)s: %(fault)s") % {"where": where, "fault": fault})
            return None

    number = read(read_sheet_number, row["formulier"], _("formulier")) or ""
    answers = {}
    for name, text in row.items():
        if name.isdecimal():
            choice = read(read_choice, text, _("stelling %(number)s") % {"number": name})
            if choice is not None:
                answers[int(name)] = choice
    role = read(read_role, row.get("rol", ""), _("rol")) or ""
    municipality = read(lambda text: read_municipality(text, municipalities), row.get("gemeente", ""), _("gemeente"))
    if not answers and not faults:
        faults.append(_("Op dit formulier staat geen antwoord. Haal de regel weg."))
    return Sheet(number, answers, role, municipality), faults
