"""What a reader does not wait for."""

from django_tasks import task

from regiotafel.consultations.models import Report
from regiotafel.publishing.actions import notes, printing
from regiotafel.vision.models import Release


@task()
def print_report(report_id: int, source_url: str) -> None:
    """Prints a report, unless it was printed or has made way for a newer one."""
    report = Report.objects.select_related("consultation__region").filter(pk=report_id).first()
    if report is not None:
        printing.print_report(report, source_url)


@task()
def print_note(release_id: int, how: str, source_url: str, part: int = 1) -> None:
    """Prints a part of a reaction note as it reads now, unless it was printed."""
    release = Release.objects.select_related("document__region").filter(pk=release_id).first()
    if release is not None:
        notes.print_note(release, how, source_url, part)
