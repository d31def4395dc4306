"""What a page does not wait for. Every task may run twice: the second time changes nothing."""

from django.utils import timezone
from django_tasks import task

from regiotafel.consultations.actions.importing import refuse_import, store_import, tell_progress
from regiotafel.consultations.actions.reporting import ask_for_report, store_report
from regiotafel.consultations.analysis import report_on
from regiotafel.consultations.models import Consultation, ImportState, VoteImport
from regiotafel.consultations.queries.importing import Fault, ImportRefused, read_import
from regiotafel.consultations.queries.reporting import rows_to_count
from regiotafel.consultations.rules import ConsultationFault


@task()
def refresh_report(consultation_id: int) -> None:
    """Counts all answers and keeps the result as the consultation's newest report."""
    consultation = Consultation.objects.get(pk=consultation_id)
    # Read before the votes: a vote that comes in meanwhile is counted next time, never lost.
    counted_until = timezone.now()
    counted = rows_to_count(consultation)
    data = report_on(counted)
    store_report(
        at=timezone.now(),
        consultation=consultation,
        counted_until=counted_until,
        last_event=counted.last_event,
        data=data,
    )


@task()
def read_votes_file(import_id: int) -> None:
    """Reads the files of an import and stores all of it, or says on which lines something is wrong."""
    vote_import = VoteImport.objects.select_related("consultation__region").get(pk=import_id)
    if vote_import.finished_at is not None:
        return
    tell_progress(vote_import=vote_import, state=ImportState.READING)
    try:
        read = read_import(vote_import)
        tell_progress(vote_import=vote_import, state=ImportState.SAVING)
        store_import(at=timezone.now(), vote_import=vote_import, read=read)
    except ImportRefused as refused:
        refuse_import(at=timezone.now(), vote_import=vote_import, faults=refused.faults)
    except ConsultationFault as fault:
        refuse_import(at=timezone.now(), vote_import=vote_import, faults=[Fault("", 0, str(fault))])
    else:
        if ask_for_report(at=timezone.now(), consultation=vote_import.consultation):
            refresh_report.enqueue(vote_import.consultation_id)
