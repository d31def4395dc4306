"""What a reader does not wait for."""

from datetime import date

from django.conf import settings
from django.utils.translation import override
from django_tasks import task

from regiotafel.publishing.register import actions
from regiotafel.publishing.register.queries import sheet_of
from regiotafel.queues import PRINTING
from regiotafel.regions.models import Region


@task(queue_name=PRINTING)
def print_register(region_id: int, on: str, source_url: str, language: str = settings.LANGUAGE_CODE) -> None:
    """Prints who decides what on this day, in the language of who asked, unless it was printed."""
    region = Region.objects.filter(pk=region_id).first()
    if region is not None:
        with override(language):
            actions.print_register(sheet_of(region, date.fromisoformat(on)), source_url)
