"""Giving the text a number, with what waits beside it on that day."""

from datetime import datetime

from django.db import transaction

from regiotafel.people.models import User
from regiotafel.publishing.models import Waited
from regiotafel.publishing.queries import waits_of
from regiotafel.vision.models import Document, Release
from regiotafel.vision.releasing.actions import freeze


@transaction.atomic
def release(*, by: User | None, at: datetime, document: Document, name: str, note: str = "") -> Release:
    return freeze(by=by, at=at, document=document, name=name, note=note, beside=_keep)


def _keep(made: Release) -> list[Waited]:
    return Waited.objects.bulk_create(waits_of(made).rows)
