"""What a reader does not wait for."""

from datetime import date

from django.conf import settings
from django.utils.translation import override
from django_tasks import task

from regiotafel.plan.models import Plan
from regiotafel.publishing.plan_sheet import actions
from regiotafel.publishing.plan_sheet.queries import sheet_of
from regiotafel.queues import PRINTING


@task(queue_name=PRINTING)
def print_sheet(plan_id: int, on: str, source_url: str, language: str = settings.LANGUAGE_CODE) -> None:
    """Prints what comes first in a plan on this day, in the language of who asked, unless it was printed."""
    plan = Plan.objects.select_related("region").filter(pk=plan_id).first()
    if plan is not None:
        with override(language):
            actions.print_sheet(sheet_of(plan, date.fromisoformat(on)), source_url)
