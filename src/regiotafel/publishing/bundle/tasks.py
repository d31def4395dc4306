"""What a reader does not wait for."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from regiotafel.publishing.bundle import actions
from regiotafel.publishing.bundle.queries import bundle_of
from regiotafel.queues import PRINTING
from regiotafel.regions.models import Municipality
from regiotafel.vision.models import Release


@task(queue_name=PRINTING)
def pack_bundle(release_id: int, municipality_id: int, language: str = settings.LANGUAGE_CODE) -> None:
    """Packs all that a council needs, in the language of who asked, unless it was packed."""
    release = Release.objects.select_related("document__region").filter(pk=release_id).first()
    municipality = Municipality.objects.filter(pk=municipality_id).first()
    if release is not None and municipality is not None:
        with override(language):
            actions.pack(bundle_of(release, municipality, timezone.localdate()))
