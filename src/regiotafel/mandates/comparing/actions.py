"""Everything that writes what stands beside a round: files of other regions, and what is said of their subjects."""

import json
from datetime import datetime

from django.db import transaction

from regiotafel.formats.positions import Positions, written
from regiotafel.mandates.acts import NEIGHBOUR_BROUGHT, NEIGHBOUR_REMOVED, PAIR_BROKEN, PAIR_CONFIRMED
from regiotafel.mandates.comparing.analysis import bare
from regiotafel.mandates.comparing.queries import pairs_of
from regiotafel.mandates.comparing.rules import check_free, check_neighbour, check_pair
from regiotafel.mandates.models import Neighbour, Round, Subject, SubjectPair
from regiotafel.mandates.rounds.actions import locked_round, record_in
from regiotafel.mandates.rounds.queries import subjects_in
from regiotafel.people.models import User
from regiotafel.text.tidy import tidy_line


@transaction.atomic
def bring_neighbour(*, by: User | None, at: datetime, round: Round, name: str, positions: Positions) -> Neighbour:
    """The file of another region, beside what came out of this round; of it only which levels are wanted is kept. Sent
    twice it is one."""
    name, kept = tidy_line(name), bare(positions)
    locked = locked_round(round)
    document = json.loads(written(kept))
    there = Neighbour.objects.filter(round=locked)
    if same := next((one for one in there if (one.name, one.document) == (name, document)), None):
        return same
    check_neighbour(name, len(there), says_something=any(kept.positions.values()))
    made = Neighbour.objects.create(round=locked, name=name, document=document, by=by, at=at)
    record_in(by, at, NEIGHBOUR_BROUGHT, made, locked, name=name)
    return made


@transaction.atomic
def remove_neighbour(*, by: User | None, at: datetime, neighbour: Neighbour) -> None:
    locked = locked_round(neighbour.round)
    found = Neighbour.objects.filter(pk=neighbour.pk).first()
    if found is None:  # pressed twice
        return
    pairs = pairs_of(found)
    record_in(by, at, NEIGHBOUR_REMOVED, found, locked, gone=[*pairs, found], name=found.name)
    for row in [*pairs, found]:
        row.delete()


@transaction.atomic
def judge_pair(
    *, by: User | None, at: datetime, neighbour: Neighbour, subject: Subject, other: str, is_same: bool
) -> None:
    """Whether a subject of this round and one of the file are the same; said again it is no news."""
    locked = locked_round(neighbour.round)
    check_pair(subject.pk, other, {one.pk for one in subjects_in(locked)}, neighbour.document["subjects"])
    judged = pairs_of(neighbour)
    pair = next((one for one in judged if (one.subject_id, one.other) == (subject.pk, other)), None)
    if pair is not None and pair.is_same == is_same:
        return
    if is_same:
        check_free(subject.pk, other, judged)
    pair = pair or SubjectPair(neighbour=neighbour, subject=subject, other=other)
    pair.is_same, pair.by, pair.at = is_same, by, at
    pair.save()
    act = PAIR_CONFIRMED if is_same else PAIR_BROKEN
    record_in(by, at, act, pair, locked, name=neighbour.name, title=subject.title, other=other)
