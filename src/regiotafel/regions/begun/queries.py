"""What somebody began to write and has not sent yet."""

from django.db.models import QuerySet

from regiotafel.people.models import User
from regiotafel.regions.models import OwnDraft, Region


def begun_at(by: User, place: str) -> OwnDraft | None:
    return OwnDraft.objects.filter(by=by, place=place).first()


def begun_by(by: User, region: Region) -> QuerySet[OwnDraft]:
    """The newest first."""
    return OwnDraft.objects.filter(by=by, region=region)
