"""A report (docs/report-schema.md) as what a person reads: rows of whole numbers, conclusions, groups, places on a map.

Pages, the PDF and `regiotafel analyse --html` all start from this, so they say the same. Words stand in the
templates; here are only numbers, names and order. Nothing is shown about fewer people than `smallest`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from regiotafel.engine.results import opinions as results

from .checks import Check, Reading, SameVotes, check_of, reading_of, same_votes_of
from .conclusions import Between, Conclusion, Shared, between_of, conclusion_of, shared_of
from .groups import Group, Place, groups_of, place_of
from .presence import Presence, presences
from .statements import Matrix, Shown, agreement, division, statuses

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
    data: results.Report = field(repr=False)

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

    @property
    def marks(self) -> tuple[results.Mark, ...]:
        return self.data.space.marks

    @property
    def is_dense(self) -> bool:
        return self.data.space.is_dense

    @property
    def has_sides(self) -> bool:
        """The groups are sides of a difference without a border."""
        return self.groups_found and self.groups_reason == "gradual"

    @property
    def n_between(self) -> int:
        n = self.data.groups_quality.n_between
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
        for name, values in self.data.declared.items():
            labels = [value.value for value in values]
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

    def place_of(self, person: results.Person) -> Place:
        return place_of(person, self.groups)

    def in_order(self, how: str) -> tuple[Shown, ...]:
        """eens: common ground first; verdeeld: what divides most first; nummer: as they were asked."""
        if how == "nummer":
            return self.statements
        best = self.data.divides if how == "verdeeld" else self.data.common_ground
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


def read(document: results.Report | Mapping[str, Any]) -> Outcome:
    """The report as what a person reads. Raises ValueError when it is another kind of document."""
    report = document if isinstance(document, results.Report) else results.read(document)
    groups = groups_of(report)
    names = tuple(group.name for group in groups)
    status = statuses(report)
    statements = tuple(
        Shown(one.id, one.text or "", status.get(one.id, "none"), one, names) for one in report.statements
    )
    by_id = {one.id: one for one in statements}
    quality = report.groups_quality
    return Outcome(
        n_people=report.n_people,
        n_statements=report.n_statements,
        n_votes=report.n_votes,
        seed=report.seed,
        smallest=report.smallest,
        engine_version=report.engine_version,
        groups=groups,
        groups_found=report.groups_found,
        groups_reason=report.groups_reason,
        is_sharp=bool(quality.sharp),
        stability=None if quality.stability is None else round(100 * quality.stability),
        n_resamples=quality.n_resamples,
        n_placed=sum(group.size for group in groups),
        explained=round(100 * sum(report.space.explained)),
        statements=statements,
        conclusions=tuple(conclusion_of(one, by_id, groups) for one in report.conclusions),
        n_common_ground=len(report.common_ground),
        n_common_disagreement=len(report.common_disagreement),
        n_divides=len(report.divides),
        n_unknown=len(report.unknown),
        alarm=any(one.raised for one in report.alarms),
        same_votes=same_votes_of(report),
        between=tuple(between_of(name, one) for name, one in report.variance_shares.items()),
        shared=tuple(shared_of(one, by_id, groups) for one in report.unexpected),
        presences=presences(report.declared, report.weights),
        readings=tuple(reading_of(name, one) for name, one in report.readings.items()),
        data=report,
    )
