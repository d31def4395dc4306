"""Keeping words that are needed often."""

from datetime import datetime

from django.db import transaction

from regiotafel.contributions.acts import PHRASE_REMOVED, PHRASE_SAVED
from regiotafel.contributions.models import Phrase
from regiotafel.contributions.phrases.rules import check_phrase
from regiotafel.history.actions import record
from regiotafel.people.models import User
from regiotafel.regions.actions import lock_region
from regiotafel.regions.models import Region
from regiotafel.text.tidy import tidy, tidy_line


@transaction.atomic
def save_phrase(*, by: User | None, at: datetime, region: Region, name: str, text: str) -> Phrase:
    """A new one, or other words under a name that is there."""
    name, text = tidy_line(name), tidy(text)
    check_phrase(name, text)
    lock_region(region)
    found = Phrase.objects.filter(region=region, name=name).first()
    if found is not None and found.text == text:
        return found  # the same again is no news
    saved, _is_new = Phrase.objects.update_or_create(region=region, name=name, defaults={"text": text})
    record(by=by, at=at, act=PHRASE_SAVED, about=saved, region=region.slug, data={"name": name})
    return saved


@transaction.atomic
def remove_phrase(*, by: User | None, at: datetime, phrase: Phrase) -> None:
    lock_region(phrase.region)
    if not Phrase.objects.filter(pk=phrase.pk).exists():
        return  # somebody else was before
    record(by=by, at=at, act=PHRASE_REMOVED, about=phrase, region=phrase.region.slug, data={"name": phrase.name})
    Phrase.objects.filter(pk=phrase.pk).delete()
