"""Reading files. It may run twice: the second time changes nothing."""

from django.utils import timezone
from django_tasks import task

from regiotafel.consultations.importing.actions import ask_about, refuse_import, store_import, tell_progress
from regiotafel.consultations.importing.forms import read_import
from regiotafel.consultations.importing.rules import Fault, ImportRefused
from regiotafel.consultations.models import ImportState, VoteImport
from regiotafel.consultations.outcome.actions import ask_for_report
from regiotafel.consultations.outcome.tasks import refresh_report
from regiotafel.queues import READING, put
from regiotafel.refused import Refused


@task(queue_name=READING)
def read_votes_file(import_id: int) -> None:
    """Reads the files of an import and stores all of it, or says on which lines something is wrong."""
    vote_import = VoteImport.objects.select_related("consultation__region").get(pk=import_id)
    if vote_import.finished_at is not None or vote_import.state == ImportState.ASKING:
        return
    tell_progress(vote_import=vote_import, state=ImportState.READING)
    try:
        read = read_import(vote_import, timezone.now())
        if read.must_ask and not vote_import.choice:
            ask_about(vote_import=vote_import, doubts=read.doubts)
            return
        tell_progress(vote_import=vote_import, state=ImportState.SAVING)
        store_import(at=timezone.now(), vote_import=vote_import, read=read)
    except ImportRefused as refused:
        refuse_import(at=timezone.now(), vote_import=vote_import, faults=refused.faults)
    except Refused as fault:
        refuse_import(at=timezone.now(), vote_import=vote_import, faults=[Fault("", 0, str(fault))])
    else:
        if ask_for_report(at=timezone.now(), consultation=vote_import.consultation):
            put(refresh_report, vote_import.consultation_id)
