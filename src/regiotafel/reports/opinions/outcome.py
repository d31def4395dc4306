"""A report (docs/report-schema.md) as what a person reads: rows of whole numbers, conclusions, groups, places on a map.

Pages, the PDF and `regiotafel analyse --html` all start from this, so they say the same. Words stand in the
templates; here are only numbers, names and order. Nothing is shown about fewer people than `smallest`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .checks import Check, Reading, SameVotes, check_of, reading_of, same_votes_of
from .conclusions import Between, Conclusion, Shared, between_of, conclusion_of, shared_of
from .groups import Group, groups_of
from .marks import MOST_AS_MARKS, Mark, Place, fields, marks
from .presence import Presence, presences
from .statements import Matrix, Shown, agreement, division, statuses

OF_PERSONS = {"points", "errors", "stays"}  # lists in `space` with an item per person
# Of fewer people than this we say that they are few, and draw no map: its handful of marks looks like groups.
FEW_PEOPLE = 50


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
    conclusions: tuple[Conclusion, ...]
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

    def of_kind(self, kind: str) -> tuple[Conclusion, ...]:
        return tuple(one for one in self.conclusions if one.kind == kind)

    def about(self, statement: Shown) -> tuple[Conclusion, ...]:
        """What is told of one statement; not what marks a group, for that needs the other statements beside it."""
        return tuple(one for one in self.conclusions if one.statement is statement and one.kind != "distinctive")

    @property
    def common_ground(self) -> tuple[Conclusion, ...]:
        return self.of_kind("common_ground_all_groups")

    @property
    def common_disagreement(self) -> tuple[Conclusion, ...]:
        return self.of_kind("common_disagreement")

    @property
    def common_ground_declared(self) -> tuple[Conclusion, ...]:
        """Only what is not common ground of all groups already."""
        told = {one.statement for one in self.common_ground}
        return tuple(one for one in self.of_kind("common_ground_declared") if one.statement not in told)

    @property
    def divides(self) -> tuple[Conclusion, ...]:
        return self.of_kind("divide")

    @property
    def checks(self) -> tuple[Check, ...]:
        """The sentences of the page in each of the other readings, in the same order."""
        asked = (*self.common_ground[:7], *self.common_disagreement[:4], *self.divides[:7])
        return tuple(check_of(one, self.readings) for one in asked if self.readings)

    @property
    def n_lost(self) -> int:
        return sum(any(cell.holds is False for cell in check.cells) for check in self.checks)

    @property
    def n_same(self) -> int:
        return sum(one.n_people for one in self.same_votes)

    @property
    def n_lost_without_same_votes(self) -> int:
        return sum(check.conclusion.is_lost_without_same_votes for check in self.checks)

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
    def portraits(self) -> list[tuple[Group, list[Conclusion]]]:
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
        score = division if how == "verdeeld" else agreement
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
    groups = groups_of(data, points)
    names = tuple(group.name for group in groups)
    status = statuses(data)
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
        conclusions=tuple(conclusion_of(one, by_id, groups) for one in data["conclusions"]),
        n_common_ground=len(data["common_ground"]),
        n_common_disagreement=len(data["common_disagreement"]),
        n_divides=len(data["divides"]),
        n_unknown=len(data["unknown"]),
        alarm=any(one["raised"] for one in data["alarms"]),
        same_votes=same_votes_of(data),  # this and the next ones are not in reports of before engine 1.1
        between=tuple(between_of(name, one) for name, one in data.get("variance_shares", {}).items()),
        shared=tuple(shared_of(one, by_id, groups) for one in data.get("unexpected", ())),
        presences=presences(data),
        readings=tuple(reading_of(name, one) for name, one in data.get("readings", {}).items()),
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
