"""Exports of Polis, both ways: votes, the matrix of participants, statements.

A vote is 1 for agree, 0 for unsure or passed, -1 for disagree. (Polis itself uses the opposite sign in its database
and in some interfaces, but not in these files.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from . import layouts
from .faults import Faults, FileRefused
from .sentence import Sentence, _
from .tables import MOST_BYTES, Table, number, short, too_large, unguarded, write_csv

# No conversation has so many: then a column holds something else, and the answer would take minutes.
MOST_STATEMENTS = 20_000
VOTE = {"1": 1, "0": 0, "-1": -1, "+1": 1, "1.0": 1, "0.0": 0, "-1.0": -1}
ABOUT_PARTICIPANT = layouts.MATRIX.columns + layouts.MATRIX.more


@dataclass(frozen=True)
class Conversation:
    """Current votes, one per person and statement, in the order of the file.

    people, statements: all ids in the file, also those without a vote. timestamp: milliseconds since 1970, or None
    where the file has no times. n_rows: votes in the file before earlier votes of the same person were left out.
    group: the group per person that Polis exported (only in a matrix).
    """

    person: list[str]
    statement: list[str]
    value: list[int]
    timestamp: list[int | None]
    people: tuple[str, ...]
    statements: tuple[str, ...]
    n_rows: int
    group: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Comment:
    """A statement. moderated: 1 accepted, 0 not looked at, -1 refused. n_agree, n_disagree: None is not told."""

    id: str
    text: str
    author: str = ""
    timestamp: int | None = None
    n_agree: int | None = 0
    n_disagree: int | None = 0
    moderated: int = 1


@dataclass(frozen=True)
class VoteRow:
    """One row of votes.csv; timestamp in milliseconds since 1970."""

    timestamp: int
    statement: str
    person: str
    value: int


# --- reading


def read_votes(data: bytes, most_bytes: int = MOST_BYTES) -> Conversation:
    """Votes from votes.csv (any order of columns and rows; the last vote counts) or participants-votes.csv."""
    if len(data) > most_bytes:
        raise too_large(most_bytes)
    layout, table = layouts.read(data, layouts.VOTES, layouts.MATRIX)
    if layout is layouts.MATRIX:
        _check_statements(len(table.header) - len({*table.header} & {*ABOUT_PARTICIPANT}))
        return _read_matrix(table)
    found = _read_long(table)
    _check_statements(len(found.statements))
    return found


def _check_statements(n: int) -> None:
    if n > MOST_STATEMENTS:
        many, most = (f"{count:,}".replace(",", ".") for count in (n, MOST_STATEMENTS))
        words = "Dit bestand heeft %(many)s stellingen. We rekenen met hooguit %(most)s."
        raise FileRefused(
            _(words, many=many, most=most),
            [(0, _("Kijk of de kolommen met stellingen en mensen niet verwisseld zijn."))],
        )


def read_comments(data: bytes) -> list[Comment]:
    """Statements from comments.csv, in the order of the file."""
    _layout, table = layouts.read(data, layouts.COMMENTS)
    faults = Faults()
    place = {name: position for position, name in enumerate(table.header)}
    comments: dict[str, Comment] = {}
    for line, row in table.whole_rows(faults):

        def cell(name: str, row: list[str] = row) -> str:
            return row[place[name]].strip() if name in place else ""

        id_ = unguarded(cell("comment-id"))
        if not id_:
            faults.add(line, _("de kolom comment-id is leeg."))
        elif id_ in comments:
            faults.add(line, _("stelling %(id)s staat er al in.", id=short(id_)))
        else:
            numbers = [number(cell(name)) for name in ("timestamp", "agrees", "disagrees")]
            moderated = number(cell("moderated"))
            comments[id_] = Comment(
                id=id_,
                text=unguarded(cell("comment-body")),
                author=unguarded(cell("author-id")),
                timestamp=numbers[0],
                n_agree=numbers[1] or 0,
                n_disagree=numbers[2] or 0,
                moderated=1 if moderated is None else moderated,
            )
    faults.refuse_if_any(_("De lijst met stellingen klopt niet. Er is niets van gebruikt."))
    return list(comments.values())


def _read_long(table: Table) -> Conversation:
    """The last vote of each person on each statement, by time and then by row."""
    faults, header = Faults(), table.header
    voter, comment, vote = (header.index(name) for name in ("voter-id", "comment-id", "vote"))
    time = header.index("timestamp") if "timestamp" in header else None
    last: dict[tuple[str, str], tuple[int, int]] = {}
    n_rows = 0
    for line, row in table.whole_rows(faults):
        n_rows += 1
        at = "0" if time is None else row[time]
        found = _vote_in(row[voter].strip(), row[comment].strip(), row[vote].strip(), at)
        if isinstance(found, Sentence):
            faults.add(line, found)
            continue
        key, given = found
        if key not in last or given[0] >= last[key][0]:
            last[key] = given
    faults.refuse_if_any(_("De lijst met stemmen klopt niet. Er is niets van gebruikt."))
    return Conversation(
        person=[person for person, _statement in last],
        statement=[statement for _person, statement in last],
        value=[value for _at, value in last.values()],
        timestamp=[None if time is None else at for at, _value in last.values()],
        people=tuple(dict.fromkeys(person for person, _statement in last)),
        statements=tuple(dict.fromkeys(statement for _person, statement in last)),
        n_rows=n_rows,
    )


def _vote_in(voter: str, comment: str, vote: str, time: str) -> tuple[tuple[str, str], tuple[int, int]] | Sentence:
    """Of one row who votes on what, and when and how; or what is wrong with it."""
    value, at = VOTE.get(vote), number(time)
    if value is None:
        return _("de stem is %(vote)s. Een stem is 1, 0 of -1.", vote=short(vote) or _("leeg"))
    person, statement = unguarded(voter), unguarded(comment)
    if not person or not statement:
        return _("voter-id of comment-id is leeg.")
    if at is None or at < 0:
        return _("de tijd %(time)s is geen getal.", time=short(time) or _("(leeg)"))
    return (person, statement), (at, value)


def _read_matrix(table: Table) -> Conversation:
    faults, header = Faults(), table.header
    columns = [(position, unguarded(name)) for position, name in enumerate(header) if name not in ABOUT_PARTICIPANT]
    if any(not name for _position, name in columns):
        raise FileRefused(_("De tabel klopt niet. Er is niets van gebruikt."), [(1, _("een kolom heeft geen naam."))])
    person, statement, value = [], [], []
    people: dict[str, str] = {}
    id_at = header.index("participant")
    group_at = header.index("group-id") if "group-id" in header else None
    for line, row in table.whole_rows(faults):
        id_ = unguarded(row[id_at].strip())
        if not id_:
            faults.add(line, _("de kolom participant is leeg."))
            continue
        if id_ in people:
            faults.add(line, _("persoon %(id)s staat er al in.", id=short(id_)))
            continue
        people[id_] = "" if group_at is None else row[group_at].strip()
        for position, name in columns:
            cell = row[position].strip()
            if not cell:
                continue
            vote = VOTE.get(cell)
            if vote is None:
                words = "de stem op stelling %(id)s is %(vote)s. Een stem is 1, 0 of -1."
                faults.add(line, _(words, id=short(name), vote=short(cell)))
                continue
            person.append(id_)
            statement.append(name)
            value.append(vote)
    faults.refuse_if_any(_("De tabel klopt niet. Er is niets van gebruikt."))
    return Conversation(
        person=person,
        statement=statement,
        value=value,
        timestamp=[None] * len(value),
        people=tuple(people),
        statements=tuple(name for _position, name in columns),
        n_rows=len(value),
        group={id_: group for id_, group in people.items() if group},
    )


# --- writing


def write_votes(rows: Iterable[VoteRow]) -> Iterator[str]:
    """votes.csv"""
    header = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
    return _csv(header, ((one.timestamp, _date(one.timestamp), one.statement, one.person, one.value) for one in rows))


def write_comments(comments: Iterable[Comment]) -> Iterator[str]:
    """comments.csv"""
    header = ("timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body")
    return _csv(
        header,
        (
            (
                one.timestamp,
                None if one.timestamp is None else _date(one.timestamp),
                one.id,
                one.author,
                one.n_agree,
                one.n_disagree,
                one.moderated,
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

    return _csv([*(name for name in ABOUT_PARTICIPANT if name != "xid"), *statements], rows())


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    return write_csv(header, rows, line_end="\n", mark="")


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _date(timestamp: int) -> str:
    """As Polis writes it, in English and without the locale of the machine: Wed Jul 27 21:56:00 UTC 2022."""
    at = datetime.fromtimestamp(timestamp / 1000, UTC)
    return f"{DAYS[at.weekday()]} {MONTHS[at.month - 1]} {at:%d %H:%M:%S} UTC {at.year}"
