"""Criteria, and what people gave measures by them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from regiotafel.people.models import User
from regiotafel.plan.models import Criterion, Measure, MeasureState, Plan, PlanState, Score
from regiotafel.plan.queries import measures_of
from regiotafel.plan.rules import OUT
from regiotafel.regions.models import Region
from regiotafel.text.folding import fold_name


@cache
def start_set() -> list[dict[str, Any]]:
    """What a region begins with."""
    read: dict[str, list[dict[str, Any]]] = tomllib.loads(
        (Path(__file__).parent / "start.toml").read_text(encoding="utf-8")
    )
    return read["criteria"]


def criteria_of(plan: Plan) -> QuerySet[Criterion]:
    return Criterion.objects.filter(plan=plan, retired_at__isnull=True).order_by("position", "pk")


def lapsed(plan: Plan) -> QuerySet[Criterion]:
    """What nobody scores by any more."""
    return Criterion.objects.filter(plan=plan, retired_at__isnull=False).order_by("position", "pk")


def criterion_in(plan: Plan, pk: int) -> Criterion | None:
    """Also when it has lapsed: its page stays."""
    found = Criterion.objects.filter(plan=plan, pk=pk).first()
    if found is not None:
        found.plan = plan
    return found


def is_name_taken(plan: Plan, name: str, but: Criterion | None = None) -> bool:
    same = criteria_of(plan).filter(once=fold_name(name))
    return (same.exclude(pk=but.pk) if but else same).exists()


def scorer_of(plan: Plan, user: User | None) -> int | None:
    """The number of this person in this plan. None: they scored nothing yet."""
    if user is None:
        return None
    return Score.objects.filter(measure__plan=plan, by=user).values_list("scorer", flat=True).first()


def newest_scores(scores: QuerySet[Score]) -> list[Score]:
    """Of each person by each criterion what holds, of these; what was taken back is not there."""
    found: dict[tuple[int, int, int], Score] = {}
    for one in scores.select_related("by", "criterion").order_by("number", "pk"):
        found[one.measure_id, one.criterion_id, one.scorer] = one
    return [one for one in found.values() if one.value is not None]


def own_scores(measure: Measure, scorer: int | None) -> dict[int, Score]:
    """By criterion, the newest of this person, also when it was taken back."""
    rows = Score.objects.filter(measure=measure, scorer=scorer) if scorer else Score.objects.none()
    return {one.criterion_id: one for one in rows.order_by("number")}


def seen_of(own: Mapping[int, Score]) -> int:
    """What somebody read of their own scores of a measure: how many there were."""
    return sum(one.number for one in own.values())


def left_to_score(region: Region, user: User) -> list[tuple[str, str, int]]:
    """Of each plan in which nothing is carried out yet: its address, its title, and of how many measures, from which is
    still chosen, this person gave no score. One query."""
    there = Measure.objects.filter(plan__region=region, plan__state__in=(PlanState.DRAFT, PlanState.OPEN))
    own = Score.objects.filter(measure=OuterRef("pk"), by=user)
    rows = there.filter(~Exists(own), state=MeasureState.PROPOSED, is_statutory=False)
    rows = rows.filter(plan__criteria__retired_at__isnull=True).order_by("plan__first_year", "plan")
    return list(rows.values_list("plan__slug", "plan__title").annotate(n=Count("pk", distinct=True)))


@dataclass(frozen=True)
class Scored:
    """What people gave one measure by one criterion."""

    criterion: Criterion
    scores: Sequence[Score]

    @property
    def values(self) -> list[int]:
        return sorted(one.value for one in self.scores if one.value is not None)

    @property
    def mean(self) -> float | None:
        return sum(self.values) / len(self.values) if self.values else None

    @property
    def gap(self) -> int:
        """How far the highest and the lowest are apart."""
        return self.values[-1] - self.values[0] if self.values else 0

    @property
    def is_split(self) -> bool:
        """So far that they hardly mean the same: to be talked about."""
        return self.gap >= 2


def scored(measure: Measure, criteria: Sequence[Criterion]) -> list[Scored]:
    """One query."""
    found: dict[int, list[Score]] = {}
    for one in newest_scores(Score.objects.filter(measure=measure)):
        found.setdefault(one.criterion_id, []).append(one)
    return [Scored(one, sorted(found.get(one.pk, []), key=lambda score: score.scorer)) for one in criteria]


@dataclass(frozen=True)
class Row:
    """One measure, with what people gave it by each criterion."""

    measure: Measure
    scored: Sequence[Scored]

    @property
    def n_split(self) -> int:
        return sum(one.is_split for one in self.scored)

    @property
    def n_scorers(self) -> int:
        return len({score.scorer for one in self.scored for score in one.scores})


def scored_rows(plan: Plan, criteria: Sequence[Criterion]) -> list[Row]:
    """Of each measure of a plan that is not over. Two queries, however many there are."""
    found: dict[tuple[int, int], list[Score]] = {}
    for one in newest_scores(Score.objects.filter(measure__plan=plan)):
        found.setdefault((one.measure_id, one.criterion_id), []).append(one)
    rows = measures_of(plan).exclude(state__in=OUT)
    return [Row(one, [Scored(by, found.get((one.pk, by.pk), [])) for by in criteria]) for one in rows]
