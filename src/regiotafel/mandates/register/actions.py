"""Everything that writes the register: one function is one thing a person can do, with its history."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from regiotafel.addresses import address_of
from regiotafel.history.queries import next_number
from regiotafel.history.rules import says
from regiotafel.mandates.actions import lock_subject, record_about
from regiotafel.mandates.acts import (
    DEVIATION_ADDED,
    DEVIATION_ENDED,
    LAW_FACT_ADDED,
    LAW_FACT_REMOVED,
    MANDATE_SET,
    MANDATE_WITHDRAWN,
    SUBJECT_ADDED,
    SUBJECT_BROUGHT_BACK,
    SUBJECT_CHANGED,
    SUBJECT_MOVED,
    SUBJECT_RETIRED,
)
from regiotafel.mandates.models import AGREEMENT, SUBJECT, Agreement, Deviation, LawFact, Mandate, Subject
from regiotafel.mandates.queries import law_facts_of, subjects_of
from regiotafel.mandates.register.queries import (
    deviations_of,
    is_title_taken,
    last_agreement,
    left_to_take_over,
    newest_mandate,
    open_rounds_with,
    slugs_of,
)
from regiotafel.mandates.register.rules import (
    FIELDS,
    MEANING,
    as_levels,
    check_deviates_once,
    check_deviation,
    check_law_fact,
    check_mandate,
    check_mandate_number,
    check_not_in_open_round,
    check_place,
    check_reason,
    check_retired,
    check_stands,
    check_title_free,
    check_values,
    check_version,
    is_shown,
)
from regiotafel.mandates.rules import PART, allowed_levels
from regiotafel.people.models import User
from regiotafel.regions.actions import begin_part, lock_region
from regiotafel.regions.models import Municipality, Region
from regiotafel.regions.parties.queries import takes_part
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.thread.actions import move as move_knot
from regiotafel.thread.actions import retitle, tie
from regiotafel.thread.linking.actions import confirm
from regiotafel.thread.models import GONE, Relation
from regiotafel.vision.models import Passage


def tidied(values: Mapping[str, str]) -> dict[str, str]:
    """What an editor filled in about a subject, as it is kept; what was left out is empty."""
    found = {name: tidy(values.get(name, "")) for name in FIELDS}
    return found | {"title": tidy_line(values.get("title", "")), "level_wanted": values.get("level_wanted", "")}


@transaction.atomic
def add_subject(*, by: User | None, at: datetime, region: Region, **values: str) -> Subject:
    """A new subject, at the end of the register."""
    found = tidied(values)
    check_values(found)
    lock_region(region)
    check_title_free(is_title_taken(region, found["title"]))
    slug = address_of(found["title"], otherwise="onderwerp", beside=f"<slug:region>/{PART}/", taken=slugs_of(region))
    position = next_number(Subject.objects.filter(region=region), "position")
    knot = tie(kind=SUBJECT, region=region, it=found["title"], route_args=[slug])
    made = Subject.objects.create(region=region, slug=slug, position=position, knot=knot, **found)
    begin_part(region=region, part=PART)
    record_about(by, at, SUBJECT_ADDED, made, made, rows=[region])
    return made


@transaction.atomic
def take_over_list(*, by: User | None, at: datetime, region: Region) -> list[Subject]:
    """The subjects of the start list that are not in the register yet, with what the law says about them."""
    lock_region(region)
    made = []
    for one in left_to_take_over(region):
        subject = add_subject(by=by, at=at, region=region, **{name: one[name] for name in FIELDS if name in one})
        for fact in one.get("law", ()):
            add_law_fact(by=by, at=at, subject=subject, **{"checked_on": one["checked_on"], **fact})
        made.append(subject)
    return made


@transaction.atomic
def change_subject(
    *,
    by: User | None,
    at: datetime,
    subject: Subject,
    version: int,
    passage: Passage | None = None,
    **values: str,
) -> Subject:
    """What it is called and what is said about it. `version`: what this person read."""
    found = tidied(values)
    check_values(found)
    locked = lock_subject(subject)
    check_stands(locked)
    before = {name: getattr(locked, name) for name in found} | {"passage": locked.passage_id}
    after = found | {"passage": passage.pk if passage else None}
    if before == after:
        return locked  # the same again is no news
    check_version(locked, version)
    check_title_free(is_title_taken(locked.region, found["title"], but=locked))
    for name, value in found.items():
        setattr(locked, name, value)
    locked.passage, locked.version = passage, locked.version + 1
    locked.save(update_fields=[*found, "passage", "version"])
    agreements = _retitle(locked)
    if any(before[name] != after[name] for name in MEANING):
        move_knot(knot=locked.knot, number=locked.version, at=at)
    changed = sorted(name for name in after if before[name] != after[name])
    record_about(
        by,
        at,
        SUBJECT_CHANGED,
        locked,
        locked,
        version=locked.version,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        rows=agreements,
    )
    if passage is not None and before["passage"] != passage.pk:
        confirm(by=by, at=at, from_knot=locked.knot, to_knot=passage.knot, relation=Relation.COMES_FROM)
        if (agreed := last_agreement(locked)) is not None and agreed.knot is not None:
            confirm(by=by, at=at, from_knot=agreed.knot, to_knot=passage.knot, relation=Relation.COMES_FROM)
    return locked


def _retitle(locked: Subject) -> list[Agreement]:
    """Its knot, and those of what was agreed about it: these are called after it. Returns the agreements."""
    retitle(kind=SUBJECT, knot=locked.knot, it=locked)
    agreements = list(Agreement.objects.filter(subject=locked).select_related("knot", "subject"))
    for one in agreements:
        retitle(kind=AGREEMENT, knot=one.knot, it=one)
    return agreements


@transaction.atomic
def move_subject(*, by: User | None, at: datetime, subject: Subject, after: Subject | None = None) -> Subject:
    """To the beginning of the register, or behind another subject. Where it stands already is no news."""
    lock_region(subject.region)
    locked = lock_subject(subject)
    check_stands(locked)
    if after is not None:
        after.refresh_from_db()
    check_place(locked, after)
    there = list(subjects_of(locked.region))
    others = [one for one in there if one.pk != locked.pk]
    place = next(n for n, one in enumerate(others, start=1) if one.pk == after.pk) if after else 0
    order = [*others[:place], locked, *others[place:]]
    if [one.pk for one in order] == [one.pk for one in there]:
        return locked
    for position, one in enumerate(order, start=1):
        one.position = position
        one.save(update_fields=["position"])
    record_about(by, at, SUBJECT_MOVED, locked, locked, rows=order)
    return locked


@transaction.atomic
def retire_subject(*, by: User | None, at: datetime, subject: Subject, version: int, reason: str) -> Subject:
    """Takes a subject out of the register. Its page and all that was decided about it stay."""
    reason = tidy_line(reason)
    check_reason(reason)
    locked = lock_subject(subject)
    check_stands(locked)
    check_version(locked, version)
    check_not_in_open_round(open_rounds_with(locked, at))
    return _stand(locked, by=by, at=at, retired_at=at, reason=reason)


@transaction.atomic
def bring_back_subject(*, by: User | None, at: datetime, subject: Subject, version: int, reason: str) -> Subject:
    reason = tidy_line(reason)
    check_reason(reason)
    locked = lock_subject(subject)
    check_retired(locked)
    check_version(locked, version)
    return _stand(locked, by=by, at=at, retired_at=None, reason=reason)


def _stand(locked: Subject, *, by: User | None, at: datetime, retired_at: datetime | None, reason: str) -> Subject:
    """In the register or out of it, from now on."""
    locked.retired_at, locked.retired_reason = retired_at, reason if retired_at else ""
    locked.version += 1
    locked.save(update_fields=["retired_at", "retired_reason", "version"])
    move_knot(knot=locked.knot, number=GONE if retired_at else locked.version, at=at)
    act = SUBJECT_RETIRED if retired_at else SUBJECT_BROUGHT_BACK
    record_about(by, at, act, locked, locked, reason=reason)
    return locked


# --- What the law settles


@transaction.atomic
def add_law_fact(
    *,
    by: User | None,
    at: datetime,
    subject: Subject,
    text: str,
    article: str,
    mark: str,
    levels: Collection[str] = (),
    in_force_from: date | None = None,
    source: str = "",
    checked_on: date | None = None,
) -> LawFact:
    text, article, source = tidy(text), tidy_line(article), tidy_line(source)
    check_law_fact(text=text, article=article, levels=levels, mark=mark, source=source)
    locked = lock_subject(subject)
    check_stands(locked)
    said: dict[str, Any] = {"text": text, "article": article, "mark": mark, "source": source}
    said |= {"levels": as_levels(levels), "in_force_from": in_force_from}
    said["checked_on"] = checked_on or timezone.localdate(at)
    for fact in law_facts_of(locked):
        if says(fact, said):
            return fact  # the same again is no news
    made = LawFact.objects.create(subject=locked, **said)
    _law_changed(locked, made, at)
    told: dict[str, Any] = {"article": article, "text": text, "mark": mark}
    record_about(by, at, LAW_FACT_ADDED, locked, locked, rows=[made], **told)
    return made


@transaction.atomic
def remove_law_fact(*, by: User | None, at: datetime, fact: LawFact) -> None:
    locked = lock_subject(fact.subject)
    found = LawFact.objects.filter(pk=fact.pk).first()
    if found is None:  # pressed twice
        return
    told: dict[str, Any] = {"article": found.article, "text": found.text, "mark": found.mark}
    _law_changed(locked, found, at)
    record_about(by, at, LAW_FACT_REMOVED, locked, locked, gone=[found], **told)
    found.delete()


def _law_changed(locked: Subject, fact: LawFact, at: datetime) -> None:
    """What readers are told of the law is another: whatever hangs together with the subject is looked at again."""
    if is_shown(fact):
        _move(locked, at)


# --- Who decides


@transaction.atomic
def set_mandate(
    *,
    by: User | None,
    at: datetime,
    subject: Subject,
    number: int,
    level: str,
    holder: str,
    ground: str,
    from_on: date | None,
    body: str = "",
    decided_on: date | None = None,
    reason: str = "",
    agreement: Agreement | None = None,
) -> Mandate:
    """Who decides from that day on. `number`: of the one that was written last, as this person read it. `agreement`:
    what it comes from; then it holds for who is bound by that."""
    holder, ground, body, reason = (tidy_line(one) for one in (holder, ground, body, reason))
    locked = lock_subject(subject)
    check_stands(locked)
    today = timezone.localdate(at)
    said: dict[str, Any] = {"level": level, "holder": holder, "ground": ground, "from_on": from_on, "body": body}
    said |= {"decided_on": decided_on, "reason": reason}
    newest = newest_mandate(locked)
    is_repeated = newest is not None and newest.withdrawn_at is None and newest.number - number in (0, 1)
    if newest is not None and is_repeated and says(newest, said | {"agreement": agreement}):
        return newest  # the same again is no news
    check_mandate_number(number, newest)
    check_mandate(allowed=allowed_levels(law_facts_of(locked), today), today=today, **said)
    made = Mandate.objects.create(subject=locked, number=number + 1, by=by, at=at, agreement=agreement, **said)
    _move(locked, at)
    told: dict[str, Any] = {"level": str(made.get_level_display()), "holder": holder, "from_on": from_on}
    record_about(by, at, MANDATE_SET, made, locked, rows=[locked], number=made.number, **told)
    return made


def _move(locked: Subject, at: datetime) -> None:
    """Something else holds: whatever hangs together with the subject is looked at again."""
    locked.version += 1
    locked.save(update_fields=["version"])
    move_knot(knot=locked.knot, number=locked.version, at=at)


@transaction.atomic
def withdraw_mandate(*, by: User | None, at: datetime, mandate: Mandate, reason: str) -> Mandate:
    """It was written down wrongly, or will not come about. It stays to be read."""
    reason = tidy_line(reason)
    check_reason(reason)
    locked = lock_subject(mandate.subject)
    found = Mandate.objects.get(pk=mandate.pk)
    if found.withdrawn_at is not None:
        return found  # pressed twice
    found.withdrawn_at, found.withdrawn_reason = at, reason
    found.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    _move(locked, at)
    told: dict[str, Any] = {"number": found.number, "from_on": found.from_on, "reason": reason}
    record_about(by, at, MANDATE_WITHDRAWN, found, locked, rows=[locked], **told)
    return found


@transaction.atomic
def add_deviation(
    *,
    by: User | None,
    at: datetime,
    subject: Subject,
    municipality: Municipality,
    level: str,
    motive: str,
    ground: str,
    from_on: date,
    body: str = "",
    decided_on: date | None = None,
    ends_on: date | None = None,
    review_on: date | None = None,
) -> Deviation:
    motive, ground, body = tidy(motive), tidy_line(ground), tidy_line(body)
    locked = lock_subject(subject)
    check_stands(locked)
    said: dict[str, Any] = {
        "level": level,
        "motive": motive,
        "ground": ground,
        "body": body,
        "decided_on": decided_on,
        "from_on": from_on,
        "ends_on": ends_on,
        "review_on": review_on,
    }
    today = timezone.localdate(at)
    allowed = allowed_levels(law_facts_of(locked), today)
    check_deviation(allowed=allowed, today=today, takes_part=takes_part(locked.region, municipality), **said)
    there = deviations_of(locked, municipality)
    for one in there:
        if says(one, said):
            return one  # the same again is no news
    check_deviates_once(there, from_on, ends_on)
    made = Deviation.objects.create(subject=locked, municipality=municipality, at=at, **said)
    _move(locked, at)
    record_about(by, at, DEVIATION_ADDED, made, locked, rows=[locked], municipality=municipality.name)
    return made


@transaction.atomic
def end_deviation(*, by: User | None, at: datetime, deviation: Deviation) -> Deviation:
    locked = lock_subject(deviation.subject)
    found = Deviation.objects.select_related("municipality").get(pk=deviation.pk)
    if found.ended_at is not None:
        return found  # pressed twice
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    _move(locked, at)
    record_about(by, at, DEVIATION_ENDED, found, locked, rows=[locked], municipality=found.municipality.name)
    return found
