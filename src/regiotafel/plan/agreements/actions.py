"""Everything that writes what is agreed with providers: one function is one thing a person can do, with its history."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from regiotafel.history.actions import record_within
from regiotafel.history.queries import next_number
from regiotafel.history.rules import Act, check_seen, says
from regiotafel.people.models import User
from regiotafel.plan.actions import write_over
from regiotafel.plan.acts import (
    ARRANGEMENT_ADDED,
    ARRANGEMENT_CHANGED,
    ARRANGEMENT_MOVED,
    ARRANGEMENT_SHOWN,
    EXTENSION_SET,
    MILESTONE_SET,
    PREREQUISITE_READY,
    PREREQUISITE_REMOVED,
    PREREQUISITE_SET,
)
from regiotafel.plan.agreements.queries import arrangement_titled, not_shown_yet
from regiotafel.plan.agreements.rules import (
    FIELDS,
    LINES,
    check_arrangement,
    check_extension,
    check_milestone,
    check_move,
    check_prerequisite,
    check_stands,
    check_title_free,
    is_milestone_public,
    is_public,
)
from regiotafel.plan.measures.queries import owner_word
from regiotafel.plan.models import (
    ARRANGEMENT,
    Arrangement,
    ArrangementParty,
    ArrangementState,
    Extension,
    ExtensionState,
    Measure,
    Milestone,
    MilestoneState,
    MilestoneStep,
    Prerequisite,
)
from regiotafel.plan.rules import PART, Owner, as_owner
from regiotafel.regions.actions import begin_part, lock_region
from regiotafel.regions.models import Region
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.thread.actions import move as move_knot
from regiotafel.thread.actions import retitle, show, tie
from regiotafel.thread.linking.actions import confirm, tell_what_shows
from regiotafel.thread.models import GONE, Knot, Link, Relation
from regiotafel.web.days import day


def _lock(arrangement: Arrangement) -> Arrangement:
    """As it is now, and until this act is over: all that belongs to it hangs together."""
    rows = Arrangement.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("region", "knot", "municipality", "organisation").get(pk=arrangement.pk)
    found.knot.region = found.region
    return found


def _record(
    by: User | None,
    at: datetime,
    act: Act,
    locked: Arrangement,
    *,
    rows: Sequence[Model] = (),
    gone: Sequence[Model] = (),
    **data: object,
) -> None:
    record_within("arrangement", by, at, act, locked, locked, rows=rows, gone=gone, number=locked.number, **data)


def _tidied(values: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {name: (tidy_line if name in LINES else tidy)(values.get(name) or "") for name in FIELDS}
    rest = {name: values.get(name) for name in ("from_on", "until_on", "notice_months", "public_from")}
    return {**said, **rest, "kind": values.get("kind") or "", **as_owner(values.get("owner"))}


def _move_on(locked: Arrangement, at: datetime, *names: str, moves_knot: bool = True) -> None:
    """Its next version. What nobody but members reads means nothing else to who follows it."""
    locked.version += 1
    locked.save(update_fields=[*names, "version"])
    if moves_knot and not locked.is_dropped:
        move_knot(knot=locked.knot, number=locked.version, at=at)


@transaction.atomic
def add_arrangement(
    *, by: User | None, at: datetime, region: Region, parties: Sequence[Owner] = (), **values: Any
) -> Arrangement:
    """values: what is said about it. Members read it; everybody from `public_from` on."""
    found = _tidied(values)
    check_arrangement(found, len(parties))
    lock_region(region)
    check_title_free(arrangement_titled(region, found["title"]))
    number = next_number(Arrangement.objects.filter(region=region))
    made = Arrangement(region=region, number=number, **found)
    shown = is_public(made, timezone.localdate(at))
    made.knot = tie(kind=ARRANGEMENT, region=region, it=made, route_args=[number], is_public=shown)
    made.save()
    kept, _gone = _keep_parties(made, parties)
    begin_part(region=region, part=PART)
    _record(by, at, ARRANGEMENT_ADDED, made, rows=[*kept, region])
    return made


def _keep_parties(locked: Arrangement, parties: Sequence[Owner]) -> tuple[list[Model], list[Model]]:
    """The rows that are new, and those that go."""
    there = {owner_word(one): one for one in ArrangementParty.objects.filter(arrangement=locked)}
    wanted = {owner_word(one): one for one in (ArrangementParty(arrangement=locked, **as_owner(p)) for p in parties)}
    made: list[Model] = []
    for word, one in wanted.items():
        if word not in there:
            one.save()
            made.append(one)
    return made, [one for word, one in there.items() if word not in wanted]


@transaction.atomic
def change_arrangement(
    *, by: User | None, at: datetime, arrangement: Arrangement, version: int, parties: Sequence[Owner], **values: Any
) -> Arrangement:
    """`version`: what this person read."""
    found, locked = _tidied(values), _lock(arrangement)
    check_stands(locked)
    check_arrangement(found, len(parties))
    words = {owner_word(ArrangementParty(**as_owner(one))) for one in parties}
    if says(locked, found) and words == {owner_word(one) for one in locked.parties.all()}:
        return locked  # the same again is no news
    check_seen(version, locked.version, locked)
    check_title_free(arrangement_titled(locked.region, found["title"], but=locked))
    told = write_over(locked, found)
    retitle(kind=ARRANGEMENT, knot=locked.knot, it=locked)
    kept, gone = _keep_parties(locked, parties)
    _move_on(locked, at, *found)
    _show(locked, at)
    _record(by, at, ARRANGEMENT_CHANGED, locked, rows=kept, gone=gone, **told)
    ArrangementParty.objects.filter(pk__in=[one.pk for one in gone]).delete()
    return locked


def _show(locked: Arrangement, at: datetime) -> bool:
    """Its knot is there for who reads it; says whether that is new to everybody."""
    shown = is_public(locked, timezone.localdate(at))
    if locked.knot.is_public == shown:
        return False
    show(knot=locked.knot, is_public=shown, is_live=True)
    if shown:
        tell_what_shows(knots=[locked.knot], at=at)
    return shown


@transaction.atomic
def show_by_the_clock(*, at: datetime) -> int:
    """What was to be public from a day on, and that day is there: from now on it stands on the thread for everybody."""
    n = 0
    for one in not_shown_yet(timezone.localdate(at)):
        locked = _lock(one)
        if _show(locked, at):
            _record(None, at, ARRANGEMENT_SHOWN, locked)
            n += 1
    return n


@transaction.atomic
def move_arrangement(
    *, by: User | None, at: datetime, arrangement: Arrangement, version: int, state: str, reason: str = ""
) -> Arrangement:
    """It does not go on, and why; or it does after all. Its page stays."""
    reason, locked = tidy_line(reason), _lock(arrangement)
    if locked.state == state:
        return locked  # pressed twice
    check_seen(version, locked.version, locked)
    check_move(state, reason)
    locked.state, locked.reason = state, reason if state == ArrangementState.DROPPED else ""
    _move_on(locked, at, "state", "reason")
    if locked.is_dropped:
        move_knot(knot=locked.knot, number=GONE, at=at)
    _record(by, at, ARRANGEMENT_MOVED, locked, state=str(locked.get_state_display()))
    return locked


@transaction.atomic
def set_extension(
    *,
    by: User | None,
    at: datetime,
    arrangement: Arrangement,
    version: int,
    months: int,
    decide_by: date | None = None,
    state: str = ExtensionState.OPEN,
    extension: Extension | None = None,
) -> Extension:
    """An option to go on. extension: the one that changes; none is a new one."""
    locked = _lock(arrangement)
    check_stands(locked)
    found = {"months": months, "decide_by": decide_by, "state": state}
    rows = Extension.objects.filter(arrangement=locked)
    there = rows.filter(pk=extension.pk).first() if extension else rows.filter(**found).first()
    if there is not None and says(there, found):
        return there  # the same again is no news
    check_seen(version, locked.version, locked)
    check_extension(locked, found, rows.exclude(pk=there.pk).count() if there else rows.count())
    kept = there or Extension(arrangement=locked, number=next_number(rows))
    write_over(kept, found)
    kept.save()
    _move_on(locked, at)
    _record(by, at, EXTENSION_SET, locked, rows=[kept])
    return kept


# --- Days


@transaction.atomic
def set_milestone(
    *,
    by: User | None,
    at: datetime,
    arrangement: Arrangement,
    version: int,
    kind: str,
    on: date,
    name: str = "",
    state: str = MilestoneState.PLANNED,
    reason: str = "",
    public_from: date | None = None,
    milestone: Milestone | None = None,
) -> Milestone:
    """A day on which something happens. milestone: the one that changes, of which the earlier day stays to be read."""
    name, reason, locked = tidy_line(name), tidy_line(reason), _lock(arrangement)
    check_stands(locked)
    found = {"kind": kind, "name": name, "on": on, "state": state, "public_from": public_from}
    rows = Milestone.objects.filter(arrangement=locked)
    there = rows.filter(pk=milestone.pk).first() if milestone else rows.filter(**found).first()
    if there is not None and says(there, found):
        return there  # the same again is no news
    check_seen(version, locked.version, locked)
    n_others = rows.exclude(pk=there.pk).count() if there else rows.count()
    check_milestone(found, reason, n_others, before=there.state if there else "")
    kept = there or Milestone(arrangement=locked, number=next_number(rows), on=on)
    kept.arrangement = locked
    was_public = is_milestone_public(kept, timezone.localdate(at))
    changes = write_over(kept, found)
    kept.save()
    steps = [_step(kept, reason, by, at)] if there is None or {"on", "state"} & {*changes["after"]} else []
    _move_on(locked, at, moves_knot=was_public or is_milestone_public(kept, timezone.localdate(at)))
    told = {"milestone": str(kept), "on": day(on), **changes}
    _record(by, at, MILESTONE_SET, locked, rows=[kept, *steps], **told)
    return kept


def _step(milestone: Milestone, reason: str, by: User | None, at: datetime) -> MilestoneStep:
    number = next_number(MilestoneStep.objects.filter(milestone=milestone))
    said: dict[str, Any] = {"on": milestone.on, "state": milestone.state, "reason": reason}
    return MilestoneStep.objects.create(milestone=milestone, number=number, by=by, at=at, **said)


@transaction.atomic
def set_prerequisite(
    *,
    by: User | None,
    at: datetime,
    milestone: Milestone,
    version: int,
    what: str = "",
    knot: Knot | None = None,
    owner: Owner = None,
    by_on: date | None = None,
    prerequisite: Prerequisite | None = None,
) -> Prerequisite:
    """What must be ready before a milestone. Of what stands on the thread the link is made too."""
    what, locked = tidy_line(what), _lock(milestone.arrangement)
    check_stands(locked)
    found = {"what": what, "knot": knot, "by_on": by_on, **as_owner(owner)}
    rows = Prerequisite.objects.filter(milestone=milestone)
    there = rows.filter(pk=prerequisite.pk).first() if prerequisite else rows.filter(**found).first()
    if there is not None and says(there, found):
        return there  # the same again is no news
    check_seen(version, locked.version, locked)
    check_prerequisite(what, knot is not None, rows.exclude(pk=there.pk).count() if there else rows.count())
    kept = there or Prerequisite(milestone=milestone)
    write_over(kept, found)
    kept.save()
    _move_on(locked, at, moves_knot=False)
    if knot is not None:
        confirm(by=by, at=at, from_knot=locked.knot, to_knot=knot, relation=Relation.COMES_FROM)
    _record(by, at, PREREQUISITE_SET, locked, rows=[kept], milestone=str(milestone), what=str(kept))
    return kept


@transaction.atomic
def say_ready(*, by: User | None, at: datetime, prerequisite: Prerequisite, is_ready: bool) -> Prerequisite:
    locked = _lock(prerequisite.milestone.arrangement)
    check_stands(locked)
    kept = Prerequisite.objects.select_related("milestone", "knot").get(pk=prerequisite.pk)
    if kept.is_ready == is_ready:
        return kept  # pressed twice
    kept.is_ready = is_ready
    kept.save(update_fields=["is_ready"])
    _record(by, at, PREREQUISITE_READY, locked, rows=[kept], milestone=str(kept.milestone), is_ready=is_ready)
    return kept


@transaction.atomic
def remove_prerequisite(*, by: User | None, at: datetime, prerequisite: Prerequisite) -> None:
    """The link on the thread stays: whether two belong together is judged there."""
    locked = _lock(prerequisite.milestone.arrangement)
    check_stands(locked)
    found = Prerequisite.objects.filter(pk=prerequisite.pk).select_related("milestone", "knot").first()
    if found is None:
        return  # pressed twice
    _move_on(locked, at, moves_knot=False)
    told: dict[str, Any] = {"milestone": str(found.milestone), "what": str(found)}
    _record(by, at, PREREQUISITE_REMOVED, locked, gone=[found], **told)
    found.delete()


@transaction.atomic
def let_wait(*, by: User | None, at: datetime, arrangement: Arrangement, measure: Measure) -> Link:
    """A measure is carried out with it, so it waits for it."""
    locked = _lock(arrangement)
    check_stands(locked)
    ends = {"from_knot": measure.knot, "to_knot": locked.knot}
    return confirm(by=by, at=at, **ends, relation=Relation.CARRIED_OUT_BY)
