"""A report (docs/report-schema.md) as what a person reads: rows of whole numbers, conclusions, groups, places on a map.

Pages, the PDF and `regiotafel analyse --html` all start from this, so they say the same. Words stand in `sentences`
and in the templates; here are only numbers, names and order. Nothing is shown about fewer people than `smallest`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from regiotafel.engine.results import opinions as results

from .checks import Check, Reading, check_of, reading_of
from .conclusions import Between, Conclusion, Shared, between_of, conclusion_of, shared_of
from .groups import Group, Place, groups_of, place_of
from .presence import Presence, presences
from .quarters import Quarter, quarters_of
from .statements import Matrix, Shown, agreement, division, statuses

# Of fewer people than this we say that they are few, and draw no map: its handful of marks looks like groups.
FEW_PEOPLE = 50
MOST_AT_A_GLANCE = 3


@dataclass(frozen=True)
class Outcome:
    """data: the report; a figure that is told as it stands there is asked of it."""

    data: results.Report = field(repr=False)
    groups: tuple[Group, ...]
    statements: tuple[Shown, ...]
    conclusions: tuple[Conclusion, ...]
    between: tuple[Between, ...]
    shared: tuple[Shared, ...]
    presences: tuple[Presence, ...]
    readings: tuple[Reading, ...]

    @property
    def n_people(self) -> int:
        return self.data.n_people

    @property
    def n_statements(self) -> int:
        return self.data.n_statements

    @property
    def n_votes(self) -> int:
        return self.data.n_votes

    @property
    def seed(self) -> int:
        return self.data.seed

    @property
    def smallest(self) -> int:
        return self.data.smallest

    @property
    def engine_version(self) -> str:
        return self.data.engine_version

    @property
    def groups_found(self) -> bool:
        return self.data.groups_found

    @property
    def is_running(self) -> bool:
        return self.data.is_running

    @property
    def groups_reason(self) -> str:
        return self.data.groups_reason

    @property
    def n_resamples(self) -> int:
        return self.data.groups_quality.n_resamples

    @property
    def same_votes(self) -> tuple[results.SameVotes, ...]:
        return self.data.same_votes

    @property
    def n_common_ground(self) -> int:
        return len(self.data.common_ground)

    @property
    def n_common_disagreement(self) -> int:
        return len(self.data.common_disagreement)

    @property
    def n_divides(self) -> int:
        return len(self.data.divides)

    @property
    def n_unknown(self) -> int:
        return len(self.data.unknown)

    @property
    def some_unknown_are_hidden(self) -> bool:
        return any(one.status == "unknown" and one.hides_a_group for one in self.statements)

    @property
    def alarm(self) -> bool:
        return any(one.raised for one in self.data.alarms)

    @property
    def is_sharp(self) -> bool:
        return bool(self.data.groups_quality.sharp)

    @property
    def is_kept(self) -> bool:
        """Whether what is said of groups is said because it was said before."""
        return self.data.groups_quality.kept

    @property
    def stability(self) -> int | None:
        """Out of hundred."""
        found = self.data.groups_quality.stability
        return None if found is None else round(100 * found)

    @property
    def n_placed(self) -> int:
        return sum(group.size for group in self.groups)

    @property
    def explained(self) -> int:
        """Of every hundred parts of difference, how many the map shows."""
        return round(100 * sum(self.data.space.explained))

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
    def shared_by_statement(self) -> dict[Shown, tuple[Shared, ...]]:
        """What two groups share, of one statement together: more than two may share it."""
        found: dict[Shown, tuple[Shared, ...]] = {}
        for one in self.shared:
            found[one.statement] = (*found.get(one.statement, ()), one)
        return found

    @property
    def whoever(self) -> tuple[tuple[Conclusion, ...], ...]:
        """The same, by statement: what holds by role and by municipality is one line."""
        by_statement: dict[str, tuple[Conclusion, ...]] = {}
        for one in self.common_ground_declared:
            by_statement[one.statement.id] = (*by_statement.get(one.statement.id, ()), one)
        return tuple(sorted(by_statement.values(), key=lambda found: -len(found)))

    @property
    def whoever_is_unknown(self) -> bool:
        """People said who they are, but of no statement enough of them to conclude anything."""
        return bool(self.data.declared) and not self.of_kind("common_ground_declared") and not self.is_running

    @property
    def divides(self) -> tuple[Conclusion, ...]:
        return self.of_kind("divide")

    @property
    def most_shared(self) -> tuple[Conclusion, ...]:
        """What the page says that everybody shares: the clearest of it."""
        return (*self.common_ground[:7], *self.common_disagreement[:4])

    @property
    def most_divided(self) -> tuple[Conclusion, ...]:
        return self.divides[:7]

    @property
    def glance(self) -> tuple[tuple[Conclusion, ...], tuple[Conclusion, ...]]:
        """What a first look shows: three that are shared and three that divide."""
        return self.most_shared[:MOST_AT_A_GLANCE], self.most_divided[:MOST_AT_A_GLANCE]

    @cached_property
    def quarters(self) -> tuple[Quarter, ...]:
        """Of every statement whether most agree and whether all groups go along; nothing where there are no groups."""
        return quarters_of(self.statements) if self.groups_found else ()

    @property
    def checks(self) -> tuple[Check, ...]:
        """The sentences of the page in each of the other readings, in the same order."""
        asked = (*self.most_shared, *self.most_divided)
        return tuple(check_of(one, self.readings) for one in asked if self.readings)

    @property
    def n_lost(self) -> int:
        return sum(any(cell.holds is False for cell in check.cells) for check in self.checks)

    @property
    def some_checks_are_untold(self) -> bool:
        return any(cell.holds is None for check in self.checks for cell in check.cells)

    @property
    def n_same(self) -> int:
        return sum(one.n_people for one in self.same_votes)

    @property
    def n_lost_without_same_votes(self) -> int:
        return sum(check.conclusion.is_lost_without_same_votes for check in self.checks)

    @property
    def straight_liners(self) -> int:
        """People who gave one answer to everything, when there are enough to tell."""
        return self.data.straight_liners or 0

    @property
    def n_lost_without_straight_liners(self) -> int:
        return sum(check.conclusion.is_lost_without_straight_liners for check in self.checks)

    @property
    def has_without_straight_liners(self) -> bool:
        return "without_straight_liners" in self.data.readings

    @property
    def has_without_same_votes(self) -> bool:
        return "without_same_votes" in self.data.readings

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
    def prediction(self) -> results.Prediction | None:
        return self.data.prediction

    @property
    def is_tendency(self) -> bool:
        """The groups differ mostly in how often they say yes to anything."""
        return self.groups_found and self.prediction is not None and self.prediction.best == "tendency"

    @property
    def n_clear(self) -> int:
        """Statements with which most of everybody together are sure to agree."""
        return sum(one.agree is not None and one.agree.low > 0.5 for one in self.data.statements)

    @property
    def n_between(self) -> int:
        n = self.data.groups_quality.n_between or 0
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
                    *(-part for part in score(one.data)),
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
        Shown(one.id, one.text or "", status.get(one.id, "none"), one, names, one.id in report.kept)
        for one in report.statements
    )
    by_id = {one.id: one for one in statements}
    return Outcome(
        data=report,
        groups=groups,
        statements=statements,
        conclusions=tuple(conclusion_of(one, by_id, groups) for one in report.conclusions),
        between=tuple(between_of(name, one) for name, one in report.variance_shares.items()),
        shared=tuple(shared_of(one, by_id, groups) for one in report.unexpected),
        presences=presences(report.declared, report.weights),
        readings=tuple(reading_of(name, one) for name, one in report.readings.items()),
    )
