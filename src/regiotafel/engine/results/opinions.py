"""The report of a conversation: `regiotafel-report/2`, as docs/report-schema.md explains it.

    report = read(json_or_plain_values)         # raises ValueError for another document, or one that does not fit
    as_text(report), plain(report)

What is about one person stands in `people`, which is not there in a report that everybody may read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

SCHEMA: Literal["regiotafel-report/2"] = "regiotafel-report/2"

Count = Annotated[int, Meta(ge=0)]
Share = Annotated[float, Meta(ge=0, le=1)]
Answer = Literal["agree", "disagree"]
Reason = Literal["groups", "gradual", "one_group", "too_few_people", "too_few_votes", "unstable", "running"]
Predicts = Literal["nothing", "tendency", "trait", "groups", "alike"]


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every piece of a report is."""


class Estimate(Part, frozen=True, kw_only=True):
    estimate: Share
    low: Share
    high: Share


class Cell(Part, frozen=True, kw_only=True, omit_defaults=True):
    """What some people answered to one statement. Hidden: no numbers at all; nobody answered: no estimates.

    n_untold: people of whom it is not told what they answered. Where there are any, at least n_agree agree, and so on;
    None is not told.
    """

    hidden: bool = False
    n_people: Count | None = None
    n_agree: Count | None = None
    n_disagree: Count | None = None
    n_unsure: Count | None = None
    n_untold: Count = 0
    agree: Estimate | None = None
    disagree: Estimate | None = None

    @property
    def counts(self) -> tuple[int, int, int]:
        """Agree, disagree, unsure; of inexact cells at least so many."""
        return self.n_agree or 0, self.n_disagree or 0, self.n_unsure or 0


class OfGroup(Cell, frozen=True, kw_only=True):
    group: Count


class OfValue(Cell, frozen=True, kw_only=True):
    value: str


class OfPair(Cell, frozen=True, kw_only=True):
    by: tuple[str, str]
    values: tuple[str, str]


class Divide(Part, frozen=True, kw_only=True):
    difference: float
    low: float
    high: float
    high_group: Count
    low_group: Count


class Statement(Part, frozen=True, kw_only=True):
    id: str
    text: str | None
    hidden: bool
    n_votes: Count | None
    n_agree: Count | None
    n_disagree: Count | None
    n_unsure: Count | None
    n_untold: Count | None = 0
    agree: Estimate | None
    disagree: Estimate | None
    by_group: tuple[OfGroup, ...]
    by_declared: dict[str, tuple[OfValue, ...]]
    by_crossing: tuple[OfPair, ...]
    agreement: Share | None
    agreement_low: Share | None
    disagreement: Share | None
    disagreement_low: Share | None
    divide: Divide | None

    @property
    def everybody(self) -> Cell:
        return Cell(
            hidden=self.hidden,
            n_people=self.n_votes,
            n_agree=self.n_agree,
            n_disagree=self.n_disagree,
            n_unsure=self.n_unsure,
            n_untold=self.n_untold or 0,
            agree=self.agree,
            disagree=self.disagree,
        )


class Group(Part, frozen=True, kw_only=True):
    """across, up: on which side of the map, -1, 0 or 1; pull: part of its difference with the others that its own votes
    make, which the estimates leave out; None of everybody, and in reports of before."""

    index: Count
    name: str
    size: Count
    share: Share
    stability: Share | None
    across: Literal[-1, 0, 1]
    up: Literal[-1, 0, 1]
    pull: Share | None = None


class Quality(Part, frozen=True, kw_only=True):
    """valley_error: the standard error of valley; kept: whether it is said because it was said of the same conversation
    before, and nothing else stands by its error."""

    silhouette: float | None
    stability: float | None
    n_resamples: Count
    gain_per_vote: float | None
    valley: float | None
    valley_error: float | None = None
    sharp: bool | None
    n_between: Count | None
    kept: bool = False


class Prediction(Part, frozen=True, kw_only=True):
    """How much likelier answers that were held out are than when only the statement is known, in nats per answer, when
    it is also known how often the person says yes (tendency), where they stand on one trait, or in which group. best:
    "alike" is trait and groups."""

    tendency: float
    trait: float
    groups: float | None
    best: Predicts


class Mark(Part, frozen=True, kw_only=True):
    """Some people close together on the map: never fewer than `smallest`."""

    x: float
    y: float
    n_people: Count
    group: Count


# The grid of a dense map.
FIELDS_ACROSS, FIELDS_UP = 30, 20


def reach(values: Sequence[float]) -> float:
    """How far from the middle of the map all but the outermost two of every hundred stand."""
    ordered = sorted(abs(value) for value in values)
    found = ordered[max(0, -(-len(ordered) * 98 // 100) - 1)] if ordered else 0.0
    return found if found > 1e-9 else 1.0  # places are rounded: less is nothing


class Space(Part, frozen=True, kw_only=True):
    """is_dense: marks are fields of a grid."""

    explained: tuple[Share, ...]
    n_dimensions: Count | None
    is_dense: bool
    marks: tuple[Mark, ...]


class DeclaredValue(Part, frozen=True, kw_only=True, omit_defaults=True):
    value: str
    hidden: bool = False
    n_people: Count | None = None


class DeclaredPair(Part, frozen=True, kw_only=True):
    values: tuple[str, str]
    n_people: Count


class Crossing(Part, frozen=True, kw_only=True):
    by: tuple[str, str]
    cells: tuple[DeclaredPair, ...]


# --- conclusions


class Concluded(Part, frozen=True, kw_only=True, tag_field="kind"):
    """A typed fact about one statement that becomes a sentence. voters_to_flip: how many people must answer otherwise
    before it is no longer true."""

    statement: str
    voters_to_flip: Count

    @property
    def kind(self) -> str:
        return str(self.__struct_config__.tag)


class Checked(Concluded, frozen=True, kw_only=True):
    """What is looked at in the other readings. holds: whether it is true there, by their names; a reading that was not
    asked is not there. weighted: shares of agree (of disagree, for common disagreement) in the weighted reading: of
    everybody, or of the groups that divide most, high and low; empty without a benchmark."""

    holds: dict[str, bool]
    weighted: tuple[Share, ...]


class CommonGround(Checked, frozen=True, kw_only=True, tag="common_ground_all_groups"):
    """In every group most people agree."""


class CommonDisagreement(Checked, frozen=True, kw_only=True, tag="common_disagreement"):
    """In every group most people disagree."""


class CommonGroundDeclared(Concluded, frozen=True, kw_only=True, tag="common_ground_declared"):
    """In most parts of a declared property most people agree. n_groups: parts that are shown."""

    by: str
    agree_groups: Count
    n_groups: Count


class Divided(Checked, frozen=True, kw_only=True, tag="divide"):
    """In one group most people agree, in another they do not: which and how far apart is `divide` of the statement."""


class Marking(Concluded, frozen=True, kw_only=True, tag="distinctive"):
    """An answer that a group gives more often than the others together."""

    group: Count
    answer: Answer
    share: Share
    share_others: Share
    q_value: Share


Conclusion = CommonGround | CommonDisagreement | CommonGroundDeclared | Divided | Marking


# --- how firm it is


class Alarm(Part, frozen=True, kw_only=True):
    kind: Literal["votes_per_person"]
    correlation: float
    raised: bool


class Unexpected(Part, frozen=True, kw_only=True):
    groups: tuple[Count, Count]
    statement: str
    answer: Answer
    shares: tuple[Share, Share]
    usual_difference: Share


class SameVotes(Part, frozen=True, kw_only=True):
    """People with exactly the same long list of answers. minutes: in which half of them came; None is unknown."""

    n_people: Count
    minutes: Count | None


class Reading(Part, frozen=True, kw_only=True):
    n_people: float


class Missing(Part, frozen=True, kw_only=True):
    by: str
    value: str


class BenchmarkValue(Part, frozen=True, kw_only=True):
    value: str
    number: float


class Benchmark(Part, frozen=True, kw_only=True):
    source: str | None
    year: int | None
    values: tuple[BenchmarkValue, ...]


class Weights(Part, frozen=True, kw_only=True):
    effective_people: float
    missing: tuple[Missing, ...]
    benchmark: dict[str, Benchmark]


class VarianceShare(Part, frozen=True, kw_only=True):
    between: Share
    low: Share | None
    high: Share | None
    p_value: Share | None
    n_values: Count


# --- people


class Person(Part, frozen=True, kw_only=True):
    """group: None when it cannot be told; x, y: where on the map; error: of that place; stays: share of resamples in
    which they stayed with their group, None when it was not asked; between: whether their votes leave it unsure."""

    group: Count | None
    x: float
    y: float
    error: float
    stays: Share | None
    between: bool


class Report(Part, frozen=True, kw_only=True, omit_defaults=True):
    schema: Literal["regiotafel-report/2"]
    engine_version: str
    seed: Count
    smallest: Count
    confidence: Share
    false_discovery_rate: Share
    n_people: Count
    n_statements: Count
    n_votes: Count
    groups: tuple[Group, ...]
    groups_reason: Reason
    groups_quality: Quality
    space: Space
    statements: tuple[Statement, ...]
    declared: dict[str, tuple[DeclaredValue, ...]]
    crossings: tuple[Crossing, ...]
    common_ground: tuple[str, ...]
    common_disagreement: tuple[str, ...]
    divides: tuple[str, ...]
    unknown: tuple[str, ...]
    kept: tuple[str, ...] = ()
    conclusions: tuple[Conclusion, ...]
    alarms: tuple[Alarm, ...]
    unexpected: tuple[Unexpected, ...]
    readings: dict[str, Reading]
    weights: Weights | None
    same_votes: tuple[SameVotes, ...]
    straight_liners: Count | None = None
    prediction: Prediction | None = None
    variance_shares: dict[str, VarianceShare]
    cpu_seconds: float | None
    people: dict[str, Person] | None = None

    @property
    def groups_found(self) -> bool:
        """Whether more than one group is shown; else the one that stands there is everybody."""
        return len(self.groups) > 1

    @property
    def is_running(self) -> bool:
        """Only totals are told, of who answered until then: people are divided in parts once, at the end."""
        return self.groups_reason == "running"


def read(document: bytes | str | Mapping[str, Any]) -> Report:
    """A report from JSON or from plain values. Raises ValueError when it does not fit."""
    if isinstance(document, (bytes, str)):
        return msgspec.json.decode(document, type=Report)
    return msgspec.convert(document, Report)


def read_person(plain: Mapping[str, Any]) -> Person:
    """One of `people`. Raises ValueError when it does not fit."""
    return msgspec.convert(plain, Person)


def with_people(report: Report, people: dict[str, Person], n_votes: int | None = None) -> Report:
    """For who may know them, and every vote; a report that everybody reads has none."""
    return msgspec.structs.replace(report, people=people, n_votes=report.n_votes if n_votes is None else n_votes)


def plain(document: Part | Mapping[str, Part]) -> dict[str, Any]:
    """As texts, numbers, lists and dictionaries: what a JSON file holds."""
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(document))
    return found


def as_text(report: Report, *, in_order: bool = False) -> str:
    """As JSON on one line; in order: of the names of fields, for what came out of a database."""
    return msgspec.json.encode(report, order="sorted" if in_order else None).decode() + "\n"


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a report."""
    title = f"Report of a conversation: {SCHEMA}"
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **msgspec.json.schema(Report)}
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(found))
    return plain
