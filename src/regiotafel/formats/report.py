"""A report (docs/report-schema.md) as what a person reads: rows of whole numbers, findings, groups, places on a map.

Pages, the PDF and `regiotafel analyse --html` all start from this, so they say the same. Words stand in the
templates; here are only numbers, names and order. Nothing is shown about fewer people than `smallest`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .presence import Presence, presences

OF_PERSONS = {"points", "errors", "stays"}  # lists in `space` with an item per person
ORDERS = ("eens", "verdeeld", "nummer")
# Shares of a small number of people read better as counts: "7 van de 9", not "78 van de 100".
FEW = 20
SHAPES = ("circle", "square", "triangle", "diamond", "cross")
# Of more people than this the map shows how many stand in each field of a grid: marks would cover each other.
MOST_AS_MARKS = 3000
# Of fewer people than this we say that they are few, and draw no map: its handful of marks looks like groups.
FEW_PEOPLE = 50
FIELDS_ACROSS, FIELDS_UP = 30, 20


@dataclass(frozen=True)
class Row:
    """What some people answered to one statement: out of every hundred, and how many they are."""

    label: str
    group: int | None = None
    hidden: bool = False
    n_people: int = 0
    n_agree: int = 0
    n_disagree: int = 0
    n_unsure: int = 0
    agree: int = 0
    disagree: int = 0
    unsure: int = 0
    agree_low: int = 0
    agree_high: int = 0
    disagree_low: int = 0
    disagree_high: int = 0

    @property
    def agree_of(self) -> tuple[int, int]:
        """How many agree, out of how many: the numbers to put in a sentence."""
        return (self.n_agree, self.n_people) if self.n_people < FEW else (self.agree, 100)

    @property
    def disagree_of(self) -> tuple[int, int]:
        return (self.n_disagree, self.n_people) if self.n_people < FEW else (self.disagree, 100)


@dataclass(frozen=True)
class Block:
    """The rows of one way to split people: `group`, or a property that they declared."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, eq=False)
class Shown:
    """One statement. status: common_ground, common_disagreement, divide, unknown, hidden or none."""

    id: str
    text: str
    status: str
    data: Mapping[str, Any] = field(repr=False)
    group_names: tuple[str, ...] = field(repr=False)

    @property
    def is_hidden(self) -> bool:
        return bool(self.data["hidden"]) or not self.data["n_votes"]

    @cached_property
    def everybody(self) -> Row:
        cell = {**self.data, "n_people": self.data["n_votes"], "hidden": self.is_hidden}
        return _row("", cell)

    @cached_property
    def by_group(self) -> Block:
        return Block(
            "group",
            tuple(_row(self.group_names[cell["group"]], cell, cell["group"]) for cell in self.data["by_group"]),
        )

    @cached_property
    def by_declared(self) -> tuple[Block, ...]:
        return tuple(
            Block(name, tuple(_row(cell["value"], cell) for cell in cells))
            for name, cells in self.data["by_declared"].items()
            if cells
        )

    @property
    def group_blocks(self) -> tuple[Block, ...]:
        """Nothing when there are no groups: everybody stands in the table already."""
        return (self.by_group,) if len(self.group_names) > 1 else ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Groups first, then what people said about themselves."""
        return self.group_blocks + self.by_declared + self.by_crossing

    @cached_property
    def by_crossing(self) -> tuple[Block, ...]:
        """Of two properties together; a combination that is not there may not be told, or nobody has it."""
        found: dict[str, list[Row]] = {}
        for cell in self.data.get("by_crossing", ()):
            found.setdefault("+".join(cell["by"]), []).append(_row(", ".join(cell["values"]), cell))
        return tuple(Block(name, tuple(rows)) for name, rows in found.items())


@dataclass(frozen=True)
class Matrix:
    """All statements against some parts of the people, for paper: rows of one cell per part."""

    name: str
    labels: tuple[str, ...]
    rows: tuple[tuple[Shown, tuple[Row, ...]], ...]


@dataclass(frozen=True)
class Group:
    """People who answer alike. across and up: where on the map, -1, 0 or 1."""

    index: int
    name: str
    size: int
    of_hundred: int
    across: int = 0
    up: int = 0

    @property
    def shape(self) -> str:
        return SHAPES[self.index % len(SHAPES)]


@dataclass(frozen=True)
class Finding:
    """A fact that a template turns into a sentence. row and other_row: the numbers to show with it."""

    kind: str
    numbers: Mapping[str, Any]
    statement: Shown | None = None
    group: Group | None = None
    other: Group | None = None
    row: Row | None = None
    other_row: Row | None = None

    @property
    def own_and_others(self) -> tuple[int, int]:
        """Out of hundred, how many of its group gave the answer that marks it, and how many of all others."""
        if self.statement is None or self.row is None or self.row.hidden or self.statement.is_hidden:
            return round(100 * self.numbers["share"]), round(100 * self.numbers["share_others"])
        everybody, own = self.statement.everybody, self.row
        others = of_hundred(
            everybody.n_agree - own.n_agree, everybody.n_disagree - own.n_disagree, everybody.n_unsure - own.n_unsure
        )
        agrees = self.numbers["answer"] == "agree"
        return (own.agree, others[0]) if agrees else (own.disagree, others[1])

    @property
    def is_lost_when_weighted(self) -> bool:
        return self.numbers.get("holds", {}).get("weighted") is False

    @property
    def is_lost_without_same_votes(self) -> bool:
        return self.numbers.get("holds", {}).get("without_same_votes") is False


@dataclass(frozen=True)
class SameVotes:
    """People with exactly the same long list of answers. minutes: in which half of them came; None is unknown."""

    n_people: int
    minutes: int | None

    @property
    def hours(self) -> int:
        return round((self.minutes or 0) / 60)

    @property
    def days(self) -> int:
        return round((self.minutes or 0) / (24 * 60))


@dataclass(frozen=True)
class Reading:
    """Another count of the same answers: its name, how many people it counts, and what stays true in it."""

    name: str
    n_people: int


@dataclass(frozen=True)
class CheckCell:
    """Whether a sentence holds in one reading (None: not asked), and the shares of hundred there, when weighted."""

    holds: bool | None
    shares: tuple[int, ...] = ()


@dataclass(frozen=True)
class Check:
    """A sentence in each of the other readings. first: its shares of hundred in the count of the page."""

    finding: Finding
    first: tuple[int, ...]
    cells: tuple[CheckCell, ...]


@dataclass(frozen=True)
class Between:
    """Of every hundred parts of difference between people, how many lie between the values of a property."""

    name: str
    parts: int
    low: int | None
    high: int | None
    is_real: bool


@dataclass(frozen=True)
class Shared:
    """An answer that two groups share, while they mostly differ. agrees: whether it is agree."""

    statement: Shown
    one: Group
    other: Group
    agrees: bool
    share: int
    other_share: int


@dataclass(frozen=True)
class Mark:
    """Some people close together on the map: never fewer than `smallest`."""

    x: float
    y: float
    n_people: int
    group: int


@dataclass(frozen=True)
class Place:
    """Where one person stands. group: None when their answers do not say."""

    x: float
    y: float
    group: Group | None


@dataclass(frozen=True)
class Outcome:
    n_people: int
    n_statements: int
    n_votes: int
    seed: int
    smallest: int
    engine_version: str
    groups: tuple[Group, ...]
    groups_found: bool
    groups_reason: str
    is_sharp: bool
    stability: int | None
    n_resamples: int
    n_placed: int
    explained: int
    statements: tuple[Shown, ...]
    findings: tuple[Finding, ...]
    n_common_ground: int
    n_common_disagreement: int
    n_divides: int
    n_unknown: int
    alarm: bool
    same_votes: tuple[SameVotes, ...]
    between: tuple[Between, ...]
    shared: tuple[Shared, ...]
    presences: tuple[Presence, ...]
    readings: tuple[Reading, ...]
    data: Mapping[str, Any] = field(repr=False)

    @property
    def is_too_small(self) -> bool:
        return self.n_people < self.smallest

    @property
    def is_small(self) -> bool:
        return self.n_people < FEW_PEOPLE

    def of_kind(self, kind: str) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.kind == kind)

    def about(self, statement: Shown) -> tuple[Finding, ...]:
        """What is told of one statement; not what marks a group, for that needs the other statements beside it."""
        return tuple(one for one in self.findings if one.statement is statement and one.kind != "distinctive")

    @property
    def common_ground(self) -> tuple[Finding, ...]:
        return self.of_kind("common_ground_all_groups")

    @property
    def common_disagreement(self) -> tuple[Finding, ...]:
        return self.of_kind("common_disagreement")

    @property
    def common_ground_declared(self) -> tuple[Finding, ...]:
        """Only what is not common ground of all groups already."""
        told = {one.statement for one in self.common_ground}
        return tuple(one for one in self.of_kind("common_ground_declared") if one.statement not in told)

    @property
    def divides(self) -> tuple[Finding, ...]:
        return self.of_kind("divide")

    @property
    def checks(self) -> tuple[Check, ...]:
        """The sentences of the page in each of the other readings, in the same order."""
        asked = (*self.common_ground[:7], *self.common_disagreement[:4], *self.divides[:7])
        return tuple(_check(one, self.readings) for one in asked if self.readings)

    @property
    def n_lost(self) -> int:
        return sum(any(cell.holds is False for cell in check.cells) for check in self.checks)

    @property
    def n_same(self) -> int:
        return sum(one.n_people for one in self.same_votes)

    @property
    def n_lost_without_same_votes(self) -> int:
        return sum(check.finding.is_lost_without_same_votes for check in self.checks)

    @property
    def missed(self) -> tuple[str, ...]:
        """Whom we miss most, of every property."""
        return tuple(row.value for presence in self.presences for row in presence.missed)

    @property
    def is_weighted(self) -> bool:
        return any(reading.name == "weighted" for reading in self.readings)

    @property
    def doubts_map(self) -> bool:
        return self.alarm and not self.is_small

    @property
    def portraits(self) -> list[tuple[Group, list[Finding]]]:
        """Each group with the answers that it gives more often than the others."""
        own = self.of_kind("distinctive")
        return [(group, [one for one in own if one.group == group]) for group in self.groups]

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        points = self.data["space"]["points"]
        return fields(points, self.smallest) if self.is_dense else marks(points, self.smallest)

    @property
    def is_dense(self) -> bool:
        return len(self.data["space"]["points"]) > MOST_AS_MARKS

    @property
    def has_sides(self) -> bool:
        """The groups are sides of a difference without a border."""
        return self.groups_found and self.groups_reason == "gradual"

    @property
    def n_between(self) -> int:
        n: int = self.data["groups_quality"].get("n_between", 0)
        return n if n >= self.smallest and self.n_placed - n >= self.smallest else 0

    @property
    def n_unplaced(self) -> int:
        return self.n_people - self.n_placed

    def group_matrix(self) -> Matrix:
        """All statements against everybody and the groups: the short form for a long list."""
        shown = [one for one in self.statements if not one.is_hidden]
        groups = self.groups if self.groups_found else ()
        rows = tuple((one, (one.everybody, *(one.by_group.rows if groups else ()))) for one in shown)
        return Matrix("group", tuple(group.name for group in groups), rows)

    def matrices(self, widest: int = 9) -> tuple[Matrix, ...]:
        """What people declared, as wide tables of at most `widest` parts, about equally wide."""
        found = []
        for name, values in self.data["declared"].items():
            labels = [value["value"] for value in values]
            n_tables = -(-len(labels) // widest)
            for i in range(n_tables):
                part = slice(len(labels) * i // n_tables, len(labels) * (i + 1) // n_tables)
                rows = tuple(
                    (one, block.rows[part])
                    for one in self.statements
                    if not one.is_hidden
                    for block in one.by_declared
                    if block.name == name
                )
                found.append(Matrix(name, tuple(labels[part]), rows))
        return tuple(found)

    def statement(self, id_: str) -> Shown | None:
        return next((one for one in self.statements if one.id == id_), None)

    def place_of(self, person: str) -> Place | None:
        """Where this person stands; None when the report was made before their first answer."""
        persons = self.data["group_of_person"]
        if person not in persons:
            return None
        x, y, group = self.data["space"]["points"][list(persons).index(person)]
        return Place(x, y, None if group is None else self.groups[group])

    def in_order(self, how: str) -> tuple[Shown, ...]:
        """eens: common ground first; verdeeld: what divides most first; nummer: as they were asked."""
        if how == "nummer":
            return self.statements
        best = self.data["divides"] if how == "verdeeld" else self.data["common_ground"]
        rank = {id_: position for position, id_ in enumerate(best)}
        score = _division if how == "verdeeld" else _agreement
        return tuple(
            sorted(
                self.statements,
                key=lambda one: (
                    one.is_hidden,
                    rank.get(one.id, len(rank)),
                    one.status == "unknown",
                    -score(one.data),
                ),
            )
        )


def read(data: Mapping[str, Any]) -> Outcome:
    """The report as what a person reads. Raises ValueError when it is another kind of document."""
    if data.get("schema") != "regiotafel-report/1":
        raise ValueError("not a regiotafel-report/1")
    points = data["space"]["points"]
    groups = _groups(data, points)
    names = tuple(group.name for group in groups)
    status = _statuses(data)
    statements = tuple(
        Shown(one["id"], one["text"] or "", status.get(one["id"], "none"), one, names) for one in data["statements"]
    )
    by_id = {one.id: one for one in statements}
    quality = data["groups_quality"]
    return Outcome(
        n_people=data["n_people"],
        n_statements=data["n_statements"],
        n_votes=data["n_votes"],
        seed=data["seed"],
        smallest=data["smallest"],
        engine_version=data["engine_version"],
        groups=groups,
        groups_found=data["groups_found"],
        groups_reason=data["groups_reason"],
        is_sharp=quality.get("sharp", True),  # a report from before this was measured says nothing about it
        stability=None if quality["stability"] is None else round(100 * quality["stability"]),
        n_resamples=quality["n_resamples"],
        n_placed=sum(group.size for group in groups),
        explained=round(100 * sum(data["space"]["explained"])),
        statements=statements,
        findings=tuple(_finding(one, by_id, groups) for one in data["conclusions"]),
        n_common_ground=len(data["common_ground"]),
        n_common_disagreement=len(data["common_disagreement"]),
        n_divides=len(data["divides"]),
        n_unknown=len(data["unknown"]),
        alarm=any(one["raised"] for one in data["alarms"]),
        same_votes=_same_votes(data),  # this and the next ones are not in reports of before engine 1.1
        between=tuple(_between(name, one) for name, one in data.get("variance_shares", {}).items()),
        shared=tuple(_shared(one, by_id, groups) for one in data.get("unexpected", ())),
        presences=presences(data),
        readings=tuple(_reading(name, one) for name, one in data.get("readings", {}).items()),
        data=data,
    )


def public(data: Mapping[str, Any]) -> dict[str, Any]:
    """The report without anything about one person: no groups of persons and no places."""
    return {
        **data,
        "group_of_person": {},
        "between_groups": [],
        "space": {**data["space"], **{key: [] for key in OF_PERSONS & data["space"].keys()}},
    }


def marks(points: Sequence[Sequence[Any]], smallest: int) -> tuple[Mark, ...]:
    """People close together in one mark, so that nobody can be found on the map.

    points: [x, y, group or None]. Each group is halved across its widest direction until a part is too small to
    halve again (microaggregation: Domingo-Ferrer & Mateo-Sanz 2002, IEEE Trans. Knowl. Data Eng. 14:189). A group of
    fewer than `smallest` is not drawn.
    """
    by_group: dict[int, list[tuple[float, float]]] = {}
    for x, y, group in points:
        if group is not None:
            by_group.setdefault(group, []).append((x, y))
    found = []
    for group, people in sorted(by_group.items()):
        todo = [sorted(people)] if len(people) >= smallest else []
        while todo:
            part = todo.pop()
            if len(part) >= 2 * smallest:
                todo += _halves(part)
                continue
            x, y = (sum(one[axis] for one in part) / len(part) for axis in (0, 1))
            found.append(Mark(x, y, len(part), group))
    return tuple(found)


def fields(points: Sequence[Sequence[Any]], smallest: int) -> tuple[Mark, ...]:
    """How many people stand in each field of a grid around the middle, and of which group most of them are.

    points: [x, y, group or None]. The grid reaches as far as all but two of every hundred people; who stands further
    is in the outermost field. A field of fewer than `smallest` people is not drawn.
    """
    placed = [(float(x), float(y), int(group)) for x, y, group in points if group is not None]
    steps = [2.0 * reach([one[axis] for one in placed]) / (n - 1) for axis, n in enumerate((FIELDS_ACROSS, FIELDS_UP))]
    found: dict[tuple[int, int], dict[int, int]] = {}
    for x, y, group in placed:
        where = _field(x, steps[0], FIELDS_ACROSS), _field(y, steps[1], FIELDS_UP)
        people = found.setdefault(where, {})
        people[group] = people.get(group, 0) + 1
    return tuple(
        Mark((across + 0.5) * steps[0], (up + 0.5) * steps[1], sum(people.values()), _most(people))
        for (across, up), people in sorted(found.items())
        if sum(people.values()) >= smallest
    )


def _field(value: float, step: float, n: int) -> int:
    return max(-(n // 2), min(n // 2 - 1, math.floor(value / step)))


def _most(people: Mapping[int, int]) -> int:
    return max(people, key=lambda group: (people[group], -group))


def reach(values: Sequence[float]) -> float:
    """How far from the middle all but the outermost two of every hundred stand."""
    ordered = sorted(abs(value) for value in values)
    found = ordered[max(0, -(-len(ordered) * 98 // 100) - 1)] if ordered else 0.0
    return found if found > 1e-9 else 1.0  # places are rounded: less is nothing


def _halves(part: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    widths = [max(one[axis] for one in part) - min(one[axis] for one in part) for axis in (0, 1)]
    part = sorted(part) if widths[0] >= widths[1] else sorted(part, key=lambda one: (one[1], one[0]))
    middle = len(part) // 2
    return [part[:middle], part[middle:]]


def of_hundred(*counts: int) -> tuple[int, ...]:
    """Counts as whole numbers out of every hundred, together exactly 100 (largest remainders)."""
    total = sum(counts)
    if total == 0:
        return (0,) * len(counts)
    whole = [count * 100 // total for count in counts]
    rest = sorted(range(len(counts)), key=lambda i: (-(counts[i] * 100 % total), i))
    for i in rest[: 100 - sum(whole)]:
        whole[i] += 1
    return tuple(whole)


def _row(label: str, cell: Mapping[str, Any], group: int | None = None) -> Row:
    if cell.get("hidden"):
        return Row(label, group, hidden=True)
    counts = cell["n_agree"], cell["n_disagree"], cell["n_unsure"]
    if not sum(counts):
        return Row(label, group)
    ends = [round(100 * cell[answer][end]) for answer in ("agree", "disagree") for end in ("low", "high")]
    return Row(label, group, False, cell["n_people"], *counts, *of_hundred(*counts), *ends)


def _groups(data: Mapping[str, Any], points: Sequence[Sequence[Any]]) -> tuple[Group, ...]:
    sums: dict[int, list[float]] = {}
    for x, y, group in points:
        if group is not None:
            one = sums.setdefault(group, [0.0, 0.0, 0.0])
            one[0] += x
            one[1] += y
            one[2] += 1
    found = []
    for group in data["groups"]:
        x, y, n = sums.get(group["index"], (0.0, 0.0, 0.0))
        across, up = (_side(total / n if n else 0.0) for total in (x, y))
        found.append(
            Group(group["index"], group["name"], group["size"], round(100 * group["share"]), across, up),
        )
    return tuple(found)


def _side(mean: float) -> int:
    """-1, 0 or 1; the unit of the map is the spread of all people."""
    return 0 if abs(mean) < 0.25 else (1 if mean > 0 else -1)


def _statuses(data: Mapping[str, Any]) -> dict[str, str]:
    found = dict.fromkeys(data["unknown"], "unknown")
    for status, name in (
        ("divide", "divides"),
        ("common_disagreement", "common_disagreement"),
        ("common_ground", "common_ground"),
    ):
        found.update(dict.fromkeys(data[name], status))
    found.update({one["id"]: "hidden" for one in data["statements"] if one["hidden"]})
    return found


def _finding(one: Mapping[str, Any], statements: Mapping[str, Shown], groups: Sequence[Group]) -> Finding:
    numbers = {key: value for key, value in one.items() if key not in ("kind", "statement")}
    statement = statements.get(one.get("statement", ""))

    def group_and_row(key: str) -> tuple[Group | None, Row | None]:
        index = one.get(key)
        if index is None:
            return None, None
        return groups[index], statement.by_group.rows[index] if statement else None

    if one["kind"] == "common_ground_declared" and statement is not None:
        cells = next(block.rows for block in statement.by_declared if block.name == one["by"])
        return Finding(one["kind"], numbers, statement, row=_least(cells, "n_agree"))
    if one["kind"] == "divide":
        group, row = group_and_row("high_group")
        other, other_row = group_and_row("low_group")
        return Finding(one["kind"], numbers, statement, group, other, row, other_row)
    if "lowest_group" in one and statement is not None:
        answer = "n_disagree" if one["kind"] == "common_disagreement" else "n_agree"
        row = _least(statement.by_group.rows, answer)
        return Finding(one["kind"], numbers, statement, groups[row.group or 0], row=row)
    group, row = group_and_row("group")
    return Finding(one["kind"], numbers, statement, group, row=row)


def _least(rows: Sequence[Row], answer: str) -> Row:
    """Where the smallest part gives the answer, by the counts that the sentence names.

    The engine goes by estimates, which lean to the middle where few answered: there 5 of 6 is less than 33 of 40.
    """
    return min((row for row in rows if row.n_people), key=lambda row: getattr(row, answer) / row.n_people)


def _between(name: str, one: Mapping[str, Any]) -> Between:
    low, high = (None if one[end] is None else round(100 * one[end]) for end in ("low", "high"))
    return Between(name, round(100 * one["between"]), low, high, one["p_value"] is not None and one["p_value"] <= 0.05)


def _check(finding: Finding, readings: Sequence[Reading]) -> Check:
    statement = finding.statement
    if finding.kind == "divide":
        first = tuple(row.agree for row in (finding.row, finding.other_row) if row)
    else:
        everybody = statement.everybody if statement else Row("")
        first = (everybody.agree if finding.kind == "common_ground_all_groups" else everybody.disagree,)
    return Check(finding, first, tuple(_check_cell(finding.numbers, reading.name) for reading in readings))


def _check_cell(numbers: Mapping[str, Any], name: str) -> CheckCell:
    keys = ("weighted", "weighted_high", "weighted_low") if name == "weighted" else ()
    shares = tuple(round(100 * numbers[key]) for key in keys if key in numbers)
    return CheckCell(numbers.get("holds", {}).get(name), shares)


def _same_votes(data: Mapping[str, Any]) -> tuple[SameVotes, ...]:
    sizes = data.get("same_votes", ())
    minutes = data.get("same_votes_minutes", [None] * len(sizes))
    return tuple(SameVotes(size, one) for size, one in zip(sizes, minutes, strict=True))


def _reading(name: str, one: Mapping[str, Any]) -> Reading:
    return Reading(name, round(one["n_people"]))


def _shared(one: Mapping[str, Any], statements: Mapping[str, Shown], groups: Sequence[Group]) -> Shared:
    first, second = (groups[index] for index in one["groups"])
    statement, agrees = statements[one["statement"]], one["answer"] == "agree"
    rows = [statement.by_group.rows[index] for index in one["groups"]]
    share, other = (row.agree if agrees else row.disagree for row in rows)
    return Shared(statement, first, second, agrees, share, other)


def _agreement(statement: Mapping[str, Any]) -> float:
    low = statement["agreement_low"]
    agree = statement["agree"]
    return float(low) if low is not None else float(agree["low"]) - 1.0 if agree else -2.0


def _division(statement: Mapping[str, Any]) -> float:
    """The difference between groups; without groups how evenly agree and disagree are."""
    divide = statement["divide"]
    if divide:
        return float(divide["low"]) + 1.0
    if statement["agree"] and statement["disagree"]:
        return float(min(statement["agree"]["estimate"], statement["disagree"]["estimate"]))
    return -2.0
