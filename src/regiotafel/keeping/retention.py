"""What we keep about people, in all apps: each says it at home, here it is gathered and cleaned."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from regiotafel.brakes import retention as brakes
from regiotafel.consultations import retention as consultations
from regiotafel.contributions import retention as contributions
from regiotafel.councils import retention as councils
from regiotafel.history import retention as history
from regiotafel.mandates import retention as mandates
from regiotafel.people import retention as people
from regiotafel.plan import retention as plan
from regiotafel.publishing import retention as publishing
from regiotafel.regions import retention as regions
from regiotafel.tables import retention as tables
from regiotafel.terms import Clean, Fields, Term, about_nobody
from regiotafel.thread import retention as thread
from regiotafel.vision import retention as vision

TASK = Term(
    _("Wat de computer op de achtergrond deed. Daar staan alleen nummers in"),
    _("7 dagen"),
    _("We gooien het weg."),
    timedelta(days=7),
)
# In the order of the page about privacy.
APPS = (
    *(people, history, regions, vision, mandates, plan, councils, tables, consultations),
    *(contributions, publishing, thread, brakes),
)
TERMS: Sequence[Term] = (*(term for app in APPS for term in app.TERMS), TASK)

FIELDS: Mapping[str, Fields] = {
    **{table: fields for app in APPS for table, fields in app.FIELDS.items()},
    "django_tasks_database.DBTaskResult": Fields(
        "id status enqueued_at started_at finished_at priority task_path worker_ids queue_name backend_name run_after "
        "exception_class_path",
        {TASK: "args_kwargs return_value traceback"},
    ),
    "keeping.Lease": about_nobody("task worker until"),
    "keeping.Tick": about_nobody("name next_at seen_at doubted_since doubted_at"),
}


def _tasks(at: datetime, before: datetime) -> int:
    finished = DBTaskResult.objects.filter(status__in=("SUCCESSFUL", "FAILED"), finished_at__lt=before)
    return finished.delete()[1].get("django_tasks_database.DBTaskResult", 0)


CLEANING: Mapping[Term, Clean] = {
    **{term: clean for app in APPS for term, clean in app.CLEANING.items()},
    TASK: _tasks,
}


def clean_up(*, at: datetime) -> dict[Term, int]:
    """Does for every kind what its term says, and counts the rows. Done again it finds nothing more."""
    done = {}
    for term, clean in CLEANING.items():
        if term.after is not None:
            with transaction.atomic():
                done[term] = clean(at, at - term.after)
    return done
