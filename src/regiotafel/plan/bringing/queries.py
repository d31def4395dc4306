"""Measures as a table: a row each, out and in."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.formats import cells
from regiotafel.formats.faults import Faults
from regiotafel.formats.tables import read_table
from regiotafel.history.rules import fingerprint
from regiotafel.mandates.models import DecisionLevel
from regiotafel.plan.measures.queries import NAMES, owner_name, parties_by_word, word_of
from regiotafel.plan.measures.rules import check_measure, check_one_duty, tidied
from regiotafel.plan.models import Measure, MeasureState, Plan
from regiotafel.plan.queries import measures_of
from regiotafel.plan.rules import OUT, Amount, PlanRefused, check_amounts
from regiotafel.regions.parties.queries import municipalities_of, organisations_by_name
from regiotafel.regions.permissions import Party
from regiotafel.text.folding import fold_name
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.web.files import translated

NUMBER, TITLE, OWNER, LEVEL, STATE = "nummer", "maatregel", "eigenaar", "niveau", "status"
EARLIEST, LATEST, GROUND = "op_zijn_vroegst", "uiterlijk", "wettelijk_op_grond_van"
# Columns with words, and the fields that they fill.
ABOUT, THEME, RESULT, MEASURED = "wat_doen_we", "thema", "resultaat", "hoe_gemeten"
WORDS = {ABOUT: "about", THEME: "theme", GROUND: "ground", RESULT: "result", MEASURED: "measured_by"}
FIXED = (NUMBER, TITLE, ABOUT, OWNER, LEVEL, THEME, EARLIEST, LATEST, GROUND, RESULT, MEASURED, STATE)
OWNED = ("municipality", "organisation", "is_of_region")
MOST_ROWS = 500
NOTHING_USED = gettext_lazy("Het bestand klopt niet. Er is niets van gebruikt en niets opgeslagen.")


def columns_of(plan: Plan) -> list[str]:
    return [*FIXED, *(f"{what}_{year}" for year in plan.years for what in ("geld", "uren"))]


def rows_of(plan: Plan) -> Iterator[list[object]]:
    """The cells of `columns_of`. Two queries, however many there are."""
    for one in measures_of(plan).prefetch_related("efforts"):
        said = [one.number, one.title, one.about, owner_name(one), one.level, one.theme, one.earliest_year]
        said += [one.latest_year, one.ground, one.result, one.measured_by, str(one.get_state_display())]
        takes = {each.year: each for each in one.efforts.all() if each.size_id is None}
        for year in plan.years:
            there = takes.get(year)
            said += [there.money, there.hours] if there else [None, None]
        yield said


def seen_of(plan: Plan) -> str:
    """What somebody knew of the measures of a plan."""
    return fingerprint(*Measure.objects.filter(plan=plan).order_by("number").values_list("number", "version"))


@dataclass(frozen=True)
class Read:
    """One row: of a measure that is there, or of a new one."""

    number: int | None
    values: Mapping[str, Any]
    amounts: Mapping[int, Amount]

    @property
    def is_new(self) -> bool:
        return self.number is None


def read_measures(data: bytes, plan: Plan, parties: Sequence[Party], measures: Sequence[Measure]) -> list[Read]:
    """What a file with the columns of `columns_of` says. Raises FileRefused with what is wrong on which line. parties:
    who can own a measure; measures: what is there already."""
    known = columns_of(plan)
    table, faults = read_table(data, known, known), Faults()
    if TITLE not in table.header:
        faults.add(table.line, _("De kolom “%(name)s” ontbreekt.") % {"name": TITLE})
    for name in table.header:
        if name not in known:
            faults.add(table.line, _("De kolom “%(name)s” kennen we niet.") % {"name": name[:40]})
    faults.refuse_if_any(str(NOTHING_USED))
    reader, found, numbered = _Reader(plan, parties, measures), dict[str, Read](), set[int]()
    for line, cells_of_row in table.whole_rows(faults):
        one, wrong = reader.read(dict(zip(table.header, cells_of_row, strict=True)))
        title = fold_name(one.values["title"])
        if title in found:
            wrong.append(_("Deze maatregel staat er twee keer."))
        if one.number in numbered:
            wrong.append(_("Maatregel %(number)d staat er twee keer.") % {"number": one.number})
        if one.number:
            numbered.add(one.number)
        for fault in wrong:
            faults.add(line, fault)
        found[title] = one
        if len(found) > MOST_ROWS:  # what follows is not read: it can be a hundred thousand rows
            faults.add(line, _("Er staan meer dan %(n)d maatregelen in. Splits het bestand.") % {"n": MOST_ROWS})
            break
    if numbered:
        for name in known:
            if name not in (NUMBER, STATE, *table.header):
                told = _(
                    "De kolom “%(name)s” ontbreekt. Wat daarin staat bij maatregelen die er al zijn, zou verdwijnen."
                )
                faults.add(table.line, told % {"name": name})
    if not found and not faults.found:
        faults.add(table.line, _("Er staat geen maatregel in dit bestand."))
    faults.refuse_if_any(str(NOTHING_USED))
    return list(found.values())


def all_measures_of(plan: Plan) -> list[Measure]:
    """Also what was withdrawn: its number is taken."""
    rows = Measure.objects.filter(plan=plan).select_related("municipality", "organisation", "one_of")
    return list(rows.prefetch_related("efforts").order_by("number"))


def parties_of(plan: Plan) -> list[Party]:
    return [*organisations_by_name(plan.region), *municipalities_of(plan.region)]


class _Reader:
    """Knows the parties and the measures that a row can name."""

    def __init__(self, plan: Plan, parties: Sequence[Party], measures: Sequence[Measure]) -> None:
        self.plan = plan
        self.owners: dict[str, Party | str] = {fold_name(str(one)): one for one in parties}
        self.owners[fold_name(_("de gemeenten samen"))] = "region"
        self.levels = {fold_name(str(one.label)): one.value for one in DecisionLevel}
        self.by_title = {fold_name(one.title): one.number for one in measures}
        self.there = {one.number: one for one in measures}
        # As they are when the rows before this one are taken over.
        self.titled = dict(self.by_title)
        self.duties = {one.number: one for one in measures if one.is_statutory and one.state not in OUT}
        self.numbers = {one.number for one in measures}
        self.withdrawn = {one.number for one in measures if one.state == MeasureState.WITHDRAWN}

    def read(self, row: Mapping[str, str]) -> tuple[Read, list[str]]:
        faults: list[str] = []
        title = tidy_line(row[TITLE])
        if title and (odd := cells.fault_in_name(TITLE, row[TITLE])):
            faults.append(translated(odd))
        values: dict[str, Any] = {"title": title, **{name: tidy(row.get(column, "")) for column, name in WORDS.items()}}
        values["ground"], values["theme"] = tidy_line(values["ground"]), tidy_line(values["theme"])
        values["is_statutory"] = bool(values["ground"])
        values["owner"] = self._named(OWNER, row, self.owners, faults)
        values["level"] = self._named(LEVEL, row, self.levels, faults) or ""
        values["earliest_year"] = whole_in(EARLIEST, row, faults)
        values["latest_year"] = whole_in(LATEST, row, faults)
        number = whole_in(NUMBER, row, faults) or self.by_title.get(fold_name(title))
        if number is not None and number not in self.numbers:
            told = _("Maatregel %(number)d staat niet in dit plan. Maak het nummer leeg voor een nieuwe maatregel.")
            faults.append(told % {"number": number})
        if number in self.withdrawn:
            faults.append(
                _("Maatregel %(number)d is ingetrokken. Maak er eerst weer een idee van.") % {"number": number}
            )
        amounts = self._amounts(row, faults)
        if number in self.there:
            faults += self._beside(self.there[number], values)
        try:
            check_measure(self.plan, values)
            check_amounts(self.plan, amounts)
        except PlanRefused as refused:
            faults.append(str(refused))
        return Read(number, values, amounts), faults

    def _beside(self, now: Measure, values: Mapping[str, Any]) -> list[str]:
        """What does not go together with the other measures, as they are by then."""
        title, faults = fold_name(values["title"]), []
        other = self.titled.get(title, now.number)
        if other != now.number:
            told = _("Maatregel %(number)d heet nu “%(title)s”. Geef die eerst een andere titel.")
            faults.append(told % {"number": other, "title": values["title"]})
        else:
            self.titled = {**{word: n for word, n in self.titled.items() if n != now.number}, title: now.number}
        self.duties.pop(now.number, None)
        if values["is_statutory"] and now.state not in OUT:
            others = [one for one in self.duties.values() if now.one_of_id and one.one_of_id == now.one_of_id]
            try:
                check_one_duty(others, field="ground")
            except PlanRefused as refused:
                faults.append(str(refused))
            self.duties[now.number] = now
        return faults

    def _amounts(self, row: Mapping[str, str], faults: list[str]) -> dict[int, Amount]:
        found = {}
        for year in self.plan.years:
            money, hours = (whole_in(f"{what}_{year}", row, faults) for what in ("geld", "uren"))
            if (money, hours) != (None, None):
                found[year] = Amount(money or 0, hours or 0)
        return found

    @staticmethod
    def _named(column: str, row: Mapping[str, str], among: Mapping[str, Any], faults: list[str]) -> Any:
        typed = tidy_line(row.get(column, ""))
        found = among.get(fold_name(typed))
        if typed and found is None:
            words = _("Kolom %(column)s: “%(text)s” kennen we niet. %(known)s")
            faults.append(words % {"column": column, "text": typed[:60], "known": _choices(typed, among)})
        return found


# So many choices are named; of more only what is written nearly so.
MOST_NAMED = 8


def _choices(typed: str, among: Mapping[str, Any]) -> str:
    """What can be filled in instead."""
    names = {word: _("de gemeenten samen") if one == "region" else str(one) for word, one in among.items()}
    if len(names) <= MOST_NAMED:
        return _("Kies uit: %(names)s.") % {"names": ", ".join(names.values())}
    near = get_close_matches(fold_name(typed), names, n=3)
    if near:
        return _("Bedoel je: %(names)s?") % {"names": ", ".join(names[one] for one in near)}
    return _("Kies een gemeente of een organisatie van deze regio, of: de gemeenten samen.")


def whole_in(column: str, row: Mapping[str, str], faults: list[str]) -> int | None:
    """None: nothing stands there, or a fault says what is wrong."""
    typed = cells.plain(row.get(column, ""))
    found = cells.number(typed) if typed else None
    if typed and found is None:
        words = _("Kolom %(column)s: “%(text)s” is geen heel getal.")
        faults.append(words % {"column": column, "text": typed[:20]})
    return found


@dataclass(frozen=True)
class Shown:
    """A row beside what stands; changes: the names of what becomes other than it is."""

    row: Read
    changes: Sequence[str]


def shown(rows: Sequence[Read], measures: Collection[Measure]) -> list[Shown]:
    there = {one.number: one for one in measures}
    return [Shown(row, _changes(row, there[row.number]) if row.number else ()) for row in rows]


def _changes(row: Read, now: Measure) -> list[str]:
    said = tidied(row.values)
    changed = [name for name in NAMES if name in said and said[name] != getattr(now, name)]
    found = list(dict.fromkeys(_("eigenaar") if name in OWNED else str(NAMES[name]) for name in changed))
    stands = {one.year: Amount(one.money, one.hours) for one in now.efforts.all() if one.size_id is None}
    return [*found, *([_("geld en inzet")] if stands != dict(row.amounts) else [])]


def as_carried(rows: Sequence[Read]) -> list[Any]:
    """What was read, as a page sends it back."""
    said = [{**one.values, "owner": word_of(one.values["owner"])} for one in rows]
    return [[one.number, values, list(one.amounts.items())] for one, values in zip(rows, said, strict=True)]


def from_carried(plan: Plan, rows: Sequence[Any]) -> list[Read]:
    """Raises KeyError when an owner takes part no more."""
    owners: dict[str, Any] = {**parties_by_word(plan.region), "region": "region", "": None}
    return [
        Read(number, {**said, "owner": owners[said["owner"]]}, {year: Amount(*amount) for year, amount in amounts})
        for number, said, amounts in rows
    ]
