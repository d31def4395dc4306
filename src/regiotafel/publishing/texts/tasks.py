"""What a reader does not wait for."""

from django.conf import settings
from django.utils.translation import override
from django_tasks import task

from regiotafel.publishing.texts import actions
from regiotafel.publishing.texts.queries import Whole, whole
from regiotafel.queues import PRINTING
from regiotafel.vision.models import Document
from regiotafel.vision.queries import release_in
from regiotafel.vision.releasing.queries import changes_between


@task(queue_name=PRINTING)
def print_text(document_id: int, number: int, source_url: str, language: str = settings.LANGUAGE_CODE) -> None:
    """Prints a text as it reads now, or the version with this number, in the language of who asked, unless it was
    printed."""
    with override(language):
        if found := _found(document_id, number):
            actions.print_text(found, source_url)


@task(queue_name=PRINTING)
def write_text(
    document_id: int, number: int, kind: str, source_url: str, language: str = settings.LANGUAGE_CODE
) -> None:
    """The same as a file of this kind."""
    with override(language):
        if found := _found(document_id, number):
            actions.write_text(found, kind, source_url)


@task(queue_name=PRINTING)
def write_tracked(
    document_id: int, number: int, before: int, source_url: str, language: str = settings.LANGUAGE_CODE
) -> None:
    """A version as Word document with what changed since the one before."""
    with override(language):
        found, since = _found(document_id, number), _found(document_id, before)
        if found and found.release and since and since.release:
            changes = changes_between(since.release, found.release)
            actions.write_tracked(found, since.release, changes, source_url)


def _found(document_id: int, number: int) -> Whole | None:
    """number: of the version; 0 for the text as it reads now."""
    document = Document.objects.select_related("region").filter(pk=document_id).first()
    release = release_in(document, number) if document and number else None
    return whole(document, release) if document and (release or not number) else None
