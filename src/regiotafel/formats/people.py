"""Lists about the people of a conversation: the role that each has, and how many there are of each."""

from __future__ import annotations

from dataclasses import dataclass

from . import layouts
from .sentence import _
from .tables import Faults, number, short, unguarded

DECLARED = ("role", "municipality")
MOST_PEOPLE = 100_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True)
class Role:
    role: str | None
    municipality: str | None = None


@dataclass(frozen=True)
class Benchmark:
    """How many people there are with each declared value, and who says so, of which year."""

    numbers: dict[str, int]
    source: str
    year: int


def read_roles(data: bytes) -> dict[str, Role]:
    """The role, and the municipality where given, of each person in a file voter-id,role[,municipality]."""
    _layout, table = layouts.read(data, layouts.ROLES)
    faults, header = Faults(), table.header
    roles: dict[str, Role] = {}
    person, role = header.index("voter-id"), header.index("role")
    municipality = header.index("municipality") if "municipality" in header else None
    for line, row in table.whole_rows(faults):
        id_ = unguarded(row[person].strip())
        if not id_:
            faults.add(line, _("de kolom voter-id is leeg."))
        elif id_ in roles:
            faults.add(line, _("persoon %(id)s staat er al in.", id=short(id_)))
        else:
            where = None if municipality is None else unguarded(row[municipality].strip()) or None
            roles[id_] = Role(unguarded(row[role].strip()) or None, where)
    faults.refuse_if_any(_("De lijst met rollen klopt niet. Er is niets van gebruikt."))
    return roles


def read_benchmark(data: bytes) -> dict[str, Benchmark]:
    """Per declared property how many people there are: by,value,number,source,year. One source per property."""
    _layout, table = layouts.read(data, layouts.BENCHMARK)
    faults = Faults()
    place = {name: table.header.index(name) for name in layouts.BENCHMARK.columns}
    found: dict[str, Benchmark] = {}
    for line, row in table.whole_rows(faults):
        by, value, source = (unguarded(row[place[name]].strip()) for name in ("by", "value", "source"))
        n, year = (number(row[place[name]]) for name in ("number", "year"))
        if by not in DECLARED:
            faults.add(
                line, _("by is %(by)s. Kies uit: %(known)s.", by=short(by) or _("leeg"), known=", ".join(DECLARED))
            )
        elif not value or not source:
            faults.add(line, _("value of source is leeg. Zeg bij elk getal waar het vandaan komt."))
        elif n is None or not 0 <= n <= MOST_PEOPLE:
            text = short(row[place["number"]]) or _("leeg")
            faults.add(line, _("number is %(number)s. Vul een heel getal vanaf 0 in.", number=text))
        elif year is None or not FIRST_YEAR <= year <= LAST_YEAR:
            text = short(row[place["year"]]) or _("leeg")
            faults.add(line, _("year is %(year)s. Vul een jaartal van vier cijfers in.", year=text))
        else:
            one = found.setdefault(by, Benchmark({}, source, year))
            if value in one.numbers:
                faults.add(line, _("%(value)s staat er al in.", value=short(value)))
            elif (source, year) != (one.source, one.year):
                words = "bij %(by)s staat al een andere bron of een ander jaar. Gebruik er één."
                faults.add(line, _(words, by=by))
            one.numbers[value] = n
    for by, one in found.items():
        if sum(one.numbers.values()) == 0:
            faults.add(0, _("Bij %(by)s is elk getal 0. Dan valt er niets te vergelijken.", by=by))
    if not found:
        faults.add(0, _("Er staat geen enkel getal in."))
    faults.refuse_if_any(_("De lijst met hoeveel mensen er zijn klopt niet. Er is niets van gebruikt."))
    return found
