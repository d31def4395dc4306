"""What is agreed with providers as a table, a row for each day, out and in; and as a calendar to subscribe to."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.formats import cells
from regiotafel.formats.calendar import Entry
from regiotafel.formats.faults import Faults
from regiotafel.formats.tables import read_table
from regiotafel.history.rules import fingerprint
from regiotafel.plan.agreements.queries import Calendar, Moment, milestone_in
from regiotafel.plan.agreements.rules import check_arrangement, check_milestone
from regiotafel.plan.bringing.queries import whole_in
from regiotafel.plan.measures.queries import owner_name, owner_of, word_of
from regiotafel.plan.models import Arrangement, ArrangementKind, Milestone, MilestoneKind, MilestoneState
from regiotafel.plan.rules import Owner, PlanRefused
from regiotafel.regions.models import Region
from regiotafel.text.days import written_day
from regiotafel.text.folding import fold_name
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.web.fields import EARLIEST_YEAR, LATEST_YEAR
from regiotafel.web.files import translated
from regiotafel.web.links import whole

NUMBER, TITLE, KIND, PARTIES, OWNER = "nummer", "afspraak", "soort", "partijen", "zorgt_ervoor"
THEME, ABOUT, NOTICE = "vorm_van_hulp", "waar_gaat_het_over", "opzegtermijn_maanden"
FROM, UNTIL, PUBLIC = "gaat_in_op", "loopt_tot_en_met", "openbaar_vanaf"
DAY_NUMBER, DAY, NAME, ON = "moment_nummer", "moment", "naam", "datum"
STATE, REASON, DAY_PUBLIC = "status", "reden", "moment_openbaar_vanaf"
OF_ARRANGEMENT = (NUMBER, TITLE, KIND, THEME, ABOUT, PARTIES, OWNER, FROM, UNTIL, NOTICE, PUBLIC)
OF_DAY = (DAY_NUMBER, DAY, NAME, ON, STATE, REASON, DAY_PUBLIC)
COLUMNS = (*OF_ARRANGEMENT, *OF_DAY)
BETWEEN, MOST_ROWS = ";", 1_000
NOTHING_USED = gettext_lazy("Het bestand klopt niet. Er is niets van gebruikt en niets opgeslagen.")


# --- Out


def rows_of(calendar: Calendar, *, sees_everything: bool) -> Iterator[list[object]]:
    """The cells of COLUMNS, of what somebody reads and goes on. What has no day yet is a row of its own."""
    for row in calendar.rows:
        one = row.it
        if one.is_dropped:
            continue
        said: list[object] = [one.number, one.title, str(one.get_kind_display()), one.theme, one.about]
        said += [f"{BETWEEN} ".join(row.parties), owner_name(one), _iso(one.from_on), _iso(one.until_on)]
        said += [one.notice_months if sees_everything else None, _iso(one.public_from)]
        days = [each.milestone for each in row.moments if each.milestone]
        for day in days:
            yield [*said, *_cells_of(day)]
        if not days:
            yield [*said, *[None] * len(OF_DAY)]


def _cells_of(day: Milestone) -> list[object]:
    named = [day.number, str(day.get_kind_display()), day.name, _iso(day.on)]
    return [*named, str(day.get_state_display()), "", _iso(day.public_from)]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def entries_of(calendar: Calendar) -> list[Entry]:
    """Each day under a name that stays: a calendar that knows it moves it, and takes away what was dropped."""
    found = [_entry(each) for row in calendar.rows for each in row.moments]
    return sorted(found, key=lambda entry: (entry.on, entry.uid))


def _entry(moment: Moment) -> Entry:
    one = moment.arrangement
    return Entry(
        uid=f"{moment.uid}@regiotafel",
        on=moment.on,
        name=f"{moment.name}: {one.title}",
        about=str(one.get_kind_display()),
        url=whole(moment.url),
        # Grows with every change of the arrangement and of its days.
        changed=one.version,
        is_tentative=moment.state == MilestoneState.TENTATIVE,
        is_cancelled=moment.state == MilestoneState.DROPPED,
    )


# --- In


@dataclass(frozen=True)
class ReadDay:
    number: int | None
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Read:
    """An arrangement as the file says it: one that is there, or a new one, with its days. What the file has no column
    for stays as it was."""

    number: int | None
    values: Mapping[str, Any]
    parties: Sequence[Owner]
    days: list[ReadDay] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.number is None


def seen_of(region: Region) -> str:
    """What somebody knew of the arrangements of a region."""
    return fingerprint(*Arrangement.objects.filter(region=region).order_by("number").values_list("number", "version"))


def read_arrangements(data: bytes, parties: Mapping[str, Any], there: Sequence[Arrangement]) -> list[Read]:
    """What a file with some of COLUMNS says. Raises FileRefused with what is wrong on which line. parties: who can
    take part, by how a form names them; there: what is there already."""
    table, faults = read_table(data, COLUMNS, COLUMNS), Faults()
    if TITLE not in table.header:
        faults.add(table.line, _("De kolom “%(name)s” ontbreekt.") % {"name": TITLE})
    for name in table.header:
        if name not in COLUMNS:
            faults.add(table.line, _("De kolom “%(name)s” kennen we niet.") % {"name": name[:40]})
    faults.refuse_if_any(str(NOTHING_USED))
    reader, found, said_before = _Reader(parties, there), dict[str, Read](), dict[str, tuple[str, ...]]()
    for n, (line, row) in enumerate(table.whole_rows(faults)):
        if n >= MOST_ROWS:  # what follows is not read: it can be a hundred thousand rows
            faults.add(line, _("Er staan meer dan %(n)d regels in. Splits het bestand.") % {"n": MOST_ROWS})
            break
        cells_of = dict(zip(table.header, row, strict=True))
        one, wrong = reader.read(cells_of)
        title = fold_name(one.values["title"])
        same = tuple(cells_of.get(name, "") for name in OF_ARRANGEMENT)
        if said_before.setdefault(title, same) != same:
            wrong.append(_("Bij deze afspraak staat op een eerdere regel iets anders."))
        kept = found.setdefault(title, one)
        if (day := reader.day(cells_of, one.number, wrong)) is not None:
            kept.days.append(day)
        for fault in wrong:
            faults.add(line, fault)
    if not found and not faults.found:
        faults.add(table.line, _("Er staat geen afspraak in dit bestand."))
    faults.refuse_if_any(str(NOTHING_USED))
    return list(found.values())


class _Reader:
    """Knows the parties and the arrangements that a row can name."""

    def __init__(self, parties: Mapping[str, Any], there: Sequence[Arrangement]) -> None:
        self.owners: dict[str, Any] = {fold_name(str(one)): one for one in parties.values()}
        for name in (_("de gemeenten samen"), _("alle gemeenten")):
            self.owners[fold_name(name)] = "region"
        self.kinds = {fold_name(str(one.label)): one.value for one in ArrangementKind}
        self.days = {fold_name(str(one.label)): one.value for one in MilestoneKind}
        self.states = {fold_name(str(one.label)): one.value for one in MilestoneState}
        self.there = {one.number: one for one in there}
        self.by_title = {fold_name(one.title): one.number for one in there}
        # Of each number the title that the file gives it first.
        self.titles: dict[int, str] = {}

    def read(self, row: Mapping[str, str]) -> tuple[Read, list[str]]:
        faults: list[str] = []
        title = tidy_line(row[TITLE])
        if title and (odd := cells.fault_in_name(TITLE, row[TITLE])):
            faults.append(translated(odd))
        number = whole_in(NUMBER, row, faults) or self.by_title.get(fold_name(title))
        now = self.there.get(number) if number else None
        if number and now is None:
            told = _("Afspraak %(number)d is er niet. Maak het nummer leeg voor een nieuwe afspraak.")
            faults.append(told % {"number": number})
        elif now and self.by_title.get(fold_name(title), number) != number:
            faults.append(_("Een andere afspraak heet al zo. Kies een andere titel."))
        elif now and self.titles.setdefault(now.number, fold_name(title)) != fold_name(title):
            told = _("Afspraak %(number)d staat ook op een andere regel, met een andere titel.")
            faults.append(told % {"number": number})
        elif now and now.is_dropped:
            faults.append(_("Afspraak %(number)d gaat niet door. Zet die eerst terug.") % {"number": number})
        values: dict[str, Any] = {**(as_it_is(now) if now else _EMPTY), "title": title}
        values |= {name: made(row[column]) for column, name, made in _TEXTS if column in row}
        values |= {name: _day(column, row, faults) for column, name in _DAYS if column in row}
        if NOTICE in row:
            values["notice_months"] = whole_in(NOTICE, row, faults)
        if KIND in row:
            values["kind"] = _named(KIND, row[KIND], self.kinds, faults) or ArrangementKind.OTHER
        if OWNER in row:
            values["owner"] = _named(OWNER, row[OWNER], self.owners, faults)
        parties = [owner_of_party(one) for one in now.parties.all()] if now else []
        if PARTIES in row:
            named = [_named(PARTIES, one, self.owners, faults) for one in row[PARTIES].split(BETWEEN)]
            parties = [one for one in dict.fromkeys(named) if one is not None]
        try:
            check_arrangement(values, len(parties))
        except PlanRefused as refused:
            faults.append(str(refused))
        return Read(number, values, parties), faults

    def day(self, row: Mapping[str, str], of: int | None, faults: list[str]) -> ReadDay | None:
        """None: this row says nothing about a day."""
        if not any(tidy_line(row.get(name, "")) for name in OF_DAY):
            return None
        number, of_it = whole_in(DAY_NUMBER, row, faults), self.there.get(of) if of else None
        now = milestone_in(of_it, number) if of_it and number else None
        if number and now is None:
            told = _("Moment %(n)d is er niet bij deze afspraak. Maak het nummer leeg voor een nieuw moment.")
            faults.append(told % {"n": number})
        begun: dict[str, Any] = {"reason": tidy_line(row.get(REASON, "")), **(_day_as_it_is(now) if now else _NO_DAY)}
        begun["name"] = tidy_line(row.get(NAME, begun["name"]))
        if DAY_PUBLIC in row:
            begun["public_from"] = _day(DAY_PUBLIC, row, faults)
        begun["kind"] = _named(DAY, row.get(DAY, ""), self.days, faults) or begun["kind"]
        begun["state"] = _named(STATE, row.get(STATE, ""), self.states, faults) or begun["state"]
        begun["on"] = _day(ON, row, faults) or begun["on"]
        if begun["on"] is None:
            faults.append(_("Kolom %(column)s: vul een dag in, zoals 1-5-2027.") % {"column": ON})
        try:
            check_milestone(begun, begun["reason"], 0, before=now.state if now else "")
        except PlanRefused as refused:
            faults.append(str(refused))
        return ReadDay(number, begun)


_EMPTY: Mapping[str, Any] = {
    **dict.fromkeys(("theme", "about"), ""),
    **dict.fromkeys(("from_on", "until_on", "notice_months", "public_from", "owner")),
    "kind": ArrangementKind.OTHER,
}
_NO_DAY: Mapping[str, Any] = {
    "kind": MilestoneKind.OWN,
    "name": "",
    "on": None,
    "state": MilestoneState.PLANNED,
    "public_from": None,
}
_TEXTS = ((THEME, "theme", tidy_line), (ABOUT, "about", tidy))
_DAYS = ((FROM, "from_on"), (UNTIL, "until_on"), (PUBLIC, "public_from"))


def as_it_is(now: Arrangement) -> dict[str, Any]:
    return {**{name: getattr(now, name) for name in _EMPTY if name != "owner"}, "owner": owner_of_party(now)}


def _day_as_it_is(now: Milestone) -> dict[str, Any]:
    return {name: getattr(now, name) for name in _NO_DAY}


def owner_of_party(owned: Any) -> Owner:
    return owner_of(owned) or ("region" if owned.is_of_region else None)


def _named(column: str, text: str, among: Mapping[str, Any], faults: list[str]) -> Any:
    typed = tidy_line(text)
    found = among.get(fold_name(typed))
    if typed and found is None:
        words = _("Kolom %(column)s: “%(text)s” kennen we niet.")
        faults.append(words % {"column": column, "text": typed[:60]})
    return found


def _day(column: str, row: Mapping[str, str], faults: list[str]) -> date | None:
    typed = tidy_line(row.get(column, ""))
    if not typed:
        return None
    with suppress(ValueError):  # no day of the calendar
        found = date.fromisoformat(written_day(typed.removesuffix(" 00:00:00")))
        if EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            return found
    words = _("Kolom %(column)s: “%(text)s” is geen dag. Schrijf die zo: 1-5-2027.")
    faults.append(words % {"column": column, "text": typed[:20]})
    return None


# --- Between the preview and taking over

_AS_DAY = ("from_on", "until_on", "public_from", "on")


def as_carried(rows: Sequence[Read]) -> list[Any]:
    """What was read, as a page sends it back."""
    return [
        [
            one.number,
            {**_plain(one.values), "owner": word_of(one.values["owner"])},
            [word_of(each) for each in one.parties],
            [[day.number, _plain(day.values)] for day in one.days],
        ]
        for one in rows
    ]


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _iso(value) if name in _AS_DAY else value for name, value in values.items()}


def _unplain(values: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(values[name]) if values[name] else None for name in _AS_DAY if name in values}
    return {**values, **days}


def from_carried(rows: Sequence[Any], parties: Mapping[str, Any]) -> list[Read]:
    """Raises KeyError when a party takes part no more."""
    owners: dict[str, Any] = {**parties, "region": "region", "": None}
    return [
        Read(
            number,
            {**_unplain(values), "owner": owners[values["owner"]]},
            [owners[word] for word in words],
            [ReadDay(n, _unplain(said)) for n, said in days],
        )
        for number, values, words, days in rows
    ]
