"""What somebody who wants a form does not wait for."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from regiotafel.mandates.models import RoundParty
from regiotafel.publishing.paper_form import actions
from regiotafel.publishing.paper_form.queries import empty_sheet
from regiotafel.queues import PRINTING


@task(queue_name=PRINTING)
def print_form(party_id: int, language: str = settings.LANGUAGE_CODE) -> None:
    """Prints the empty sheet of a municipality in the language of who asked, unless it was printed."""
    rows = RoundParty.objects.select_related("round__region", "municipality")
    party = rows.filter(pk=party_id).first()
    if party is not None:
        with override(language):
            actions.print_form(empty_sheet(party, timezone.localdate()))
