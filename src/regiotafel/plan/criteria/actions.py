"""Keeping the criteria, and scoring measures by them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from regiotafel.history.queries import next_number
from regiotafel.history.rules import check_seen, says
from regiotafel.people.models import User
from regiotafel.plan.actions import lock_measure, lock_plan, record_in, record_measure, write_over
from regiotafel.plan.acts import (
    CRITERION_ADDED,
    CRITERION_BROUGHT_BACK,
    CRITERION_CHANGED,
    CRITERION_RETIRED,
    SCORED,
)
from regiotafel.plan.criteria.queries import criteria_of, is_name_taken, own_scores, scorer_of, seen_of, start_set
from regiotafel.plan.criteria.rules import (
    ANCHORS,
    GivenScore,
    check_can_score,
    check_criterion,
    check_name_free,
    check_score,
    check_stands,
    check_version,
)
from regiotafel.plan.models import Criterion, Measure, Plan, Score
from regiotafel.plan.rules import check_goes_on
from regiotafel.text.tidy import tidy, tidy_line


def _tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    lines = {name: tidy_line(values.get(name, "")) for name in ("name", *ANCHORS)}
    return {**lines, "definition": tidy(values.get("definition", "")), "weight": values.get("weight", 1)}


@transaction.atomic
def take_over_criteria(*, by: User | None, at: datetime, plan: Plan) -> list[Criterion]:
    """Of the start set what is not there yet."""
    return [
        add_criterion(by=by, at=at, plan=plan, **one) for one in start_set() if not is_name_taken(plan, one["name"])
    ]


@transaction.atomic
def add_criterion(*, by: User | None, at: datetime, plan: Plan, **values: Any) -> Criterion:
    """values: its name, definition, five anchors and weight."""
    found, locked = _tidied(values), lock_plan(plan)
    check_goes_on(locked)
    check_criterion(found)
    check_name_free(is_name_taken(locked, found["name"]))
    position = next_number(Criterion.objects.filter(plan=locked), "position")
    made = Criterion.objects.create(plan=locked, position=position, **found)
    record_in(by, at, CRITERION_ADDED, made, locked, name=made.name)
    return made


def _lock(criterion: Criterion) -> Criterion:
    plan = lock_plan(criterion.plan)
    check_goes_on(plan)
    found = Criterion.objects.get(pk=criterion.pk)
    found.plan = plan
    return found


@transaction.atomic
def change_criterion(*, by: User | None, at: datetime, criterion: Criterion, version: int, **values: Any) -> Criterion:
    found, locked = _tidied(values), _lock(criterion)
    check_stands(locked)
    check_criterion(found)
    if says(locked, found):
        return locked  # the same again is no news
    check_version(locked, version)
    check_name_free(is_name_taken(locked.plan, found["name"], but=locked))
    told = write_over(locked, found)
    locked.version += 1
    locked.save(update_fields=[*found, "version"])
    record_in(by, at, CRITERION_CHANGED, locked, locked.plan, **told, name=locked.name)
    return locked


@transaction.atomic
def retire_criterion(*, by: User | None, at: datetime, criterion: Criterion, version: int) -> Criterion:
    """Nobody scores by it from now on, and it weighs nothing. What was scored stays to be read."""
    locked = _lock(criterion)
    if locked.retired_at is not None:
        return locked  # pressed twice
    check_version(locked, version)
    return _stand(locked, by=by, at=at, retired_at=at)


@transaction.atomic
def bring_back_criterion(*, by: User | None, at: datetime, criterion: Criterion, version: int) -> Criterion:
    locked = _lock(criterion)
    if locked.retired_at is None:
        return locked  # pressed twice
    check_version(locked, version)
    check_name_free(is_name_taken(locked.plan, locked.name))
    return _stand(locked, by=by, at=at, retired_at=None)


def _stand(locked: Criterion, *, by: User | None, at: datetime, retired_at: datetime | None) -> Criterion:
    locked.retired_at, locked.version = retired_at, locked.version + 1
    locked.save(update_fields=["retired_at", "version"])
    act = CRITERION_RETIRED if retired_at else CRITERION_BROUGHT_BACK
    record_in(by, at, act, locked, locked.plan, name=locked.name)
    return locked


@transaction.atomic
def give_scores(
    *, by: User | None, at: datetime, measure: Measure, seen: int, given: Mapping[int, GivenScore]
) -> list[Score]:
    """What one person gives a measure, by the keys of criteria; what is the same as before is no news. seen: how many
    scores of this person the form knew."""
    locked = lock_measure(measure)
    plan = locked.plan
    check_goes_on(plan)
    check_can_score(locked)
    scorer = scorer_of(plan, by)
    own, made = own_scores(locked, scorer), []
    fresh = {
        one: GivenScore(given[one.pk].value, tidy_line(given[one.pk].reason))
        for one in criteria_of(plan)
        if one.pk in given
    }
    for criterion, score in fresh.items():
        check_score(score.value, score.reason, field=f"score_{criterion.pk}")
    fresh = {one: score for one, score in fresh.items() if _is_news(own.get(one.pk), score)}
    if not fresh:
        return []
    check_seen(seen, seen_of(own), locked)
    if scorer is None:
        there = Score.objects.filter(measure__plan=plan)
        scorer = (there.aggregate(n=Max("scorer"))["n"] or 0) + 1
    for criterion, score in fresh.items():
        rows = Score.objects.filter(measure=locked, criterion=criterion, scorer=scorer)
        told: dict[str, Any] = {"measure": locked, "criterion": criterion, "scorer": scorer, **score._asdict()}
        made.append(Score.objects.create(number=next_number(rows), by=by, at=at, **told))
    record_measure(by, at, SCORED, locked, rows=made)
    return made


def _is_news(before: Score | None, score: GivenScore) -> bool:
    said = (before.value, before.reason) if before else (None, "")
    return said != (score.value, score.reason)
