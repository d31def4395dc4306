"""Exports of Polis, both ways: votes, the matrix of participants, statements.

A vote is 1 for agree, 0 for unsure or passed, -1 for disagree. (Polis itself uses the opposite sign in its database
and in some interfaces, but not in these files.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from . import layouts
from .ballots import Ballots, Clock, Plain
from .cells import fault_in_name, is_unknown, name, number, short, vote, yes_or_no
from .faults import Faults, FileRefused
from .moments import LATEST
from .sentence import Sentence, _, gettext_noop
from .tables import MOST_BYTES, Table, too_large, write_csv

# No conversation has so many: then a column holds something else, and the answer would take minutes.
MOST_STATEMENTS = 20_000
ABOUT_PARTICIPANT = layouts.MATRIX.columns + layouts.MATRIX.more


@dataclass(frozen=True)
class Conversation:
    """Current votes, one per person and statement, in the order of the file.

    people, statements: all ids in the file, also those without a vote. timestamp: milliseconds since 1970, or None
    where nothing is said. n_rows: votes in the file before earlier votes of the same person were left out.
    n_opposed: answers of which the file also has another, by the same person at the same moment or without one.
    Only in a matrix: group, the group per person that Polis exported; told, how many times each person agreed and
    disagreed according to the file; left_out, columns that are no statement.
    """

    person: list[str]
    statement: list[str]
    value: list[int]
    timestamp: list[int | None]
    people: tuple[str, ...]
    statements: tuple[str, ...]
    n_rows: int
    group: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    told: dict[str, tuple[int, int]] = field(default_factory=dict)
    n_opposed: int = 0


@dataclass(frozen=True)
class Comment:
    """A statement. moderated: 1 accepted, 0 not looked at, -1 refused. n_agree, n_disagree: None is not told. is_meta:
    it tells something about who answers, as "I am a parent" does."""

    id: str
    text: str
    author: str = ""
    timestamp: int | None = None
    n_agree: int | None = 0
    n_disagree: int | None = 0
    moderated: int = 1
    is_meta: bool = False


@dataclass(frozen=True)
class VoteRow:
    """One row of votes.csv; timestamp in milliseconds since 1970, None when nobody knows."""

    timestamp: int | None
    statement: str
    person: str
    value: int


# --- reading


def read_votes(
    data: bytes,
    most_bytes: int = MOST_BYTES,
    *,
    statements: Collection[str] = (),
    notes: list[Sentence] | None = None,
    now: int = LATEST,
) -> Conversation:
    """Votes from votes.csv (any order of columns and rows; the last vote counts) or participants-votes.csv.

    statements: ids that are known from another file, for what a column of the matrix is. notes: gets what was chosen
    while reading, for who brought the file. now: milliseconds since 1970; moments after it are not believed.
    """
    if len(data) > most_bytes:
        raise too_large(most_bytes)
    layout, table = layouts.read(data, layouts.VOTES, layouts.MATRIX)
    if layout is layouts.MATRIX:
        _check_statements(len(table.header) - len({*table.header} & {*ABOUT_PARTICIPANT}))
        found = _read_matrix(table, statements)
    else:
        found = _read_long(table, now)
        _check_statements(len(found.statements))
    if notes is not None:
        notes += table.notes
    return found


def _check_statements(n: int) -> None:
    if n > MOST_STATEMENTS:
        many, most = (f"{count:,}".replace(",", ".") for count in (n, MOST_STATEMENTS))
        words = gettext_noop("Dit bestand heeft %(many)s stellingen. We rekenen met hooguit %(most)s.")
        raise FileRefused(
            _(words, many=many, most=most),
            [(0, _("Kijk of de kolommen met stellingen en mensen niet verwisseld zijn."))],
        )


def read_comments(data: bytes, *, notes: list[Sentence] | None = None) -> list[Comment]:
    """Statements from comments.csv, in the order of the file. notes: as for votes."""
    _layout, table = layouts.read(data, layouts.COMMENTS)
    faults, clock = Faults(), Clock(table)
    comments: dict[str, Comment] = {}
    plain = Plain("comment-id")
    for line, row in table.whole_rows(faults):
        cells = dict(zip(table.header, row, strict=True))
        id_ = name(cells["comment-id"])
        plain.check(id_, line, faults)
        if fault := fault_in_name("comment-id", id_):
            faults.add(line, fault)
        elif id_ in comments:
            faults.add(line, _("stelling %(id)s staat er al in.", id=short(id_)))
        else:
            comments[id_] = _comment(id_, cells, clock.at(line, row, faults), line, faults)
    if not comments:
        faults.add(0, _("Er staat geen enkele stelling in."))
    faults.refuse_if_any(_("De lijst met stellingen klopt niet. Er is niets van gebruikt."))
    if notes is not None:
        notes += table.notes
    return list(comments.values())


def _comment(id_: str, cells: Mapping[str, str], at: int | None, line: int, faults: Faults) -> Comment:
    """What a row says of a statement; a cell that cannot be read is a fault, never what suits best."""

    def count(column: str) -> int | None:
        text = cells.get(column, "")
        found = number(text)
        if not is_unknown(text) and (found is None or found < 0):
            words = gettext_noop("%(column)s is %(text)s. Vul een heel getal vanaf 0 in, of niets.")
            faults.add(line, _(words, column=column, text=short(text)))
        return found

    moderated = vote(cells["moderated"]) if "moderated" in cells else 1
    if moderated is None:
        words = gettext_noop("moderated is %(text)s. Vul 1 (geplaatst), 0 (niet bekeken) of -1 (niet geplaatst) in.")
        faults.add(line, _(words, text=short(cells["moderated"]) or _("leeg")))
    said = cells.get("is-meta", "")
    is_meta = yes_or_no(said)
    if is_meta is None and not is_unknown(said):
        faults.add(line, _("is-meta is %(text)s. Vul true of false in, of niets.", text=short(said)))
    return Comment(
        id=id_,
        text=cells["comment-body"].strip(),
        author=name(cells.get("author-id", "")),
        timestamp=at,
        n_agree=count("agrees"),
        n_disagree=count("disagrees"),
        moderated=1 if moderated is None else moderated,
        is_meta=bool(is_meta),
    )


def _read_long(table: Table, now: int) -> Conversation:
    """The last vote of each person on each statement."""
    faults = Faults()
    found = Ballots.of(table, faults)
    faults.refuse_if_any(_("De lijst met stemmen klopt niet. Er is niets van gebruikt."))
    people, statements = tuple(found.people.ids), tuple(found.statements.ids)
    rows, n_opposed = found.last(now)
    return Conversation(
        person=[*map(people.__getitem__, _of(rows, found.person))],
        statement=[*map(statements.__getitem__, _of(rows, found.statement))],
        value=[*_of(rows, found.value)],
        timestamp=[*_of(rows, found.at)],
        people=people,
        statements=statements,
        n_rows=len(found.value),
        n_opposed=n_opposed,
    )


def _of(rows: Sequence[int], column: Sequence[Any]) -> Sequence[Any]:
    """The cells of these rows, each of another one; of all of them they stand in order."""
    return column if len(rows) == len(column) else [column[row] for row in rows]


def _read_matrix(table: Table, known: Collection[str]) -> Conversation:
    faults, header = Faults(), table.header
    columns, left_out = _columns_of(header, known, table.line)
    place = {column: position for position, column in enumerate(header)}
    person, statement, value = [], [], []
    people: dict[str, str] = {}
    told: dict[str, tuple[int, int]] = {}
    for line, row in table.whole_rows(faults):
        id_ = name(row[place["participant"]])
        if fault := fault_in_name("participant", id_):
            faults.add(line, fault)
            continue
        if id_ in people:
            faults.add(line, _("persoon %(id)s staat er al in.", id=short(id_)))
            continue
        people[id_] = name(row[place["group-id"]]) if "group-id" in place else ""
        counts = [number(row[place[one]]) if one in place else None for one in ("n-agree", "n-disagree")]
        if counts[0] is not None and counts[1] is not None:
            told[id_] = counts[0], counts[1]
        for position, column in columns:
            if not (cell := row[position].strip()):
                continue
            given = vote(cell)
            if given is None:
                words = gettext_noop("de stem op stelling %(id)s is %(vote)s. Een stem is 1, 0 of -1.")
                faults.add(line, _(words, id=short(column), vote=short(cell)))
                continue
            person.append(id_)
            statement.append(column)
            value.append(given)
    faults.refuse_if_any(_("De tabel klopt niet. Er is niets van gebruikt."))
    return Conversation(
        person=person,
        statement=statement,
        value=value,
        timestamp=[None] * len(value),
        people=tuple(people),
        statements=tuple(column for _position, column in columns),
        n_rows=len(value),
        group={id_: group for id_, group in people.items() if group},
        left_out=left_out,
        told=told,
    )


def _columns_of(
    header: Sequence[str], known: Collection[str], line: int
) -> tuple[list[tuple[int, str]], tuple[str, ...]]:
    """The statements of a matrix, and the columns that are no statement: other than the names that are known, and other
    than numbers where most names are numbers."""
    found = [(at, name(column)) for at, column in enumerate(header) if column not in ABOUT_PARTICIPANT]
    names = [column for _at, column in found]
    if double := sorted(column for column, n in Counter(names).items() if n > 1):
        fault = _("deze naam staat er meer dan eens: %(names)s.", names=short(", ".join(double)))
        raise FileRefused(_("Er zijn kolommen met dezelfde naam."), [(line, fault)])
    is_statement = [column in known or column.isdecimal() for column in names]
    if not any(is_statement):
        return found, ()
    columns = [one for one, is_one in zip(found, is_statement, strict=True) if is_one]
    return columns, tuple(one for one, is_one in zip(names, is_statement, strict=True) if not is_one)


# --- writing


def write_votes(rows: Iterable[VoteRow]) -> Iterator[str]:
    """votes.csv"""
    header = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
    return write_csv(
        header, ((one.timestamp, _date(one.timestamp), one.statement, one.person, one.value) for one in rows)
    )


def write_comments(comments: Iterable[Comment]) -> Iterator[str]:
    """comments.csv"""
    header = (
        "timestamp",
        "datetime",
        "comment-id",
        "author-id",
        "agrees",
        "disagrees",
        "moderated",
        "is-meta",
        "comment-body",
    )
    return write_csv(
        header,
        (
            (
                one.timestamp,
                _date(one.timestamp),
                one.id,
                one.author,
                one.n_agree,
                one.n_disagree,
                one.moderated,
                "true" if one.is_meta else "false",
                one.text,
            )
            for one in comments
        ),
    )


def write_participants_votes(
    statements: Sequence[str],
    parts: Iterable[Conversation],
    groups: Mapping[str, int | None] | None = None,
    n_comments: Mapping[str, int] | None = None,
) -> Iterator[str]:
    """participants-votes.csv: a row per person, a column per statement. parts: each with all votes of its people.
    groups, n_comments: per person id."""

    def rows() -> Iterator[Sequence[object]]:
        for part in parts:
            given: dict[str, dict[str, int]] = {id_: {} for id_ in part.people}
            for person, statement, value in zip(part.person, part.statement, part.value, strict=True):
                given[person][statement] = value
            for person, votes in given.items():
                values = list(votes.values())
                about = (groups or {}).get(person), (n_comments or {}).get(person, 0)
                counts = len(values), values.count(1), values.count(-1)
                yield (person, *about, *counts, *(votes.get(one) for one in statements))

    return write_csv([*(name for name in ABOUT_PARTICIPANT if name != "xid"), *statements], rows())


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _date(timestamp: int | None) -> str | None:
    """As Polis writes it, in English and without the locale of the machine: Wed Jul 27 21:56:00 UTC 2022."""
    if timestamp is None:
        return None
    at = datetime.fromtimestamp(timestamp / 1000, UTC)
    return f"{DAYS[at.weekday()]} {MONTHS[at.month - 1]} {at:%d %H:%M:%S} UTC {at.year}"
