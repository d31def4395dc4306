"""What a reader does not wait for."""

from django.conf import settings
from django.utils.translation import override
from django_tasks import task

from regiotafel.consultations.models import Report
from regiotafel.publishing.downloads import actions
from regiotafel.queues import PRINTING


@task(queue_name=PRINTING)
def print_report(report_id: int, source_url: str, language: str = settings.LANGUAGE_CODE) -> None:
    """Prints a report in the language of who asked, unless it was printed or has made way for a newer one."""
    report = Report.objects.select_related("consultation__region").filter(pk=report_id).first()
    if report is not None:
        with override(language):
            actions.print_report(report, source_url)
