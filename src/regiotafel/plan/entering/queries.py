"""Forms that came in on paper or in a file: as they are typed, as a table, out and in."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.formats import cells
from regiotafel.formats.faults import Faults
from regiotafel.formats.tables import read_table
from regiotafel.plan.ballots.queries import FEW, Option, candidates_of, newest, positions_of, shares_of
from regiotafel.plan.ballots.rules import AnySaid, WrongBallot, counts, fours
from regiotafel.plan.entering.rules import MOST_SHEETS, Known, Sheet, faults_in, read_fours, read_id, read_position
from regiotafel.plan.models import Ballot, BallotChannel, CandidatePart, ChoiceForm, ChoiceRound, PartyKind
from regiotafel.regions.models import Municipality, Organisation
from regiotafel.regions.parties.queries import municipalities_of, organisations_by_name
from regiotafel.regions.permissions import Party
from regiotafel.text.folding import fold_name
from regiotafel.text.tidy import tidy_line
from regiotafel.web.files import translated

Read = TypeVar("Read")
ID, KIND, BEHALF, BLANK = "formulier", "soort", "namens", "blanco"
N_EMPTY = 20
NOTHING_USED = gettext_lazy("Het bestand klopt niet. Er is niets van gebruikt en niets opgeslagen.")


def known_in(round: ChoiceRound, channel: str) -> Known:
    """Three queries."""
    rows = newest(round)
    with_party = rows.exclude(municipality=None, organisation=None)
    return Known(
        positions=positions_of(round),
        shares=shares_of(round),
        ids=set(rows.filter(channel=channel).values_list("outside_id", flat=True)),
        parties=set(with_party.values_list("municipality", "organisation")),
    )


def paper_in(round: ChoiceRound, pk: int) -> Ballot | None:
    rows = Ballot.objects.filter(round=round, pk=pk).exclude(channel=BallotChannel.SITE)
    found = rows.select_related("municipality", "organisation", "by").first()
    if found is not None:
        found.round = round
    return found


def entered(round: ChoiceRound) -> QuerySet[Ballot]:
    """What came in on paper or in a file, also what was undone. The newest first; never with what it says."""
    rows = Ballot.objects.filter(round=round).exclude(channel=BallotChannel.SITE).defer("said")
    return rows.select_related("municipality", "organisation", "by").order_by("-pk")


def numbers_of(round: ChoiceRound) -> dict[int, int]:
    """By the number of a measure its position on the form, in the order of the numbers."""
    rows = candidates_of(round).filter(part=CandidatePart.CHOICE).values_list("measure__number", "position")
    return dict(rows)


def shown_on(round: ChoiceRound, positions: Collection[int], outside_id: str) -> list[list[int]]:
    """Which fours stand on the sheet with this number."""
    if round.form != ChoiceForm.FOUR:
        return []
    giver = int(outside_id) if outside_id.isdecimal() else int(hashlib.sha256(outside_id.encode()).hexdigest()[:8], 16)
    return fours(list(positions), round.points, salt=f"{round.salt} papier", giver=giver)


@dataclass(frozen=True)
class Printed:
    """One sheet of paper. fours: of fours, which stand on it."""

    number: int
    fours: Sequence[Sequence[Option]] = ()


def printed_sheets(round: ChoiceRound, options: Sequence[Option], numbers: Sequence[int]) -> list[Printed]:
    named = {one.candidate.position: one for one in options}
    return [
        Printed(number, [[named[one] for one in four] for four in shown_on(round, list(named), str(number))])
        for number in numbers
    ]


def parties_of(round: ChoiceRound) -> dict[str, Party]:
    """On whose behalf a form can be, by folded name."""
    region = round.plan.region
    found: list[Party] = [*organisations_by_name(region), *municipalities_of(region)]
    return {fold_name(str(one)): one for one in found}


def sheet_of(outside_id: str, kind: PartyKind, said: AnySaid, *, is_blank: bool, party: Party | None) -> Sheet:
    place = party.pk if isinstance(party, Municipality) else None
    return Sheet(outside_id, kind, said, is_blank, place, party.pk if isinstance(party, Organisation) else None)


# --- As a table


def columns_of(round: ChoiceRound, numbers: Mapping[int, int]) -> list[str]:
    if round.form == ChoiceForm.FOUR:
        return [ID, KIND, BEHALF, BLANK, *(f"keuze_{n}" for n in range(1, round.points + 1))]
    return [ID, KIND, BEHALF, BLANK, *(f"maatregel_{number}" for number in numbers)]


def rows_of(round: ChoiceRound) -> Iterator[list[object]]:
    """The cells of `columns_of`, of all that counts: in an order that says nothing of when. Parties by name where that
    was said beforehand. Of a kind of which fewer than five people gave a ballot, it is not told which kind it is; when
    those are fewer than five together, they are left out."""
    numbers = numbers_of(round)
    rows = [
        one
        for one in newest(round).select_related("municipality", "organisation")
        if counts(round.form, one.said, is_blank=one.is_blank)
    ]
    n: dict[str, int] = {}
    for one in rows:
        if not _name_of(round, one):
            n[one.kind] = n.get(one.kind, 0) + 1
    few = {kind for kind, some in n.items() if some < FEW}
    are_few = sum(n[kind] for kind in few) < FEW
    by_position = {position: number for number, position in numbers.items()}
    ordered = sorted(rows, key=lambda one: hashlib.sha256(f"{round.salt} {one.giver}".encode()).hexdigest())
    place = 0
    for one in ordered:
        name = _name_of(round, one)
        if not name and one.kind in few and are_few:
            continue
        place += 1
        kind = _("een kleine groep") if not name and one.kind in few else str(one.get_kind_display())
        yield [place, kind, name, _("ja") if one.is_blank else "", *_cells_of(round, one.said, numbers, by_position)]


def _name_of(round: ChoiceRound, ballot: Ballot) -> str:
    return str(ballot.municipality or ballot.organisation or "") if round.names_told else ""


def _cells_of(
    round: ChoiceRound, said: AnySaid, numbers: Mapping[int, int], by_position: Mapping[int, int]
) -> list[object]:
    if round.form != ChoiceForm.FOUR:
        return [said.get(str(position)) if said else None for position in numbers.values()]
    found = []
    for shown, best, worst in said:
        pair = "-" if best is None else f"{by_position[best]}/{by_position[worst]}"
        found.append(f"{' '.join(str(by_position[one]) for one in shown)}: {pair}")
    return [*found, *[""] * (round.points - len(found))]


def empty_rows(columns: Sequence[str]) -> Iterator[list[object]]:
    """A table to fill in: only the numbers stand there."""
    for number in range(1, N_EMPTY + 1):
        yield [number, *[""] * (len(columns) - 1)]


def read_sheets(
    data: bytes, round: ChoiceRound, parties: Mapping[str, Party], numbers: Mapping[int, int], known: Known
) -> list[Sheet]:
    """What a file with the columns of `columns_of` says. Raises FileRefused with what is wrong on which line. numbers:
    see `numbers_of`."""
    wanted = columns_of(round, numbers)
    table, faults = read_table(data, wanted, wanted), Faults()
    for name in (ID, KIND):
        if name not in table.header:
            faults.add(table.line, _("De kolom “%(name)s” ontbreekt.") % {"name": name})
    for name in table.header:
        if name not in wanted:
            faults.add(table.line, _("De kolom “%(name)s” kennen we niet.") % {"name": name[:40]})
    faults.refuse_if_any(str(NOTHING_USED))
    reader, sheets, lines = _Reader(round, parties, numbers), list[Sheet](), list[int]()
    for line, row in table.whole_rows(faults):
        if len(sheets) == MOST_SHEETS:
            faults.add(line, _("Lees hooguit %(n)d formulieren tegelijk in.") % {"n": MOST_SHEETS})
            break
        named = dict(zip(table.header, row, strict=True))
        if not any(cells.plain(text) for name, text in named.items() if name != ID):
            continue  # a number that nobody filled in
        sheet, wrong = reader.read(named)
        for fault in wrong:
            faults.add(line, fault)
        if not wrong:
            sheets.append(sheet)
            lines.append(line)
    for place, fault in faults_in(round, sheets, known):
        faults.add(lines[place], fault)
    if not sheets and not faults.found:
        faults.add(table.line, _("Er staat geen formulier in dit bestand."))
    faults.refuse_if_any(str(NOTHING_USED))
    return sheets


@dataclass
class _Reader:
    """Knows the parties and the measures that a row can name."""

    round: ChoiceRound
    parties: Mapping[str, Party]
    numbers: Mapping[int, int]
    kinds: Mapping[str, PartyKind] = field(
        default_factory=lambda: {fold_name(str(one.label)): one for one in PartyKind}
    )

    def read(self, row: Mapping[str, str]) -> tuple[Sheet, list[str]]:
        faults: list[str] = []
        nothing: AnySaid = [] if self.round.form == ChoiceForm.FOUR else {}
        outside_id = _tried(faults, "", _id_of, row)
        kind = _tried(faults, PartyKind.RESIDENTS, self._kind, row)
        party = _tried(faults, None, self._party, row)
        said = _tried(faults, nothing, self._fours if self.round.form == ChoiceForm.FOUR else self._said, row)
        typed = cells.plain(row.get(BLANK, ""))
        is_blank = cells.yes_or_no(typed) if typed else False
        if is_blank is None:
            faults.append(_("Kolom %(column)s: typ ja, of laat het leeg.") % {"column": BLANK})
        return sheet_of(outside_id, kind, said, is_blank=bool(is_blank), party=party), faults

    def _kind(self, row: Mapping[str, str]) -> PartyKind:
        return _named(KIND, row[KIND], self.kinds)

    def _party(self, row: Mapping[str, str]) -> Party | None:
        typed = row.get(BEHALF, "")
        return _named(BEHALF, typed, self.parties) if cells.plain(typed) else None

    def _said(self, row: Mapping[str, str]) -> dict[str, int]:
        found = {}
        for number, position in self.numbers.items():
            column = f"maatregel_{number}"
            typed = cells.plain(row.get(column, ""))
            value = _value_of(self.round, typed)
            if value is None:
                told = _("Kolom %(column)s: “%(text)s” is geen heel getal.")
                raise WrongBallot(told % {"column": column, "text": typed[:20]})
            if value:
                found[str(position)] = value
        return found

    def _fours(self, row: Mapping[str, str]) -> list[list[Any]]:
        found = []
        for n in range(1, self.round.points + 1):
            typed = cells.plain(row.get(f"keuze_{n}", ""))
            if typed:
                left, _colon, pair = typed.partition(":")
                four = [read_position(one, self.numbers) for one in left.split()]
                if len(set(four)) != 4:
                    told = _("Kolom %(column)s: typ het zo: 3 5 8 12: 3/12.")
                    raise WrongBallot(told % {"column": f"keuze_{n}"})
                found += read_fours([pair.strip()], self.numbers, [four])
        return found


def _tried(faults: list[str], instead: Read, read: Callable[[Mapping[str, str]], Read], row: Mapping[str, str]) -> Read:
    try:
        return read(row)
    except WrongBallot as wrong:
        faults.append(str(wrong))
        return instead


def _id_of(row: Mapping[str, str]) -> str:
    if odd := cells.fault_in_name(ID, row[ID]):
        raise WrongBallot(translated(odd))
    return read_id(row[ID])


def _named(column: str, typed: str, among: Mapping[str, Read]) -> Read:
    found = among.get(fold_name(tidy_line(typed)))
    if found is None:
        words = _("Kolom %(column)s: “%(text)s” kennen we niet.")
        raise WrongBallot(words % {"column": column, "text": tidy_line(typed)[:60]})
    return found


def _value_of(round: ChoiceRound, typed: str) -> int | None:
    """What a cell says of a measure; 0: nothing. None: it cannot be read."""
    if not typed:
        return 0
    if round.form == ChoiceForm.APPROVE:
        is_chosen = cells.yes_or_no(typed)
        return None if is_chosen is None else int(is_chosen)
    value = cells.number(typed)
    return value if value is not None and value >= 0 else None
