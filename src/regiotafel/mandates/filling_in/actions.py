"""Keeping what a municipality says in a round."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.acts import SHEET_GIVEN_UP, SHEET_MADE_FINAL, SHEET_SAVED
from regiotafel.mandates.filling_in.queries import how_far
from regiotafel.mandates.filling_in.rules import (
    Filled,
    SheetRefused,
    check_can_fill_in,
    check_can_type_over,
    check_number,
    faults_of,
    faults_of_whole,
)
from regiotafel.mandates.models import Position, Round, RoundParty, Sheet, Subject
from regiotafel.mandates.rounds.actions import locked_round, record_in
from regiotafel.mandates.rounds.queries import newest_sheet, owing_in, subjects_in
from regiotafel.mandates.rounds.rules import check_asked, check_can_give_up
from regiotafel.mandates.rules import allowed_levels
from regiotafel.people.models import User
from regiotafel.regions.models import Municipality
from regiotafel.text.tidy import tidy_line


@transaction.atomic
def fill_in(
    *,
    by: User | None,
    at: datetime,
    round: Round,
    municipality: Municipality,
    number: int,
    filled: Sequence[Filled],
    is_final: bool = False,
    authority: str = "",
    is_on_paper: bool = False,
) -> Sheet:
    """All that a municipality says in the round, as concept or final; what it said before stays its history. `number`:
    of the sheet that this person read, 0 when there was none. Whether this person may is for `rules.check_may_fill_in`.
    """
    authority = tidy_line(authority)
    locked = locked_round(round)
    asked = {one.pk: one for one in subjects_in(locked)}
    check_can_fill_in(locked, at, how_far(locked, municipality))
    check_asked([one.subject for one in filled], asked)
    kept = [one for one in filled if not one.is_empty]
    _check_filled(kept, asked, at, is_final=is_final, authority=authority)
    newest = newest_sheet(locked, municipality)
    if is_on_paper:  # the municipality may have begun itself since the page asked
        check_can_type_over(newest)
    try:
        check_number(number, newest)
    except ChangedMeanwhile:
        if newest is not None and newest.number == number + 1 and _says(newest, kept, is_final, authority):
            return newest  # the same press twice
        raise
    if newest is not None and _says(newest, kept, is_final, authority):
        return newest  # the same again is no news
    sheet = Sheet.objects.create(
        round=locked,
        municipality=municipality,
        number=number + 1,
        is_final=is_final,
        is_on_paper=is_on_paper,
        authority=authority if is_final else "",
        by=by,
        at=at,
    )
    rows = Position.objects.bulk_create(_position(sheet, one) for one in kept)
    act = SHEET_MADE_FINAL if is_final else SHEET_SAVED
    record_in(by, at, act, sheet, locked, rows=rows, municipality=municipality.name)
    return sheet


@transaction.atomic
def give_up(*, by: User | None, at: datetime, round: Round, municipality: Municipality) -> None:
    """It was too late, and hands in nothing any more: from now on it reads what the others say."""
    locked = locked_round(round)
    party = RoundParty.objects.get(round=locked, municipality=municipality)
    if party.gave_up_at is not None:
        return  # pressed twice
    check_can_give_up(locked, at, is_owing=municipality.pk in owing_in(locked))
    party.gave_up_at = at
    party.save(update_fields=["gave_up_at"])
    record_in(by, at, SHEET_GIVEN_UP, party, locked, municipality=municipality.name)


def _check_filled(
    kept: Sequence[Filled], asked: Mapping[int, Subject], at: datetime, *, is_final: bool, authority: str
) -> None:
    faults = [
        (one.subject.pk, sentence)
        for one in kept
        for sentence in faults_of(one, allowed_levels(asked[one.subject.pk].law_facts.all(), at.date()))
    ]
    if is_final:
        faults += [(0, sentence) for sentence in faults_of_whole(kept, authority)]
    if faults:
        raise SheetRefused(faults)


def _position(sheet: Sheet, one: Filled) -> Position:
    return Position(
        sheet=sheet,
        subject=one.subject,
        wants=one.wants,
        points=one.points,
        accepts=dict(one.accepts),
        never=list(one.never),
        because=tidy_line(one.because),
    )


def _says(sheet: Sheet, kept: Sequence[Filled], is_final: bool, authority: str) -> bool:
    said = {
        (one.subject_id, one.wants, one.points, str(sorted(one.accepts.items())), str(one.never), one.because)
        for one in sheet.positions.all()
    }
    says = {
        (one.subject.pk, one.wants, one.points, str(sorted(one.accepts.items())), str([*one.never]), one.because)
        for one in kept
    }
    return (said, sheet.is_final, sheet.authority) == (says, is_final, authority if is_final else "")
