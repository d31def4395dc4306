"""Everything that writes rounds: preparing them, and what can be done while they run."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from regiotafel.addresses import address_of
from regiotafel.history.actions import record_within
from regiotafel.history.rules import Act, says
from regiotafel.mandates.acts import (
    CONDITION_ADDED,
    CONDITION_REMOVED,
    ROUND_CHANGED,
    ROUND_CLOSED,
    ROUND_MOVED,
    ROUND_OPENED,
    ROUND_PREPARED,
    ROUND_PUBLISHED,
    ROUND_TIED,
    SUBJECT_DROPPED,
    VOTES_SET,
)
from regiotafel.mandates.models import (
    MANDATE_ROUND,
    Condition,
    Round,
    RoundParty,
    RoundSubject,
    Subject,
)
from regiotafel.mandates.queries import subjects_of
from regiotafel.mandates.rounds.queries import (
    handed_in,
    knot_of,
    officials_of,
    parties_in,
    rounds_of,
    subjects_in,
)
from regiotafel.mandates.rounds.rules import (
    check_asked,
    check_can_close,
    check_can_drop,
    check_can_move,
    check_can_open,
    check_can_publish,
    check_condition,
    check_is_draft,
    check_round,
    check_runs,
    check_two_subjects,
    check_version,
    is_reminder_due,
    is_warning_due,
)
from regiotafel.people.models import User
from regiotafel.regions.actions import lock_region
from regiotafel.regions.models import Municipality, Region
from regiotafel.regions.parties.queries import municipalities_of
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.thread.actions import tie
from regiotafel.thread.linking.actions import confirm
from regiotafel.thread.models import Relation
from regiotafel.web import mail
from regiotafel.web.links import link


def locked_round(round: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).select_related("region").get(pk=round.pk)


record_in = partial(record_within, "round")


@transaction.atomic
def prepare_round(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    title: str,
    visibility: str,
    opens_at: datetime,
    closes_at: datetime,
    about: str = "",
) -> Round:
    """With all subjects of the register and all municipalities of the region, until that is changed; pressed twice it
    is one."""
    title, about = tidy_line(title), tidy(about)
    said: dict[str, Any] = {
        "title": title,
        "about": about,
        "visibility": visibility,
        "opens_at": opens_at,
        "closes_at": closes_at,
    }
    check_round(**said)
    lock_region(region)
    last = Round.objects.filter(region=region).order_by("-pk").first()
    is_untouched = last is not None and (last.version, last.opened_at) == (1, None)
    if last and is_untouched and says(last, said):
        return last
    taken = set(rounds_of(region).values_list("slug", flat=True))
    slug = address_of(title, otherwise="ronde", beside="<slug:region>/wie-beslist-wat/ronde/", taken=taken)
    made = Round.objects.create(region=region, slug=slug, **said)
    rows = [
        *_ask_about(made, list(subjects_of(region))),
        *RoundParty.objects.bulk_create(RoundParty(round=made, municipality=one) for one in municipalities_of(region)),
    ]
    record_in(by, at, ROUND_PREPARED, made, made, rows=rows)
    return made


def _ask_about(round: Round, subjects: Sequence[Subject]) -> list[RoundSubject]:
    return RoundSubject.objects.bulk_create(
        RoundSubject(round=round, subject=subject, position=position)
        for position, subject in enumerate(subjects, start=1)
    )


@transaction.atomic
def change_round(
    *,
    by: User | None,
    at: datetime,
    round: Round,
    version: int,
    title: str,
    visibility: str,
    opens_at: datetime,
    closes_at: datetime,
    about: str = "",
    subjects: Sequence[Subject] = (),
    municipalities: Sequence[Municipality] = (),
) -> Round:
    """While it is prepared. `version`: what this person read."""
    title, about = tidy_line(title), tidy(about)
    said: dict[str, Any] = {
        "title": title,
        "about": about,
        "visibility": visibility,
        "opens_at": opens_at,
        "closes_at": closes_at,
    }
    check_round(**said)
    locked = locked_round(round)
    check_is_draft(locked)
    check_version(locked, version)
    check_asked(subjects, set(subjects_of(locked.region).values_list("pk", flat=True)))
    for name, value in said.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    gone: list[Model] = list(RoundSubject.objects.filter(round=locked))
    gone += Condition.objects.filter(round=locked).exclude(if_subject__in=subjects, then_subject__in=subjects)
    gone += RoundParty.objects.filter(round=locked).exclude(municipality__in=municipalities)
    for row in gone:
        type(row)._default_manager.filter(pk=row.pk).delete()
    there = {one.municipality_id for one in parties_in(locked)}
    new = [one for one in municipalities if one.pk not in there]
    rows = [
        *_ask_about(locked, subjects),
        *RoundParty.objects.bulk_create(RoundParty(round=locked, municipality=one) for one in new),
    ]
    record_in(by, at, ROUND_CHANGED, locked, locked, rows=rows, gone=gone)
    return locked


@transaction.atomic
def set_votes(*, by: User | None, at: datetime, round: Round, votes: Mapping[int, int]) -> None:
    """How many votes each municipality has in the agreement of the region, by the key of the municipality."""
    locked = locked_round(round)
    changed = [one for one in parties_in(locked) if votes.get(one.municipality_id, one.votes) != one.votes]
    for one in changed:
        one.votes = votes[one.municipality_id]
        one.save(update_fields=["votes"])
    if changed:
        record_in(by, at, VOTES_SET, locked, locked, rows=changed)


@transaction.atomic
def add_condition(
    *,
    by: User | None,
    at: datetime,
    round: Round,
    if_subject: Subject,
    if_comparison: str,
    if_level: str,
    then_subject: Subject,
    then_comparison: str,
    then_level: str,
    because: str = "",
) -> Condition:
    because = tidy_line(because)
    said: dict[str, Any] = {"if_comparison": if_comparison, "if_level": if_level}
    said |= {"then_comparison": then_comparison, "then_level": then_level, "because": because}
    check_condition(**said)
    locked = locked_round(round)
    check_is_draft(locked)
    check_two_subjects(if_subject, then_subject, {one.pk for one in subjects_in(locked)})
    made, is_new = Condition.objects.get_or_create(
        round=locked, if_subject=if_subject, then_subject=then_subject, **said
    )
    if is_new:
        record_in(by, at, CONDITION_ADDED, made, locked)
    return made


@transaction.atomic
def remove_condition(*, by: User | None, at: datetime, condition: Condition) -> None:
    locked = locked_round(condition.round)
    check_is_draft(locked)
    found = Condition.objects.filter(pk=condition.pk).first()
    if found is None:  # pressed twice
        return
    record_in(by, at, CONDITION_REMOVED, found, locked, gone=[found])
    found.delete()


@transaction.atomic
def open_round(*, by: User | None, at: datetime, round: Round, version: int) -> Round:
    """From now on its municipalities see it, and fill it in from the moment that it opens."""
    locked = locked_round(round)
    if locked.opened_at is not None:
        return locked  # pressed twice
    check_version(locked, version)
    here = RoundParty.objects.filter(round=locked, municipality__in=municipalities_of(locked.region))
    check_can_open(subjects_in(locked), here.count(), locked.closes_at, at)
    locked.opened_at = at
    return _changed(by, at, ROUND_OPENED, locked, "opened_at")


@transaction.atomic
def close_round(*, by: User | None, at: datetime, round: Round) -> Round:
    """Earlier than was said."""
    locked = locked_round(round)
    check_can_close(locked, at)
    locked.closes_at = at
    return _changed(by, at, ROUND_CLOSED, locked, "closes_at")


@transaction.atomic
def move_closing(*, by: User | None, at: datetime, round: Round, version: int, closes_at: datetime) -> Round:
    """Later than was said."""
    locked = locked_round(round)
    check_version(locked, version)
    check_can_move(locked, closes_at, at)
    if closes_at == locked.closes_at:
        return locked
    locked.closes_at = closes_at
    return _changed(by, at, ROUND_MOVED, locked, "closes_at")


def _changed(by: User | None, at: datetime, act: Act, locked: Round, field: str) -> Round:
    """Who read the round before this must look again."""
    locked.version += 1
    locked.save(update_fields=[field, "version"])
    record_in(by, at, act, locked, locked)
    return locked


@transaction.atomic
def publish_round(*, by: User | None, at: datetime, round: Round) -> Round:
    """From now on everybody reads what came out, and finds it at each subject. Who follows a subject hears of it."""
    locked = locked_round(round)
    if locked.published_at is not None:
        return locked  # pressed twice
    check_can_publish(locked, at)
    locked.published_at = at
    locked.save(update_fields=["published_at"])
    _hang_beside_subjects(by, at, ROUND_PUBLISHED, locked)
    return locked


@transaction.atomic
def tie_round(*, at: datetime, round: Round) -> bool:
    """It was published before a round stood on the thread. Nobody is told: that is long ago."""
    locked = locked_round(round)
    if knot_of(locked) is not None:
        return False
    _hang_beside_subjects(None, at, ROUND_TIED, locked)
    return True


def _hang_beside_subjects(by: User | None, at: datetime, act: Act, locked: Round) -> None:
    knot = tie(kind=MANDATE_ROUND, region=locked.region, it=locked, route_args=[locked.slug])
    record_in(by, at, act, locked, locked, rows=[knot])
    for subject in subjects_in(locked):
        if subject.retired_at is None:
            confirm(by=by, at=at, from_knot=knot, to_knot=subject.knot, relation=Relation.COMES_FROM)


@transaction.atomic
def drop_subject(*, by: User | None, at: datetime, round: Round, subject: Subject, reason: str) -> None:
    """While municipalities fill in. What they said about it stays in what they saved, and counts no more."""
    reason = tidy_line(reason)
    locked = locked_round(round)
    found = RoundSubject.objects.filter(round=locked, subject=subject).first()
    if found is not None and found.dropped_at is not None:
        return  # pressed twice
    check_asked([subject], {found.subject_id} if found else set())
    check_can_drop(locked, at, len(subjects_in(locked)), reason)
    assert found is not None  # noqa: S101  # for the type checker: it was asked about
    found.dropped_at, found.dropped_reason = at, reason
    found.save(update_fields=["dropped_at", "dropped_reason"])
    record_in(by, at, SUBJECT_DROPPED, found, locked, title=subject.title, reason=reason)


@transaction.atomic
def remind(*, at: datetime, round: Round) -> int:
    """A letter to the officials of every municipality that has nothing final, because somebody asks for it. How many
    letters: none to who got one today."""
    locked = locked_round(round)
    check_runs(locked, at)
    return _write_to_missing(locked, at, "reminded_at")


@transaction.atomic
def warn(*, at: datetime, round: Round) -> int:
    """The letter just before closing, that nobody has to ask for: once."""
    locked = locked_round(round)
    return _write_to_missing(locked, at, "warned_at") if is_warning_due(locked, at) else 0


def _write_to_missing(round: Round, at: datetime, field: str) -> int:
    """Marked before it goes: a worker that dies leaves somebody without a letter, never with two."""
    if not mail.can_be_sent():
        return 0
    n = 0
    for one in handed_in(round):
        party = one.party
        is_due = is_reminder_due(party, at) and (field == "reminded_at" or party.warned_at is None)
        if one.counted is not None or not one.takes_part_now or not is_due:
            continue
        addresses = officials_of(round, party.municipality)
        if not addresses:
            continue
        setattr(party, field, at)
        party.save(update_fields=[field])
        letter: dict[str, Any] = {"round": round, "municipality": party.municipality, "region": round.region}
        letter |= {"url": link("mandates:fill_in", round.region.slug, round.slug, party.municipality_id)}
        transaction.on_commit(partial(_send_letters, addresses, letter), robust=True)
        n += len(addresses)
    return n


def _send_letters(addresses: Sequence[str], letter: dict[str, Any]) -> None:
    subject = _("Vul het standpunt van %(name)s in") % {"name": letter["municipality"]}
    text = render_to_string("mandates/mail/fill_in.txt", letter)
    for address in addresses:
        send_mail(subject=mail.subject(subject), message=text, from_email=None, recipient_list=[address])
