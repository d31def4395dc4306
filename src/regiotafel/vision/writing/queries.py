"""What a writer needs besides: every edition of a passage, and what has lapsed."""

from django.db.models import QuerySet

from regiotafel.vision.models import Document, Passage, Wording


def editions_of(passage: Passage) -> list[Wording]:
    """All its words so far, the first one first."""
    return list(Wording.objects.filter(passage=passage).order_by("number"))


def exceptions_of(passage: Passage) -> list[Passage]:
    """What hangs on it now, in the order of the text."""
    return list(Passage.objects.filter(principle=passage, retired_at=None))


def retired_passages(document: Document) -> QuerySet[Passage]:
    return Passage.objects.filter(document=document, retired_at__isnull=False).order_by("-retired_at", "number")
