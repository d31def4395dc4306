"""What we keep in the chain of acts."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from regiotafel.people.retention import ACCOUNT
from regiotafel.terms import Clean, Fields, Term, about_nobody

HISTORY = Term(
    _("Wat medewerkers doen, in de geschiedenis van een regio"),
    _("zolang de regio op deze site staat"),
    _("Er staat een code voor wie het deed. Die hoort bij niemand meer als het account weg is."),
    None,
)
TERMS = (HISTORY,)

FIELDS: Mapping[str, Fields] = {
    "history.Entry": Fields(
        "id number region act subject is_behind data_hash held previous_hash hash",
        {ACCOUNT: "by", HISTORY: "actor at data salt"},
    ),
    "history.Head": about_nobody("region number hash at"),
    "history.Seal": about_nobody("subject region number salt"),
    "history.PublishedHead": about_nobody("id region number hash at site public_key signature"),
    "history.VouchedKey": about_nobody("id public_key vouched_by signature at"),
    "history.Inspection": about_nobody("id at n_entries n_faults faults"),
}


CLEANING: Mapping[Term, Clean] = {}
