"""What a form says that came in on paper or in a file. No database here."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from regiotafel.formats import cells
from regiotafel.plan.ballots.rules import AnySaid, WrongBallot, check_four, check_said, counts
from regiotafel.plan.models import ChoiceForm, ChoiceRound, PartyKind

MOST_SHEETS = 2000
_ID = re.compile(r"[A-Z0-9-]{1,20}")
# Beside space, what people put between numbers.
_BETWEEN = str.maketrans(",;", "  ")
_POINTS = re.compile(r"([0-9]{1,6})[=:]([0-9]{1,4})")
_PAIR = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


class Sheet(NamedTuple):
    """One form that came in on paper or in a file."""

    outside_id: str
    kind: PartyKind
    said: Any
    is_blank: bool = False
    municipality_id: int | None = None
    organisation_id: int | None = None

    @property
    def party(self) -> tuple[int | None, int | None]:
        return self.municipality_id, self.organisation_id


class Known(NamedTuple):
    """What is there already. positions: of what is on the form; ids: of forms that came in the same way; parties: those
    that gave a ballot, by municipality and organisation."""

    positions: Collection[int]
    shares: Mapping[str, int]
    ids: Collection[str]
    parties: Collection[tuple[int | None, int | None]]


def check_sheets(round: ChoiceRound, sheets: Sequence[Sheet], known: Known) -> None:
    """Raises with what is wrong with the first that is."""
    for number, fault in faults_in(round, sheets, known):
        raise WrongBallot(_("Formulier %(id)s: %(fault)s") % {"id": sheets[number].outside_id, "fault": fault})


def faults_in(round: ChoiceRound, sheets: Sequence[Sheet], known: Known) -> list[tuple[int, str]]:
    """By the place of a sheet, what is wrong with it."""
    found: list[tuple[int, str]] = []
    ids, parties = set(known.ids), set(known.parties)
    for place, sheet in enumerate(sheets):
        if sheet.outside_id in ids:
            found.append((place, _("Dit nummer is al ingevoerd, of staat er twee keer.")))
        if any(sheet.party) and sheet.party in parties:
            found.append((place, _("Namens deze partij is al gekozen, of ze staat er twee keer.")))
        if not known.shares.get(sheet.kind):
            told = _("%(kind)s kiezen in deze keuzeronde niet mee.")
            found.append((place, told % {"kind": PartyKind(sheet.kind).label.capitalize()}))
        try:
            _check_sheet(round, sheet, known.positions)
        except WrongBallot as wrong:
            found.append((place, str(wrong)))
        ids.add(sheet.outside_id)
        parties.add(sheet.party)
    return found


def _check_sheet(round: ChoiceRound, sheet: Sheet, positions: Collection[int]) -> None:
    if round.form != ChoiceForm.FOUR:
        return check_said(round, sheet.said, positions, is_blank=sheet.is_blank)
    for shown, best, worst in sheet.said:
        check_four(shown, best, worst)
    if not counts(round.form, sheet.said, is_blank=sheet.is_blank):
        raise WrongBallot(_("Er is niets gekozen. Kies iets, of geef aan dat het blanco is."))
    return None


# --- What somebody typed


def read_id(text: str) -> str:
    """`007`, `7` and the `7.0` of a spreadsheet are the same form."""
    found = cells.name(text).upper()
    if not _ID.fullmatch(found):
        raise WrongBallot(_("Een nummer heeft alleen cijfers, letters en streepjes, en hooguit 20 tekens."))
    return str(int(found)) if found.isdecimal() else found


def read_typed(round: ChoiceRound, text: str, numbers: Mapping[int, int], shown: Sequence[Sequence[int]]) -> AnySaid:
    """What was chosen, as it is typed over from paper. numbers: by that of a measure its position on the form; shown:
    of fours, which stood on this form.

    Ticked: `3 7 12`. Points: `3=5 7=2`. A top: `7 3 12`, the first first. Fours: `3/12 5/8 -`, of each the most and the
    least important, or a line for what was skipped."""
    words = text.translate(_BETWEEN).split()
    if round.form == ChoiceForm.FOUR:
        return read_fours(words, numbers, shown)
    if round.form == ChoiceForm.POINTS:
        return _once(_pointed(words, numbers))
    places = [read_position(one, numbers) for one in words]
    if round.form == ChoiceForm.RANK:
        return _once((position, place) for place, position in enumerate(places, start=1))
    return _once((position, 1) for position in places)


def _pointed(words: Sequence[str], numbers: Mapping[int, int]) -> list[tuple[int, int]]:
    found = []
    for one in words:
        parts = _POINTS.fullmatch(one)
        if parts is None:
            raise WrongBallot(_("“%(text)s” begrijpen we niet. Typ het zo: 3=5 7=2.") % {"text": one[:20]})
        found.append((read_position(parts[1], numbers), int(parts[2])))
    return found


def read_position(text: str, numbers: Mapping[int, int]) -> int:
    number = cells.number(text)
    if number is None:
        raise WrongBallot(_("“%(text)s” is geen nummer van een maatregel.") % {"text": text[:20]})
    if number not in numbers:
        raise WrongBallot(_("Maatregel %(number)d staat niet op het formulier.") % {"number": number})
    return numbers[number]


def _once(pairs: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for position, value in pairs:
        if str(position) in found:
            raise WrongBallot(_("Een maatregel staat er twee keer."))
        found[str(position)] = value
    return found


def read_fours(words: Sequence[str], numbers: Mapping[int, int], shown: Sequence[Sequence[int]]) -> list[list[Any]]:
    if len(words) > len(shown):
        raise WrongBallot(
            _("Dit zijn er te veel: op het formulier staan %(n)d keer vier maatregelen.") % {"n": len(shown)}
        )
    found: list[list[Any]] = []
    for one, four in zip(words, shown, strict=False):
        if one == "-":
            found.append([list(four), None, None])
            continue
        parts = _PAIR.fullmatch(one)
        if parts is None:
            raise WrongBallot(
                _("“%(text)s” begrijpen we niet. Typ het zo: 3/12, of - voor overgeslagen.") % {"text": one[:20]}
            )
        best, worst = (read_position(each, numbers) for each in parts.groups())
        check_four(four, best, worst)
        found.append([list(four), best, worst])
    return found
