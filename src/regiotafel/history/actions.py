import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from regiotafel.history.acts import WORDS_REMOVED
from regiotafel.history.models import Draft, Entry, Head, Inspection, PublishedHead, Seal, VouchedKey, new_salt
from regiotafel.history.queries import said_now
from regiotafel.history.rules import (
    SYSTEM,
    Act,
    actor_code,
    check_draft_length,
    check_draft_seen,
    content_hash,
    entry_hash,
    hash_of_data,
    public_key,
    seal_of,
    sign,
    signed_text,
    subject_of,
    vouching_text,
)
from regiotafel.people.models import User

D = TypeVar("D", bound=Draft)


@transaction.atomic
def keep_draft(
    model: type[D],
    *,
    by: User | None,
    at: datetime,
    about: Mapping[str, Any],
    values: Mapping[str, Any],
    seen: int,
    **fresh: Any,
) -> D:
    """Keeps what somebody is writing, finished or not. `about`: what there is one draft of. `seen`: the draft that this
    person read, 0 when there was none. fresh: what begins anew with other words. No act of the history: that begins
    when something is published."""
    check_draft_length(values)
    rows = model._default_manager
    draft = rows.filter(**about).first()
    if draft is not None and draft.values == values:
        return draft  # the same again
    check_draft_seen(draft, seen)
    kept = {"by": by, "values": dict(values), "saved_at": at, "version": seen + 1, **fresh}
    return rows.update_or_create(**about, defaults=kept)[0]


@transaction.atomic
def drop_draft(model: type[Draft], *, about: Mapping[str, Any], seen: int) -> None:
    draft = model._default_manager.filter(**about).first()
    if draft is None:
        return  # somebody else was before
    check_draft_seen(draft, seen)
    draft.delete()


def record(
    *,
    by: User | None,
    at: datetime,
    act: Act,
    about: models.Model | str,
    region: str = "",
    data: Mapping[str, object] | None = None,
    rows: Iterable[models.Model] = (),
    gone: Iterable[models.Model] = (),
) -> Entry:
    """Adds one act to the chain of its region, in the transaction of the act itself, when everything else is done.

    What it is about is sealed as it stands now, and so are `rows`; of `gone` it says that they went.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs in the transaction of the act")
    if missing := act.words_missing(data or {}):
        raise ValueError(f"{act.name} cannot be told without {missing}")
    end = _locked_head(region)
    subject = about if isinstance(about, str) else subject_of(about)
    # What the database gives back later must be what was hashed now.
    words = json.loads(json.dumps(data or {}, cls=DjangoJSONEncoder))
    salt = new_salt()
    entry = Entry(
        number=end.number + 1,
        at=at,
        is_behind=end.at is not None and at < end.at,
        by=by,
        actor=actor_code(by.pk, by.mark) if by else SYSTEM,
        region=region,
        act=act.name,
        subject=subject,
        data=words,
        salt=salt,
        data_hash=hash_of_data(words, salt),
        previous_hash=end.hash,
    )
    entry.held = _sealed(entry, [*rows] if isinstance(about, str) else [about, *rows], [*gone])
    entry.hash = entry_hash(end.hash, content_hash(entry))
    entry.save(force_insert=True)
    end.number, end.hash, end.at = entry.number, entry.hash, at
    end.save()
    return entry


class Titled(Protocol):
    """Something of a region, to which other things belong."""

    @property
    def title(self) -> str: ...

    @property
    def region(self) -> Any: ...


def record_within(
    word: str,
    by: User | None,
    at: datetime,
    act: Act,
    about: models.Model,
    within: Titled,
    *,
    rows: Iterable[models.Model] = (),
    gone: Iterable[models.Model] = (),
    **data: object,
) -> None:
    """In the chain of the region of what it belongs to, of which it says the title as `word`."""
    told = {word: within.title, **data}
    record(by=by, at=at, act=act, about=about, region=within.region.slug, data=told, rows=rows, gone=gone)


def _sealed(entry: Entry, rows: Sequence[models.Model], gone: Sequence[models.Model]) -> dict[str, object]:
    """What these rows say now, as the database has it, under a new salt each; with their knots."""
    went = {subject_of(row) for row in gone}
    seals = [Seal(subject=subject, region=entry.region, number=entry.number) for subject in sorted(went)]
    held: dict[str, object] = dict.fromkeys(went)
    for subject, said in said_now(rows).items():
        if subject not in went:
            salt = new_salt()
            held[subject] = {name: seal_of(salt, subject, name, value) for name, value in said.items()}
            seals.append(Seal(subject=subject, region=entry.region, number=entry.number, salt=salt))
    Seal.objects.bulk_create(
        seals,
        update_conflicts=True,
        unique_fields=["subject"],
        update_fields=["region", "number", "salt"],
        batch_size=200,
    )
    return held


def _locked_head(region: str) -> Head:
    """The end of the chain, held until the act is done. Acts in other regions do not wait for it."""
    heads = Head.objects.select_for_update().filter(region=region)
    if (end := heads.first()) is not None:
        return end
    # The first act here. When two begin at once, one row stays and both wait for it in turn.
    Head.objects.bulk_create([Head(region=region)], ignore_conflicts=True)
    return heads.get()


@transaction.atomic
def remove_words(*, by: User | None, at: datetime, entry: Entry, reason: str) -> Entry:
    """Takes out what an entry says about somebody who must be forgotten. The chain holds, and says that it was done."""
    told = record(
        by=by,
        at=at,
        act=WORDS_REMOVED,
        about=entry,
        region=entry.region,
        data={"number": entry.number, "reason": reason},
    )
    Entry.objects.filter(pk=entry.pk).update(data={}, salt="")
    return told


@transaction.atomic
def publish_head(*, at: datetime, region: str) -> PublishedHead | None:
    """Signs the end of this chain, to be told outside; told before, it is the same row. None: there is no end yet."""
    end = Head.objects.filter(region=region).first()
    if end is None or not end.number:
        return None
    secret = settings.SECRET_KEY
    text = signed_text(site=settings.ADDRESS, region=region, number=end.number, code=end.hash, at=at)
    head, _is_new = PublishedHead.objects.get_or_create(
        region=region,
        number=end.number,
        defaults={
            "hash": end.hash,
            "at": at,
            "site": settings.ADDRESS,
            "public_key": public_key(secret),
            "signature": sign(text, secret),
        },
    )
    return head


@transaction.atomic
def vouch(*, at: datetime, keys: Iterable[str]) -> None:
    """The key of now signs for earlier ones, so that what they signed can be checked when their secrets are gone."""
    secret = settings.SECRET_KEY
    now = public_key(secret)
    there = set(VouchedKey.objects.filter(vouched_by=now).values_list("public_key", flat=True))
    VouchedKey.objects.bulk_create(
        [
            VouchedKey(public_key=key, vouched_by=now, signature=sign(vouching_text(key), secret), at=at)
            for key in sorted({*keys} - {now, *there})
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def keep_inspection(*, at: datetime, n_entries: int, n_faults: int, faults: Sequence[str]) -> Inspection:
    """What came of it this time; the earlier ones make way."""
    made = Inspection.objects.create(at=at, n_entries=n_entries, n_faults=n_faults, faults=list(faults))
    Inspection.objects.exclude(pk=made.pk).delete()
    return made
