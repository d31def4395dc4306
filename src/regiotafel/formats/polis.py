"""Exports of Polis: votes, the matrix of participants, statements; and our own list of roles.

A vote is 1 for agree, 0 for unsure or passed, -1 for disagree. (Polis itself uses the opposite sign in its database
and in some interfaces, but not in these files.) Everything is read whole or refused whole: `FileRefused` says on
which lines something is wrong, in sentences for the person who brought the file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

Kind = Literal["votes", "matrix", "comments", "roles", "benchmark"]

MOST_BYTES = 100_000_000
MOST_PROBLEMS = 20
# No conversation has so many: then a column holds something else, and the answer would take minutes.
MOST_STATEMENTS = 20_000
MOST_PEOPLE = 100_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2100
VOTE = {"1": 1, "0": 0, "-1": -1, "+1": 1, "1.0": 1, "0.0": 0, "-1.0": -1}
ABOUT_PARTICIPANT = ("participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
REQUIRED: dict[Kind, tuple[str, ...]] = {
    "votes": ("comment-id", "voter-id", "vote"),
    "matrix": ("participant",),
    "comments": ("comment-id", "comment-body"),
    "roles": ("voter-id", "role"),
    "benchmark": ("by", "value", "number", "source", "year"),
}
OUR_COLUMNS = {
    *ABOUT_PARTICIPANT,
    *(name for names in REQUIRED.values() for name in names),
    *("timestamp", "datetime", "author-id", "agrees", "disagrees", "moderated", "municipality"),
}
CALLED: dict[Kind, str] = {
    "votes": "een lijst met stemmen",
    "matrix": "een tabel met een rij per deelnemer",
    "comments": "een lijst met stellingen",
    "roles": "een lijst met rollen",
    "benchmark": "een lijst met hoeveel mensen er zijn",
}
DECLARED = ("role", "municipality")


class FileRefused(Exception):
    """Nothing of the file was used. problems: (line, sentence), at most MOST_PROBLEMS; line 0 is the whole file."""

    def __init__(self, summary: str, problems: Sequence[tuple[int, str]] = ()) -> None:
        self.summary = summary
        self.problems = list(problems)
        lines = [f"Regel {line}: {sentence}" if line else sentence for line, sentence in self.problems]
        super().__init__("\n".join([summary, *lines]))


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
class Role:
    role: str | None
    municipality: str | None = None


@dataclass(frozen=True)
class Benchmark:
    """How many people there are with each declared value, and who says so, of which year."""

    numbers: dict[str, int]
    source: str
    year: int


@dataclass(frozen=True)
class VoteRow:
    """One row of votes.csv; timestamp in milliseconds since 1970."""

    timestamp: int
    statement: str
    person: str
    value: int


# --- reading


def load(path: Path, most_bytes: int = MOST_BYTES) -> bytes:
    """The bytes of a file. Raises FileRefused when it is not there, cannot be read or is too large."""
    try:
        size = path.stat().st_size
        if size > most_bytes:
            raise FileRefused(_too_large(most_bytes))
        return path.read_bytes()
    except FileNotFoundError:
        raise FileRefused(f"Het bestand {path} bestaat niet.") from None
    except OSError as problem:
        raise FileRefused(f"Het bestand {path} kan niet worden gelezen ({problem.strerror}).") from None


def kind_of(data: bytes) -> Kind:
    """What sort of file this is, by the names of its columns. Raises FileRefused when it is none of ours."""
    header, _ = _open(data)
    found = _kind(header)
    if found is None:
        wanted = "; ".join(f"{CALLED[kind]}: {', '.join(names)}" for kind, names in REQUIRED.items())
        raise FileRefused(
            "De kolommen van dit bestand kennen we niet.",
            [(1, f"Gevonden: {_short(', '.join(header))}. We kennen: {wanted}.")],
        )
    return found


def read_votes(data: bytes, most_bytes: int = MOST_BYTES) -> Conversation:
    """Votes from votes.csv (any order of columns and rows; the last vote counts) or participants-votes.csv."""
    if len(data) > most_bytes:
        raise FileRefused(_too_large(most_bytes))
    header, rows = _open(data)
    if _kind(header) == "matrix":
        _check_statements(len(header) - len({*header} & {*ABOUT_PARTICIPANT}))
        return _read_matrix(header, rows)
    _require(header, "votes")
    found = _read_long(header, rows)
    _check_statements(len(found.statements))
    return found


def _check_statements(n: int) -> None:
    if n > MOST_STATEMENTS:
        many, most = (f"{number:,}".replace(",", ".") for number in (n, MOST_STATEMENTS))
        raise FileRefused(
            f"Dit bestand heeft {many} stellingen. We rekenen met hooguit {most}.",
            [(0, "Kijk of de kolommen met stellingen en mensen niet verwisseld zijn.")],
        )


def read_comments(data: bytes) -> list[Comment]:
    """Statements from comments.csv, in the order of the file."""
    header, rows = _open(data)
    _require(header, "comments")
    problems = _Problems()
    place = {name: position for position, name in enumerate(header)}
    comments: dict[str, Comment] = {}
    for line, row in _whole_rows(header, rows, problems):

        def cell(name: str, row: list[str] = row) -> str:
            return row[place[name]].strip() if name in place else ""

        id_ = _plain(cell("comment-id"))
        if not id_:
            problems.add(line, "de kolom comment-id is leeg.")
        elif id_ in comments:
            problems.add(line, f"stelling {_short(id_)} staat er al in.")
        else:
            numbers = [_number(cell(name)) for name in ("timestamp", "agrees", "disagrees")]
            moderated = _number(cell("moderated"))
            comments[id_] = Comment(
                id=id_,
                text=_plain(cell("comment-body")),
                author=_plain(cell("author-id")),
                timestamp=numbers[0],
                n_agree=numbers[1] or 0,
                n_disagree=numbers[2] or 0,
                moderated=1 if moderated is None else moderated,
            )
    problems.refuse_if_any("De lijst met stellingen klopt niet. Er is niets van gebruikt.")
    return list(comments.values())


def read_roles(data: bytes) -> dict[str, Role]:
    """The role, and the municipality where given, of each person in a file voter-id,role[,municipality]."""
    header, rows = _open(data)
    _require(header, "roles")
    problems = _Problems()
    roles: dict[str, Role] = {}
    person, role = header.index("voter-id"), header.index("role")
    municipality = header.index("municipality") if "municipality" in header else None
    for line, row in _whole_rows(header, rows, problems):
        id_ = _plain(row[person].strip())
        if not id_:
            problems.add(line, "de kolom voter-id is leeg.")
        elif id_ in roles:
            problems.add(line, f"persoon {_short(id_)} staat er al in.")
        else:
            where = None if municipality is None else _plain(row[municipality].strip()) or None
            roles[id_] = Role(_plain(row[role].strip()) or None, where)
    problems.refuse_if_any("De lijst met rollen klopt niet. Er is niets van gebruikt.")
    return roles


def read_benchmark(data: bytes) -> dict[str, Benchmark]:
    """Per declared property how many people there are: by,value,number,source,year. One source per property."""
    header, rows = _open(data)
    _require(header, "benchmark")
    problems = _Problems()
    place = {name: header.index(name) for name in REQUIRED["benchmark"]}
    found: dict[str, Benchmark] = {}
    for line, row in _whole_rows(header, rows, problems):
        by, value, source = (_plain(row[place[name]].strip()) for name in ("by", "value", "source"))
        number, year = (_number(row[place[name]]) for name in ("number", "year"))
        if by not in DECLARED:
            problems.add(line, f"by is {_short(by) or 'leeg'}. Kies uit: {', '.join(DECLARED)}.")
        elif not value or not source:
            problems.add(line, "value of source is leeg. Zeg bij elk getal waar het vandaan komt.")
        elif number is None or not 0 <= number <= MOST_PEOPLE:
            problems.add(line, f"number is {_short(row[place['number']]) or 'leeg'}. Vul een heel getal vanaf 0 in.")
        elif year is None or not FIRST_YEAR <= year <= LAST_YEAR:
            problems.add(line, f"year is {_short(row[place['year']]) or 'leeg'}. Vul een jaartal van vier cijfers in.")
        else:
            one = found.setdefault(by, Benchmark({}, source, year))
            if value in one.numbers:
                problems.add(line, f"{_short(value)} staat er al in.")
            elif (source, year) != (one.source, one.year):
                problems.add(line, f"bij {by} staat al een andere bron of een ander jaar. Gebruik er één.")
            one.numbers[value] = number
    for by, one in found.items():
        if sum(one.numbers.values()) == 0:
            problems.add(0, f"Bij {by} is elk getal 0. Dan valt er niets te vergelijken.")
    if not found:
        problems.add(0, "Er staat geen enkel getal in.")
    problems.refuse_if_any("De lijst met hoeveel mensen er zijn klopt niet. Er is niets van gebruikt.")
    return found


class _Problems:
    """Collects what is wrong, and counts what does not fit any more."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []
        self.n_more = 0

    def add(self, line: int, sentence: str) -> None:
        if len(self.found) < MOST_PROBLEMS:
            self.found.append((line, sentence))
        else:
            self.n_more += 1

    def refuse_if_any(self, summary: str) -> None:
        if self.found:
            more = [(0, f"En nog {self.n_more} andere fouten.")] if self.n_more else []
            raise FileRefused(summary, [*self.found, *more])


def _open(data: bytes) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Names of the columns, and the other rows that are not empty with their line number."""
    if data.startswith(b"PK\x03\x04"):
        raise FileRefused("Dit is een Excel- of zip-bestand. Sla het op als CSV en probeer het opnieuw.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused("Dit bestand is opgeslagen als UTF-16. Sla het op als CSV met UTF-8.")
    if b"\0" in data:
        raise FileRefused("Dit is geen tekstbestand. Kies een CSV-bestand.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise FileRefused(
            "We kunnen de letters in dit bestand niet lezen. Sla het op als CSV met UTF-8.",
            [(line, "hier staat een teken dat geen UTF-8 is.")],
        ) from None
    if not text.strip():
        raise FileRefused("Dit bestand is leeg.")
    rows = _rows(text, ";" if _semicolons(text) else ",")
    _, header = next(rows)
    names = [_column(name) for name in header]
    double = sorted({name for name in names if name and names.count(name) > 1}) if len({*names}) < len(names) else []
    if double:
        raise FileRefused(
            "Er zijn kolommen met dezelfde naam.",
            [(1, f"deze naam staat er meer dan eens: {_short(', '.join(double))}.")],
        )
    return names, rows


def _column(name: str) -> str:
    """Our own names in lower case; any other may be the id of a statement, and stays as it is."""
    name = name.strip()
    return name.lower() if name.lower() in OUR_COLUMNS else name


def _semicolons(text: str) -> bool:
    # What Excel writes in the Netherlands.
    first = text.lstrip().split("\n", 1)[0]
    return first.count(";") > first.count(",")


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise FileRefused(
                "Dit bestand heeft niet de vorm van een CSV.",
                [(reader.line_num, "deze regel is te lang of heeft een aanhalingsteken te veel.")],
            ) from None
        if row:
            yield reader.line_num, row


def _kind(header: Sequence[str]) -> Kind | None:
    for kind, names in REQUIRED.items():
        if all(name in header for name in names):
            return kind
    return None


def _require(header: Sequence[str], kind: Kind) -> None:
    missing = [name for name in REQUIRED[kind] if name not in header]
    if missing:
        other = _kind(header)
        looks = f" Het lijkt op {CALLED[other]}." if other else ""
        raise FileRefused(
            f"Dit is niet {CALLED[kind]}.{looks}",
            [(1, f"deze kolommen ontbreken: {', '.join(missing)}. Gevonden: {_short(', '.join(header))}.")],
        )


def _whole_rows(
    header: Sequence[str], rows: Iterator[tuple[int, list[str]]], problems: _Problems
) -> Iterator[tuple[int, list[str]]]:
    n = len(header)
    for line, row in rows:
        if len(row) != n:
            problems.add(line, f"deze regel heeft {len(row)} vakken, de eerste regel heeft er {n}.")
        else:
            yield line, row


def _read_long(header: list[str], rows: Iterator[tuple[int, list[str]]]) -> Conversation:
    problems = _Problems()
    voter, comment, vote = (header.index(name) for name in ("voter-id", "comment-id", "vote"))
    time = header.index("timestamp") if "timestamp" in header else None
    last: dict[tuple[str, str], tuple[int, int]] = {}
    n_rows = 0
    for line, row in _whole_rows(header, rows, problems):
        n_rows += 1
        value = VOTE.get(row[vote].strip())
        key = (_plain(row[voter].strip()), _plain(row[comment].strip()))
        at = 0 if time is None else _number(row[time])
        if value is None:
            problems.add(line, f"de stem is {_short(row[vote]) or 'leeg'}. Een stem is 1, 0 of -1.")
        elif not key[0] or not key[1]:
            problems.add(line, "voter-id of comment-id is leeg.")
        elif at is None or at < 0:
            problems.add(line, f"de tijd {_short(row[time or 0]) or '(leeg)'} is geen getal.")
        else:
            before = last.get(key)
            if before is None or at >= before[0]:
                last[key] = (at, value)
    problems.refuse_if_any("De lijst met stemmen klopt niet. Er is niets van gebruikt.")
    return Conversation(
        person=[key[0] for key in last],
        statement=[key[1] for key in last],
        value=[value for _, value in last.values()],
        timestamp=[None if time is None else at for at, _ in last.values()],
        people=tuple(dict.fromkeys(key[0] for key in last)),
        statements=tuple(dict.fromkeys(key[1] for key in last)),
        n_rows=n_rows,
    )


def _read_matrix(header: list[str], rows: Iterator[tuple[int, list[str]]]) -> Conversation:
    problems = _Problems()
    columns = [(position, _plain(name)) for position, name in enumerate(header) if name not in ABOUT_PARTICIPANT]
    if any(not name for _, name in columns):
        raise FileRefused("De tabel klopt niet. Er is niets van gebruikt.", [(1, "een kolom heeft geen naam.")])
    person, statement, value = [], [], []
    people: dict[str, str] = {}
    id_at = header.index("participant")
    group_at = header.index("group-id") if "group-id" in header else None
    for line, row in _whole_rows(header, rows, problems):
        id_ = _plain(row[id_at].strip())
        if not id_:
            problems.add(line, "de kolom participant is leeg.")
            continue
        if id_ in people:
            problems.add(line, f"persoon {_short(id_)} staat er al in.")
            continue
        people[id_] = "" if group_at is None else row[group_at].strip()
        for position, name in columns:
            cell = row[position].strip()
            if not cell:
                continue
            vote = VOTE.get(cell)
            if vote is None:
                problems.add(line, f"de stem op stelling {_short(name)} is {_short(cell)}. Een stem is 1, 0 of -1.")
                continue
            person.append(id_)
            statement.append(name)
            value.append(vote)
    problems.refuse_if_any("De tabel klopt niet. Er is niets van gebruikt.")
    return Conversation(
        person=person,
        statement=statement,
        value=value,
        timestamp=[None] * len(value),
        people=tuple(people),
        statements=tuple(name for _, name in columns),
        n_rows=len(value),
        group={id_: group for id_, group in people.items() if group},
    )


def _number(text: str) -> int | None:
    text = text.strip()
    digits = text[1:] if text[:1] == "-" else text
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None


def _short(text: str) -> str:
    """For in a message: of one line, and not longer than a line."""
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:79] + "…"


def _too_large(most_bytes: int) -> str:
    return f"Dit bestand is te groot. Het mag hoogstens {most_bytes // 1_000_000} MB zijn."


# --- writing


def write_votes(rows: Iterable[VoteRow]) -> str:
    """votes.csv"""
    header = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
    body = ([one.timestamp, _date(one.timestamp), _safe(one.statement), _safe(one.person), one.value] for one in rows)
    return _csv(header, body)


def write_comments(comments: Iterable[Comment]) -> str:
    """comments.csv"""
    header = ("timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body")
    body = (
        [
            "" if one.timestamp is None else one.timestamp,
            "" if one.timestamp is None else _date(one.timestamp),
            _safe(one.id),
            _safe(one.author),
            one.n_agree,
            one.n_disagree,
            one.moderated,
            _safe(one.text),
        ]
        for one in comments
    )
    return _csv(header, body)


def write_participants_votes(
    conversation: Conversation,
    groups: Mapping[str, int | None] | None = None,
    n_comments: Mapping[str, int] | None = None,
) -> str:
    """participants-votes.csv: a row per person, a column per statement. groups, n_comments: per person id."""
    votes: dict[str, dict[str, int]] = {id_: {} for id_ in conversation.people}
    for person, statement, value in zip(conversation.person, conversation.statement, conversation.value, strict=True):
        votes[person][statement] = value
    statements = conversation.statements
    header = [*(name for name in ABOUT_PARTICIPANT if name != "xid"), *(_safe(one) for one in statements)]

    def body() -> Iterator[list[object]]:
        for person, given in votes.items():
            group = (groups or {}).get(person)
            values = list(given.values())
            yield [
                _safe(person),
                "" if group is None else group,
                (n_comments or {}).get(person, 0),
                len(values),
                values.count(1),
                values.count(-1),
                *(given.get(one, "") for one in statements),
            ]

    return _csv(header, body())


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def _safe(text: str) -> str:
    """A spreadsheet takes a cell that begins with one of these for a formula; a quote before it says it is text."""
    return "'" + text if _tempting(text) else text


def _plain(text: str) -> str:
    """The text that `_safe` wrote."""
    return text[1:] if text[:1] == "'" and _tempting(text) else text


def _tempting(text: str) -> bool:
    bare = text.lstrip("'")
    return bare[:1] in ("=", "+", "-", "@", "\t", "\r") and bare != "" and _number(bare) is None


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _date(timestamp: int) -> str:
    """As Polis writes it, in English and without the locale of the machine: Wed Jul 27 21:56:00 UTC 2022."""
    at = datetime.fromtimestamp(timestamp / 1000, UTC)
    return f"{DAYS[at.weekday()]} {MONTHS[at.month - 1]} {at:%d %H:%M:%S} UTC {at.year}"
