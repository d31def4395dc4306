"""Lists about the people of a conversation: the role that each has, and how many there are of each."""

from __future__ import annotations

from dataclasses import dataclass

from regiotafel.text.tidy import tidy_line

from . import layouts
from .cells import fault_in_line, fault_in_name, is_total, name, number, plain, short
from .faults import Faults
from .sentence import Sentence, _, gettext_noop

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


def read_roles(data: bytes, *, notes: list[Sentence] | None = None) -> dict[str, Role]:
    """The role, and the municipality where given, of each person in a file voter-id,role[,municipality]. notes: gets
    what was chosen while reading."""
    _layout, table = layouts.read(data, layouts.ROLES)
    faults, header = Faults(), table.header
    roles: dict[str, Role] = {}
    person, role = header.index("voter-id"), header.index("role")
    municipality = header.index("municipality") if "municipality" in header else None
    for line, row in table.whole_rows(faults):
        id_, where = name(row[person]), "" if municipality is None else row[municipality]
        if fault := fault_in_name("voter-id", id_):
            faults.add(line, fault)
        elif id_ in roles:
            faults.add(line, _("persoon %(id)s staat er al in.", id=short(id_)))
        elif fault := fault_in_line("role", row[role]) or fault_in_line("municipality", where):
            faults.add(line, fault)
        else:
            roles[id_] = Role(tidy_line(row[role]) or None, tidy_line(where) or None)
    if not roles:
        faults.add(0, _("Er staat niemand in."))
    faults.refuse_if_any(_("De lijst met rollen klopt niet. Er is niets van gebruikt."))
    if notes is not None:
        notes += table.notes
    return roles


def read_benchmark(data: bytes, *, notes: list[Sentence] | None = None) -> dict[str, Benchmark]:
    """Per declared property how many people there are: by,value,number,source,year. One source per property."""
    _layout, table = layouts.read(data, layouts.BENCHMARK)
    faults = Faults()
    places = [table.header.index(name) for name in layouts.BENCHMARK.columns]
    found: dict[str, Benchmark] = {}
    for line, row in table.whole_rows(faults):
        one = _number_in(*(row[place].strip() for place in places))
        fault = one if isinstance(one, Sentence) else _put(found, one)
        if fault is not None:
            faults.add(line, fault)
    for by, benchmark in found.items():
        if sum(benchmark.numbers.values()) == 0:
            faults.add(0, _("Bij %(by)s is elk getal 0. Dan valt er niets te vergelijken.", by=by))
    if not found:
        faults.add(0, _("Er staat geen enkel getal in."))
    faults.refuse_if_any(_("De lijst met hoeveel mensen er zijn klopt niet. Er is niets van gebruikt."))
    if notes is not None:
        notes += table.notes
    return found


@dataclass(frozen=True)
class _Number:
    """One row: so many people have this value."""

    by: str
    value: str
    n: int
    source: str
    year: int


def _number_in(by: str, value: str, number_: str, source: str, year_: str) -> _Number | Sentence:
    """What one row says, or what is wrong with it by itself."""
    if fault := fault_in_line("value", value) or fault_in_line("source", source):
        return fault
    by, value, source = plain(by).lower(), tidy_line(value), tidy_line(source)
    n, year = number(number_), number(year_)
    if by not in DECLARED:
        words = gettext_noop("by is %(by)s. Kies uit: %(known)s.")
        return _(words, by=short(by) or _("leeg"), known=", ".join(DECLARED))
    if not value or not source:
        return _("value of source is leeg. Vul bij elk getal in waar het vandaan komt.")
    if is_total(value):
        return _("dit lijkt een regel met totalen (%(text)s). Haal die regel weg.", text=short(value))
    if n is None or not 0 <= n <= MOST_PEOPLE:
        words = gettext_noop("number is %(number)s. Vul een heel getal vanaf 0 in, zonder punt of komma.")
        return _(words, number=short(number_) or _("leeg"))
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        words = gettext_noop("year is %(year)s. Vul een jaartal van vier cijfers in.")
        return _(words, year=short(year_) or _("leeg"))
    return _Number(by, value, n, source, year)


def _put(found: dict[str, Benchmark], one: _Number) -> Sentence | None:
    """Puts it with what is there; what is wrong when that says otherwise."""
    there = found.setdefault(one.by, Benchmark({}, one.source, one.year))
    is_double = one.value in there.numbers
    there.numbers[one.value] = one.n
    if is_double:
        return _("%(value)s staat er al in.", value=short(one.value))
    if (one.source, one.year) != (there.source, there.year):
        words = gettext_noop("bij %(by)s staat al een andere bron of een ander jaar. Gebruik er één.")
        return _(words, by=one.by)
    return None
