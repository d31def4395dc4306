"""What a reader does not wait for."""

from django_tasks import task

from regiotafel.consultations.models import Report
from regiotafel.publishing.downloads import actions


@task()
def print_report(report_id: int, source_url: str) -> None:
    """Prints a report, unless it was printed or has made way for a newer one."""
    report = Report.objects.select_related("consultation__region").filter(pk=report_id).first()
    if report is not None:
        actions.print_report(report, source_url)
