"""What a municipality says besides its sheet: its floor, and other points after the outcome."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from regiotafel.history.rules import ChangedMeanwhile, says
from regiotafel.mandates.acts import FLOOR_SET, POINTS_CHANGED
from regiotafel.mandates.mending.queries import is_asked, newest_floor, newest_reweighing
from regiotafel.mandates.mending.rules import (
    check_can_reweigh,
    check_can_set_floor,
    check_floor,
    check_floor_number,
    check_is_party,
    check_points,
    check_points_number,
    check_why,
)
from regiotafel.mandates.models import Floor, Reweighing, Round
from regiotafel.mandates.rounds.actions import locked_round, record_in
from regiotafel.mandates.rounds.queries import counted_sheet, positions_of, subjects_in
from regiotafel.people.models import User
from regiotafel.regions.models import Municipality
from regiotafel.text.tidy import tidy_line


@transaction.atomic
def set_floor(
    *,
    by: User | None,
    at: datetime,
    round: Round,
    municipality: Municipality,
    number: int,
    percent: int | None,
    because: str = "",
) -> Floor | None:
    """`number`: of what stood there when this person began, 0 for nothing. None: there was none, and there is none."""
    because = tidy_line(because)
    locked = locked_round(round)
    check_is_party(is_asked(locked, municipality))
    check_can_set_floor(locked, at)
    said: dict[str, Any] = {"percent": percent, "because": because}
    newest = newest_floor(locked, municipality)
    if newest is not None and newest.number - number in (0, 1) and says(newest, said):
        return newest  # the same again is no news
    check_floor_number(number, newest)
    check_floor(percent, because)
    if newest is None and percent is None:
        return None
    made = Floor.objects.create(round=locked, municipality=municipality, number=number + 1, by=by, at=at, **said)
    record_in(by, at, FLOOR_SET, made, locked, municipality=municipality.name)
    return made


@transaction.atomic
def change_points(
    *,
    by: User | None,
    at: datetime,
    round: Round,
    municipality: Municipality,
    number: int,
    points: Mapping[int, int],
    reason: str,
    authority: str,
) -> Reweighing:
    """Only the points, after the outcome: the sheet stays as it counted. points: by subject. `number`: of the change
    that this person read, 0 when there was none."""
    reason, authority = tidy_line(reason), tidy_line(authority)
    locked = locked_round(round)
    check_is_party(is_asked(locked, municipality))
    counted = counted_sheet(locked, municipality)
    check_can_reweigh(locked, at, counted)
    newest = newest_reweighing(locked, municipality)
    said: dict[str, Any] = {"reason": reason, "authority": authority}
    said |= {"points": {str(subject): n for subject, n in points.items() if n}}
    try:
        check_points_number(number, newest)
    except ChangedMeanwhile:
        if newest is not None and newest.number == number + 1 and says(newest, said):
            return newest  # the same press twice
        raise
    asked = {one.pk for one in subjects_in(locked)}
    positions = [one for one in positions_of(counted) if one.subject_id in asked]
    before = {one.subject_id: one.points for one in positions}
    if newest is not None:
        before = {int(subject): n for subject, n in newest.points.items()}
    check_points(points, before, [one.subject_id for one in positions if one.wants])
    check_why(reason, authority)
    made = Reweighing.objects.create(round=locked, municipality=municipality, number=number + 1, by=by, at=at, **said)
    record_in(by, at, POINTS_CHANGED, made, locked, municipality=municipality.name)
    return made
