"""The same election in pabutools, which counts exactly too."""

from __future__ import annotations

import warnings
from typing import Any

from regiotafel.engine.priorities import Election

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pabutools import election as theirs
    from pabutools.rules import method_of_equal_shares
    from pabutools.tiebreaking import lexico_tie_breaking


def _points_times_cost(_instance: Any, _profile: Any, ballot: Any, project: Any, _precomputed: Any) -> Any:
    return ballot.get(project, 0) * project.cost


class PointsTimesCost(theirs.AdditiveSatisfaction):  # type: ignore[misc]  # it has no types
    def __init__(self, instance: Any, profile: Any, ballot: Any) -> None:
        super().__init__(instance, profile, ballot, func=_points_times_cost)


def asked(election: Election, utility: str, *, is_graded: bool) -> tuple[Any, Any, dict[str, Any]]:
    """Their instance, profile and arguments. Of graded ballots it would guess `binary_sat` wrongly, and its other
    ways to break ties depend on the seed of hashes."""
    projects = {one.key: theirs.Project(one.key, one.cost) for one in election.measures}
    instance = theirs.Instance(projects.values(), budget_limit=election.capacity)
    said = [one.scores for one in election.ballots for _ in range(one.weight)]
    if is_graded:
        ballots = [theirs.CardinalBallot({projects[key]: n for key, n in scores.items()}) for scores in said]
        profile = theirs.CardinalProfile(ballots, instance=instance)
        worth = {"cost": PointsTimesCost, "cardinality": theirs.Additive_Cardinal_Sat}[utility]
    else:
        ballots = [theirs.ApprovalBallot([projects[key] for key in scores]) for scores in said]
        profile = theirs.ApprovalProfile(ballots, instance=instance)
        worth = {"cost": theirs.Cost_Sat, "cardinality": theirs.Cardinality_Sat}[utility]
    how = {"sat_class": worth, "binary_sat": not is_graded, "tie_breaking": lexico_tie_breaking}
    return instance, profile, how


def chosen(election: Election, utility: str, completion: str, *, is_graded: bool) -> list[str]:
    """In the order of buying. Without what `add1u-exhaustive` adds at the end."""
    instance, profile, how = asked(election, utility, is_graded=is_graded)
    if completion == "add1u-exhaustive":
        how["voter_budget_increment"] = 1
    return [one.name for one in method_of_equal_shares(instance, profile, **how)]
