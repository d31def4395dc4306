import json
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from regiotafel.history.models import Entry, Head
from regiotafel.history.rules import Act, actor_code, entry_hash
from regiotafel.people.models import User


def record(
    *,
    by: User | None,
    at: datetime,
    act: Act,
    about: models.Model | str,
    region: str = "",
    data: Mapping[str, object] | None = None,
) -> Entry:
    """Adds one act to the chain of its region, in the transaction of the act itself."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs in the transaction of the act")
    if missing := act.words_missing(data or {}):
        raise ValueError(f"{act.name} cannot be told without {missing}")
    end = _locked_head(region)
    subject = about if isinstance(about, str) else f"{about._meta.model_name}:{about.pk}"
    fields = {
        "number": end.number + 1,
        "at": at,
        "actor": actor_code(by.pk if by else None, settings.SECRET_KEY),
        "region": region,
        "act": act.name,
        "subject": subject,
        # What the database gives back later must be what was hashed now.
        "data": json.loads(json.dumps(data or {}, cls=DjangoJSONEncoder)),
        "previous_hash": end.hash,
    }
    entry = Entry(by=by, **fields, hash=entry_hash(**fields))
    entry.save(force_insert=True)
    end.number, end.hash = entry.number, entry.hash
    end.save()
    return entry


def _locked_head(region: str) -> Head:
    """The end of the chain, held until the act is done. Acts in other regions do not wait for it."""
    heads = Head.objects.select_for_update().filter(region=region)
    if (end := heads.first()) is not None:
        return end
    # The first act here. When two begin at once, one row stays and both wait for it in turn.
    Head.objects.bulk_create([Head(region=region)], ignore_conflicts=True)
    return heads.get()
