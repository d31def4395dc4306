"""What a reader does not wait for."""

from django.conf import settings
from django.utils.translation import override
from django_tasks import task

from regiotafel.publishing.texts import actions
from regiotafel.publishing.texts.queries import whole
from regiotafel.queues import PRINTING
from regiotafel.vision.models import Document
from regiotafel.vision.queries import release_in


@task(queue_name=PRINTING)
def print_text(document_id: int, number: int, source_url: str, language: str = settings.LANGUAGE_CODE) -> None:
    """Prints a text as it reads now, or the version with this number, in the language of who asked, unless it was
    printed."""
    document = Document.objects.select_related("region").filter(pk=document_id).first()
    release = release_in(document, number) if document and number else None
    if document is not None and (release or not number):
        with override(language):
            actions.print_text(whole(document, release), source_url)
