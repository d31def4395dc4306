"""What a reader does not wait for."""

from django.conf import settings
from django.utils.translation import override
from django_tasks import task

from regiotafel.publishing.note import actions
from regiotafel.queues import PRINTING
from regiotafel.vision.models import Release


@task(queue_name=PRINTING)
def print_note(
    release_id: int, how: str, source_url: str, part: int = 1, language: str = settings.LANGUAGE_CODE
) -> None:
    """Prints a part of a reaction note as it reads now, in the language of who asked, unless it was printed."""
    release = Release.objects.select_related("document__region").filter(pk=release_id).first()
    if release is not None:
        with override(language):
            actions.print_note(release, how, source_url, part)
